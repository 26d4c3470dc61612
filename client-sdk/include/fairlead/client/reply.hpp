// SPDX-License-Identifier: MIT
//
// reply — how a call ended, and how to end one that somebody made to us.
#pragma once

#include <fairlead/bytes.hpp>
#include <fairlead/vocabulary/errc.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fairlead::client {

/// A call that did not succeed, in owned strings.
struct failure {
    errc code = errc::protocol_error;
    std::string message;
    std::string data;  ///< JSON, or empty.
};

/// How a call ended. A view: gone when the handler that got it returns.
struct reply {
    bool ok = false;
    std::string_view json;                 ///< The result, if ok.
    errc code{};                           ///< Else why not …
    std::string_view message;              ///< … in words …
    std::string_view data;                 ///< … and as JSON, or empty.
    std::span<const bytes> attachments{};  ///< Of a result: what {"$bytes":n} in it means.

    failure to_failure() const { return {code, std::string{message}, std::string{data}}; }
};

/// Runs on the connection's thread, exactly once; must not block and must not throw.
using reply_handler = std::function<void(reply const&)>;

}  // namespace fairlead::client
