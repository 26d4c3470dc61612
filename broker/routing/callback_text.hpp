// SPDX-License-Identifier: MIT
//
// callback_text — the text for window.wails.Callback:
//
//   {"result":…,"error":null,"callbackid":"…"}
//   {"result":null,"error":"message","callbackid":"…","code":"timeout","data":…}
//
// A result is spliced in as it came, in pieces, so that it is copied once, into the host's ring.
#pragma once

#include <fairlead/vocabulary/errc.hpp>

#include <array>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

class callback_text {
public:
    using pieces = std::array<std::string_view, 5>;

    /// `result_json` is one JSON value; empty counts as null. Valid until the next call of either.
    pieces of_result(std::string_view result_json, std::string_view callback_id);

    /// `data_json` is one JSON value, or empty: no data.
    std::string_view of_error(errc code, std::string_view message, std::string_view data_json,
                              std::string_view callback_id);

private:
    std::string buffer_;
};

}  // namespace fairlead::broker::routing
