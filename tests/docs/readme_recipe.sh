#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# readme_recipe — does literally what README.md says of the first plugin: writes its files, runs its
# commands, compares what they print.  usage: readme_recipe.sh SOURCE_ROOT BUILD_DIR
set -euo pipefail
root=$1
build=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_RUNTIME_DIR=$work/run
mkdir -m 700 "$XDG_RUNTIME_DIR"

# Each fence behind `<!-- file: NAME -->` becomes that file; the one behind `<!-- run: DIR -->` is run there.
awk -v work="$work" '
    /^<!-- file: / { target = work "/" $3; next }
    /^<!-- run: /  { target = work "/commands.sh"; next }
    /^```/ && target != "" && !inside { inside = 1; system("mkdir -p \"$(dirname " target ")\""); next }
    /^```/ && inside { inside = 0; close(target); target = ""; next }
    inside { print > target }
' "$root/README.md"
test -s "$work/hello/main.cpp" && test -s "$work/commands.sh"

# The README speaks of a release build; the recipe must hold for the build that is tested.
mkdir -p "$work/clone/build"
ln -s "$build" "$work/clone/build/release"
expected=$(grep -o 'It prints `[^`]*`' "$root/README.md" | sed 's/It prints `\(.*\)`/\1/')
test -n "$expected"
printed=$(cd "$work/hello" && FAIRLEAD=$work/clone bash -euo pipefail "$work/commands.sh" | tail -n 1)
if [ "$printed" != "$expected" ]; then
    printf 'README.md promises: %s\nit printed:         %s\n' "$expected" "$printed" >&2
    exit 1
fi
echo "the first plugin of README.md prints: $printed"
