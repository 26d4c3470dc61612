// SPDX-License-Identifier: MIT
//
// streams_test — streams as results and arguments, between plugins and from a raw caller: whole, in
// order, bounded, and over when either side goes.
#include "tests/broker/open_house.hpp"
#include "tests/client-sdk/live/probe.hpp"

#include <atomic>
#include <future>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// What the test sees of the source.
struct watched {
    tally frames;
    std::atomic<int> given{0};
};

/// The plugin that is asked.
struct Source {
    watched* seen;

    int Plain(int a) { return a + 1; }
    stream<int> Count(int n) {
        const resident here{seen->frames};
        for (int i = 0; i < n; ++i) {
            ++seen->given;
            co_yield i;
        }
    }
    stream<int> Forever(call_context& call) {
        const resident here{seen->frames};
        for (int i = 0;; ++i) {
            ++seen->given;
            if (i % 100 == 99) co_await call.sleep(1ms);
            co_yield i;
        }
    }
    stream<int> Silent(call_context& call) {
        const resident here{seen->frames};
        co_yield 1;
        co_await call.sleep(1h);
    }
    stream<std::string> Breaks() {
        const resident here{seen->frames};
        co_yield "one";
        throw std::runtime_error{"the paper is torn"};
    }
    stream<bytes> Chunks(int n, std::uint64_t size) {
        const resident here{seen->frames};
        for (int i = 0; i < n; ++i) {
            byte_buffer chunk{size};
            std::memset(chunk.data(), i & 0xff, size);
            ++seen->given;
            co_yield std::move(chunk);
        }
    }
    task<long long> Sum(stream<int> numbers) {
        const resident here{seen->frames};
        long long sum = 0;
        while (auto number = co_await numbers.next()) sum += *number;
        co_return sum;
    }
    long long SumWaiting(stream<int> numbers) {
        long long sum = 0;
        while (auto number = numbers.wait_next()) sum += *number;
        return sum;
    }
    task<std::uint64_t> Weigh(stream<bytes> chunks) {
        std::uint64_t sum = 0;
        while (auto chunk = co_await chunks.next()) sum += chunk->size();
        co_return sum;
    }
    task<int> First(stream<int> numbers) {
        const resident here{seen->frames};
        co_return (co_await numbers.next()).value_or(-1);
    }
    stream<int> Doubled(stream<int> numbers) {
        const resident here{seen->frames};
        while (auto number = co_await numbers.next()) co_yield *number * 2;
    }
};
BOOST_DESCRIBE_STRUCT(Source, (),
                      (Plain, Count, Forever, Silent, Breaks, Chunks, Sum, SumWaiting, Weigh, First,
                       Doubled))

/// Two plugins: one that gives and takes, one that asks it.
struct stream_house {
    watched seen;
    tally mine;  ///< Frames of streams that the asker gives.
    open_house house;
    std::optional<calls> ask;
    std::unique_ptr<client::connection> tool;

    stream_house() {
        plugin source{"source"};
        source.bind("main", Source{&seen}).bind("quick", Source{&seen}, execution::loop);
        house.run(std::move(source), "main.Source.Plain", "[1]");
        plugin asker{"asker"};
        asker.function("asker.here", [] { return 1; });
        ask.emplace(asker.calls().within(60s));
        house.run(std::move(asker), "asker.here");
        tool = house.connect();
    }
    ~stream_house() { CHECK(seen.frames.wait_for(0)); }

    stream<int> give(int n) {
        const resident here{mine};
        for (int i = 0; i < n; ++i) co_yield i;
    }
};

/// A caller that reads by hand: it opens the window, or does not.
struct slow_reader {
    std::mutex mutex;
    std::uint64_t cost = 0;
    int items = 0;
    tally ended;
    errc code{};

    client::live_handlers handlers() {
        return {.on_item = [this](client::stream_item const& item) {
            const std::lock_guard lock{mutex};
            cost += item.cost;
            ++items;
        }};
    }
    client::reply_handler on_reply() {
        return [this](client::reply const& how) {
            code = how.code;
            ended.add(1);
        };
    }
    std::pair<std::uint64_t, int> so_far() {
        const std::lock_guard lock{mutex};
        return {cost, items};
    }
};

}  // namespace

TEST_CASE("a hundred thousand items arrive, in order, wherever they come from", "[live][stream]") {
    stream_house all;
    const std::string where = GENERATE("main.Source.", "quick.Source.");
    constexpr int many = 100'000;
    auto numbers = all.ask->stream<int>(where + "Count", many);
    int next = 0;
    while (auto number = numbers.wait_next()) {
        if (*number != next) break;
        ++next;
    }
    CHECK(next == many);
    CHECK_FALSE(numbers.wait_next().has_value());
}

TEST_CASE("a source waits for a reader that does not open its window, and goes on when it does",
          "[live][stream]") {
    stream_house all;
    slow_reader reader;
    const auto id =
        all.tool->call("main.Source.Count", "[1000000]", {}, reader.handlers(), reader.on_reply());
    const auto until = [&](std::uint64_t opened) {
        const auto late = std::chrono::steady_clock::now() + 20s;
        while (reader.so_far().first < opened && std::chrono::steady_clock::now() < late)
            std::this_thread::yield();
    };
    std::uint64_t opened = wire::item_window_bytes;
    for (int round = 0; round < 4; ++round) {
        until(opened);
        // Nothing beyond the window but the one item that oversteps it; one more is in the making.
        const auto [cost, items] = reader.so_far();
        CHECK(cost >= opened);
        CHECK(cost < opened + 64);
        CHECK(all.seen.given <= items + 1);
        all.tool->line(id).credit({wire::result_stream, 100'000});
        opened += 100'000;
    }
    all.tool->cancel(id);
    CHECK(reader.ended.wait_for(1));
    CHECK(reader.code == errc::cancelled);
    CHECK(all.seen.frames.wait_for(0));
}

TEST_CASE("64 MiB of bytes pass a slow reader, and never more than a window is on its way",
          "[live][stream]") {
    stream_house all;
    constexpr std::uint64_t chunk = 1u << 20;
    auto chunks = all.ask->stream<bytes>("main.Source.Chunks", 64, chunk);
    std::uint64_t sum = 0;
    int read = 0;
    while (auto one = chunks.wait_next()) {
        CHECK(one->size() == chunk);
        CHECK(std::to_integer<int>(one->span().back()) == read);
        sum += one->size();
        ++read;
        // A chunk is larger than the window: one is on its way, one is in the making.
        CHECK(all.seen.given <= read + 3);
        std::this_thread::yield();
    }
    CHECK(sum == 64 * chunk);
}

TEST_CASE("what a generator throws comes behind its items", "[live][stream]") {
    stream_house all;
    auto lines = all.ask->stream<std::string>("main.Source.Breaks");
    CHECK(lines.wait_next() == "one");
    try {
        static_cast<void>(lines.wait_next());
        FAIL("it went on");
    } catch (call_failed const& why) {
        CHECK(why.code() == errc::app_error);
        CHECK(std::string{why.what()} == "the paper is torn");
        CHECK(why.data() == R"({"type":"std::runtime_error"})");
    }
}

TEST_CASE("a reader that drops its stream ends the generator, also where it sleeps",
          "[live][stream]") {
    stream_house all;
    for (const auto* name : {"main.Source.Forever", "quick.Source.Silent"}) {
        auto numbers = all.ask->stream<int>(name);
        CHECK(numbers.wait_next().has_value());
        CHECK(all.seen.frames.count() == 1);
        numbers = {};
        CHECK(all.seen.frames.wait_for(0));
    }
}

TEST_CASE("a method that gives a stream says so to who asks for one value", "[live][stream]") {
    stream_house all;
    const auto answer = all.tool->call_wait("main.Source.Count", "[1]", {30s});
    CHECK(answer.why.code == errc::bad_arguments);
    CHECK(answer.why.message ==
          "'main.Source.Count' gives a stream, and the caller asked for one value");
    auto none = all.ask->stream<int>("main.Source.Plain", 1);
    CHECK_FALSE(none.wait_next().has_value());
    auto unknown = all.ask->stream<int>("main.Source.Nope", 1);
    CHECK_THROWS_AS(unknown.wait_next(), call_failed);
}

TEST_CASE("an argument may be a stream", "[live][stream]") {
    stream_house all;
    constexpr long long many = 50'000;
    for (const auto* name : {"main.Source.Sum", "main.Source.SumWaiting", "quick.Source.Sum"})
        CHECK(all.ask->call<long long>(name, all.give(many)).wait() == many * (many - 1) / 2);
    CHECK(all.mine.wait_for(0));
}

TEST_CASE("a reader that has enough lets the source of an argument go", "[live][stream]") {
    stream_house all;
    CHECK(all.ask->call<int>("main.Source.First", all.give(1'000'000)).wait() == 0);
    CHECK(all.mine.wait_for(0));
    // Refused before anything of it was read.
    auto unread = all.ask->call<int>("main.Source.Nope", all.give(10));
    CHECK_THROWS_AS(unread.wait(), call_failed);
    CHECK(all.mine.wait_for(0));
}

TEST_CASE("a stream goes in, another comes out", "[live][stream]") {
    stream_house all;
    auto doubled = all.ask->stream<int>("main.Source.Doubled", all.give(20'000));
    int next = 0;
    while (auto number = doubled.wait_next()) {
        if (*number != 2 * next) break;
        ++next;
    }
    CHECK(next == 20'000);
}

TEST_CASE("a stream that comes from one peer is handed on to another", "[live][stream]") {
    stream_house all;
    auto numbers = all.ask->stream<int>("main.Source.Count", 30'000);
    CHECK(all.ask->call<long long>("main.Source.Sum", std::move(numbers)).wait() ==
          30'000ll * 29'999 / 2);
}

namespace {

stream<int> broken_source() {
    co_yield 1;
    throw std::runtime_error{"no disk"};
}

stream<bytes> chunks_of(std::size_t size, int n) {
    for (int i = 0; i < n; ++i) co_yield byte_buffer{size};
}

}  // namespace

TEST_CASE("a source of arguments that fails fails its reader", "[live][stream]") {
    stream_house all;
    try {
        all.ask->call<long long>("main.Source.Sum", broken_source()).wait();
        FAIL("it has a sum");
    } catch (call_failed const& why) {
        CHECK(std::string{why.what()} == "no disk");
    }
}

TEST_CASE("bytes go as items, both ways", "[live][stream]") {
    stream_house all;
    const std::uint64_t size = GENERATE(0u, 100u, 40'000u, 300'000u);
    CHECK(all.ask->call<std::uint64_t>("main.Source.Weigh", chunks_of(size, 20)).wait() ==
          20 * size);
    auto chunks = all.ask->stream<bytes>("main.Source.Chunks", 20, size);
    std::uint64_t sum = 0;
    while (auto chunk = chunks.wait_next()) sum += chunk->size();
    CHECK(sum == 20 * size);
}

TEST_CASE("a local stream is read without any plugin", "[live][stream]") {
    tally frames;
    {
        auto count = [](tally& all, int n) -> stream<int> {
            const resident here{all};
            for (int i = 0; i < n; ++i) co_yield i;
        };
        auto numbers = count(frames, 100'000);
        int sum = 0;
        while (auto number = numbers.wait_next()) sum += *number % 7;
        CHECK(sum > 0);
        auto dropped = count(frames, 10);
        CHECK(dropped.wait_next() == 0);
        auto unread = count(frames, 10);
    }
    CHECK(frames.count() == 0);
    stream<int> none;
    CHECK_FALSE(none.wait_next().has_value());
}
