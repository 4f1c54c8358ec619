#!/usr/bin/env bash
# Runs every test with the race detector and in random order, then says what was
# skipped and why. Arguments go to go test, instead of ./...
set -euo pipefail
cd "$(dirname "$0")/.."

summary=$(mktemp)
trap 'rm -f "$summary"' EXIT
CGO_ENABLED=0 go build -o "$summary" .ci/testsum/main.go
CGO_ENABLED=1 go test -race -shuffle=on -timeout 10m -json "${@:-./...}" | "$summary"
