// SPDX-License-Identifier: MIT
//
// objector — one offer.
#include "tests/desk/objector.hpp"

#include "tests/support/child.hpp"

#include <fairlead/vocabulary/window_names.hpp>

#include <stdexcept>

namespace fairlead::tests {

objector::objector(std::filesystem::path const& socket) {
    client::connect_options where;
    where.socket = socket;
    where.role = wire::peer_role::plugin;
    where.name = "objector";
    broker_ = client::connection::connect(std::move(where));
    broker_->offer(window_names::before_close, [this](client::incoming_call call) {
        const std::lock_guard lock{mutex_};
        ++asked_;
        open_.push_back(std::move(call.answer));
        changed_.notify_all();
    });
    broker_->ready();
    broker_->call_wait("fairlead.list", "[]", {patience()});  // In order: the offer is in force.
}

objector::~objector() {
    broker_.reset();
    open_.clear();
}

void objector::wait_until_asked(int times) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience(), [&] { return asked_ >= times; }))
        throw std::runtime_error{"nobody asked before closing"};
}

int objector::asked() const {
    const std::lock_guard lock{mutex_};
    return asked_;
}

client::responder objector::take() {
    const std::lock_guard lock{mutex_};
    auto first = std::move(open_.front());
    open_.pop_front();
    return first;
}

void objector::answer(std::string const& json) { take().result(json); }
void objector::refuse(std::string const& why) { take().error(errc::app_error, why); }

}  // namespace fairlead::tests
