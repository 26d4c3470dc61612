#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# chaos — an app under kills and everything else, in a display of its own: chaos.sh PRESET MINUTES ARGS…
# (tests/chaos/README.md). Several may run at once.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

preset=$1 minutes=$2
shift 2
# As ctest has them (CMakePresets.json); what is freed is given back at once, for runs are long.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:quarantine_size_mb=16
export LSAN_OPTIONS=suppressions=$PWD/cmake/suppressions/lsan.txt:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1:suppressions=$PWD/cmake/suppressions/ubsan.txt
exec .ci/steps/display.sh "build/$preset/tests/fairlead-chaos" --minutes "$minutes" "$@" </dev/null
