# SPDX-License-Identifier: MIT
#
# sanitizers — FAIRLEAD_SANITIZE=address,undefined | thread, FAIRLEAD_COVERAGE, FAIRLEAD_TRACE_BLOCKS.
#
# Set for the directory and not by a target: a sanitizer that one library forgets to link sees half of
# the memory and reports nonsense. What they should overlook is in cmake/suppressions, named by the
# test presets.

set(FAIRLEAD_SANITIZE "" CACHE STRING "Sanitizers: address,undefined or thread; empty for none")
option(FAIRLEAD_COVERAGE "Count the lines that run" OFF)

if(FAIRLEAD_SANITIZE)
    add_compile_options(-fsanitize=${FAIRLEAD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${FAIRLEAD_SANITIZE})
    add_compile_definitions(FAIRLEAD_SANITIZED=1)   # Tests widen their deadlines.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # GCC's own manual: with sanitizers these two see uses that are none, and Asio's fence is
        # known to be invisible to TSan.
        add_compile_options(-Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-tsan)
    endif()
endif()

if(FAIRLEAD_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)   # Threads count, too.
    add_link_options(--coverage)
endif()

# What the fuzzers' driver counts (tests/fuzz/block_trace.hpp). For the floors, not for the tests: the root
# takes it back behind them. Only the fuzzers can be linked then.
option(FAIRLEAD_TRACE_BLOCKS "Let the fuzzers see which blocks of the code run" OFF)
