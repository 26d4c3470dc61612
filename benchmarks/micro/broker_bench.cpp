// SPDX-License-Identifier: MIT
//
// broker_bench — what does the broker itself add to a call?
//
// invoke_parsed: name, callback id and the raw slice of arguments out of a
// page's text. call_and_result: the dispatcher between two sinks that keep
// nothing but the last header: no ring, no doorbell. page_call_and_callback:
// the same as an unmodified page asks, with its text to be read. counted: with the counters that
// fairlead top reads; so many calls are in flight.
#include "broker/routing/dispatcher.hpp"
#include "broker/routing/invoke_text.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace {

using namespace fairlead;
namespace routing = broker::routing;
using wire::frame_kind;

void invoke_parsed(benchmark::State& state) {
    const auto text = "C{\"name\":\"main.App.Greet\",\"args\":[\"" +
                      std::string(static_cast<std::size_t>(state.range(0)), 'a') +
                      "\"],\"callbackID\":\"main.App.Greet-3018697214\"}";
    routing::invoke_parser parser;
    for (auto _ : state) {
        const auto parsed = parser.parse(wire::as_bytes(text));
        auto const* call = std::get_if<routing::invocation>(&parsed);
        if (call == nullptr || call->name != "main.App.Greet")
            return state.SkipWithError("a good call was refused");
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(invoke_parsed)->Arg(16)->Arg(1 << 10)->Arg(64 << 10)->Arg(1 << 20);

struct last_header final : routing::frame_sink {
    routing::push_result try_push(wire::frame_header const& header, pieces) override {
        header_ = header;
        return routing::push_result::accepted;
    }
    void cut(errc, std::string) override {}
    std::string backlog() const override { return {}; }
    wire::frame_header header_;
};

class house {
public:
    explicit house(bool counted = false)
        : map_{counted ? make_map() : nullptr}, dispatcher_{counters_, {}, {}, {}, map_.get()} {
        dispatcher_.on_come(plugin_);
        dispatcher_.on_come(host_);
        constexpr std::string_view name = "main.App.Greet";
        std::string named{wire::as_text(wire::encode_name_length(name))};
        named += name;
        say(plugin_,
            {.kind = frame_kind::offer, .flags = wire::frame_flag::named, .request = request_id{1}},
            named);
        say(plugin_, {.kind = frame_kind::ready});
        route_ = dispatcher_.names().find(name);
    }
    /// False: the answer did not arrive.
    bool call(std::uint64_t number) {
        ask(number);
        answer();
        return answered(number);
    }
    /// So many are asked before the first is answered.
    bool calls(std::uint64_t first, std::uint64_t many) {
        asked_.clear();
        for (auto i = first; i < first + many; ++i) {
            ask(i);
            asked_.push_back(plugin_sink_.header_.request);
        }
        for (const auto one : asked_) {
            plugin_sink_.header_.request = one;
            answer();
        }
        return answered(first + many - 1);
    }
    void ask(std::uint64_t number) {
        say(host_,
            {.kind = frame_kind::call,
             .request = request_id{number},
             .route = route_,
             .deadline_ms = 5'000},
            "[1]");
    }
    bool answered(std::uint64_t number) const {
        return host_sink_.header_.kind == frame_kind::result &&
               host_sink_.header_.request == request_id{number};
    }
    bool page_call(std::string_view text) {
        host_sink_.header_ = {};
        say(host_, {.kind = frame_kind::invoke, .request = request_id{1}, .aux = 1}, text);
        answer();
        return host_sink_.header_.kind == frame_kind::callback;
    }

private:
    static std::unique_ptr<meter::map> make_map() {
        auto map = std::make_unique<meter::map>();
        map->head.peers.rows = meter::peer_rows;
        map->head.methods.rows = meter::method_rows;
        map->head.topics.rows = meter::topic_rows;
        return map;
    }
    void answer() {
        say(plugin_, {.kind = frame_kind::result, .request = plugin_sink_.header_.request}, "1");
    }
    void say(routing::peer& who, wire::frame_header header, std::string_view payload = {}) {
        header.payload_bytes = static_cast<std::uint32_t>(payload.size());
        now_ += std::chrono::microseconds{1};
        dispatcher_.on_frame(who, {header, wire::as_bytes(payload)}, now_);
    }

    std::unique_ptr<meter::map> map_;
    std::vector<request_id> asked_;
    broker::telemetry::counters counters_;
    routing::dispatcher dispatcher_{counters_};
    routing::time_point now_{std::chrono::hours{1}};
    last_header plugin_sink_, host_sink_;
    routing::peer plugin_{.sink = plugin_sink_,
                          .id = session_id{1},
                          .role = wire::peer_role::plugin,
                          .name = "greeter"};
    routing::peer host_{
        .sink = host_sink_, .id = session_id{2}, .role = wire::peer_role::host, .name = "window"};
    route_id route_{};
};

void call_and_result(benchmark::State& state) {
    house all;
    std::uint64_t number = 0;
    for (auto _ : state)
        if (!all.call(++number)) return state.SkipWithError("no result");
}
BENCHMARK(call_and_result);

void calls_and_results(benchmark::State& state) {
    house all{state.range(0) == 1};
    const auto many = static_cast<std::uint64_t>(state.range(1));
    std::uint64_t number = 1;
    for (auto _ : state) {
        if (!all.calls(number, many)) return state.SkipWithError("no result");
        number += many;
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}
BENCHMARK(calls_and_results)
    ->ArgNames({"counted", "in_flight"})
    ->ArgsProduct({{0, 1}, {1, 32, 256}});

void page_call_and_callback(benchmark::State& state) {
    house all;
    constexpr std::string_view text =
        R"(C{"name":"main.App.Greet","args":["Ada"],"callbackID":"main.App.Greet-3018697214"})";
    for (auto _ : state)
        if (!all.page_call(text)) return state.SkipWithError("no callback");
}
BENCHMARK(page_call_and_callback);

}  // namespace
