// SPDX-License-Identifier: MIT
//
// chaos_plugin — a back end that can do everything once: chaos_plugin NAME. It keeps an account of
// what it was asked, what it asked itself, and what it heard.
//
// FAIRLEAD_CHAOS_PLANT makes it break a promise now and then, to show that somebody notices.
#include "tests/chaos/content.hpp"
#include "tests/chaos/series.hpp"

#include <fairlead/call_context.hpp>
#include <fairlead/calls.hpp>
#include <fairlead/plugin.hpp>
#include <fairlead/reply_to.hpp>
#include <fairlead/stream.hpp>
#include <fairlead/task.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace fairlead;
using namespace std::chrono_literals;

/// One call in so many is spoilt, if that is planted.
constexpr int spoilt = 5;

bool is_planted(char const* what) {
    static const std::string planted = [] {
        auto const* said = std::getenv("FAIRLEAD_CHAOS_PLANT");
        return std::string{said == nullptr ? "" : said};
    }();
    static std::atomic<int> calls{0};
    return planted == what && ++calls % spoilt == 0;
}

struct Line {
    std::string emitter, incarnation;
    unsigned last = 0;
};
BOOST_DESCRIBE_STRUCT(Line, (), (emitter, incarnation, last))

struct Account {
    std::string incarnation;
    int open = 0, asked = 0, answered = 0, twice = 0, misplaced = 0;
    unsigned heard = 0, gaps = 0, wrong = 0;
    std::string firstGap, firstWrong, firstOpen;
    std::vector<Line> lines;
};
BOOST_DESCRIBE_STRUCT(Account, (),
                      (incarnation, open, asked, answered, twice, misplaced, heard, gaps, wrong,
                       firstGap, firstWrong, firstOpen, lines))

std::atomic<int> asked{0}, answered{0}, twice{0}, misplaced{0};
chaos::series heard;

/// Lives as long as the coroutine that it is in.
class resident {
public:
    explicit resident(std::string what) {
        const std::lock_guard lock{mutex};
        place_ = all.insert(all.end(), std::move(what));
    }
    ~resident() {
        const std::lock_guard lock{mutex};
        all.erase(place_);
    }
    resident(resident const&) = delete;
    resident& operator=(resident const&) = delete;

    /// How many there are, and what the oldest is.
    static std::pair<int, std::string> look() {
        const std::lock_guard lock{mutex};
        return {static_cast<int>(all.size()), all.empty() ? std::string{} : all.front()};
    }

private:
    static inline std::mutex mutex;
    static inline std::list<std::string> all;
    std::list<std::string>::iterator place_;
};

class Desk {
public:
    Desk(std::string name, calls peers, events news)
        : name_{std::move(name)}, incarnation_{std::to_string(::getpid()) + '-' + started()},
          peers_{std::move(peers)}, news_{std::move(news)} {}

    void Text(std::string const& text, reply_to<std::string> answer) {
        static std::mutex mutex;
        static std::vector<reply_to<std::string>> lost;
        if (is_planted("LOST-REPLY")) {
            const std::lock_guard lock{mutex};
            return lost.push_back(answer);
        }
        if (is_planted("LEAKED-DESCRIPTOR"))
            for (int i = 0; i < spoilt; ++i) ::open("/dev/null", O_RDONLY);
        if (is_planted("LEAKED-MEMORY")) {
            constexpr std::size_t much = 8u << 20;
            static std::vector<std::vector<char>> kept;
            const std::lock_guard lock{mutex};
            kept.emplace_back(much, 'x');
        }
        if (is_planted("ORPHAN") && ::fork() == 0) {
            ::setsid();
            ::execl("/bin/sleep", "sleep", "600", nullptr);
            ::_exit(127);
        }
        answer(text);
    }
    bytes Turn(bytes const& data) {
        byte_buffer copy{data.size()};
        std::memcpy(copy.data(), data.data(), data.size());
        if (data.size() > 0 && is_planted("WRONG-BYTE"))
            copy.data()[data.size() / 2] ^= std::byte{1};
        return copy;
    }
    unsigned Digest(bytes const& data) { return chaos::checksum(data.span()); }
    bytes Make(unsigned seed, unsigned size) {
        byte_buffer made{size};
        chaos::fill(made.span(), seed);
        return made;
    }
    task<std::string> Later(call_context& call, std::string text, int ms) {
        const resident here{"Later of caller " + std::to_string(call.caller())};
        co_await call.sleep(std::chrono::milliseconds{ms});
        co_return text;
    }
    /// Until nobody wants the answer any more.
    task<void> Hold(call_context& call) {
        const resident here{"Hold of caller " + std::to_string(call.caller())};
        for (;;) co_await call.sleep(1h);
    }
    void Fail(std::string const& words) { throw std::runtime_error{words}; }

    stream<int> Count(int n) {
        const resident here{"Count of " + std::to_string(n)};
        for (int i = 0; i < n; ++i) co_yield i;
    }
    stream<bytes> Chunks(int n, unsigned size) {
        const resident here{"Chunks of " + std::to_string(size)};
        for (int i = 0; i < n; ++i) {
            byte_buffer chunk{size};
            chaos::fill(chunk.span(), static_cast<unsigned>(i));
            co_yield std::move(chunk);
        }
    }
    task<long long> Sum(stream<int> numbers) {
        const resident here{"Sum"};
        long long sum = 0;
        while (auto number = co_await numbers.next()) sum += *number;
        co_return sum;
    }
    /// What somebody else answered, or "!code".
    task<std::string> Ask(std::string method, std::string text) {
        const resident here{"Ask of " + method};
        ++asked;
        const auto answer = peers_.call<std::string>(method, text);
        // Beside the wait: how often it is said that it has ended.
        const auto times = std::make_shared<std::atomic<int>>(0);
        std::string said;
        try {
            said = co_await answer;
        } catch (call_failed const& why) {
            said = '!' + std::string{to_text(why.code())};
        }
        answer.then([times](auto const&) { ++(times->fetch_add(1) == 0 ? answered : twice); });
        co_return said;
    }
    task<long long> SumOf(std::string method, int n) {
        const resident here{"SumOf of " + method};
        auto numbers = peers_.stream<int>(method, n);
        long long sum = 0;
        try {
            while (auto number = co_await numbers.next()) sum += *number;
        } catch (call_failed const&) {
            co_return -1;
        }
        co_return sum;
    }
    /// The last number.
    unsigned Emit(int count) {
        const std::lock_guard lock{emitting_->mutex};
        for (int i = 0; i < count; ++i) {
            const auto number = ++emitting_->last;
            news_.emit(chaos::series_topic(name_), name_, incarnation_, number);
            if (is_planted("REPEATED-EVENT"))
                news_.emit(chaos::series_topic(name_), name_, incarnation_, number);
        }
        return emitting_->last;
    }
    Account Look() {
        const auto state = heard.look();
        const auto [open, first_open] = resident::look();
        Account now{.incarnation = incarnation_,
                    .open = open,
                    .asked = asked,
                    .answered = answered,
                    .twice = twice,
                    .misplaced = misplaced,
                    .heard = static_cast<unsigned>(state.heard),
                    .gaps = static_cast<unsigned>(state.gaps),
                    .wrong = static_cast<unsigned>(state.wrong),
                    .firstGap = state.first_gap,
                    .firstWrong = state.first_wrong,
                    .firstOpen = first_open,
                    .lines = {}};
        for (auto const& [emitter, line] : state.of)
            now.lines.push_back({emitter, line.incarnation, line.last});
        return now;
    }
    void Forgive() { heard.forgive(); }

private:
    BOOST_DESCRIBE_CLASS(Desk, (),
                         (Text, Turn, Digest, Make, Later, Hold, Fail, Count, Chunks, Sum, Ask,
                          SumOf, Emit, Look, Forgive),
                         (), ())
    static std::string started() {
        return std::to_string(std::chrono::steady_clock::now().time_since_epoch().count());
    }
    struct emitting {
        std::mutex mutex;
        unsigned last = 0;
    };
    std::string name_, incarnation_;
    calls peers_;
    events news_;
    std::shared_ptr<emitting> emitting_ = std::make_shared<emitting>();
};

/// One caller's calls in the order in which they were made.
class Row {
public:
    unsigned Next(call_context& call, unsigned number) {
        const std::lock_guard lock{*mutex_};
        auto& last = last_[call.caller()];
        if (number <= last) ++misplaced;
        last = number;
        return number;
    }

private:
    BOOST_DESCRIBE_CLASS(Row, (), (Next), (), ())
    std::shared_ptr<std::mutex> mutex_ = std::make_shared<std::mutex>();
    std::map<std::uint64_t, unsigned> last_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "alpha";
    plugin self{name};
    for (std::string const emitter : chaos::emitters)
        if (emitter != name)
            self.events().on(chaos::series_topic(emitter),
                             [](std::string const& from, std::string const& which,
                                unsigned number) { heard.hear(from, which, number); });
    self.bind(name, Desk{name, self.calls(), self.events()})
        .bind(name, Row{}, execution::serial)
        .idempotent(name + ".Desk.Digest");
    // What is left of the command line is the SDK's.
    argv[argc > 1 ? 1 : 0] = argv[0];
    return argc > 1 ? self.run(argc - 1, argv + 1) : self.run(argc, argv);
}
