// SPDX-License-Identifier: MIT
//
// boost-mq — brokered calls over Boost.Interprocess message queues: one for each direction of each
// connection, and a relay with a thread for each way.
#include "benchmarks/support/options.hpp"

#include <boost/interprocess/ipc/message_queue.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <thread>

namespace fairlead::bench::boost_mq {
namespace {

namespace ipc = boost::interprocess;
using queue = ipc::message_queue;

/// The four of them, by who reads and who writes.
constexpr auto asked = "client-to-broker", passed_on = "broker-to-backend",
               answered = "backend-to-broker", passed_back = "broker-to-client";
constexpr auto all = {asked, passed_on, answered, passed_back};

/// Queues have names in /dev/shm; ours are made of the private folder's.
std::string name(options const& given, char const* which) {
    auto text = given.dir.string() + '-' + which;
    std::ranges::replace(text, '/', '-');
    return text.substr(text.find_first_not_of('-'));
}

std::unique_ptr<queue> open(options const& given, char const* which) {
    std::unique_ptr<queue> opened;
    eventually("queue", [&] {
        try {
            opened = std::make_unique<queue>(ipc::open_only, name(given, which).c_str());
        } catch (ipc::interprocess_exception const&) {}
        return opened != nullptr;
    });
    return opened;
}

/// The next message, in a buffer that is as large as any.
class reader {
public:
    reader(options const& given, char const* which)
        : from_{open(given, which)}, buffer_(from_->get_max_msg_size()) {}

    std::span<const std::byte> wait() {
        queue::size_type bytes = 0;
        unsigned priority = 0;
        from_->receive(buffer_.data(), buffer_.size(), bytes, priority);
        return {buffer_.data(), bytes};
    }
    bool try_next(std::span<const std::byte>& message) {
        queue::size_type bytes = 0;
        unsigned priority = 0;
        if (!from_->try_receive(buffer_.data(), buffer_.size(), bytes, priority)) return false;
        message = {buffer_.data(), bytes};
        return true;
    }

private:
    std::unique_ptr<queue> from_;
    std::vector<std::byte> buffer_;
};

class asker {
public:
    explicit asker(options const& given) : to_{open(given, asked)}, from_{given, passed_back} {}

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        const auto bytes = what.stamp(number);
        to_->send(bytes.data(), bytes.size(), 0);
    }
    template <class Sink>
    void flush(Sink&&) {}
    template <class Sink>
    void take(Sink&& sink) {
        auto answer = from_.wait();
        do sink(answer);
        while (from_.try_next(answer));
    }

private:
    std::unique_ptr<queue> to_;
    reader from_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

[[noreturn]] void move_for_ever(options const& given, char const* from, char const* to) {
    reader source{given, from};
    const auto target = open(given, to);
    while (true) {
        const auto message = source.wait();
        target->send(message.data(), message.size(), 0);
    }
}

void backend(options const& given) {
    for (auto const* which : {passed_on, answered}) open(given, which);  // Both there: we serve.
    say_ready();
    move_for_ever(given, passed_on, answered);
}

void broker(options const& given) {
    sigset_t ending;
    ::sigemptyset(&ending);
    ::sigaddset(&ending, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);  // Inherited by both threads.
    for (auto const* which : all) {
        queue::remove(name(given, which).c_str());
        queue{ipc::create_only, name(given, which).c_str(), given.work.in_flight, given.work.size};
    }
    std::thread{[&] { move_for_ever(given, asked, passed_on); }}.detach();
    std::thread{[&] { move_for_ever(given, answered, passed_back); }}.detach();
    say_ready();
    int signal = 0;
    ::sigwait(&ending, &signal);
    for (auto const* which : all) queue::remove(name(given, which).c_str());
    std::_Exit(0);  // The threads wait for messages that never come.
}

std::string version() {
    return "Boost.Interprocess " + std::to_string(BOOST_VERSION / 100'000) + '.' +
           std::to_string(BOOST_VERSION / 100 % 1000) + '.' + std::to_string(BOOST_VERSION % 100);
}

}  // namespace
}  // namespace fairlead::bench::boost_mq

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, boost_mq::version(),
                    {{"broker", boost_mq::broker},
                     {"backend", boost_mq::backend},
                     {"client", boost_mq::client}});
}
