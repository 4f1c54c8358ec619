#!/usr/bin/env bash
# Builds the server and the client for every platform and packs them into out/,
# the same bytes for the same commit.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(git describe --tags --always --dirty 2>/dev/null || echo unversioned)
stamp=$(git log -1 --format=%ct 2>/dev/null || echo 0)
.ci/web.sh 11
mkdir -p out
for platform in linux/amd64 linux/arm64 windows/amd64 darwin/amd64 darwin/arm64; do
  os=${platform%/*} arch=${platform#*/}
  name=lobby-$version-$os-$arch
  folder=out/$name
  exe=''
  [ "$os" != windows ] || exe=.exe
  rm -rf "$folder"
  mkdir -p "$folder/licences"
  GOOS=$os GOARCH=$arch CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$folder/lobbyd$exe" ./server
  GOOS=$os GOARCH=$arch CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$folder/lobby$exe" ./client
  cp README.md LICENSE "$folder/"
  cp fonts/OFL-*.txt "$folder/licences/"
  find "$folder" -exec touch -h -d "@$stamp" {} +
  if [ "$os" = windows ]; then
    rm -f "$folder.zip"
    (cd out && find "$name" | LC_ALL=C sort | TZ=UTC zip -q -X "$name.zip" -@)
    echo "$folder.zip"
  else
    tar --sort=name --owner=0 --group=0 --numeric-owner -C out -c "$name" | gzip -n9 >"$folder.tar.gz"
    echo "$folder.tar.gz"
  fi
  rm -rf "$folder"
done
