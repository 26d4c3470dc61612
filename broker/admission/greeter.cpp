// SPDX-License-Identifier: MIT
//
// greeter — performs what broker_handshake decides, one object for each guest at the door.
#include "broker/admission/greeter.hpp"
#include "broker/loop/alarm.hpp"

#include <fairlead/handshake/broker_handshake.hpp>
#include <fairlead/wire/limits.hpp>

#include <algorithm>

namespace fairlead::broker::admission {

using handshake::broker_handshake;

class greeter::greeting {
public:
    greeting(greeter& owner, unique_fd socket, handshake::peer_credentials who)
        : owner_{owner}, who_{who}, socket_{std::move(socket)}, control_{socket_.get()},
          machine_{[this](wire::hello const& hello) {
              hello_ = hello;
              return owner_.door_.judge(hello, who_);
          }},
          watch_{owner.loop_, socket_.get(), [this] { on_readable(); }},
          too_late_{owner.loop_, [this] {
                        turn_away({errc::timeout, "no hello came in time"});
                    }} {
        too_late_.ring_in(owner.settings_.patience);
    }

    void turn_away(wire::farewell const& why) {
        control_.send(why);  // It may have gone: then there is nobody to tell.
        owner_.door_.on_refused(hello_ ? &*hello_ : nullptr, who_.pid, why);
        owner_.finish(*this);
    }

    /// A guest that was turned away sees it at once.
    void close() {
        watch_.stop();
        too_late_.cancel();
        socket_.reset();
    }

private:
    void on_readable() {
        auto received = control_.try_receive();
        if (!received) {
            if (received.error() == handshake::end_of_stream()) return owner_.finish(*this);
            return turn_away({errc::protocol_error, received.error().message()});
        }
        if (!*received) return;
        auto decision = machine_.on(std::move((*received)->message));
        if (auto const* no = std::get_if<wire::farewell>(&decision)) return turn_away(*no);
        admit(std::get<broker_handshake::admitted>(std::move(decision)));
    }

    void admit(broker_handshake::admitted guest) {
        constexpr auto ring_bytes = wire::ring_bytes_default;
        auto memory = shm::segment::create(shm::channel::segment_bytes(ring_bytes));
        auto bells = shm::doorbell::make_pair();
        if (!memory || !bells) {
            const auto error = memory ? bells.error() : memory.error();
            return turn_away(
                {errc::overloaded, "no memory or descriptors left: " + error.message()});
        }
        const auto id = owner_.door_.next_id();
        const int fds[] = {memory->fd(), bells->second.fd()};
        const auto failed =
            control_.send(wire::welcome{guest.version, id, ring_bytes, owner_.settings_.app}, fds);
        if (failed) return owner_.finish(*this);  // Gone already.
        watch_.stop();                            // The session has its own.
        owner_.door_.on_admitted({id, std::move(guest.hello), who_.pid, std::move(socket_),
                                  std::move(control_),
                                  shm::channel::over(std::move(*memory), std::move(bells->first),
                                                     ring_bytes, shm::side::broker)});
        owner_.finish(*this);
    }

    greeter& owner_;
    handshake::peer_credentials who_;
    std::optional<wire::hello> hello_;
    unique_fd socket_;
    handshake::control_stream control_;
    broker_handshake machine_;
    fd_watch watch_;  // Goes before the socket.
    alarm too_late_;
};

greeter::greeter(boost::asio::io_context& loop, greeter_settings settings, doorkeeper& door)
    : loop_{loop}, settings_{std::move(settings)}, door_{door} {}

greeter::~greeter() = default;

void greeter::greet(unique_fd socket) {
    const auto who = handshake::credentials_of(socket.get());
    if (!who) return;
    auto& one = *open_.emplace_back(std::make_unique<greeting>(*this, std::move(socket), *who));
    if (open_.size() > settings_.greetings_max)
        one.turn_away({errc::overloaded, "too many peers are at the door: at most " +
                                             std::to_string(settings_.greetings_max)});
}

void greeter::finish(greeting& one) {
    const auto at =
        std::ranges::find_if(open_, [&](auto const& each) { return each.get() == &one; });
    one.close();
    finished_ = std::move(*at);
    open_.erase(at);
}

}  // namespace fairlead::broker::admission
