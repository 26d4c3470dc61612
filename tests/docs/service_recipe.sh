#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# service_recipe — does what docs/SERVICE.md says: its first commands, with a systemctl that starts what the
# units say through systemd-socket-activate, and those for a machine without a manager.
# usage: service_recipe.sh SOURCE_ROOT BUILD_DIR          77: there is no systemd-socket-activate
set -euo pipefail
command -v systemd-socket-activate systemd-analyze >/dev/null || exit 77
root=$1
build=$2
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; [[ ! -e $work/pid ]] || kill "$(<"$work/pid")" 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -m 700 "$work/run" "$work/programs"
export XDG_RUNTIME_DIR=$work/run XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state
export PATH=$work/programs:$build/bin:$PATH work
: >"$work/log"

# Plays the user's manager: reads the units that lie where it would look, and listens as they say.
cat >"$work/programs/systemctl" <<'END'
#!/usr/bin/env bash
set -euo pipefail
[[ $1 == --user ]]
units=$XDG_CONFIG_HOME/systemd/user
case $2 in
    daemon-reload) systemd-analyze verify --user --man=no "$units"/* ;;
    enable)
        [[ $3 == --now && $4 == *.socket ]]
        listen=$(sed -n 's/^ListenStream=//p' "$units/$4")
        eval "start=($(sed -n 's/^ExecStart=//p' "$units/${4%.socket}.service"))"
        listen=${listen/\%t/$XDG_RUNTIME_DIR}
        mkdir -p -m 700 "$XDG_RUNTIME_DIR/fairlead" "${listen%/*}"
        systemd-socket-activate --listen="$listen" -E XDG_RUNTIME_DIR -E XDG_STATE_HOME \
            "${start[@]}" >"$work/log" 2>&1 &
        echo $! >"$work/pid"
        until grep -q Listening "$work/log"; do sleep 0.01; done
        ;;
    *) exit 2 ;;
esac
END
chmod +x "$work/programs/systemctl"

fence() {   # fence N: the Nth piece of shell
    awk -v wanted="$1" '/^```sh/ { n++; inside = 1; next } /^```/ { inside = 0 } inside && n == wanted' \
        "$root/docs/SERVICE.md"
}
cp -r "$root/examples/notes" "$work/notes"

fence 1 >"$work/install.sh"
grep -q 'fairlead unit --install' "$work/install.sh"
(cd "$work" && timeout 40 bash -euo pipefail install.sh >said)
grep -q '^next: systemctl --user daemon-reload' "$work/said"
grep -q '(handed over)' "$work/log"
kill "$(<"$work/pid")"
while kill -0 "$(<"$work/pid")" 2>/dev/null; do sleep 0.01; done
rm "$XDG_RUNTIME_DIR/fairlead/notes/broker.sock" "$work/pid"

fence 2 >"$work/activate.sh"
grep -q systemd-socket-activate "$work/activate.sh"
(cd "$work/notes" && timeout 40 bash -euo pipefail "$work/activate.sh" >"$work/said" 2>"$work/log")
grep -q notes "$work/said"
grep -q '(handed over)' "$work/log"
echo "the commands of SERVICE.md start a broker for who asks"
