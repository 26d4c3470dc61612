// SPDX-License-Identifier: MIT
//
// encoding — section 5.5: values in both directions, as Go's encoding/json has them.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: whole numbers are digits; above 2^53 JavaScript rounds them.
// Here: an error that says so; fairlead::int64_text travels as text.
TEST_CASE("5.5 an integer that JavaScript would round is an error", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("const { code, message } = await rejection(App.Big());"
                 "return [code, message.slice(0, message.indexOf(','))];") ==
          R"(["app-error","9007199254740993 is no exact number in JavaScript"])");
}

// Wails: []byte is a base64 string both ways.
// Here: std::vector<std::byte> is; fairlead::bytes is a Uint8Array where the path takes binary.
TEST_CASE("5.5 bytes are base64 both ways", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [await App.Reverse(btoa('abc')), await App.Reverse(''),"
                 "  await App.Reverse(null), (await rejection(App.Reverse('%'))).code,"
                 "  await App.Reverse(new Uint8Array([97, 98, 99]))];") ==
          R"(["Y2Jh","","","bad-arguments","Y2Jh"])");
}

// Wails: the keys of a map are sorted.
// Here: the same for std::map.
TEST_CASE("5.5 the keys of a map are sorted", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return [Object.keys(await App.Sorted())];") == R"([["a","b","c"]])");
}

// Wails: unknown members of a struct are ignored, missing ones keep their zero value.
// Here: the same; names must match in case.
TEST_CASE("5.5 structs read what they know", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return App.Older({ name: 'Joan', unknown: [1] });") ==
          R"({"name":"Joan","age":1,"tags":[]})");
}

// Wails: bytes of a string that are not UTF-8 become U+FFFD.
// Here: the same.
TEST_CASE("5.5 text that is not UTF-8 is repaired", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js("return App.Broken();") == "\"\xef\xbf\xbd(\"");
}

// Wails: any JSON value goes through an interface{} and comes back equal.
// Here: the same for fairlead::raw_json.
TEST_CASE("5.5 any value comes back equal", "[system][window][contract]") {
    contract_app app{GENERATE(from_range(page_paths()))};
    CHECK(app.js(R"js(
        const values = [0, -0, 1.5, 1e21, -1e-7, true, false, null, '', 'x', [], {}, [[[]]],
          { a: { b: [1, { c: null }] } }, { '': 1, '"': 2, 'ü': 3 }, Number.MAX_SAFE_INTEGER];
        const back = await Promise.all(values.map((value) => App.Echo(value)));
        const text = JSON.stringify;
        return values.filter((value, i) => text(value) !== text(back[i]));)js") == "[]");
}
