#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# suite — runs the tests of a preset that is built: suite.sh PRESET [CTEST ARGUMENTS…]
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

preset=$1
shift
# Tests with the label system ask ctest for the machine to themselves; the others share it.
exec .ci/steps/display.sh ctest --preset "$preset" -j "$jobs" "$@" </dev/null
