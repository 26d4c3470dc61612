// SPDX-License-Identifier: MIT
//
// unix-relay — brokered calls over Unix stream sockets: what one writes with system calls alone.
//
// The relay reads message headers and passes the messages on. `broker --raw` is the peer raw-relay:
// the same sockets, and a relay that never looks at what it moves.
#include "benchmarks/peers/unix-relay/message.hpp"
#include "benchmarks/peers/unix-relay/relay.hpp"
#include "benchmarks/support/byte_stream.hpp"
#include "benchmarks/support/options.hpp"

namespace fairlead::bench::unix_relay {
namespace {

std::filesystem::path socket_in(options const& given) { return given.dir / "relay.sock"; }

byte_stream join(options const& given, place as) {
    byte_stream stream{connect_unix(socket_in(given))};
    const auto who = static_cast<std::uint8_t>(as);
    stream.put(bytes_of(who));
    stream.send_now();
    return stream;
}

/// Below this, collecting costs less than a system call for each message.
constexpr std::size_t large_bytes = 32u << 10;

class asker {
public:
    explicit asker(options const& given) : stream_{join(given, place::client)} {}

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&& sink) {
        const auto bytes = what.stamp(number);
        const message_header header{static_cast<std::uint32_t>(bytes.size()), place::backend};
        stream_.put(bytes_of(header));
        if (bytes.size() < large_bytes) stream_.put(bytes);
        else stream_.send(bytes, [&] { hand_over(sink); });
    }

    template <class Sink>
    void flush(Sink&& sink) {
        stream_.flush([&] { hand_over(sink); });
    }

    template <class Sink>
    void take(Sink&& sink) {
        while (!hand_over(sink)) stream_.read_until(message_bytes(stream_.unread()));
    }

private:
    template <class Sink>
    bool hand_over(Sink&& sink) {
        bool any = false;
        for (; is_whole(stream_.unread()); any = true) {
            const auto bytes = message_bytes(stream_.unread());
            sink(stream_.unread().first(bytes).subspan(sizeof(message_header)));
            stream_.consume(bytes);
        }
        return any;
    }

    byte_stream stream_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

/// Turns whole messages round where they lie, as many as one read brought.
void backend(options const& given) {
    auto stream = join(given, place::backend);
    say_ready();
    while (true) {
        std::size_t whole = 0;
        for (auto rest = stream.unread(); is_whole(rest); rest = stream.unread().subspan(whole)) {
            auto header = header_of(rest);
            header.to = place::client;
            std::memcpy(rest.data(), &header, sizeof header);
            whole += message_bytes(rest);
        }
        if (whole != 0) {
            stream.send_now(stream.unread().first(whole));
            stream.consume(whole);
        }
        stream.wait_for(message_bytes(stream.unread()));
    }
}

void broker(options const& given) {
    if (given.has("raw")) relay_bytes(socket_in(given));
    else relay_messages(socket_in(given));
}

}  // namespace
}  // namespace fairlead::bench::unix_relay

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, "Unix stream sockets",
                    {{"broker", unix_relay::broker},
                     {"backend", unix_relay::backend},
                     {"client", unix_relay::client}});
}
