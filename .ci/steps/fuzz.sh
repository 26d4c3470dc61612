#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# fuzz — lets every fuzzer of a preset that is built run for its share of the time: fuzz.sh PRESET MINUTES
#
# One line for each: how many inputs, how many of the blocks of the code linked to it they reached, and what was
# found. Exit 1 if any found something; the input lies in build/fuzzing then, and the line to run it again is
# printed.
set -euo pipefail
cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")/../.."
. .ci/steps/environment.sh

preset=$1 minutes=$2
nouns=()
for source in tests/fuzz/fuzz_*.cpp; do
    noun=${source##*/fuzz_}
    nouns+=("${noun%.cpp}")
done
# As many at a time as there are cores: a share is longer by that.
seconds=$((minutes * 60 * jobs / ${#nouns[@]}))
((seconds >= 1)) || seconds=1

place=$PWD/build/fuzzing
rm -rf -- "$place"
mkdir -p "$place"
# As ctest has them (CMakePresets.json), and the mutations' memory is given back at once.
export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:quarantine_size_mb=16
export LSAN_OPTIONS=suppressions=$PWD/cmake/suppressions/lsan.txt:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1:suppressions=$PWD/cmake/suppressions/ubsan.txt

run_one() {   # run_one NOUN: its output in build/fuzzing/NOUN.log, its exit status in NOUN.status
    local status=0
    (cd "$place" && exec "${bound[@]}" "$OLDPWD/build/$preset/tests/fuzz_$1" --seconds "$seconds" \
        "$OLDPWD/tests/fuzz/corpus/$1") >"$place/$1.log" 2>&1 </dev/null || status=$?
    echo "$status" >"$place/$1.status"
}

for noun in "${nouns[@]}"; do
    while (($(jobs -pr | wc -l) >= jobs)); do wait -n || true; done
    run_one "$noun" &
done
wait

line() { printf '%-18s %12s  %-16s %s\n' "$@"; }
line fuzzer executions 'blocks reached' findings
findings=0 all=0
for noun in "${nouns[@]}"; do
    if [[ $(<"$place/$noun.status") == 0 ]]; then
        count=$(sed -n 's/.*: \([0-9]*\) mutations, none broke it$/\1/p' "$place/$noun.log")
        reached=$(sed -n 's/.*: \([0-9]* of [0-9]*\) blocks reached.*/\1/p' "$place/$noun.log")
        all=$((all + count))
        line "$noun" "$count" "${reached:--}" none
    else
        findings=$((findings + 1))
        line "$noun" - - "one; the end of build/fuzzing/$noun.log:"
        tail -n 20 -- "$place/$noun.log" | sed 's/^/    /'
    fi
done
line together "$all" "" "$findings ($seconds s each)"
((findings == 0))
