// SPDX-License-Identifier: MIT
//
// nng — brokered calls over nng: req0 → nng_device → rep0, over ipc.
//
// With one call at a time the client sends and receives on its socket; with several it has a
// context for each, which is how nng does that. Its device drops answers when 128 are open, so 64
// is the most.
#include "benchmarks/support/options.hpp"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <nng/protocol/reqrep0/req.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace fairlead::bench::nng {
namespace {

void check(int error, char const* what) {
    if (error != 0) throw std::runtime_error{std::string{what} + ": " + nng_strerror(error)};
}

constexpr nng_duration patience_ms = 30'000;

class socket {
public:
    explicit socket(int (*open)(nng_socket*)) {
        check(open(&socket_), "open");
        check(nng_socket_set_size(socket_, NNG_OPT_RECVMAXSZ, 0), "size");  // 0: as large as it is.
    }
    ~socket() { nng_close(socket_); }
    socket(socket const&) = delete;
    socket& operator=(socket const&) = delete;
    nng_socket get() const noexcept { return socket_; }

private:
    nng_socket socket_{};
};

struct free_message {
    void operator()(nng_msg* message) const noexcept { nng_msg_free(message); }
};
using message = std::unique_ptr<nng_msg, free_message>;

message make_message(payload& what, std::uint64_t number) {
    nng_msg* made = nullptr;
    check(nng_msg_alloc(&made, what.size()), "nng_msg_alloc");
    what.write(number, {static_cast<std::byte*>(nng_msg_body(made)), what.size()});
    return message{made};
}

std::span<const std::byte> bytes_of(nng_msg* of) {
    return {static_cast<std::byte const*>(nng_msg_body(of)), nng_msg_len(of)};
}

std::string front(options const& given) { return "ipc://" + (given.dir / "front").string(); }
std::string back(options const& given) { return "ipc://" + (given.dir / "back").string(); }

/// One call at a time.
class plain_asker {
public:
    explicit plain_asker(options const& given) {
        check(nng_socket_set_ms(socket_.get(), NNG_OPT_RECVTIMEO, patience_ms), "patience");
        check(nng_dial(socket_.get(), front(given).c_str(), nullptr, 0), "nng_dial");
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        auto request = make_message(what, number);
        check(nng_sendmsg(socket_.get(), request.get(), 0), "nng_sendmsg");
        static_cast<void>(request.release());  // It is nng's now.
    }
    template <class Sink>
    void flush(Sink&&) {}
    template <class Sink>
    void take(Sink&& sink) {
        nng_msg* came = nullptr;
        check(nng_recvmsg(socket_.get(), &came, 0), "nng_recvmsg");
        const message answer{came};
        sink(bytes_of(came));
    }

private:
    socket socket_{nng_req0_open};
};

/// Several at once: a lane is a context with one call, moved on by nng's threads.
class lanes_asker {
public:
    explicit lanes_asker(options const& given) {
        check(nng_dial(socket_.get(), front(given).c_str(), nullptr, 0), "nng_dial");
        for (std::size_t i = 0; i < given.work.in_flight; ++i) {
            lanes_.push_back(std::make_unique<lane>(*this));
            free_.push_back(lanes_.back().get());
        }
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        auto* const by = free_.back();
        free_.pop_back();
        by->send(make_message(what, number));
    }
    template <class Sink>
    void flush(Sink&&) {}
    template <class Sink>
    void take(Sink&& sink) {
        std::deque<lane*> ready;
        {
            std::unique_lock lock{mutex_};
            if (!changed_.wait_for(lock, std::chrono::milliseconds{patience_ms},
                                   [&] { return !ready_.empty(); }))
                throw std::runtime_error{"nothing came for 30 seconds"};
            ready.swap(ready_);
        }
        for (auto* const by : ready) {
            const auto answer = by->take();
            sink(bytes_of(answer.get()));
            free_.push_back(by);
        }
    }

private:
    class lane {
    public:
        explicit lane(lanes_asker& owner) : owner_{owner} {
            check(nng_ctx_open(&context_, owner.socket_.get()), "nng_ctx_open");
            check(nng_aio_alloc(
                      &aio_, [](void* self) { static_cast<lane*>(self)->on_done(); }, this),
                  "nng_aio_alloc");
            nng_aio_set_timeout(aio_, patience_ms);
        }
        ~lane() {
            nng_aio_free(aio_);
            nng_ctx_close(context_);
        }
        lane(lane const&) = delete;
        lane& operator=(lane const&) = delete;

        void send(message request) {
            sending_ = true;
            nng_aio_set_msg(aio_, request.release());
            nng_ctx_send(context_, aio_);
        }
        message take() {
            check(nng_aio_result(aio_), "a call");
            return message{nng_aio_get_msg(aio_)};
        }

    private:
        /// On a thread of nng's.
        void on_done() {
            if (sending_ && nng_aio_result(aio_) == 0) {
                sending_ = false;
                nng_ctx_recv(context_, aio_);
                return;
            }
            const std::lock_guard lock{owner_.mutex_};
            owner_.ready_.push_back(this);
            owner_.changed_.notify_one();
        }

        lanes_asker& owner_;
        nng_ctx context_{};
        nng_aio* aio_ = nullptr;
        bool sending_ = false;
    };

    socket socket_{nng_req0_open};
    std::vector<lane*> free_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<lane*> ready_;
    std::vector<std::unique_ptr<lane>> lanes_;  // Gone first: their threads use the others.
};

void client(options const& given) {
    if (given.work.in_flight == 1) {
        plain_asker self{given};
        print_report(given.work, run(self, given.work));
    } else {
        lanes_asker self{given};
        print_report(given.work, run(self, given.work));
    }
}

/// Sends the very message that came.
void backend(options const& given) {
    socket server{nng_rep0_open};
    eventually("broker",
               [&] { return nng_dial(server.get(), back(given).c_str(), nullptr, 0) == 0; });
    say_ready();
    while (true) {
        nng_msg* came = nullptr;
        check(nng_recvmsg(server.get(), &came, 0), "nng_recvmsg");
        message answer{came};
        check(nng_sendmsg(server.get(), came, 0), "nng_sendmsg");
        static_cast<void>(answer.release());
    }
}

void broker(options const& given) {
    socket to_clients{nng_rep0_open_raw}, to_backends{nng_req0_open_raw};
    check(nng_listen(to_clients.get(), front(given).c_str(), nullptr, 0), "nng_listen");
    check(nng_listen(to_backends.get(), back(given).c_str(), nullptr, 0), "nng_listen");
    say_ready();
    check(nng_device(to_clients.get(), to_backends.get()), "nng_device");
}

}  // namespace
}  // namespace fairlead::bench::nng

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, std::string{"nng "} + nng_version(),
                    {{"broker", nng::broker}, {"backend", nng::backend}, {"client", nng::client}});
}
