// SPDX-License-Identifier: MIT
//
// line_sender — a line of the page becomes a frame, with what page.js put ahead of it: a large
// text, attachments, piece by piece.
//
// The channel is given each time: it comes and goes.
#pragma once

#include "webview-host/inpage/call_times.hpp"
#include "webview-host/inpage/page_channel.hpp"
#include "webview-host/inpage/page_lines.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fairlead::page {

class line_sender {
public:
    explicit line_sender(call_times& times) noexcept : times_{times} {}

    /// A text of so many characters begins: if it has no others than ASCII it fits into the blob.
    void expect(page_channel& to, double characters);
    /// An attachment of so many bytes begins.
    void attach(page_channel& to, double bytes);
    /// Belongs to the attachment that has begun, or to the text.
    void put(std::span<const std::byte> piece);

    shm::send_outcome send(page_channel& to, page_line const& line);
    /// All lines that it was for are sent. Memory of a text is kept up to `kept_bytes_max`.
    void forget(std::size_t kept_bytes_max);

private:
    void put_text(std::span<const std::byte> piece);

    call_times& times_;
    std::string text_;                    // For the line that follows, …
    std::optional<outgoing_bytes> json_;  // … if it was not expected to be large.
    std::size_t json_put_ = 0;
    std::vector<outgoing_bytes> attachments_;
    std::size_t put_ = 0;  // Into the last of them.
    std::optional<shm::send_outcome> failed_;
};

}  // namespace fairlead::page
