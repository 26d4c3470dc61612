// SPDX-License-Identifier: MIT
//
// pending — one answer, for all who want it.
#include <fairlead/pending.hpp>

#include "call_port.hpp"

#include <fairlead/client/connection.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace fairlead {

void client::throw_exception_from_error(failure const& why, boost::source_location const&) {
    throw call_failed{why};
}

struct pending_answer::parts {
    std::weak_ptr<call_port> port;
    std::mutex mutex;
    std::condition_variable settled;
    std::optional<text> how;
    std::vector<std::function<void(text const&)>> handlers;
    std::uint64_t call = 0;
    bool taken_back = false;
};

pending_answer::pending_answer(std::weak_ptr<call_port> port) : parts_{std::make_unique<parts>()} {
    parts_->port = std::move(port);
}
pending_answer::~pending_answer() = default;

void pending_answer::settle(text how) {
    std::vector<std::function<void(text const&)>> handlers;
    {
        const std::lock_guard lock{parts_->mutex};
        if (parts_->how) return;
        parts_->how = how;
        handlers.swap(parts_->handlers);
    }
    parts_->settled.notify_all();
    for (auto const& each : handlers) tell(each, how);
}

/// On the connection's thread, perhaps: nothing may be thrown there.
void pending_answer::tell(std::function<void(text const&)> const& handler, text const& how) {
    std::string threw;
    try {
        return handler(how);
    } catch (std::exception const& problem) {
        threw = std::string{": "} + problem.what();
    } catch (...) {}
    if (const auto port = parts_->port.lock())
        port->log(client::log_level::error, "a handler of an answer threw" + threw);
}

pending_answer::text pending_answer::wait(std::chrono::milliseconds patience) {
    if (client::connection::is_loop_thread())
        throw std::logic_error{
            "waiting here would be for ever: this is the connection's thread, which brings the "
            "answer; use then()"};
    std::unique_lock lock{parts_->mutex};
    const auto is_settled = [this] { return parts_->how.has_value(); };
    if (patience.count() == 0) {
        parts_->settled.wait(lock, is_settled);
    } else if (!parts_->settled.wait_for(lock, patience, is_settled)) {
        lock.unlock();
        cancel();
        return client::failure{errc::timeout, "no answer came in time", {}};
    }
    return *parts_->how;
}

void pending_answer::then(std::function<void(text const&)> handler) {
    {
        const std::lock_guard lock{parts_->mutex};
        if (!parts_->how) {
            parts_->handlers.push_back(std::move(handler));
            return;
        }
    }
    tell(handler, *parts_->how);  // It does not change any more.
}

std::optional<pending_answer::text> pending_answer::come() const {
    const std::lock_guard lock{parts_->mutex};
    return parts_->how;
}

void pending_answer::asked_as(std::uint64_t call) {
    bool take_back = false;
    {
        const std::lock_guard lock{parts_->mutex};
        parts_->call = call;
        take_back = parts_->taken_back;
    }
    if (take_back) cancel();
}

void pending_answer::cancel() {
    std::uint64_t call = 0;
    {
        const std::lock_guard lock{parts_->mutex};
        if (parts_->how) return;
        parts_->taken_back = true;
        call = parts_->call;
    }
    const auto port = parts_->port.lock();
    if (port && call != 0) port->cancel(call);
}

}  // namespace fairlead
