// SPDX-License-Identifier: MIT
//
// live_text — what a page without a channel says of its calls while they run, through WailsInvoke:
// class F, which Wails has not. "callbackID" names a call of the page, "request" one that it
// serves.
//
//   FX{"callbackID"}                                       the call is taken back
//   FI{"callbackID"|"request","stream","item"}             an item of a stream
//   FL{"callbackID","stream"[,"code","message"]}           it ends; with a code: its source failed
//   FK{"callbackID"|"request","stream","bytes"[,"last"]}   credit for its source, or its end
//   FO{"name","handler","callbackID"}                      a function of the page …
//   FW{"name","callbackID"}                                … is not offered any more
//   FR{"request","result"}                                 the answer of such a function
//   FE{"request","code","message"[,"data"]}                the other answer
//   FP{"request","progress"}                               how far it is
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/ids.hpp>
#include <fairlead/wire/streams.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace fairlead::broker::routing {

enum class live_kind { take_back, item, end, credit, offer, withdraw, result, error, progress };

/// Views are valid until the next parse.
struct live_saying {
    live_kind kind{};
    std::optional<std::string_view> callback_id;  ///< Or `request`, never both.
    request_id request = no_request;
    std::string_view name;
    wire::stream_id stream{};
    std::uint64_t number = 0;  ///< Bytes of a credit, handler of an offer.
    bool last = false;
    std::optional<errc> code;
    std::string_view message;
    std::string_view json;  ///< An item, a result, progress, or an error's data.
};

/// A sentence for the page's developer, and what it was about, as far as that can be said.
struct live_fault {
    std::string text;
    std::optional<live_kind> kind;
    std::optional<std::string> callback_id;
    request_id request = no_request;
};

class live_parser {
public:
    live_parser();
    ~live_parser();
    live_parser(live_parser const&) = delete;
    live_parser& operator=(live_parser const&) = delete;

    static bool is_live(std::span<const std::byte> payload) noexcept {
        return !payload.empty() && payload.front() == std::byte{'F'};
    }
    std::variant<live_saying, live_fault> parse(std::span<const std::byte> payload);

private:
    struct working_set;
    std::unique_ptr<working_set> set_;
};

}  // namespace fairlead::broker::routing
