// SPDX-License-Identifier: MIT
//
// failures — section 5: arguments that do not fit, and what a method gives back.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: "error parsing arguments: received <n> arguments to method '<name>', expected <m>".
// Here: the same text, with code bad-arguments.
TEST_CASE("5.2 a wrong count of arguments has the stock text", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(
        app.js("const { message, code } = await rejection(App.Greet()); return [message, code];") ==
        R"(["error parsing arguments: received 0 arguments to method 'main.App.Greet', )"
        R"(expected 1","bad-arguments"])");
}

// Wails: "error parsing arguments: " and what Go's decoder says.
// Here: the same words in front, then which argument, what was expected and what came.
TEST_CASE("5.2 an argument of a wrong type is named", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(
        app.js("const said = []; for (const call of [App.Greet(1), App.Add(1, 'x'),"
               "  App.Add(1.5, 2), App.Add(1e30, 2), App.Older({ age: 'old' })])"
               "  said.push((await rejection(call)).message); return said;") ==
        R"js(["error parsing arguments: argument 1: expected a string, got a number (1)",)js"
        R"js("error parsing arguments: argument 2: expected an integer from -2147483648 to )js"
        R"js(2147483647, got a string (\"x\")",)js"
        R"js("error parsing arguments: argument 1: expected an integer from -2147483648 to )js"
        R"js(2147483647, got a number (1.5)",)js"
        R"js("error parsing arguments: argument 1: expected an integer from -2147483648 to )js"
        R"js(2147483647, got a number (1e+30)",)js"
        R"js("error parsing arguments: argument 1.age: expected an integer from -2147483648 to )js"
        R"js(2147483647, got a string (\"old\")"])js");
}

// Wails: null is the zero value of a parameter; for interface{} it panics and hangs.
// Here: null is the empty value of every type.
TEST_CASE("5.2 null is the empty value of any parameter", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Greet(null), await App.Add(null, 2), await App.Echo(null),"
                 "  await App.Older(null)];") ==
          R"(["Hello ",2,null,{"name":"","age":1,"tags":[]}])");
}

// Wails: a method without a result, or with an error alone, resolves null.
// Here: the same.
TEST_CASE("5.3 a method without a result resolves null", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Nothing()];") == "[null]");
}

// Wails: a value, or the rejection.
// Here: the same; a nil pointer of Go is an empty std::optional.
TEST_CASE("5.3 a result or null", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Find('Ada'), await App.Find('nobody')];") ==
          R"([{"name":"Ada","age":36,"tags":["analysis"]},null])");
}

// Wails: the rejection's text is the error's.
// Here: the same, whatever is in it.
TEST_CASE("5.4 the text of an error is the back end's own", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const texts = ['no', '\"quoted\" \\\\ grüße 🚢\\n</script>', 'x'.repeat(100000)];"
                 "const back = []; for (const text of texts)"
                 "  back.push((await rejection(App.Fail(text))).message === text);"
                 "return back;") == "[true,true,true]");
}
