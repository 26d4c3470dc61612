// SPDX-License-Identifier: MIT
//
// boost_json — the one translation unit that holds Boost.JSON's function bodies.
#include <boost/json/src.hpp>
