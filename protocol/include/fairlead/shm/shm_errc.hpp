// SPDX-License-Identifier: MIT
//
// shm_errc — how a peer can break the rules of shared memory. Each ends its session.
#pragma once

#include <boost/system/error_code.hpp>

namespace fairlead::shm {

enum class shm_errc {
    wrong_size = 1,      ///< The segment is not as large as agreed.
    not_sealed,          ///< The segment could still shrink under us.
    writable,            ///< Others than its maker could still write to it.
    index_out_of_range,  ///< An index that no honest peer can have written.
    bad_record,          ///< A record length that leads out of what was written.
};

boost::system::error_category const& shm_category() noexcept;

inline boost::system::error_code make_error_code(shm_errc code) noexcept {
    return {static_cast<int>(code), shm_category()};
}

}  // namespace fairlead::shm

template <>
struct boost::system::is_error_code_enum<fairlead::shm::shm_errc> : std::true_type {};
