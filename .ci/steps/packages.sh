#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# packages — installs the Debian packages that a set needs and the machine lacks.
#
#   packages.sh [--missing] SET…     SET: build, window, frontend, test, check
#
# --missing only names them. A machine that has everything never sees apt.
set -euo pipefail

# "command:package" is there when the command is, wherever it came from; "package" when dpkg says so.
declare -A sets=(
    [build]="g++:g++ cmake:cmake ninja:ninja-build pkg-config:pkgconf ccache:ccache mold:mold
             libboost1.81-dev libsimdjson-dev libspdlog-dev libfmt-dev libcli11-dev libarchive-dev libssl-dev"
    # From Xvfb on: for the virtual display of a machine without a screen.
    [window]="libwebkit2gtk-4.1-dev Xvfb:xvfb dbus-daemon:dbus-daemon libgl1-mesa-dri
              fonts-dejavu-core"
    # From jwm on: for tests that need a window manager, a hand on the mouse, an eye on the windows;
    # groff: manual pages; zsh, fish: completions; systemd: what reads units and hands over sockets.
    [test]="catch2 WebKitWebDriver:webkit2gtk-driver node:nodejs python3:python3
            jwm:jwm xdotool:xdotool xprop:x11-utils chromium:chromium groff:groff-base
            zsh:zsh fish:fish systemd-analyze:systemd"
    [frontend]="node:nodejs npm:npm"
    [check]="clang-format:clang-format clang-tidy:clang-tidy"
)

is_there() {
    if [[ $1 == *:* ]]; then
        command -v "${1%%:*}" >/dev/null
    else
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
    fi
}

only_name=false
if [[ ${1:-} == --missing ]]; then
    only_name=true
    shift
fi

missing=()
for set in "$@"; do
    for each in ${sets[$set]}; do
        is_there "$each" || missing+=("${each#*:}")
    done
done

((${#missing[@]} > 0)) || exit 0
if $only_name; then
    printf '%s\n' "${missing[@]}"
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "packages: this is no Debian; please install what corresponds to: ${missing[*]}" >&2
    exit 1
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "packages: not root and no sudo; as root, please: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
     apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
"${apt[@]}" update
"${apt[@]}" install --no-install-recommends "${missing[@]}"
