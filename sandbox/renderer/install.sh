#!/bin/sh
# Installs Microsoft's renderer of Adaptive Cards into .venv/renderer, where npm is; without it the gallery shows JSON.
set -u
room=.venv/renderer
if command -v npm >/dev/null 2>&1; then
    mkdir -p "$room" && cp sandbox/renderer/package.json sandbox/renderer/package-lock.json "$room"
    npm ci --prefix "$room" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && touch "$room/ready" && exit 0
fi
echo "Microsoft's renderer could not be installed here: the gallery shows cards for Teams as JSON."
echo "On Debian: sudo apt-get install nodejs npm, and then make renderer"
exit 0
