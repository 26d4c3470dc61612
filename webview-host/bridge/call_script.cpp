// SPDX-License-Identifier: MIT
//
// call_script — a call is read here before it is sent: without a callback id nobody could wait for
// it.
#include "webview-host/bridge/call_script.hpp"

#include "webview-host/bridge/excerpt.hpp"

#include <string>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t excerpt_bytes_max = 80;

}  // namespace

std::string call_script::position() const {
    return line_ == 0 ? std::string{} : "line " + std::to_string(line_) + ": ";
}

void call_script::skip_line(std::string const& why) {
    ++line_;
    hooks_.complain(position() + why);
}

void call_script::take_line(std::string_view line) {
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == line.npos) return;

    const auto message = parse_page_message(line);
    if (auto const* bad = std::get_if<bad_message>(&message))
        return hooks_.complain(position() + bad->sentence);
    if (auto const* call = std::get_if<call_message>(&message)) {
        auto read = read_call_envelope(call->body, call_args::skip);
        if (!read.call)
            return hooks_.complain(position() + "message \"" + excerpt(line, excerpt_bytes_max) +
                                   "\": " + read.problem);
        checked_ = std::move(read.call);
    }
    hooks_.send(line);
}

void call_script::on_sent(call_message const&) {
    if (!checked_) return;
    open_.add(*std::exchange(checked_, std::nullopt), {});
    if (!may_read()) hooks_.on_room(false);
}

void call_script::on_settled(std::string_view callback_text) {
    const bool was_full = !may_read();
    auto id = std::string{callback_id_of(callback_text)};
    if (id.empty())  // With escapes, or an odd form: read in full.
        if (const auto answer = read_answer_envelope(callback_text)) id = answer->callback_id;
    if (!open_.take(id)) return;
    if (was_full && may_read()) hooks_.on_room(true);
    check_over();
}

void call_script::end_input() {
    ended_ = true;
    check_over();
}

void call_script::check_over() {
    if (ended_ && open_.size() == 0) hooks_.on_over();
}

}  // namespace fairlead::host
