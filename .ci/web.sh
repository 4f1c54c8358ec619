#!/usr/bin/env bash
# Builds the client as WebAssembly and packs it for the server to embed.
# usage: web.sh [BROTLI_QUALITY]
set -euo pipefail
cd "$(dirname "$0")/.."

program=bin/web/client.wasm
mkdir -p bin/web

# What follows takes a fifth off what a browser fetches.
#
# Ebitengine makes its shaders by text/template, which may call any method by its name,
# and so the linker keeps every exported method of every type. Its templates call none.
root=$(go env GOROOT)
template=$root/src/text/template/exec.go
sed 's/ptr\.MethodByName(fieldName)/(reflect.Value{})/' "$template" >bin/web/exec.txt
printf '{"Replace": {"%s": "%s"}}\n' "$template" "$PWD/bin/web/exec.txt" >bin/web/overlay.json

# Three modules bring large libraries along for what a page never does: dumping pictures,
# running in another program's window, glyphs in SVG or TIFF. Copies of them are built
# instead, in which some files are others, from the folder web. And ten times a second
# Ebitengine looks if the page is hidden, to suspend sound that it never plays here.
if [ -d bin/web/modules ]; then chmod -R u+w bin/web/modules; fi
rm -rf bin/web/modules
cp go.mod go.sum bin/web
copy() { # MODULE NAME
  local from
  go mod download "$1"
  from=$(go list -m -f '{{.Dir}}' "$1")
  mkdir -p "bin/web/modules/$2"
  tar -C "$from" --exclude=./examples --exclude=testdata -c . | tar -C "bin/web/modules/$2" -x
  chmod -R u+w "bin/web/modules/$2" # Go keeps modules read-only
  go mod edit -replace="$1=./bin/web/modules/$2" bin/web/go.mod
}
swap() { # FILE [REPLACEMENT]
  rm "bin/web/modules/$1"
  if [ -n "${2:-}" ]; then cp ".ci/web/$2" "bin/web/modules/$1"; fi
}
edit() { # FILE SED
  sed -i.bak "$2" "bin/web/modules/$1"
  if cmp -s "bin/web/modules/$1" "bin/web/modules/$1.bak"; then
    echo "web.sh: $1 has changed, and $2 does nothing" >&2
    exit 1
  fi
  rm "bin/web/modules/$1.bak"
}
copy github.com/hajimehoshi/ebiten/v2 ebiten
swap ebiten/internal/debug/caller.go caller.go
swap ebiten/internal/graphicscommand/image_js.go image_js.go
swap ebiten/internal/legacyshader/convert.go convert.go
swap ebiten/internal/vmguest/vmguest.go vmguest.go
swap ebiten/exp/textinput/textinput_vmguest.go textinput_vmguest.go
edit ebiten/internal/ui/ui_js.go 's/interval = 100 \* time.Millisecond/interval = time.Minute/'
swap ebiten/text/v2/gotextsvg.go gotextsvg.go
swap ebiten/text/v2/gotextsvgdoc.go
copy github.com/go-text/typesetting typesetting
swap typesetting/font/svg.go svg.go
copy golang.org/x/image image
swap image/tiff/reader.go reader.go
for other in buffer compress consts writer; do swap "image/tiff/$other.go"; done

# Inlining is for what runs often: not for what reads shaders and faces at the start, or
# what a frame calls a few times.
flags=(-gcflags='all=-l')
for often in runtime 'internal/runtime/...' internal/bytealg bytes strings slices sort unicode/utf8 math/bits \
  sync sync/atomic internal/sync 'crypto/...' 'hash/...' 'golang.org/x/crypto/...' github.com/flynn/noise \
  'github.com/go-text/typesetting/...' github.com/rivo/uniseg 'github.com/hajimehoshi/ebiten/v2/...' 'lobby/...'; do
  flags+=("-gcflags=$often=")
done
for seldom in shader 'shaderir/...' ui 'graphicsdriver/...' gamepad; do
  flags+=("-gcflags=github.com/hajimehoshi/ebiten/v2/internal/$seldom=-l")
done
for seldom in github.com/go-text/typesetting/font/opentype/tables lobby/client/view lobby/client/model lobby/client/session; do
  flags+=("-gcflags=$seldom=-l")
done

GOOS=js GOARCH=wasm CGO_ENABLED=0 go build -modfile bin/web/go.mod -overlay bin/web/overlay.json -trimpath "${flags[@]}" -ldflags '-s -w' -o "$program" ./client
CGO_ENABLED=0 go run ./server/door/page/pack -quality "${1:-6}" -out server/door/page/dist \
  "$program" "$root/lib/wasm/wasm_exec.js"
