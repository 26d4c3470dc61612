#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# app_from_nothing — what docs/PROJECT.md promises: an app from a template is built with two commands,
# runs where it was made, and its bundle runs elsewhere when all else is gone.
#
# usage: app_from_nothing.sh FAIRLEAD TEMPLATE PICTURES
set -euo pipefail
fairlead=$1
template=$2
pictures=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"

fail() {
    echo "$template: $*" >&2
    exit 1
}

greets() {   # greets COMMAND…: an app that is called without a window
    local said
    said=$(echo 'C{"name":"main.App.Greet","args":["Ada"],"callbackID":"1"}' | "$@" --headless)
    [[ $said == *'"text":"Hello Ada!"'* ]] || fail "$* says: $said"
}

begun=$(date +%s%N)
cd "$work"
"$fairlead" init -n demo -t "$template"
cd demo
"$fairlead" build
if [[ -d frontend ]]; then
    picture=$pictures/$template.png
    mkdir -p "$pictures"
    rm -f "$picture"
    "$fairlead" run --demo "$picture"
    [[ $(head -c 4 "$picture") == $'\x89PNG' ]] || fail "no picture"
fi
echo "$template: from nothing to a window in $((($(date +%s%N) - begun) / 1000000)) ms"

greets "$fairlead" run
if [[ $template == react-ts ]]; then
    "$fairlead" generate module --check
    again=$("$fairlead" build)
    [[ $again == *'wailsjs … '*' s, up to date'* ]] || fail "makes wailsjs again: $again"
    [[ $again == *'front end: install … '*' s, up to date'* ]] || fail "installs again: $again"
    [[ $("$fairlead" build --skip-frontend) != *'front end'* ]] || fail "--skip-frontend"
fi
if [[ $template == vanilla ]]; then
    "$fairlead" build --clean >"$work/clean.log"
    grep -q 'Building CXX' build/logs/plugins-build.log || fail "--clean does not build"
fi

# Elsewhere: without the project, without the SDK, without the folder that it was built in.
mv build/bin/demo "$work/elsewhere"
cd "$work"
rm -r demo
greets elsewhere/demo
if [[ -n ${picture:-} ]]; then
    elsewhere/demo --demo "$work/elsewhere.png" >/dev/null
    test -s "$work/elsewhere.png"
fi
grep -qx 'libsimdjson[0-9]*' elsewhere/packages.txt || fail "packages.txt lacks a library"
grep -q 'libwebkit2gtk-4.1-0' elsewhere/packages.txt || fail "packages.txt lacks WebKitGTK"
