#!/usr/bin/env bash
# Builds the client as WebAssembly and packs it for the server to embed.
# usage: web.sh [BROTLI_QUALITY]
set -euo pipefail
cd "$(dirname "$0")/.."

program=bin/web/client.wasm
GOOS=js GOARCH=wasm CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$program" ./client
CGO_ENABLED=0 go run ./server/door/page/pack -quality "${1:-6}" -out server/door/page/dist \
  "$program" "$(go env GOROOT)/lib/wasm/wasm_exec.js"
