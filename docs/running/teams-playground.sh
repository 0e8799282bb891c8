#!/bin/sh
# Starts Upbeat for anybody on this machine, and Microsoft's Agents Playground to talk to it. For developers who have Node.
# npm fetches the Playground when this runs; its own licence applies, which is why it is no part of this project.
set -eu
command -v npx >/dev/null || { echo "This needs npx, which comes with Node." >&2; exit 1; }
export UPBEAT_TEAMS_OPEN=true UPBEAT_HOST=127.0.0.1 UPBEAT_PORT=3978 UPBEAT_DATABASE_URL=sqlite:///playground.db
export UPBEAT_SLACK_BOT_TOKEN= UPBEAT_SLACK_APP_TOKEN= UPBEAT_SLACK_SIGNING_SECRET=
export UPBEAT_SLACK_CLIENT_ID= UPBEAT_SLACK_CLIENT_SECRET=
echo "The Playground opens http://127.0.0.1:56150. It listens on every address of this machine and asks for no password," \
    "so use it in a network you trust." >&2
.venv/bin/upbeat run &
bot=$!
notes=$(mktemp -d) # the Playground writes its log where it is started
trap 'kill "$bot" 2>/dev/null; rm -rf "$notes"' EXIT
trap 'exit 130' INT TERM
cd "$notes"
npx --yes --package "@microsoft/m365agentsplayground@^0.2.28" agentsplayground start \
    -e http://127.0.0.1:3978/api/messages -c msteams -p 56150 \
    --service-url http://127.0.0.1:56150/_connector --disable-telemetry
