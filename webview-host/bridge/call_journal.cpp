// SPDX-License-Identifier: MIT
//
// call_journal — for a person's eye: long texts are cut, and say how long they were.
#include "webview-host/bridge/call_journal.hpp"

#include "webview-host/bridge/excerpt.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fairlead::host {
namespace {

constexpr std::size_t shown_bytes_max = 96;

std::string shown(std::string_view text) {
    auto out = excerpt(text, shown_bytes_max);
    if (text.size() > shown_bytes_max) out += " (" + std::to_string(text.size()) + " bytes)";
    return out;
}

std::string milliseconds(open_calls::clock::duration took) {
    std::array<char, 32> text;
    const auto length = std::snprintf(text.data(), text.size(), "%.1f ms",
                                      std::chrono::duration<double, std::milli>{took}.count());
    return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

}  // namespace

void call_journal::on_sent(call_message const& call) {
    const auto began = now_();
    // What has no envelope is told by the broker, in its log.
    if (auto read = read_call_envelope(call.body); read.call)
        open_.add(std::move(*read.call), began);
}

void call_journal::on_settled(std::string_view callback_text) {
    const auto ended = now_();
    const auto answer = read_answer_envelope(callback_text);
    if (!answer) return;
    const auto entry = open_.take(answer->callback_id);
    if (!entry) return;
    auto line = "call " + entry->call.name + ' ' + shown(entry->call.args);
    line += answer->ok ? " → " : " ✗ ";
    if (!answer->code.empty()) line += answer->code + ": ";
    line += shown(answer->value) + ' ' + milliseconds(ended - entry->since);
    write_(line);
}

}  // namespace fairlead::host
