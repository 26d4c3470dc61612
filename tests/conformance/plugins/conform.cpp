// SPDX-License-Identifier: MIT
//
// conform — the conformance plugin with the C++ SDK.
#include <fairlead/plugin.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

/// In no namespace: its name goes over the wire.
struct oops : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using namespace fairlead;

namespace {

bytes reverse(bytes const& data) {
    byte_buffer reversed{data.size()};
    std::ranges::reverse_copy(data.span(), reversed.data());
    return reversed;
}

bytes blob(std::size_t size) {
    byte_buffer data{size};
    for (std::size_t i = 0; i < size; ++i) data.data()[i] = static_cast<std::byte>(i);
    return data;
}

stream<int> count(call_context& call, fairlead::events events, int until) {
    struct at_end {
        call_context& call;
        fairlead::events& events;
        ~at_end() { events.emit("conform/counted", call.cancelled() ? "cancelled" : "all"); }
    } const says{call, events};
    for (int i = 0; i < until; ++i) co_yield i;
}

stream<int> numbers(int until) {
    for (int i = 0; i < until; ++i) co_yield i;
}

}  // namespace

int main(int argc, char** argv) {
    fairlead::plugin plugin{"conform"};
    const auto events = plugin.events();
    plugin.function("conform.greet", [](std::string const& name) { return "Hello " + name + "!"; });
    plugin.function("conform.add", [](int a, int b) { return a + b; });
    plugin.function("conform.echo", [](raw_json value) { return value; });
    plugin.function("conform.reverse", [](bytes const& data) { return reverse(data); });
    plugin.function("conform.blob", [](int size) { return blob(static_cast<std::size_t>(size)); });
    plugin.function("conform.fail", [](std::string const& words) { throw oops{words}; });
    plugin.function("conform.nap", [events](call_context& call, int time) -> task<void> {
        try {
            co_await call.sleep(std::chrono::milliseconds{time});
        } catch (call_failed const&) {
            events.emit("conform/napped", "cancelled");
            throw;
        }
        events.emit("conform/napped", "slept");
    });
    plugin.function("conform.count",
                    [events](call_context& call, int until) { return count(call, events, until); });
    plugin.function("conform.sum", [](stream<std::int64_t> numbers) -> task<std::int64_t> {
        std::int64_t all = 0;
        while (const auto number = co_await numbers.next()) all += *number;
        co_return all;
    });
    plugin.function("conform.steps", [](call_context& call, int until) {
        for (int i = 0; i < until; ++i) call.progress(i);
        return until;
    });
    plugin.function("conform.ask", [ask = plugin.calls()](std::string const& method,
                                                          std::vector<raw_json> const& arguments) {
        const auto answer = arguments.empty()
                                ? ask.call<raw_json>(method)
                                : ask.call<raw_json>(method, arguments.at(0), arguments.at(1));
        return answer.wait();
    });
    plugin.function("conform.take-back", [ask = plugin.calls()](std::string const& method) {
        const auto asked = ask.call<raw_json>(method);
        asked.cancel();
        try {
            return asked.wait().text;
        } catch (call_failed const& failure) {
            return std::string{to_text(failure.code())};
        }
    });
    plugin.function(
        "conform.gather",
        [ask = plugin.calls()](std::string const& method, std::vector<raw_json> const& arguments) {
            auto items = ask.stream<raw_json>(method, arguments.at(0));
            std::vector<raw_json> all;
            while (auto item = items.wait_next()) all.push_back(std::move(*item));
            return all;
        });
    plugin.function("conform.pour", [ask = plugin.calls()](std::string const& method, int until) {
        return ask.call<raw_json>(method, numbers(until)).wait();
    });
    plugin.function("conform.shout", [events](std::string const& topic, raw_json const& value) {
        events.emit(topic, value);
    });
    plugin.function("conform.pid", [] { return static_cast<int>(::getpid()); });
    plugin.function("conform.crash", [] { std::abort(); });
    events.on("conform/in", [events](raw_json const& value) { events.emit("conform/out", value); });
    return plugin.run(argc, argv);
}
