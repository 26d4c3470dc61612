# SPDX-License-Identifier: MIT
#
# labels — which cases of a test executable are contract: written for ctest, after each build of it.
#
#   cmake -D TEST=… -D LIST=<options> -D PREFIX=… -D LABELS=<its own> -D OUTPUT=… -P labels.cmake
execute_process(COMMAND ${TEST} ${LIST} [contract] OUTPUT_VARIABLE names OUTPUT_STRIP_TRAILING_WHITESPACE)
set(script "")
string(REPLACE "\n" ";" names "${names}")
foreach(name IN LISTS names)
    string(APPEND script "set_tests_properties([==[${PREFIX}${name}]==] PROPERTIES LABELS \"${LABELS};contract\")\n")
endforeach()
file(WRITE ${OUTPUT} "${script}")
