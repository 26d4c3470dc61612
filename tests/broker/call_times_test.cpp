// SPDX-License-Identifier: MIT
//
// call_times_test — a traced call between real peers: its hops sum to no more than whoever called
// has measured, and each lies where it was spent; and the trace that a call is a part of.
#include "tests/broker/open_house.hpp"

#include <fairlead/call_context.hpp>

#include <boost/json.hpp>

#include <future>
#include <mutex>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
namespace bjson = boost::json;

namespace {

constexpr client::call_options patient{.deadline = 60s};
constexpr std::string_view parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

enum point { begun, received = 4, handler_begun, handler_ended, settled = 11 };

struct times_house {
    open_house house;
    std::promise<void> gate;
    std::unique_ptr<client::connection> tool, watcher;
    std::mutex mutex;
    std::vector<bjson::object> records;
    client::call_id watch{};

    times_house() {
        plugin times{"times"};
        times
            .function("times.work",
                      [](int ms) {
                          std::this_thread::sleep_for(std::chrono::milliseconds{ms});
                          return ms;
                      })
            .function("times.fail", []() -> int { throw std::runtime_error{"no"}; })
            .function(
                "times.wait", [open = gate.get_future().share()] { open.wait(); },
                execution::object)
            .function(
                "times.here", [] { return 1; }, execution::loop)
            .function("times.inner",
                      [](call_context& call) { return call.traceparent().value_or("none"); })
            .function("times.outer", [calls = times.calls()](call_context& call) {
                return std::vector{call.traceparent().value_or("none"),
                                   calls.call<std::string>("times.inner").wait()};
            });
        times
            .function("times.later",
                      [calls = times.calls()]() -> task<std::string> {
                          co_await calls.call<int>("times.here");
                          const auto inner = co_await calls.call<std::string>("times.inner");
                          co_return inner;
                      })
            .function("times.own", [calls = times.calls()](std::string traceparent) {
                return calls.as_part_of(traceparent).call<std::string>("times.inner").wait();
            });
        house.run(std::move(times), "times.here");
        tool = house.connect();
    }
    ~times_house() { watcher.reset(); }

    void look(std::string_view filter = "[{\"method\":\"times.*\"}]") {
        watcher = house.connect();
        client::live_handlers live;
        live.on_item = [this](client::stream_item const& item) {
            const std::lock_guard lock{mutex};
            records.push_back(bjson::parse({item.json.data(), item.json.size()}).as_object());
        };
        watch = watcher->call("fairlead.control.trace", filter, {}, std::move(live), {});
        // Every peer has heard of it: a call has the times of all.
        const auto until = std::chrono::steady_clock::now() + 30s;
        for (;;) {
            tool->call_wait("times.here", "[]", patient);
            const std::lock_guard lock{mutex};
            if (!records.empty() && is_whole(records.back())) break;
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error{"no call is told of with all its times"};
        }
        const std::lock_guard lock{mutex};
        records.clear();
    }
    static bool is_whole(bjson::object const& record) {
        return std::ranges::none_of(record.at("points").as_array(),
                                    [](auto const& one) { return one.is_null(); });
    }
    bjson::object record_of(std::string_view method) {
        const auto until = std::chrono::steady_clock::now() + 30s;
        for (;;) {
            {
                const std::lock_guard lock{mutex};
                const auto found = std::ranges::find_if(records, [&](auto const& one) {
                    auto const& name = one.at("method").as_string();
                    return std::string_view{name.data(), name.size()} == method;
                });
                if (found != records.end()) return *found;
            }
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error{"no record of " + std::string{method}};
            std::this_thread::yield();
        }
    }
    std::string answer(std::string_view method, std::string_view args = "[]",
                       client::call_options options = patient) const {
        const auto said = tool->call_wait(method, args, options);
        CAPTURE(method, said.why.message);
        REQUIRE(said.ok);
        return said.json;
    }
};

std::chrono::nanoseconds between(bjson::object const& record, point from, point to) {
    auto const& points = record.at("points").as_array();
    return std::chrono::nanoseconds{points.at(to).as_int64() - points.at(from).as_int64()};
}

/// Its trace, without the span.
std::string_view trace_of(std::string_view traceparent) { return traceparent.substr(0, 35); }

}  // namespace

TEST_CASE("the hops of a call are not longer than it took, and the handler has its own",
          "[trace]") {
    times_house all;
    all.look();
    const auto before = std::chrono::steady_clock::now();
    all.answer("times.work", "[20]");
    const auto took = std::chrono::steady_clock::now() - before;
    const auto record = all.record_of("times.work");
    CHECK(times_house::is_whole(record));
    CHECK_FALSE(record.contains("doubt"));
    CHECK(record.at("outcome").as_string() == "ok");
    CHECK(record.at("session").as_int64() == raw(all.tool->session()));
    const auto whole = between(record, begun, settled);
    CHECK(whole <= took);
    CHECK(between(record, handler_begun, handler_ended) >= 20ms);
    CHECK(whole >= between(record, handler_begun, handler_ended));
}

TEST_CASE("a call that waits for its turn has waited in the queue", "[trace]") {
    times_house all;
    all.look();
    std::promise<void> first, second;
    all.tool->call("times.wait", "[]", patient, [&](client::reply const&) { first.set_value(); });
    all.tool->call("times.wait", "[]", patient, [&](client::reply const&) { second.set_value(); });
    all.answer("times.here");  // Both have been received.
    const auto since = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(5ms);
    const auto waited = std::chrono::steady_clock::now() - since;
    all.gate.set_value();
    for (auto* one : {&first, &second})
        REQUIRE(one->get_future().wait_for(60s) == std::future_status::ready);
    const auto until = std::chrono::steady_clock::now() + 30s;
    std::vector<bjson::object> both;
    while (both.size() < 2 && std::chrono::steady_clock::now() < until) {
        const std::lock_guard lock{all.mutex};
        both.clear();
        for (auto const& one : all.records)
            if (one.at("method").as_string() == "times.wait") both.push_back(one);
    }
    REQUIRE(both.size() == 2);
    // The first was in the handler all that time, the second in the queue.
    const auto queued = [](bjson::object const& one) {
        return between(one, received, handler_begun);
    };
    CHECK(std::max(queued(both[0]), queued(both[1])) >= waited);
    CHECK(std::max(between(both[0], handler_begun, handler_ended),
                   between(both[1], handler_begun, handler_ended)) >= waited);
}

TEST_CASE("a call that fails is told of with all its times", "[trace]") {
    times_house all;
    all.look();
    CHECK_FALSE(all.tool->call_wait("times.fail", "[]", patient).ok);
    const auto record = all.record_of("times.fail");
    CHECK(record.at("outcome").as_string() == "app-error");
    CHECK(times_house::is_whole(record));
}

TEST_CASE("a call that a coroutine answers is told of with all its times", "[trace]") {
    times_house all;
    all.look();
    all.answer("times.later");
    const auto record = all.record_of("times.later");
    CHECK(times_house::is_whole(record));
    CHECK(record.at("from").as_string() != "times");
    // What it asked for meanwhile is a call of the plugin's.
    CHECK(all.record_of("times.inner").at("from").as_string() == "times");
}

TEST_CASE("a handler reads the trace that its call is a part of, and passes it on", "[trace]") {
    times_house all;
    const auto ids = wire::trace_context::parse(parent).value();
    const client::call_options within{.deadline = 60s, .context = &ids};
    const auto said = bjson::parse(all.answer("times.outer", "[]", within)).as_array();
    CHECK(said.at(0).as_string() == parent);
    const std::string inner{said.at(1).as_string()};
    CHECK(trace_of(inner) == trace_of(parent));
    CHECK(inner != parent);
    // The next call has nothing of it.
    CHECK(all.answer("times.outer") == R"(["none","none"])");
    CHECK(all.answer("times.inner") == R"("none")");
    // Nor does a coroutine lose it when it goes on elsewhere.
    const auto later = bjson::parse(all.answer("times.later", "[]", within)).as_string();
    CHECK(trace_of({later.data(), later.size()}) == trace_of(parent));
}

TEST_CASE("a trace may be given by hand, and must be one", "[trace]") {
    times_house all;
    CHECK(all.answer("times.own", "[\"" + std::string{parent} + "\"]") ==
          "\"" + std::string{parent} + "\"");
    const auto refused = all.tool->call_wait("times.own", R"(["00-0-0-00"])", patient);
    CHECK_FALSE(refused.ok);
    CHECK(refused.why.message == "'00-0-0-00' is no traceparent");
}

TEST_CASE("a record says the trace that its call is a part of", "[trace]") {
    times_house all;
    all.look();
    const auto ids = wire::trace_context::parse(parent).value();
    all.answer("times.inner", "[]", {.deadline = 60s, .context = &ids});
    CHECK(all.record_of("times.inner").at("traceparent").as_string() == parent);
}
