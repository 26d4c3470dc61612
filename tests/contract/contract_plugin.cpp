// SPDX-License-Identifier: MIT
//
// contract_plugin — the back end behind the pages of the contract's tests: every form of result and
// error, events both ways, and names that are not easy.
#include <fairlead/plugin.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Person {
    std::string name;
    int age = 0;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, age, tags))

/// Events that the page has emitted, by name.
class ear {
public:
    explicit ear(fairlead::events events) : events_{std::move(events)} {}

    void listen(std::string const& name) {
        events_.on_json(name, [this, name](std::string_view data) {
            const std::lock_guard lock{mutex_};
            heard_[name].push_back({std::string{data}});
        });
    }
    std::vector<fairlead::raw_json> heard(std::string const& name) {
        const std::lock_guard lock{mutex_};
        return heard_[name];
    }

private:
    fairlead::events events_;
    std::mutex mutex_;
    std::map<std::string, std::vector<fairlead::raw_json>> heard_;
};

class App {
public:
    explicit App(fairlead::events events)
        : events_{events}, ear_{std::make_shared<ear>(std::move(events))} {}

    std::string Greet(std::string const& name) { return "Hello " + name; }
    int Add(int a, int b) { return a + b; }
    void Nothing() {}
    void Fail(std::string const& text) { throw std::runtime_error{text}; }
    void FailOddly() { throw 7; }
    double NotANumber() { return std::numeric_limits<double>::quiet_NaN(); }
    std::optional<Person> Find(std::string const& name) {
        if (name != "Ada") return std::nullopt;
        return Person{"Ada", 36, {"analysis"}};
    }
    Person Older(Person who) {
        ++who.age;
        return who;
    }
    std::map<std::string, int> Sorted() { return {{"b", 2}, {"a", 1}, {"c", 3}}; }
    std::int64_t Big() { return 9'007'199'254'740'993; }
    std::vector<std::byte> Reverse(std::vector<std::byte> bytes) {
        std::ranges::reverse(bytes);
        return bytes;
    }
    std::string Broken() { return "\xc3("; }
    std::chrono::system_clock::time_point Later(std::chrono::system_clock::time_point when,
                                                std::chrono::nanoseconds by) {
        return when + by;
    }
    void Leave() { std::_Exit(3); }
    fairlead::raw_json Echo(fairlead::raw_json const& value) { return value; }
    std::string Slow(int ms) {
        std::this_thread::sleep_for(std::chrono::milliseconds{std::clamp(ms, 0, 60'000)});
        return "slept";
    }

    /// `data` is a list.
    void Emit(std::string const& name, fairlead::raw_json const& data) {
        events_.emit_json(name, data.text);
    }
    void EmitMany(std::string const& name, int count) {
        for (int i = 0; i < count; ++i)
            while (!events_.emit(name, i)) std::this_thread::yield();
    }
    void Listen(std::string const& name) { ear_->listen(name); }
    std::vector<fairlead::raw_json> Heard(std::string const& name) { return ear_->heard(name); }

private:
    BOOST_DESCRIBE_CLASS(App, (),
                         (Greet, Add, Nothing, Fail, FailOddly, NotANumber, Find, Older, Sorted,
                          Big, Reverse, Broken, Later, Leave, Echo, Slow, Emit, EmitMany, Listen,
                          Heard),
                         (), ())
    fairlead::events events_;
    std::shared_ptr<ear> ear_;
};

}  // namespace

int main(int argc, char** argv) {
    fairlead::plugin plugin{"contract"};
    // First, so that an obfuscated front end calls Anchor 0 and Sail 1: by the alphabet.
    plugin.function("fleet.Ship.Sail",
                    [](std::string const& where) { return "sails to " + where; });
    plugin.function("fleet.Ship.Anchor", [] { return std::string{"at anchor"}; });
    plugin.bind("main", App{plugin.events()});
    // What JavaScript would look for in a prototype, and a letter that Go allows.
    for (auto const* name : {"constructor.App.Run", "__proto__.App.Run", "main.toString.Run",
                             "main.App.constructor", "main.App.Grüße"})
        plugin.function(name, [name] { return std::string{name}; });
    return plugin.run(argc, argv);
}
