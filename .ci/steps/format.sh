#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# format — is every source laid out as .clang-format says? With --fix, it is afterwards.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

deed=(--dry-run -Werror)
[[ ${1:-} != --fix ]] || deed=(-i)

find . \( -path ./build -o -name node_modules -o -name '.?*' \) -prune -o \
    -type f \( -name '*.cpp' -o -name '*.hpp' -o -name '*.c' -o -name '*.h' \) -print0 |
    xargs -0 -r -n 16 -P "$jobs" clang-format --style=file "${deed[@]}"
