#!/bin/sh
# A Chromium for the browser tests: the one on the PATH, else the system's package, else Playwright's own.
set -eu
for name in chromium chromium-browser; do
	if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	apt-get update -q && apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core && exit 0
fi
exec .venv/bin/playwright install chromium
