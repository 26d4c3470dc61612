#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# tidy — runs clang-tidy over what build/dev compiled: tidy.sh [PATH PREFIX…]
#
# A file that was clean is not read again until it changes, or a header of ours that it includes, or
# the checks: build/tidy keeps an empty file for each such state. What includes what is ninja's knowledge.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

stamps=$PWD/build/tidy
root=$PWD
mkdir -p "$stamps"

# "source header header…", relative to the root. ninja writes ../../ before what is ours; what is made
# in the build, and the bodies of other people's libraries in cmake/, are not.
ours() {
    ninja -C build/dev -t deps | awk -v root="$root/" '
        function finish() { if (line != "") print line; line = "" }
        /^[^ ].*: #deps/ { finish(); is_first = 1; next }
        /^    / {
            sub(/^ +/, "")
            is_ours = sub("^" root, "") + sub(/^\.\.\/\.\.\//, "") > 0 && $0 !~ /^(cmake|build)\//
            if (is_ours && (is_first || line != "")) line = line == "" ? $0 : line " " $0
            is_first = 0
        }
        END { finish() }' | sort -u
}

check_one() {   # check_one STAMP SOURCE
    if clang-tidy --quiet -p build/dev "$2" 2>"$1.err"; then
        rm -- "$1.err"
        touch -- "$1"
    else
        cat -- "$1.err"
        rm -- "$1.err"
        return 1
    fi
}
export -f check_one

while read -r source headers; do
    [[ -f $source ]] || continue   # Removed since it was compiled.
    if (($# > 0)); then
        wanted=false
        for prefix in "$@"; do [[ $source != "$prefix"* ]] || wanted=true; done
        $wanted || continue
    fi
    # shellcheck disable=SC2086 # A list of paths without blanks.
    stamp=$stamps/$({ cat .clang-tidy "$source" $headers || true; } 2>/dev/null | sha256sum | cut -c 1-32)
    [[ -e $stamp ]] || printf '%s\0%s\0' "$stamp" "$source"
done < <(ours) | xargs -0 -r -n 2 -P "$jobs" bash -c 'check_one "$@"' tidy
