#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# build_fails — who is to blame when `fairlead build` fails, and the end of what he said.
#
# usage: build_fails.sh FAIRLEAD
set -euo pipefail
fairlead=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

expect() {   # expect CODE TEXT ARGUMENTS…: of `fairlead build`
    local code=$1 text=$2 said status=0
    shift 2
    said=$("$fairlead" build "$@" 2>&1) || status=$?
    [[ $status == "$code" && $said == *"$text"* ]] || {
        printf 'wanted %s and: %s\ngot %s and: %s\n' "$code" "$text" "$status" "$said" >&2
        exit 1
    }
}

expect 2 'build: ./wails.json: cannot be read'

"$fairlead" init -n app -d . >/dev/null
sed -i 's/return {"Hello /return nonsense{"Hello /' plugin/main.cpp
expect 1 'main.cpp:28:'
expect 1 'plugins: build … FAILED'
expect 1 'build: plugins: build: cmake --build ended with code 1; all it said: '
sed -i 's/return nonsense{"Hello /return {"Hello /' plugin/main.cpp

sed -i 's/"frontend:build": ""/"frontend:build": "echo no such module; exit 4"/' wails.json
expect 1 'build: front end: build: "echo no such module; exit 4" ended with code 4'
expect 1 '    no such module'
expect 0 'built build/bin/app/app' --skip-frontend

sed -i 's#"assetdir": "frontend"#"assetdir": "nowhere"#' wails.json
expect 1 "build: the front end is not there: $work/nowhere" --skip-frontend
sed -i 's#"assetdir": "nowhere"#"assetdir": "/tmp"#' wails.json
expect 1 'build: the front end is not in the app'"'"'s folder: /tmp' --skip-frontend
sed -i 's#"assetdir": "/tmp"#"assetdir": "frontend"#' wails.json

sed -i 's#"fairlead": {#"fairlead": { "bundle": ["data", "nothing"],#' wails.json
mkdir -p data/deep
echo kept >data/deep/file
expect 1 "build: fairlead.bundle: $work/nothing is not in the app's folder" --skip-frontend
touch nothing
expect 0 'built ' --skip-frontend
[[ $(cat build/bin/app/data/deep/file) == kept ]]
