// SPDX-License-Identifier: MIT
//
// system_offers — from the connection's thread to the main thread, bounded on the way.
#include "webview-host/system/system_offers.hpp"

#include <memory>
#include <utility>

namespace fairlead::host {
namespace {

constexpr int calls_waiting_max = 1'024;

}  // namespace

void system_offers::offer_on(client::connection& broker) {
    for (const auto name : system_call_names())
        broker.offer(name,
                     [this, name](client::incoming_call call) { take(name, std::move(call)); });
}

void system_offers::take(std::string_view name, client::incoming_call call) {
    // std::function wants to be copyable; the responder is not.
    const auto to = std::make_shared<client::responder>(std::move(call.answer));
    if (waiting_.fetch_add(1) >= calls_waiting_max) {
        --waiting_;
        return to->error(errc::overloaded, "the window has " + std::to_string(calls_waiting_max) +
                                               " calls waiting already");
    }
    thread_.post([this, name, to, args = std::string{call.args}] {
        --waiting_;
        run_system_call(name, args, desk_, [to](system_reply const& reply) {
            reply.ok ? to->result(reply.json) : to->error(reply.code, reply.message);
        });
    });
}

}  // namespace fairlead::host
