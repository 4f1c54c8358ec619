#!/usr/bin/env bash
# Sees to the system packages that a target needs: says nothing when all are there,
# installs what is missing where it may, and else says in one line what to install.
# usage: need.sh run|test|e2e|fonts|release
set -euo pipefail

window="libx11-6 libxcursor1 libxi6 libxrandr2 libxinerama1 libgl1 libgl1-mesa-dri"
# gcc and libc6-dev are for the race detector, tcpdump for the test that looks for
# plain words in the traffic, strace makes disks fail, the rest is for real windows
# and a real browser.
tests="$window xvfb xauth xdotool xclip chromium tcpdump strace gcc libc6-dev"
case ${1:-} in
  run) packages=$window ;;
  test) packages=$tests ;;
  # An input method for Chinese, and what tells that it is there.
  e2e) packages="$tests fcitx5 fcitx5-chewing dbus-daemon x11-utils" ;;
  fonts) packages="fonttools python3-brotli python3-pil fonts-noto-cjk fonts-noto-core fonts-noto-color-emoji" ;;
  release) packages="zip" ;;
  *) echo "usage: need.sh run|test|e2e|fonts|release" >&2; exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "This is no Debian: install what these Debian packages hold, if it is not there: $packages" >&2
  exit 0
fi

missing=
for package in $packages; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=" $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "Missing packages; please run: sudo apt-get install$missing" >&2
  exit 1
fi

echo "Installing$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q "$@" </dev/null >>"$log" 2>&1; }
# shellcheck disable=SC2086 # a list of words
if ! { apt update && apt install -y --no-install-recommends $missing; }; then
  tail -n 20 "$log" >&2
  echo "apt-get could not install:$missing" >&2
  exit 1
fi
