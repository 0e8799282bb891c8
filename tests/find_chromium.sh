#!/bin/sh
# Installs Chromium for the browser tests where it is missing and can be had; says so where it cannot.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Chromium for the browser tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-color-emoji >/dev/null && exit 0
fi
echo "Chromium is missing and could not be installed here: the browser tests will be skipped."
echo "On Debian: sudo apt-get install chromium"
exit 0
