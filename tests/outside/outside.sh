#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# outside — Fairlead as a project elsewhere meets it: installed, moved to another place, found by CMake
# and by pkg-config.  usage: outside.sh STEP SOURCE_ROOT BUILD_DIR WORK_DIR; STEP as the functions below.
set -euo pipefail
step=$1 root=$2 build=$3 work=$4
prefix=$work/moved-here
compiler=${CXX:-g++}
jobs=$(nproc)

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Into one folder, then to another: whatever remembers the first one does not work.
install() {
    rm -rf "$work"
    mkdir -p "$work"
    cmake --install "$build" --prefix "$work/first" >"$work/installed.txt"
    mv "$work/first" "$prefix"
    ! grep -rlIF "$work/first" "$prefix" || die "these files name the folder that they were installed into"
    ! grep -rlIF "$root" "$prefix" || die "these files name the source tree"
    local page
    for page in man/man1/fairlead.1 man/man1/fairlead-policy-explain.1 man/man5/fairlead-options.5 \
        man/man7/fairlead-protocol.7 bash-completion/completions/fairlead; do
        [ -s "$prefix/share/$page" ] || die "share/$page is missing"
    done
}

# The commands that SDK.md has behind <!-- run: $1 -->, in a copy of the project outside, with the
# file $2 of SDK.md, if any.
documented() {
    rm -rf "$work/$1"
    cp -r "$root/tests/outside/project" "$work/$1"
    [ $# = 1 ] || fence "<!-- file: $2 -->" >"$work/$1/$2"
    fence "<!-- run: $1 -->" >"$work/$1.sh"
    (cd "$work/$1" && PREFIX=$prefix bash -euo pipefail "$work/$1.sh")
}

# What SDK.md has between the backticks behind the line $1.
fence() {
    awk -v mark="$1" '
        $0 == mark { wanted = 1; next }
        /^```/ && wanted { if (inside) exit; inside = 1; next }
        inside { print; lines++ }
        END { exit !lines }' "$root/docs/SDK.md" || die "docs/SDK.md has nothing behind $1"
}

# The plugin $1 answers a call of the page in an app that the installed fairlead runs.
answers() {
    local app=$work/app expected=$2 got run name
    name=$(basename "$1" .py)
    run=$(mktemp -d)   # Short: a socket lies in it.
    rm -rf "$app"
    mkdir -p "$app/frontend"
    printf '{"name": "visitor", "assetdir": "frontend", "fairlead": {"plugins": [{"name": "%s", "exec": "%s"}]}}\n' \
        "$name" "$1" >"$app/wails.json"
    echo '<!doctype html>' >"$app/frontend/index.html"
    got=$(echo 'C{"name":"main.App.Greet","args":["Ada"],"callbackID":"1"}' |
        env -u DISPLAY XDG_RUNTIME_DIR="$run" "$prefix/bin/fairlead" run "$app" --headless | grep '^c') || true
    rm -rf "$run"
    [ "$got" = "c{\"result\":\"$expected\",\"error\":null,\"callbackid\":\"1\"}" ] || die "it answered: $got"
}

by_cmake() {
    documented by-cmake
    answers "$work/by-cmake/build/visitor" "Hello Ada, from outside!"
    answers "$work/by-cmake/build/visitor-loop" "Hello from a loop outside!"
}

by_pkg_config() {
    documented by-pkg-config
    answers "$work/by-pkg-config/visitor" "Hello Ada, from outside!"
}

# The plugin in C of docs/SDK.md, and the one in Python: as they stand there.
in_c() {
    documented in-c visitor.c
    answers "$work/in-c/visitor" "Hello Ada, from C!"
}

in_python() {
    documented in-python visitor.py
    answers "$work/in-python/visitor.py" "Hello Ada, from Python!"
}

# Only what fairlead.h declares can be seen, and all of it.
symbols() {
    grep -oE '\bfairlead_[a-z_]+\(' "$prefix/include/fairlead/fairlead.h" | tr -d '(' | sort -u >"$work/declared.txt"
    nm -D --defined-only "$(find "$prefix" -name libfairlead.so)" | awk '$2 != "A" { print $3 }' |
        sed 's/@.*//' | sort -u >"$work/shown.txt"
    diff "$work/declared.txt" "$work/shown.txt" || die "< declared only, > shown only"
}

# The window's in-page half is where the installed host looks for it.
in_page() {
    [ -e "$build/bin/fairlead-page" ] || exit 0   # This build has none.
    mkdir -p "$work/in-page"
    echo '{"name": "visitor"}' >"$work/in-page/wails.json"
    local said
    said=$("$prefix/bin/fairlead-webview" --check --app-dir "$work/in-page" --name window)
    grep -qF '"page_path":"in-page"' <<<"$said" || die "it says: $said"
}

# Each header by itself; none relies on what stands before it.
headers() {
    cd "$prefix/include"
    find fairlead -name '*.hpp' | sort |
        xargs -P "$jobs" -I{} sh -c 'echo "#include <{}>" |
            "$1" -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Werror -I. -x c++ - ||
            { echo "{} does not compile alone" >&2; exit 1; }' sh "$compiler"
}

# What a file's #includes reach, as paths.
reached_by() {
    echo "#include <$1>" | "$compiler" -std=c++20 -I"${2:-.}" -M -x c++ - | tr -d '\\' | tr ' ' '\n'
}

# Libraries below must not become a matter of those who include us; Asio only in its own header.
leaks() {
    cd "$prefix/include"
    local header found=0
    for header in $(find fairlead -name '*.hpp' ! -path fairlead/asio.hpp | sort); do
        reached_by "$header" | grep -E "/(simdjson|spdlog|fmt|CLI|boost/asio|boost/json)[./]" | sort -u |
            sed "s|^|<$header> includes |" && found=1
    done
    [ "$found" = 0 ]
}

# Of protocol's headers those are installed that the SDK's headers include, and no others.
closure() {
    cd "$prefix/include"
    local header
    (cd "$root/client-sdk/include" && find fairlead -name '*.hpp') | sort >"$work/own.txt"
    while read -r header; do
        reached_by "$header"
    done <"$work/own.txt" | grep -oE '(^|/)fairlead/.*\.hpp$' | sed 's|^/||' | sort -u |
        comm -23 - "$work/own.txt" >"$work/needed.txt"
    find fairlead -name '*.hpp' | sort | comm -23 - "$work/own.txt" >"$work/there.txt"
    diff "$work/needed.txt" "$work/there.txt" || die "< missing, > not needed"
}

"$step"
