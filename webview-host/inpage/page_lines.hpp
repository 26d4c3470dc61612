// SPDX-License-Identifier: MIT
//
// page_lines — what page.js wants sent, one or many frames in one text: a head and a body a frame,
// a line each.
//
//   <letter><id>[ <d|v|e|l><number>]…[ t<traceparent>][ n<name>| r<route>]\n<body>\n
//
//   c call   i invoke   e event   s subscribe   u unsubscribe   x cancel   o offer   w withdraw
//   t item, k credit: of a call of its own, route is the stream
//   r result   f error   p progress   a item   g credit: of one that it serves
//   d deadline_ms   v aux   e code   l last
//
// A capital says that the body went ahead, through the scratch. JSON that JavaScript wrote has no
// line feed in it, and a text that has one always goes ahead.
#pragma once

#include <fairlead/wire/frame.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <optional>
#include <string_view>

namespace fairlead::page {

/// Views into the text.
struct page_line {
    wire::frame_kind kind{};
    bool body_went_ahead = false;
    char letter = 0;  ///< Small.
    request_id id{};
    route_id route{};
    std::uint32_t deadline_ms = 0;
    std::uint64_t aux = 0;
    std::uint16_t code = 0;
    bool last = false;
    std::optional<wire::trace_context> context;  ///< The trace that a call is a part of.
    std::string_view name;                       ///< Empty: `route` counts.
    std::string_view body;
};

/// Takes one line off the front of `text`. Nothing: it is at its end, or not such a text.
std::optional<page_line> take_line(std::string_view& text) noexcept;

}  // namespace fairlead::page
