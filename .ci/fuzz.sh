#!/usr/bin/env bash
# Lets every fuzz test of the module search for a while.
# usage: fuzz.sh [TIME_EACH]
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-10s}

# go test -list prints the names of a package and then "ok <package> <time>".
list=$(go test -list '^Fuzz' ./... | awk '/^Fuzz/ { names[++n] = $1 } /^ok/ { for (i = 1; i <= n; i++) print $2, names[i] } !/^Fuzz/ { n = 0 }')
[ -n "$list" ] || { echo "there are no fuzz tests"; exit 0; }
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
while read -r package name; do
  echo "== $package $name"
  # Little time goes into making inputs smaller: those of real sockets resist it.
  go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 50x "$package" </dev/null 2>&1 | tee "$printed" && continue
  # Go sometimes takes the end of its time, while an input is tried, for a failure. A
  # true one has an input, or says where in the test it was.
  grep -qx ' *context deadline exceeded' "$printed" && ! grep -qE 'Failing input|_test\.go:[0-9]' "$printed" || exit 1
done <<<"$list"
