#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# build — configures and builds a preset: build.sh PRESET [TARGET…]
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

preset=$1
shift
cmake --preset "$preset"
# ninja itself and not `cmake --build`: a signal to this process then stops the compilers, too.
exec ninja -C "build/$preset" -j "$jobs" "$@"
