#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# display — runs a command in a display and on a session bus of its own: display.sh COMMAND…
#
# Nothing of it is left afterwards, and the command sees none of the user's windows and services.
set -euo pipefail
root=$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../..
. "$root/.ci/steps/environment.sh"

mkdir -p "$root/build/logs"
log=$root/build/logs/display.log

# Both say on a pipe where they can be reached, once they can be, and both die with this shell.
exec {screen}< <(exec "${bound[@]}" Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp -noreset \
    2>"$log")
servers=("$!")
exec {bus}< <(exec "${bound[@]}" dbus-daemon --session --nofork --print-address=1 2>>"$log")
servers+=("$!")
trap 'kill "${servers[@]}" 2>/dev/null; wait "${servers[@]}" 2>/dev/null || true' EXIT

if ! read -r -t 30 display <&"$screen" || ! read -r -t 30 DBUS_SESSION_BUS_ADDRESS <&"$bus"; then
    echo "display: Xvfb or dbus-daemon did not start; $log says:" >&2
    cat -- "$log" >&2
    exit 1
fi
exec {screen}<&- {bus}<&-

unset WAYLAND_DISPLAY XAUTHORITY
export DISPLAY=:$display DBUS_SESSION_BUS_ADDRESS
export GDK_BACKEND=x11 LIBGL_ALWAYS_SOFTWARE=1   # Screenshots need compositing, without a GPU.
export NO_AT_BRIDGE=1 GTK_USE_PORTAL=0 GSETTINGS_BACKEND=memory

"${bound[@]}" "$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null || true' INT TERM HUP
status=0
wait "$command" || status=$?
while kill -0 "$command" 2>/dev/null; do   # The wait was cut short by a signal.
    status=0
    wait "$command" || status=$?
done
exit "$status"
