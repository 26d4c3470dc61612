// SPDX-License-Identifier: MIT
//
// catch — the only file that knows Catch2; version 3 where it is installed, version 2 otherwise.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
