// SPDX-License-Identifier: MIT
//
// result — a value, or the error that a peer or the system caused. Our own bugs assert instead.
//
// std::expected is not in g++ 12; boost::system::result is the same idea, with error_code already
// understood by Asio. Early return is our one spelling: `if (!r) return r.error();`
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <cerrno>

namespace fairlead {

template <class T>
using result = boost::system::result<T, boost::system::error_code>;

/// The error the last system call left in errno.
inline boost::system::error_code last_system_error() noexcept {
    return {errno, boost::system::system_category()};
}

}  // namespace fairlead
