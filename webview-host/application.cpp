// SPDX-License-Identifier: MIT
//
// application — what both kinds of host share.
#include "webview-host/application.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>

namespace fairlead::host {

client::connect_options broker_address(host_options const& options) {
    auto where = client::connect_options::from_environment(wire::peer_role::host);
    if (!where)
        throw std::runtime_error{
            "FAIRLEAD_SOCKET is not set: `fairlead run` starts the broker and this host together"};
    where->name = options.name;
    return std::move(*where);
}

std::unique_ptr<client::connection> connect_to_broker(host_options const& options) {
    return client::connection::connect(broker_address(options));
}

void end_with_the_broker(client::connection& broker, main_thread& thread) {
    broker.on_goodbye([&thread] { thread.quit(0); });
    broker.on_closed([&thread](std::string_view reason) {
        // Told on the main thread: after our own quit() nobody wants to read it.
        thread.post([&thread, reason = std::string{reason}] {
            print_problem(reason);
            thread.quit(1);
        });
    });
    thread.on_stop_signal([&thread] { thread.quit(0); });
}

void print_problem(std::string_view sentence) {
    std::fprintf(stderr, "fairlead-webview: %.*s\n", static_cast<int>(sentence.size()),
                 sentence.data());
}

}  // namespace fairlead::host
