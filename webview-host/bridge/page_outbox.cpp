// SPDX-License-Identifier: MIT
//
// page_outbox — items become script text when they are pushed, so that nothing is copied twice.
#include "webview-host/bridge/page_outbox.hpp"

#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/bridge/served_call_text.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <sys/random.h>

#include <array>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::string_view turn_opening = "window._fairlead.deliver([";
constexpr std::string_view turn_closing = "]);";

/// The JSON string whose opening quote is at `begin`: from it to behind the closing one.
std::string_view string_at(std::string_view text, std::size_t begin) {
    auto end = begin + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    return end < text.size() ? text.substr(begin, end + 1 - begin) : std::string_view{};
}

std::string_view without_quotes(std::string_view literal) {
    return literal.size() < 2 ? std::string_view{} : literal.substr(1, literal.size() - 2);
}

constexpr std::string_view id_key = "\"callbackid\":\"";

/// `…,"callbackid":"<id>"}` at the very end.
std::string_view id_at_end(std::string_view text) {
    if (!text.ends_with("\"}")) return {};
    const auto close = text.size() - 2;
    const auto open = text.rfind('"', close - 1);
    if (open == text.npos || open + 1 < id_key.size()) return {};
    if (text.substr(open + 1 - id_key.size(), id_key.size()) != id_key) return {};
    return text.substr(open + 1, close - open - 1);
}

/// `{"result":null,"error":"…","callbackid":"<id>"` at the very beginning.
std::string_view id_at_beginning(std::string_view text) {
    constexpr std::string_view opening = "{\"result\":null,\"error\":\"";
    if (!text.starts_with(opening)) return {};
    const auto error = string_at(text, opening.size() - 1);
    if (error.empty()) return {};
    const auto behind = opening.size() - 1 + error.size();
    if (text.substr(behind, 1 + id_key.size()) != std::string{','}.append(id_key)) return {};
    return without_quotes(string_at(text, behind + id_key.size()));
}

std::string overloaded_text(std::string_view id, std::size_t bytes) {
    std::string text = "{\"result\":null,\"error\":\"the answer of ";
    text.append(std::to_string(bytes)).append(" bytes found no room on its way to the page\"");
    text.append(",\"callbackid\":");
    append_json_string(text, id);
    text.append(",\"code\":\"").append(to_text(errc::overloaded));
    return text.append("\"}");
}

}  // namespace

std::string_view callback_id_of(std::string_view text) {
    auto id = id_at_end(text);
    if (id.empty()) id = id_at_beginning(text);
    return id.find('\\') == id.npos ? id : std::string_view{};
}

page_outbox::page_outbox(outbox_limits limits, id_source make_id)
    : limits_{limits}, make_id_{std::move(make_id)} {}

std::string page_outbox::random_payload_id() {
    std::array<unsigned char, 16> bytes{};
    // Up to 256 bytes come whole or not at all, and "not at all" is before the kernel has booted.
    const auto got = ::getrandom(bytes.data(), bytes.size(), 0);
    FAIRLEAD_ASSERT(got == static_cast<ssize_t>(bytes.size()));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    for (const auto byte : bytes) {
        id += digits[byte >> 4];
        id += digits[byte & 15];
    }
    return id;
}

void page_outbox::start_page(std::string_view page) {
    page_.clear();
    append_json_string(page_, page);
    turn_ = 0;
    turns_.clear();
    waiting_bytes_ = 0;
    parked_.clear();
    parked_bytes_ = 0;
}

push_outcome page_outbox::push_callback(std::string text) {
    return push(kind::callback, std::move(text));
}

push_outcome page_outbox::push_event(std::string text) {
    return push(kind::event, std::move(text));
}

push_outcome page_outbox::push_end_of_calls(std::string reason) {
    return push(kind::end_of_calls, reason.substr(0, 1'000));
}

push_outcome page_outbox::push_offer_again() { return push(kind::offer_again, {}); }

push_outcome page_outbox::push(kind what, std::string text) {
    if (text.size() > limits_.inline_bytes_max)
        return try_park(what, text) ? push_outcome::parked : refuse(what, text);

    std::string item{'[', '"', static_cast<char>(what), '"', ','};
    append_json_string(item, text);
    item += ']';
    return try_append(std::move(item), limits_.waiting_bytes_max) ? push_outcome::queued
                                                                  : refuse(what, text);
}

bool page_outbox::try_park(kind what, std::string& text) {
    // Not parked_bytes_ + size > max: that can wrap.
    if (parked_.size() >= limits_.parked_max || parked_bytes_ > limits_.parked_bytes_max ||
        text.size() > limits_.parked_bytes_max - parked_bytes_)
        return false;

    const auto id = make_id_();
    std::string item = what == kind::callback ? "[\"C\"," : "[\"N\",";
    append_json_string(item, std::string{payload_path_prefix}.append(id));
    if (what == kind::callback) {
        if (const auto callback_id = callback_id_of(text); !callback_id.empty())
            append_json_string(item += ',', callback_id);
        else if (const auto request = served_request_of(text); !request.empty())
            append_json_string(item += ",\"\",", request);
    }
    item += ']';
    if (!try_append(std::move(item), limits_.waiting_bytes_max)) return false;
    parked_bytes_ += text.size();
    parked_.emplace(id, std::move(text));
    return true;
}

bool page_outbox::try_append(std::string item, std::size_t room) {
    if (waiting_bytes_ + item.size() > room) return false;
    if (turns_.empty() || turns_.back().size() + item.size() > limits_.turn_bytes_max) {
        auto& turn = turns_.emplace_back(turn_opening);
        turn.append(page_).append(",").append(std::to_string(++turn_));
        waiting_bytes_ += turn.size();
    }
    turns_.back().append(",").append(item);
    waiting_bytes_ += 1 + item.size();
    return true;
}

push_outcome page_outbox::refuse(kind what, std::string_view text) {
    const auto id = what == kind::callback ? callback_id_of(text) : std::string_view{};
    if (what == kind::callback && is_served_cancel(text)) {
        std::string item = "[\"c\",";
        append_json_string(item, text);
        item += ']';
        if (try_append(std::move(item), limits_.waiting_bytes_max + limits_.reserve_bytes))
            return push_outcome::queued;
    }
    if (!id.empty()) {
        std::string item = "[\"c\",";
        append_json_string(item, overloaded_text(id, text.size()));
        item += ']';
        if (try_append(std::move(item), limits_.waiting_bytes_max + limits_.reserve_bytes)) {
            ++replaced_;
            return push_outcome::replaced;
        }
    }
    ++refused_;
    return push_outcome::refused;
}

std::string page_outbox::take_turn() {
    if (turns_.empty()) return {};
    auto turn = std::move(turns_.front());
    turns_.pop_front();
    waiting_bytes_ -= turn.size();
    return turn.append(turn_closing);
}

std::optional<std::string> page_outbox::take_payload(std::string_view id) {
    const auto found = parked_.find(id);
    if (found == parked_.end()) return std::nullopt;
    auto text = std::move(found->second);
    parked_bytes_ -= text.size();
    parked_.erase(found);
    return text;
}

}  // namespace fairlead::host
