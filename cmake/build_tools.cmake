# SPDX-License-Identifier: MIT
#
# build_tools — what makes a build quick (ccache, mold) and a release small (link-time optimisation).
# No tool is required: without them the result is the same, only later.
#
# No precompiled headers: one of Asio saves 1.3 s of a file's 2.3 s, but takes 8 s and 250 MB for each
# set of flags, defeats ccache between clones, and clang-tidy cannot read GCC's.

option(FAIRLEAD_CCACHE "Compile through ccache where it is found" ON)
option(FAIRLEAD_MOLD "Link with mold where it is found" ON)
option(FAIRLEAD_IPO "Optimise across translation units when linking" OFF)

find_program(FAIRLEAD_CCACHE_PROGRAM ccache)
find_program(FAIRLEAD_MOLD_PROGRAM mold)
mark_as_advanced(FAIRLEAD_CCACHE_PROGRAM FAIRLEAD_MOLD_PROGRAM)

if(FAIRLEAD_CCACHE AND FAIRLEAD_CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${FAIRLEAD_CCACHE_PROGRAM})
    if(NOT FAIRLEAD_COVERAGE)   # gcov wants to find the sources where they are.
        # Paths below the source tree are hashed relative to it, so that a second clone is served from
        # the cache of the first; the prefix map keeps the debug information right for both.
        list(PREPEND CMAKE_CXX_COMPILER_LAUNCHER
            env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1)
        add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
    endif()
endif()

if(FAIRLEAD_MOLD AND FAIRLEAD_MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()

if(FAIRLEAD_IPO)
    include(CheckIPOSupported)
    check_ipo_supported(RESULT FAIRLEAD_IPO_WORKS OUTPUT ipo_refusal LANGUAGES CXX)
    if(FAIRLEAD_IPO_WORKS)
        set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    else()
        message(STATUS "No link-time optimisation: ${ipo_refusal}")
    endif()
endif()
