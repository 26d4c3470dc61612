// SPDX-License-Identifier: MIT
//
// iceoryx — calls by request and response through shared memory that RouDi lends out.
//
// iceoryx-direct: client and backend share memory, nobody stands between. iceoryx-relay: a broker
// takes each request, copies it into one of its own, and the answer likewise; a chunk cannot be
// handed on. All wait in a WaitSet. `--relayed` makes the backend serve the relay and not the
// client.
#include "benchmarks/support/options.hpp"

#include <iceoryx_posh/popo/untyped_client.hpp>
#include <iceoryx_posh/popo/untyped_server.hpp>
#include <iceoryx_posh/popo/wait_set.hpp>
#include <iceoryx_posh/runtime/posh_runtime.hpp>
#include <iceoryx_versions.hpp>

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace fairlead::bench::iceoryx {
namespace {

using iox::mepoo::ChunkHeader;
using iox::popo::RequestHeader;
using iox::popo::ResponseHeader;
using iox::popo::UntypedClient;
using iox::popo::UntypedServer;

constexpr std::uint32_t alignment = 8;
/// The library's own bound: its response queue has no more places.
constexpr std::size_t in_flight_max = iox::MAX_RESPONSE_QUEUE_CAPACITY;

iox::capro::ServiceDescription service(char const* name) {
    return {"fairlead", "bench", iox::capro::IdString_t{iox::cxx::TruncateToCapacity, name}};
}
iox::capro::ServiceDescription for_clients() { return service("front"); }
iox::capro::ServiceDescription for_relay() { return service("back"); }

void join(char const* role) {
    const auto name = "bench-" + std::string{role} + '-' + std::to_string(::getpid());
    iox::runtime::PoshRuntime::initRuntime(
        iox::RuntimeName_t{iox::cxx::TruncateToCapacity, name.c_str()});
}

std::uint32_t size_of(void const* chunk) {
    return ChunkHeader::fromUserPayload(chunk)->userPayloadSize();
}

template <class Loan>
void* loaned(Loan&& loan) {
    if (loan.has_error()) throw std::runtime_error{"no memory to lend"};
    return loan.value();
}

template <class Sent>
void check_sent(Sent&& sent) {
    if (sent.has_error()) throw std::runtime_error{"a chunk could not be sent"};
}

void wait_until_served(UntypedClient& client) {
    eventually("server",
               [&] { return client.getConnectionState() == iox::ConnectionState::CONNECTED; });
}

class wait_set {
public:
    template <class Port, class State>
    void attach(Port& port, State state) {
        if (set_.attachState(port, state).has_error())
            throw std::runtime_error{"the wait set is full"};
    }
    /// Nothing within half a minute is an error. The set may wake up for what was taken already.
    void wait() {
        constexpr int patience = 30;
        if (!set_.timedWait(iox::units::Duration::fromSeconds(patience)).empty()) return;
        const auto until = now() + patience * second;
        while (set_.timedWait(iox::units::Duration::fromSeconds(patience)).empty())
            if (now() > until) throw std::runtime_error{"nothing came for 30 seconds"};
    }
    /// False: we were asked to end. RouDi aborts, and leaves its memory behind, when a process that
    /// it knows is gone without a word.
    bool wait_for_ever() {
        if (ending_) return false;
        set_.wait();
        return !ending_;
    }
    void end_by_signal() {
        to_end_ = this;
        std::signal(SIGTERM, [](int) {
            to_end_->ending_ = true;
            to_end_->set_.markForDestruction();
        });
    }

private:
    static inline wait_set* to_end_ = nullptr;
    iox::popo::WaitSet<> set_;
    std::atomic<bool> ending_ = false;
};

class asker {
public:
    asker() {
        wait_until_served(client_);
        waiting_.attach(client_, iox::popo::ClientState::HAS_RESPONSE);
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        const auto size = static_cast<std::uint32_t>(what.size());
        auto* chunk = loaned(client_.loan(size, alignment));
        what.write(number, {static_cast<std::byte*>(chunk), what.size()});
        check_sent(client_.send(chunk));
    }

    template <class Sink>
    void flush(Sink&&) {}

    template <class Sink>
    void take(Sink&& sink) {
        waiting_.wait();
        for (auto answer = client_.take(); !answer.has_error(); answer = client_.take()) {
            auto const* chunk = answer.value();
            sink(std::span{static_cast<std::byte const*>(chunk), size_of(chunk)});
            client_.releaseResponse(chunk);
        }
    }

private:
    UntypedClient client_{for_clients()};
    wait_set waiting_;
};

void client(options const& given) {
    if (given.work.in_flight > in_flight_max)
        throw std::invalid_argument{"iceoryx has no more than 16 calls in flight"};
    join("client");
    asker self;
    print_report(given.work, run(self, given.work));
}

void backend(options const& given) {
    join("backend");
    UntypedServer server{given.has("relayed") ? for_relay() : for_clients()};
    wait_set waiting;
    waiting.attach(server, iox::popo::ServerState::HAS_REQUEST);
    waiting.end_by_signal();
    say_ready();
    while (waiting.wait_for_ever()) {
        for (auto asked = server.take(); !asked.has_error(); asked = server.take()) {
            auto const* request = asked.value();
            const auto size = size_of(request);
            auto* response =
                loaned(server.loan(RequestHeader::fromPayload(request), size, alignment));
            std::memcpy(response, request, size);
            check_sent(server.send(response));
            server.releaseRequest(request);
        }
    }
}

/// Whose answer a request of the relay brings. The library lets a server hold four requests only,
/// so it is their headers that are kept.
class open_requests {
public:
    open_requests() {
        for (std::size_t i = 0; i < free_.size(); ++i) free_[i] = i;
    }
    std::int64_t add(RequestHeader const* asked) {
        if (free_count_ == 0) throw std::runtime_error{"more calls in flight than there may be"};
        const auto at = free_[--free_count_];
        // It can be moved but not copied; moving its numbers leaves them as they are.
        kept_[at].emplace(std::move(const_cast<RequestHeader&>(*asked)));
        return static_cast<std::int64_t>(at);
    }
    /// Valid until the next add().
    RequestHeader const* take(std::int64_t id) {
        const auto at = static_cast<std::size_t>(id);
        free_[free_count_++] = at;
        return &kept_.at(at).value();
    }

private:
    std::array<std::optional<RequestHeader>, in_flight_max> kept_{};
    std::array<std::size_t, in_flight_max> free_{};
    std::size_t free_count_ = in_flight_max;
};

void broker(options const&) {
    join("relay");
    wait_set waiting;
    waiting.end_by_signal();
    say_ready();
    UntypedClient back{for_relay()};
    wait_until_served(back);
    UntypedServer front{for_clients()};  // Only now: who finds us is served.
    open_requests open;
    waiting.attach(front, iox::popo::ServerState::HAS_REQUEST);
    waiting.attach(back, iox::popo::ClientState::HAS_RESPONSE);
    while (waiting.wait_for_ever()) {
        for (auto asked = front.take(); !asked.has_error(); asked = front.take()) {
            auto const* request = asked.value();
            const auto size = size_of(request);
            auto* onward = loaned(back.loan(size, alignment));
            std::memcpy(onward, request, size);
            RequestHeader::fromPayload(onward)->setSequenceId(
                open.add(RequestHeader::fromPayload(request)));
            front.releaseRequest(request);
            check_sent(back.send(onward));
        }
        for (auto answer = back.take(); !answer.has_error(); answer = back.take()) {
            auto const* response = answer.value();
            const auto size = size_of(response);
            const auto id = ResponseHeader::fromPayload(response)->getSequenceId();
            auto* onward = loaned(front.loan(open.take(id), size, alignment));
            std::memcpy(onward, response, size);
            back.releaseResponse(response);
            check_sent(front.send(onward));
        }
    }
}

/// Becomes RouDi, with memory for this size and depth.
void daemon(options const& given) {
    constexpr std::size_t header_bytes = 256;  // Chunk and request headers, padding.
    const auto config = given.dir / "roudi.toml";
    const auto chunks = 6 * std::min(given.work.in_flight, in_flight_max) + 8;
    std::ofstream{config} << "[general]\nversion = 1\n[[segment]]\n[[segment.mempool]]\nsize = "
                          << (given.work.size + header_bytes + 63) / 64 * 64
                          << "\ncount = " << chunks << '\n';
    // Without monitoring: on a busy machine it takes a process for dead that did not get its turn.
    ::execlp("iox-roudi", "iox-roudi", "--monitoring-mode", "off", "--config-file", config.c_str(),
             nullptr);
    throw std::system_error{errno, std::generic_category(), "iox-roudi"};
}

}  // namespace
}  // namespace fairlead::bench::iceoryx

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, "iceoryx " ICEORYX_LATEST_RELEASE_VERSION,
                    {{"daemon", iceoryx::daemon},
                     {"broker", iceoryx::broker},
                     {"backend", iceoryx::backend},
                     {"client", iceoryx::client}});
}
