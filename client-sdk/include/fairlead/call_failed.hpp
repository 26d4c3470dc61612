// SPDX-License-Identifier: MIT
//
// call_failed — what waiting for somebody else's answer throws when there is none.
#pragma once

#include <fairlead/client/reply.hpp>

#include <stdexcept>

namespace fairlead {

class call_failed : public std::runtime_error {
public:
    explicit call_failed(client::failure const& why)
        : std::runtime_error{why.message}, code_{why.code}, data_{why.data} {}
    errc code() const noexcept { return code_; }
    std::string const& data() const noexcept { return data_; }  ///< JSON, or empty.

private:
    errc code_;
    std::string data_;
};

namespace live {

/// What a coroutine gets out of each co_await once its call has been taken back.
[[noreturn]] void throw_cancelled();

}  // namespace live
}  // namespace fairlead
