// SPDX-License-Identifier: MIT
//
// zeromq — brokered calls over ZeroMQ: DEALER → ROUTER | zmq_proxy | DEALER → DEALER, over ipc.
//
// The guide's own broker. Messages are written where the library sends them from, and the backend
// returns the very message that came.
#include "benchmarks/support/options.hpp"

#include <zmq.h>

#include <memory>
#include <stdexcept>

namespace fairlead::bench::zeromq {
namespace {

[[noreturn]] void fail(char const* what) {
    throw std::runtime_error{std::string{what} + ": " + zmq_strerror(zmq_errno())};
}

void check(int result, char const* what) {
    if (result < 0) fail(what);
}

class context {
public:
    context() : context_{zmq_ctx_new()} {}
    ~context() { zmq_ctx_term(context_); }
    context(context const&) = delete;
    context& operator=(context const&) = delete;
    void* get() const noexcept { return context_; }

private:
    void* context_;
};

class socket {
public:
    socket(context const& in, int type) : socket_{zmq_socket(in.get(), type)} {
        if (socket_ == nullptr) fail("zmq_socket");
        set(ZMQ_SNDHWM, 0);  // The work itself is bounded; dropping would be unfair.
        set(ZMQ_RCVHWM, 0);
        set(ZMQ_LINGER, 0);
    }
    ~socket() { zmq_close(socket_); }
    socket(socket const&) = delete;
    socket& operator=(socket const&) = delete;

    void bind(std::string const& address) { check(zmq_bind(socket_, address.c_str()), "zmq_bind"); }
    void connect(std::string const& address) {
        check(zmq_connect(socket_, address.c_str()), "zmq_connect");
    }
    void set(int option, int value) {
        check(zmq_setsockopt(socket_, option, &value, sizeof value), "zmq_setsockopt");
    }
    void* get() const noexcept { return socket_; }

private:
    void* socket_;
};

class message {
public:
    message() noexcept { zmq_msg_init(&message_); }
    explicit message(std::size_t bytes) { check(zmq_msg_init_size(&message_, bytes), "message"); }
    ~message() { zmq_msg_close(&message_); }
    message(message const&) = delete;
    message& operator=(message const&) = delete;

    std::span<std::byte> bytes() noexcept {
        return {static_cast<std::byte*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
    }
    bool more() const noexcept { return zmq_msg_more(&message_) != 0; }
    void send(socket& by, int flags) {
        check(zmq_msg_send(&message_, by.get(), flags), "zmq_msg_send");
    }
    /// False: nothing there, which only happens with ZMQ_DONTWAIT.
    bool receive(socket& by, int flags) {
        if (zmq_msg_recv(&message_, by.get(), flags) >= 0) return true;
        if (zmq_errno() != EAGAIN || flags != ZMQ_DONTWAIT) fail("zmq_msg_recv");
        return false;
    }

private:
    zmq_msg_t message_;
};

std::string front(options const& given) { return "ipc://" + (given.dir / "front").string(); }
std::string back(options const& given) { return "ipc://" + (given.dir / "back").string(); }

class asker {
public:
    explicit asker(options const& given) : dealer_{all_, ZMQ_DEALER} {
        dealer_.set(ZMQ_RCVTIMEO, 30'000);
        dealer_.connect(front(given));
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        message request{what.size()};
        what.write(number, request.bytes());
        request.send(dealer_, 0);
    }

    template <class Sink>
    void flush(Sink&&) {}

    template <class Sink>
    void take(Sink&& sink) {
        message answer;
        answer.receive(dealer_, 0);
        do sink(answer.bytes());
        while (answer.receive(dealer_, ZMQ_DONTWAIT));
    }

private:
    context all_;
    socket dealer_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

void backend(options const& given) {
    context all;
    socket dealer{all, ZMQ_DEALER};
    dealer.connect(back(given));
    say_ready();
    message part;
    while (part.receive(dealer, 0)) part.send(dealer, part.more() ? ZMQ_SNDMORE : 0);
}

void broker(options const& given) {
    context all;
    socket router{all, ZMQ_ROUTER}, dealer{all, ZMQ_DEALER};
    router.bind(front(given));
    dealer.bind(back(given));
    say_ready();
    zmq_proxy(router.get(), dealer.get(), nullptr);
}

std::string version() {
    int major = 0, minor = 0, patch = 0;
    zmq_version(&major, &minor, &patch);
    return "ZeroMQ " + std::to_string(major) + '.' + std::to_string(minor) + '.' +
           std::to_string(patch);
}

}  // namespace
}  // namespace fairlead::bench::zeromq

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(
        argc, argv, zeromq::version(),
        {{"broker", zeromq::broker}, {"backend", zeromq::backend}, {"client", zeromq::client}});
}
