// SPDX-License-Identifier: MIT
//
// beast — the one translation unit that holds Boost.Beast's function bodies.
#include <boost/beast/src.hpp>
