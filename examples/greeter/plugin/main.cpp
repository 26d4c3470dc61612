// SPDX-License-Identifier: MIT
//
// greeter — the example's back end: plain calls, structs and lists, an error, a slow call, a
// ticker.
#include "ticker.hpp"

#include <fairlead/plugin.hpp>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Person {
    std::string name;
    int age = 0;
    std::string role;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, age, role, tags))

class App {
public:
    explicit App(fairlead::events events)
        : ticker_{std::make_shared<greeter::ticker>(std::move(events))} {}

    std::string Greet(std::string const& name) {
        return "Hello " + name + ", from a process of its own!";
    }

    std::vector<Person> People(int limit) {
        if (limit < 0) throw std::invalid_argument{"a crew cannot have fewer than 0 people"};
        static const std::vector<Person> crew{
            {"Ada Lovelace", 36, "navigator", {"analysis", "poetry"}},
            {"Grace Hopper", 85, "admiral", {"compilers", "nanoseconds"}},
            {"Joan Clarke", 79, "signals", {"ciphers"}},
            {"Hedy Lamarr", 85, "radio", {"frequency hopping", "film"}},
            {"Katherine Johnson", 101, "pilot", {"orbits"}},
        };
        return {crew.begin(), crew.begin() + std::min<std::ptrdiff_t>(limit, std::ssize(crew))};
    }

    void Fail(std::string const& text) { throw std::runtime_error{text}; }

    std::string Slow(int ms) {
        std::this_thread::sleep_for(std::chrono::milliseconds{std::clamp(ms, 0, 60'000)});
        return "worked for " + std::to_string(ms) + " ms";
    }

    void StartTicker(int intervalMs) {
        ticker_->start(std::chrono::milliseconds{std::max(intervalMs, 1)});
    }
    void StopTicker() { ticker_->stop(); }

    std::string Echo(std::string text) { return text; }
    double Sum(std::vector<double> const& numbers) {
        return std::accumulate(numbers.begin(), numbers.end(), 0.0);
    }

private:
    BOOST_DESCRIBE_CLASS(App, (), (Greet, People, Fail, Slow, StartTicker, StopTicker, Echo, Sum),
                         (), ())
    std::shared_ptr<greeter::ticker> ticker_;
};

}  // namespace

int main(int argc, char** argv) {
    fairlead::plugin plugin{"greeter"};
    plugin.bind("main", App{plugin.events()});
    // For who reads wailsjs/: `fairlead generate module`.
    plugin.describe("main.App.Greet", {.doc = "Says hello.", .parameters = {"name"}})
        .describe("main.App.People", {.doc = "The first of the crew.", .parameters = {"limit"}})
        .describe("main.App.Fail", {.doc = "Throws that.", .parameters = {"text"}})
        .describe("main.App.Slow", {.doc = "Works for so long.", .parameters = {"ms"}})
        .describe("main.App.StartTicker",
                  {.doc = "Begins to emit `tick`, {count, at}.", .parameters = {"intervalMs"}})
        .describe("main.App.StopTicker", {.doc = "No more ticks."})
        .describe("main.App.Echo", {.doc = "The same text.", .parameters = {"text"}})
        .describe("main.App.Sum", {.doc = "Of all of them.", .parameters = {"numbers"}})
        .describe<Person>({.doc = "One of the crew."});
    return plugin.run(argc, argv);
}
