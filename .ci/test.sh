#!/usr/bin/env bash
# Runs every test with the race detector and in random order, then says what was
# skipped and why. Arguments go to go test, instead of ./...
set -euo pipefail
cd "$(dirname "$0")/.."

summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
CGO_ENABLED=0 go build -o "$summary" .ci/testsum/main.go
# The tests that draw need a display, and should not open windows on somebody's own.
display=()
if command -v xvfb-run >/dev/null; then
  display=(xvfb-run --auto-servernum --server-args '-screen 0 1280x1024x24')
fi
# Several packages at a time, whatever the number of cores: most of the time the longest of
# them wait, for windows, pages and servers.
CGO_ENABLED=1 ${display[@]+"${display[@]}"} go test -race -shuffle=on -p 4 -timeout 10m -json "${@:-./...}" | "$summary"
