// SPDX-License-Identifier: MIT
//
// method and plugin — C++ functions behind a JSON array.
#include <fairlead/plugin.hpp>

#include "tests/support/catch.hpp"

namespace {

struct Calculator {
    int Add(int a, int b) { return a + b; }
    std::string Shout(std::string const& text) const { return text + "!"; }
    void Nothing() noexcept {}
    void Throw(std::string text) { throw std::runtime_error{text}; }
};
BOOST_DESCRIBE_STRUCT(Calculator, (), (Add, Shout, Nothing, Throw))

template <class Function>
fairlead::method bound(Function function) {
    return fairlead::make_method<Function>("calc.Add", [function](auto&&... args) {
        Calculator calculator;
        return (calculator.*function)(std::forward<decltype(args)>(args)...);
    });
}

std::string invoke(fairlead::method const& method, std::string_view args) {
    std::string result = "left over";
    method.invoke(args, result);
    return result;
}

}  // namespace

TEST_CASE("a member function takes a JSON array and gives a JSON value", "[plugin]") {
    CHECK(invoke(bound(&Calculator::Add), "[2,3]") == "5");
    CHECK(invoke(bound(&Calculator::Shout), R"(["hey"])") == R"("hey!")");
    CHECK(invoke(bound(&Calculator::Nothing), "[]") == "null");
}

TEST_CASE("what a function throws comes through", "[plugin]") {
    CHECK_THROWS_WITH(invoke(bound(&Calculator::Throw), R"(["boom"])"), "boom");
    CHECK_THROWS_AS(invoke(bound(&Calculator::Add), R"([1,"x"])"), fairlead::json::bad_value);
}

TEST_CASE("events before the plugin is connected are dropped, and said so", "[plugin]") {
    fairlead::plugin plugin{"quiet"};
    CHECK_FALSE(plugin.events().emit("topic", 1));
}
