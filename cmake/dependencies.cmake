# SPDX-License-Identifier: MIT
#
# dependencies — every find_package of the house. The lower bounds are what Debian 12 carries.
#
# Nothing is fetched at configure time and nothing is vendored; `./x` installs the packages.

find_package(Threads REQUIRED)
find_package(Boost 1.81 CONFIG REQUIRED)   # Headers only: no component is linked.
find_package(simdjson 3.0 CONFIG REQUIRED)
find_package(fmt 9 CONFIG REQUIRED)
find_package(spdlog 1.10 CONFIG REQUIRED)  # Link spdlog::spdlog; the header-only one costs 14 s a file.
find_package(CLI11 2.1 CONFIG REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)        # https of the server for browsers, while an app is developed.
find_package(LibArchive 3.6 REQUIRED)      # A front end packed into one file: zip, tar.

# The window is the one part with a large dependency; broker, SDK and headless host do without.
set(FAIRLEAD_HAVE_WINDOW OFF)
if(NOT FAIRLEAD_BUILD_WINDOW STREQUAL "OFF")
    find_package(PkgConfig)
    if(PkgConfig_FOUND)
        pkg_check_modules(webkitgtk IMPORTED_TARGET webkit2gtk-4.1>=2.40)   # → PkgConfig::webkitgtk
    endif()
    if(webkitgtk_FOUND)
        set(FAIRLEAD_HAVE_WINDOW ON)
    elseif(FAIRLEAD_BUILD_WINDOW STREQUAL "AUTO")
        message(STATUS "webkit2gtk-4.1 not found: the host is built without its window (headless only)")
    else()
        message(FATAL_ERROR "FAIRLEAD_BUILD_WINDOW=ON needs pkg-config and webkit2gtk-4.1")
    endif()
endif()

if(FAIRLEAD_BUILD_TESTS)
    find_package(Catch2 3 CONFIG QUIET)
    if(NOT Catch2_FOUND)
        find_package(Catch2 2.13 CONFIG REQUIRED)
    endif()
    include(Catch)
    find_program(FAIRLEAD_NODE_PROGRAM node)   # The page scripts are tested where it is found.
endif()

set(FAIRLEAD_HAVE_BENCHMARK OFF)
if(FAIRLEAD_BUILD_BENCHMARKS STREQUAL "AUTO")
    find_package(benchmark 1.7 CONFIG QUIET)
    set(FAIRLEAD_HAVE_BENCHMARK ${benchmark_FOUND})
elseif(FAIRLEAD_BUILD_BENCHMARKS)
    find_package(benchmark 1.7 CONFIG REQUIRED)
    set(FAIRLEAD_HAVE_BENCHMARK ON)
endif()
