// SPDX-License-Identifier: MIT
//
// live_news — values are spliced in as they came, so what is ours stands behind them: of a key that
// comes twice the last one counts. The id is the very last, where a host that has no room finds it.
#include "broker/routing/live_news.hpp"

#include "broker/routing/json_escape.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/streams.hpp>

#include <array>
#include <charconv>

namespace fairlead::broker::routing {
namespace {

void append(std::string& to, std::uint64_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    to.append(digits.data(), end);
}

void append_text(std::string& to, std::string_view text) {
    to += '"';
    append_json_escaped(to, text);
    to += '"';
}

void append_credit(std::string& to, wire::frame_header const& header) {
    append(to.append(",\"stream\":"), raw(wire::stream_of(header)));
    append(to.append(",\"bytes\":"), header.aux);
    to.append((header.flags & wire::frame_flag::last) != 0 ? ",\"last\":true" : ",\"last\":false");
}

std::uint64_t taken_by_caller(wire::frame_header const& header) noexcept {
    return ((header.flags & wire::frame_flag::takes_progress) != 0 ? 2 : 0) |
           ((header.flags & wire::frame_flag::takes_items) != 0 ? 4 : 0);
}

}  // namespace

std::string_view live_news::of_asked(wire::frame_header const& header, std::string_view json,
                                     std::uint64_t cost, std::string_view callback_id) {
    switch (header.kind) {
        case wire::frame_kind::item:
            text_.assign("{\"live\":\"item\",\"item\":").append(json);
            append(text_.append(",\"cost\":"), cost);
            break;
        case wire::frame_kind::progress:
            text_.assign("{\"live\":\"progress\",\"progress\":").append(json);
            break;
        default:
            text_.assign("{\"live\":\"credit\"");
            append_credit(text_, header);
            break;
    }
    append_text(text_.append(",\"callbackid\":"), callback_id);
    return text_.append("}");
}

std::string_view live_news::of_served(wire::frame_header const& header, std::string_view payload) {
    switch (header.kind) {
        case wire::frame_kind::call:
            text_.assign("{\"args\":").append(payload);
            append(text_.append(",\"live\":\"call\",\"handler\":"), raw(header.route));
            append(text_.append(",\"takes\":"), taken_by_caller(header));
            break;
        case wire::frame_kind::cancel: text_.assign("{\"live\":\"cancel\""); break;
        case wire::frame_kind::credit:
            text_.assign("{\"live\":\"credit\"");
            append_credit(text_, header);
            break;
        default:
            if ((header.flags & wire::frame_flag::last) != 0) {
                append_end(header, payload);
                break;
            }
            text_.assign("{\"item\":").append(payload).append(",\"live\":\"item\",\"stream\":");
            append(text_, raw(wire::stream_of(header)));
            append(text_.append(",\"cost\":"), wire::item_cost(payload.size()));
            break;
    }
    append(text_.append(",\"request\":\""), raw(header.request));
    return text_.append("\"}");
}

void live_news::append_end(wire::frame_header const& header, std::string_view payload) {
    const auto why = header.code != 0 ? wire::parse_error_body(header, wire::as_bytes(payload))
                                      : wire::error_body{};
    text_.assign("{");
    if (!why.data.empty()) text_.append("\"data\":").append(why.data).append(",");
    append(text_.append("\"live\":\"end\",\"stream\":"), raw(wire::stream_of(header)));
    if (header.code == 0) return;
    append_text(text_.append(",\"code\":"), to_text(errc_from_wire(header.code)));
    append_text(text_.append(",\"message\":"), why.message);
}

}  // namespace fairlead::broker::routing
