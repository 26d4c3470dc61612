// SPDX-License-Identifier: MIT
//
// fuzz_live_text — what a page without a channel says of its calls, any bytes: refused with a
// sentence that names the form, or something that, written anew, reads as the same.
#include "broker/routing/live_text.hpp"
#include "tests/fuzz/input.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <string>

using namespace fairlead;
using namespace fairlead::broker::routing;

namespace {

/// Written from it: two that are written alike say the same.
class writer {
public:
    explicit writer(live_saying const& what) : text_{std::string{"F"} + letter(what.kind) + '{'} {
        const auto kind = what.kind;
        if (what.callback_id) string("callbackID", *what.callback_id);
        else json("request", '"' + std::to_string(fairlead::raw(what.request)) + '"');
        if (kind == live_kind::offer || kind == live_kind::withdraw) string("name", what.name);
        if (kind == live_kind::offer) json("handler", std::to_string(what.number));
        if (kind == live_kind::item || kind == live_kind::end || kind == live_kind::credit)
            json("stream", std::to_string(wire::raw(what.stream)));
        if (kind == live_kind::credit) {
            json("bytes", std::to_string(what.number));
            json("last", what.last ? "true" : "false");
        }
        if (what.code) {
            string("code", to_text(*what.code));
            string("message", what.message);
        }
        if (!what.json.empty()) json(json_key(kind), what.json);
        text_.back() = '}';
    }
    std::string take() { return std::move(text_); }

private:
    static char letter(live_kind kind) {
        switch (kind) {
            case live_kind::take_back: return 'X';
            case live_kind::item: return 'I';
            case live_kind::end: return 'L';
            case live_kind::credit: return 'K';
            case live_kind::offer: return 'O';
            case live_kind::withdraw: return 'W';
            case live_kind::result: return 'R';
            case live_kind::error: return 'E';
            case live_kind::progress: return 'P';
        }
        return '?';
    }
    static std::string_view json_key(live_kind kind) {
        switch (kind) {
            case live_kind::item: return "item";
            case live_kind::result: return "result";
            case live_kind::progress: return "progress";
            default: return "data";
        }
    }
    void json(std::string_view key, std::string_view value) {
        text_.append("\"").append(key).append("\":").append(value).append(",");
    }
    void string(std::string_view key, std::string_view value) {
        std::string literal;
        append_json_string(literal, value);
        json(key, literal);
    }

    std::string text_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static live_parser parser;  // One for all, as in the broker: nothing may stay behind.
    const auto outcome = parser.parse(fuzz::input{data, size}.rest());
    if (auto const* fault = std::get_if<live_fault>(&outcome)) {
        FAIRLEAD_ASSERT(!fault->text.empty());
        return 0;
    }
    auto const& said = std::get<live_saying>(outcome);
    FAIRLEAD_ASSERT(live_parser::is_live({reinterpret_cast<std::byte const*>(data), size}));
    FAIRLEAD_ASSERT(wire::raw(said.stream) <= wire::argument_streams_max);

    const auto first = writer{said}.take();
    const auto again = parser.parse(wire::as_bytes(first));
    FAIRLEAD_ASSERT(std::holds_alternative<live_saying>(again));
    FAIRLEAD_ASSERT(writer{std::get<live_saying>(again)}.take() == first);
    return 0;
}
