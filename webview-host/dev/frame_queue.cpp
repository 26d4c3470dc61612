// SPDX-License-Identifier: MIT
//
// frame_queue — bounded by holding up whoever fills it.
#include "webview-host/dev/frame_queue.hpp"

#include "webview-host/bridge/call_envelope.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/vocabulary/utf8.hpp>

#include <utility>

namespace fairlead::host {
namespace {

/// A browser ends the whole connection at a byte that is no text.
std::string as_text(std::string text) {
    if (is_utf8(text)) return text;
    std::string repaired;
    for (std::string_view rest{text}; !rest.empty();) {
        const auto whole = utf8_sequence_bytes(rest);
        if (whole == 0) repaired += "\xef\xbf\xbd";
        else repaired += rest.substr(0, whole);
        rest.remove_prefix(whole == 0 ? 1 : whole);
    }
    return repaired;
}

}  // namespace

frame_queue::frame_queue(page_script script, hooks use, frame_queue_limits limits)
    : script_{script}, hooks_{std::move(use)}, limits_{limits} {}

push_outcome frame_queue::callback(std::string text) {
    // Not waiting + size > max: one answer is taken whatever its size, and a sum can wrap.
    if (waiting_bytes_ > limits_.bytes_max) {
        hooks_.on_full();
        return push_outcome::refused;
    }
    push({"c", as_text(std::move(text))});
    return push_outcome::queued;
}

push_outcome frame_queue::event(std::string text) {
    if (waiting_bytes_ > limits_.events_bytes_max) return push_outcome::refused;
    push({"n", as_text(std::move(text))});
    return push_outcome::queued;
}

push_outcome frame_queue::end_calls(std::string reason) {
    if (script_ == page_script::ours) {
        std::string json = "{\"ends\":";
        append_json_string(json, reason);
        tell(json += '}');
        return push_outcome::queued;
    }
    for (auto const& id : open_.take_all())
        push({"c", rejection_text(id, errc::backend_gone, reason)});
    return push_outcome::queued;
}

push_outcome frame_queue::offer_again() {
    tell(R"({"broker":"back"})");
    return push_outcome::queued;
}

void frame_queue::flush() {
    if (!frames_.empty()) hooks_.on_frames();
}

void frame_queue::tell(std::string json) {
    if (script_ != page_script::ours) return;
    push({"f", std::move(json)});
    flush();
}

void frame_queue::word(std::string text) {
    push({std::move(text), {}});
    flush();
}

void frame_queue::on_sent(call_message const& call) {
    if (script_ == page_script::ours) return;
    auto read = read_call_envelope(call.body, call_args::skip);
    if (read.call) open_.add(std::move(*read.call), {});
}

void frame_queue::on_settled(std::string_view callback_text) {
    if (script_ == page_script::ours) return;
    if (const auto id = callback_id_of(callback_text); !id.empty()) open_.take(id);
    else if (const auto answer = read_answer_envelope(callback_text))
        open_.take(answer->callback_id);
}

std::optional<browser_frame> frame_queue::take() {
    if (frames_.empty()) return std::nullopt;
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
}

void frame_queue::written(std::size_t bytes) {
    waiting_bytes_ -= bytes;
    if (slow_ && waiting_bytes_ <= limits_.quick_bytes) hooks_.on_pace(slow_ = false);
}

void frame_queue::push(browser_frame frame) {
    waiting_bytes_ += frame.bytes();
    frames_.push_back(std::move(frame));
    if (!slow_ && waiting_bytes_ > limits_.slow_bytes) hooks_.on_pace(slow_ = true);
}

}  // namespace fairlead::host
