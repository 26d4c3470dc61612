// SPDX-License-Identifier: MIT
//
// dialog_offers — a call comes, a dialog opens; whichever ends first ends the other.
#include "webview-host/dialogs/dialog_offers.hpp"

#include <fairlead/json/codec.hpp>

#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t open_max = 16;

void answer_path(desk_call const& call, std::vector<std::string> const& paths) {
    std::string json;
    json::write(json, paths.empty() ? std::string{} : paths.front());
    call.result(json);
}

void answer_paths(desk_call const& call, std::vector<std::string> const& paths) {
    std::string json;
    json::write(json, paths);
    call.result(json);
}

void answer_button(desk_call const& call, std::string const& button) {
    std::string json;
    json::write(json, button);
    call.result(json);
}

}  // namespace

void dialog_offers::offer_on(client::connection& broker, call_desk& desk) {
    offer_files(broker, desk, "fairlead.dialog.open-file", file_choice::open_file);
    offer_files(broker, desk, "fairlead.dialog.open-files", file_choice::open_files);
    offer_files(broker, desk, "fairlead.dialog.open-directory", file_choice::open_directory);
    offer_files(broker, desk, "fairlead.dialog.save-file", file_choice::save_file);
    desk.offer(broker, "fairlead.dialog.message", [this](desk_call const& call) {
        open(call, parse_message_request(call.args()), answer_button);
    });
}

void dialog_offers::offer_files(client::connection& broker, call_desk& desk, char const* name,
                                file_choice what) {
    desk.offer(broker, name, [this, what](desk_call const& call) {
        open(call, parse_file_request(what, call.args()),
             what == file_choice::open_files ? answer_paths : answer_path);
    });
}

void dialog_offers::close(std::uint64_t number) {
    closed_at_ = std::chrono::steady_clock::now();
    open_.erase(number);
}

std::chrono::milliseconds dialog_offers::undisturbed() const noexcept {
    if (!open_.empty()) return {};
    if (!closed_at_) return std::chrono::milliseconds::max();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                 *closed_at_);
}

template <class Request, class Reply>
void dialog_offers::open(desk_call const& call, Request const& what, Reply reply) {
    if (open_.size() >= open_max)
        return call.error(errc::overloaded, std::to_string(open_max) + " dialogs are open already");
    const auto number = ++last_;
    open_.emplace(number, nullptr);
    call.when_taken_back([this, number] { close(number); });
    auto dialog = port_.ask(what, [this, number, call, reply](auto const& answer) {
        if (auto const* no = std::get_if<dialog_refusal>(&answer))
            call.error(errc::app_error, no->why);
        else reply(call, std::get<0>(answer));
        close(number);
    });
    // Answered already: it goes at once.
    if (const auto place = open_.find(number); place != open_.end())
        place->second = std::move(dialog);
}

}  // namespace fairlead::host
