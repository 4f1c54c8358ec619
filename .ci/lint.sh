#!/usr/bin/env bash
# Format, vet for every platform, staticcheck, and the scripts.
set -euo pipefail
cd "$(dirname "$0")/.."
export CGO_ENABLED=0

# Below bin lie copies of other modules, see web.sh.
unformatted=$(find . -path ./bin -prune -o -name '*.go' -print0 | xargs -0 gofmt -l)
if [ -n "$unformatted" ]; then
  printf 'gofmt would change:\n%s\n' "$unformatted" >&2
  exit 1
fi

go vet ./...
go vet .ci/testsum/main.go # the pattern above leaves out folders with a dot
GOOS=windows GOARCH=amd64 go vet ./...
GOOS=darwin GOARCH=arm64 go vet ./...
# In the browser runs only what the client reaches.
mapfile -t browser < <(GOOS=js GOARCH=wasm go list -deps ./client | grep '^lobby/')
GOOS=js GOARCH=wasm go vet "${browser[@]}"

version=v0.8.2
tools=$PWD/bin/staticcheck-$version
[ -x "$tools/staticcheck" ] || GOBIN=$tools go install "honnef.co/go/tools/cmd/staticcheck@$version"
"$tools/staticcheck" ./...
GOOS=js GOARCH=wasm "$tools/staticcheck" "${browser[@]}"

for script in .ci/run .ci/*.sh; do bash -n "$script"; done
if command -v shellcheck >/dev/null; then shellcheck .ci/run .ci/*.sh; fi
echo "lint: nothing to complain about"
