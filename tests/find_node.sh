#!/bin/sh
# Installs @slack/bolt for tests/node into .venv/node, where Node is there or can be had; says so where it cannot.
set -u
room=.venv/node
if ! command -v npm >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Node for the test with @slack/bolt"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
fi
if command -v npm >/dev/null 2>&1; then
    mkdir -p "$room" && cp tests/node/package.json tests/node/package-lock.json "$room"
    npm ci --prefix "$room" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && touch "$room/ready" && exit 0
fi
echo "@slack/bolt could not be installed here: the test with a client that nobody here wrote will be skipped."
echo "On Debian: sudo apt-get install nodejs npm"
exit 0
