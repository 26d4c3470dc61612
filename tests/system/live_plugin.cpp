// SPDX-License-Identifier: MIT
//
// live_plugin — the back end behind the pages of the tests of live calls: streams both ways, work
// that tells of its progress and may be taken back, and calls of what the page offers.
#include <fairlead/call_context.hpp>
#include <fairlead/calls.hpp>
#include <fairlead/plugin.hpp>
#include <fairlead/stream.hpp>
#include <fairlead/task.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace fairlead;
using namespace std::chrono_literals;

std::atomic<int> open{0}, cancelled{0}, given{0};

/// Lives as long as the coroutine that it is in.
struct resident {
    resident() { ++open; }
    ~resident() { --open; }
    resident(resident const&) = delete;
    resident& operator=(resident const&) = delete;
};

struct State {
    int open = 0, cancelled = 0, given = 0;
};
BOOST_DESCRIBE_STRUCT(State, (), (open, cancelled, given))

class App {
public:
    explicit App(calls peers) : peers_{std::move(peers)} {}

    std::string Greet(std::string const& name) { return "Hello " + name; }
    stream<int> Count(int n) {
        const resident here;
        for (int i = 0; i < n; ++i) {
            ++given;
            co_yield i;
        }
    }
    stream<std::string> Breaks() {
        const resident here;
        co_yield "one";
        throw std::runtime_error{"the paper is torn"};
    }
    stream<bytes> Chunks(int n, std::uint64_t size) {
        const resident here;
        for (int i = 0; i < n; ++i) {
            byte_buffer chunk{size};
            std::memset(chunk.data(), i & 0xff, size);
            ++given;
            co_yield std::move(chunk);
        }
    }
    task<std::string> Crunch(call_context& call, int steps) {
        const resident here;
        try {
            for (int i = 1; i <= steps; ++i) {
                call.progress(i);
                co_await call.sleep(5ms);
            }
        } catch (call_failed const&) {
            ++cancelled;
            throw;
        }
        co_return "done";
    }
    /// Works without a pause, on a thread of the pool, and says when it saw that it should not.
    void Spin(call_context& call) {
        call.progress(0);
        while (!call.cancelled()) {}
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        stopped_ms_ = std::chrono::duration<double, std::milli>{now}.count();
        std::printf("the loop has stopped\n");
        std::fflush(stdout);
    }
    /// Since 1970, of the last one; 0: it still runs.
    double StoppedAt() { return stopped_ms_.exchange(0); }
    task<long long> Sum(stream<int> numbers) {
        const resident here;
        long long sum = 0;
        while (auto number = co_await numbers.next()) sum += *number;
        co_return sum;
    }
    task<int> First(stream<int> numbers) {
        const resident here;
        co_return (co_await numbers.next()).value_or(-1);
    }
    task<std::uint64_t> Weigh(stream<bytes> chunks) {
        const resident here;
        std::uint64_t sum = 0;
        while (auto chunk = co_await chunks.next()) sum += chunk->size();
        co_return sum;
    }
    State Look() { return {open, cancelled, given}; }

    /// Functions of the page.
    task<std::string> AskPage(std::string name, std::string text) {
        const resident here;
        co_return co_await peers_.call<std::string>(name, text);
    }
    /// Its progress, and an answer that is waited for as long.
    std::vector<int> WatchPage(std::string const& name, int steps, int patience_ms) {
        std::vector<int> heard;
        auto line = peers_.on_progress<int>([&](int step) { heard.push_back(step); });
        line.within(std::chrono::milliseconds{patience_ms}).call<int>(name, steps).wait();
        return heard;
    }
    task<int> SumOfPage(std::string name, int n) {
        const resident here;
        auto numbers = peers_.stream<int>(name, n);
        int sum = 0;
        while (auto number = co_await numbers.next()) sum += *number;
        co_return sum;
    }

private:
    BOOST_DESCRIBE_CLASS(App, (),
                         (Greet, Count, Breaks, Chunks, Crunch, Spin, StoppedAt, Sum, First, Weigh,
                          Look, AskPage, WatchPage, SumOfPage),
                         (), ())
    calls peers_;
    static inline std::atomic<double> stopped_ms_{0};
};

}  // namespace

int main(int argc, char** argv) {
    plugin live{"live"};
    live.function("tools.add", [](int a, int b) { return a + b; });
    return live.bind("main", App{live.calls()}).run(argc, argv);
}
