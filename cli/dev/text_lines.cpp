// SPDX-License-Identifier: MIT
//
// text_lines — ECMA-48 as far as programs use it: CSI … letter, OSC … BEL or ST, ESC and one more.
#include "cli/dev/text_lines.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::cli::dev {
namespace {

constexpr char escape = '\x1b';
constexpr char bell = '\a';

/// Behind the sequence that begins at `at`.
std::size_t end_of_sequence(std::string_view text, std::size_t at) {
    const auto kind = at + 1 < text.size() ? text[at + 1] : '\0';
    if (kind == '[') {
        auto end = at + 2;
        while (end < text.size() && (text[end] < '@' || text[end] > '~')) ++end;
        return std::min(end + 1, text.size());
    }
    if (kind != ']') return std::min(at + 2, text.size());
    for (auto end = at + 2; end < text.size(); ++end) {
        if (text[end] == bell) return end + 1;
        if (text[end] == escape) return std::min(end + 2, text.size());
    }
    return text.size();
}

}  // namespace

std::string plain_text(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == escape) {
            at = end_of_sequence(text, at);
            continue;
        }
        if (c == '\t') plain += "    ";
        else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) plain += c;
        ++at;
    }
    return plain;
}

void text_lines::take(std::string_view bytes, line_handler const& on_line) {
    while (!bytes.empty()) {
        const auto end = bytes.find('\n');
        const auto part = bytes.substr(0, end);
        line_.append(part.substr(0, line_bytes_max - std::min(line_bytes_max, line_.size())));
        if (end == std::string_view::npos) return;
        on_line(plain_text(std::exchange(line_, {})));
        bytes.remove_prefix(end + 1);
    }
}

void text_lines::finish(line_handler const& on_line) {
    if (!line_.empty()) on_line(plain_text(std::exchange(line_, {})));
}

}  // namespace fairlead::cli::dev
