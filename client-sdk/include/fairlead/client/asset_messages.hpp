// SPDX-License-Identifier: MIT
//
// asset_messages — what goes between a window and a plugin that serves assets: three methods for
// each of the two places where one may stand. docs/ASSETS.md has the protocol.
#pragma once

#include <fairlead/http.hpp>
#include <fairlead/json/codec.hpp>

#include <boost/describe.hpp>

namespace fairlead::client {

inline constexpr std::string_view asset_handler_name = ":assets:handler";
inline constexpr std::string_view asset_middleware_name = ":assets:middleware";
inline constexpr std::string_view asset_read_suffix = ":read";  ///< [stream, offset, max] → bytes
inline constexpr std::string_view asset_close_suffix = ":close";  ///< [stream] → null

/// The argument of the first.
struct asset_question {
    std::string stream;  ///< What a body that is not there yet is to be called.
    std::string method, target;
    http_headers headers;
    bytes body;
};
BOOST_DESCRIBE_STRUCT(asset_question, (), (stream, method, target, headers, body))

/// Its result.
struct asset_reply {
    bool pass = false;
    std::string target;  ///< Of a pass: what is asked for from here on, unless empty.
    int status = 200;
    http_headers headers;
    bytes body;
    bool streamed = false;  ///< There is more to be read.
    bool seekable = false;
    std::optional<std::uint64_t> size;
    std::optional<std::int64_t> modified;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(asset_reply, (),
                      (pass, target, status, headers, body, streamed, seekable, size, modified,
                       name))

}  // namespace fairlead::client
