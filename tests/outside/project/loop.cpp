// SPDX-License-Identifier: MIT
//
// loop — the same with an event loop of its own.
#include <fairlead/asio.hpp>

#include <cstdio>

namespace client = fairlead::client;

int main() {
    const auto where = client::connect_options::from_environment(fairlead::wire::peer_role::plugin);
    if (!where) return 2;
    boost::asio::io_context loop;
    const auto broker = client::connection::connect(*where);
    broker->on_goodbye([&] { loop.stop(); });
    broker->offer("main.App.Greet", fairlead::calls_on(loop, [](client::incoming_call&& call) {
                      call.answer.result(R"("Hello from a loop outside!")");
                  }));
    broker->ready();
    const auto work = boost::asio::make_work_guard(loop);
    loop.run();
    return 0;
}
