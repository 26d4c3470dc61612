# SPDX-License-Identifier: MIT
#
# warnings — how strict we are with our own code: link fairlead::warnings PRIVATE.

add_library(fairlead_warnings INTERFACE)
add_library(fairlead::warnings ALIAS fairlead_warnings)

target_compile_options(fairlead_warnings INTERFACE
    -Wall -Wextra -Wpedantic
    -Wconversion -Wshadow -Wformat=2 -Wextra-semi
    -Wdelete-non-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    -Wno-missing-field-initializers   # {.name = "clock"} is a sentence; the rest has its defaults.
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wsuggest-override>
    $<$<BOOL:${FAIRLEAD_WERROR}>:-Werror>)
