// SPDX-License-Identifier: MIT
//
// call_desk — arrived on the connection's thread, kept on the main thread.
#include "webview-host/system/call_desk.hpp"

#include <fairlead/json/error.hpp>

#include <utility>

namespace fairlead::host {
namespace {

constexpr int open_max = 1'024;

}  // namespace

struct desk_call::state {
    state(call_desk& from, client::incoming_call&& call)
        : desk{from}, counted{from.open_count_}, request{call.request}, args{call.args},
          answer{std::move(call.answer)} {
        ++*counted;
    }
    ~state() { --*counted; }
    state(state const&) = delete;
    state& operator=(state const&) = delete;

    void settled() {
        taken_back = nullptr;
        desk.open_.erase(request);
    }

    call_desk& desk;
    std::shared_ptr<std::atomic<int>> counted;
    request_id request;
    std::string args;
    client::responder answer;
    std::function<void()> taken_back;
};

std::string const& desk_call::args() const noexcept { return state_->args; }

void desk_call::result(std::string_view json) const {
    state_->settled();
    state_->answer.result(json);
}

void desk_call::error(errc code, std::string_view message) const {
    state_->settled();
    state_->answer.error(code, message);
}

void desk_call::when_taken_back(std::function<void()> handler) const {
    state_->taken_back = std::move(handler);
}

void call_desk::offer(client::connection& broker, std::string name, handler on_call) {
    broker.offer(name, [this, to = std::make_shared<handler const>(std::move(on_call))](
                           client::incoming_call&& call) { take(to, std::move(call)); });
}

void call_desk::hear_cancels(client::connection& broker) {
    broker.on_cancel([this](request_id request) {
        // Behind the call itself, which was posted before.
        thread_.post([this, request] { take_back(request); });
    });
}

void call_desk::take(std::shared_ptr<handler const> const& on_call, client::incoming_call call) {
    if (open_count_->load() >= open_max)
        return call.answer.error(errc::overloaded, "the window has " + std::to_string(open_max) +
                                                       " calls open already");
    const auto kept = std::make_shared<desk_call::state>(*this, std::move(call));
    thread_.post([this, on_call, kept] {
        open_.insert_or_assign(kept->request, kept);
        const desk_call open{kept};
        try {
            (*on_call)(open);
        } catch (json::bad_value const& problem) {
            open.error(errc::bad_arguments, problem.what());
        }
    });
}

void call_desk::take_all_back() {
    while (!open_.empty()) take_back(open_.begin()->first);
}

void call_desk::take_back(request_id request) {
    const auto found = open_.find(request);
    if (found == open_.end()) return;
    const auto call = found->second.lock();
    open_.erase(found);
    if (call && call->taken_back) std::exchange(call->taken_back, nullptr)();
}

}  // namespace fairlead::host
