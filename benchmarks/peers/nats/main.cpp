// SPDX-License-Identifier: MIT
//
// nats — brokered calls over nats-server: a subject for the service, an inbox for the answers.
#include "benchmarks/peers/nats/nats_connection.hpp"
#include "benchmarks/support/options.hpp"

#include <unistd.h>

#include <fstream>
#include <system_error>

namespace fairlead::bench::nats {
namespace {

constexpr std::string_view service = "echo";
constexpr std::string_view inbox = "_INBOX.bench";

class asker {
public:
    explicit asker(options const& given) : server_{port_from(given.dir)} {
        server_.subscribe(inbox);
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&& sink) {
        server_.publish(service, inbox, what.stamp(number), [&] { hand_over(sink); });
    }

    template <class Sink>
    void flush(Sink&& sink) {
        server_.flush([&] { hand_over(sink); });
    }

    template <class Sink>
    void take(Sink&& sink) {
        while (!hand_over(sink)) server_.wait();
    }

private:
    template <class Sink>
    bool hand_over(Sink&& sink) {
        bool any = false;
        for (auto answer = server_.peek(); answer; answer = server_.peek()) {
            sink(answer->payload);
            server_.drop();
            any = true;
        }
        return any;
    }

    nats_connection server_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

void backend(options const& given) {
    nats_connection server{port_from(given.dir)};
    server.subscribe(service);
    say_ready();
    while (true) {
        for (auto asked = server.peek(); asked; asked = server.peek()) {
            server.echo(*asked);
            server.drop();
        }
        server.flush_now();
        server.wait_for_ever();
    }
}

/// Becomes nats-server, on a port of its own choice, of this machine only.
void daemon(options const& given) {
    const auto config = given.dir / "nats.conf";
    std::ofstream{config} << "listen: \"127.0.0.1:-1\"\n"
                             "ports_file_dir: \""
                          << given.dir.string()
                          << "\"\n"
                             "max_payload: 33554432\n"
                             "max_pending: 536870912\n"
                             "write_deadline: \"30s\"\n";
    ::execlp("nats-server", "nats-server", "-c", config.c_str(), nullptr);
    throw std::system_error{errno, std::generic_category(), "nats-server"};
}

}  // namespace
}  // namespace fairlead::bench::nats

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(
        argc, argv, {"nats-server", "--version"},
        {{"daemon", nats::daemon}, {"backend", nats::backend}, {"client", nats::client}});
}
