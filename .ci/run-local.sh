#!/usr/bin/env bash
# Starts the built server and, where there is a display, a window connected to it.
# Ctrl+C ends both. LOBBY_LISTEN and LOBBY_DATA change the address and the folder.
set -euo pipefail
cd "$(dirname "$0")/.."

export LOBBY_LISTEN=${LOBBY_LISTEN:-127.0.0.1:7070}
export LOBBY_DATA=${LOBBY_DATA:-./data}
port=${LOBBY_LISTEN##*:}
host=${LOBBY_LISTEN%:*}
case $host in '' | 0.0.0.0 | '[::]') host=127.0.0.1 ;; esac
address=$host:$port
bare=${host#[} bare=${bare%]}

# Reports whether anything listens there, and whether it is a healthy server.
listening() { (exec 3<>"/dev/tcp/$bare/$port") 2>/dev/null; }
healthy() {
  local answer
  exec 3<>"/dev/tcp/$bare/$port" || return 1
  printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3
  read -r answer <&3 || true
  exec 3>&-
  [[ $answer == *" 200 "* ]]
}

if listening; then
  echo "Port $port is in use (by another Lobby?): end that program, or choose another port: LOBBY_LISTEN=$host:$((port + 1)) make run" >&2
  exit 1
fi

server='' window=''
finish() {
  trap '' INT TERM HUP
  exec 2>/dev/null # bash would tell that its jobs were terminated
  if [ -n "$window" ]; then kill "$window" 2>/dev/null || true; fi
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi
  wait
  exit "$1"
}
trap 'finish 0' INT TERM HUP

# With job control each program has a process group of its own, so that Ctrl+C
# reaches this script alone, which then ends them in order.
set -m
bin/lobbyd serve & server=$!
until healthy 2>/dev/null; do
  if ! kill -0 "$server" 2>/dev/null; then
    wait "$server" || finish $?
    finish 1
  fi
  sleep 0.05
done

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "No display here for a window: open http://$address/ in a browser. Ctrl+C ends the server."
else
  echo "Lobby is at http://$address/ too. Ctrl+C ends the server and the window."
  bin/lobby --server "$address" & window=$!
  if wait "$window"; then
    echo "The window is closed; the server goes on at http://$address/ until Ctrl+C."
  else
    echo "The window could not go on; the server does, at http://$address/ until Ctrl+C."
  fi
  window=
fi
wait "$server" || finish $?
