// SPDX-License-Identifier: MIT
//
// json types — how each mapped type looks in JSON, and what is said when it does not fit.
#include <fairlead/json/arguments.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/mapped_types.hpp"

#include <limits>

using namespace fairlead;
using namespace mapped;

namespace {

/// A text with JSON in it.
struct Nested {
    std::vector<int> numbers;
};

}  // namespace

template <>
struct fairlead::json::codec<Nested> {
    static void read(value& from, Nested& to) {
        to.numbers =
            std::get<1>(read_arguments<std::tuple<int, std::vector<int>>>(from.string(), "inside"));
    }
};

namespace {

template <class T>
T read_one(std::string_view text) {
    return json::read_result<T>(text);
}

template <class T>
std::string written(T const& value) {
    std::string text;
    json::write(text, value);
    return text;
}

template <class T>
std::string complaint(std::string_view text) {
    try {
        static_cast<void>(read_one<T>(text));
    } catch (json::bad_value const& problem) {
        return problem.what();
    }
    return "no complaint";
}

}  // namespace

TEST_CASE("integers that JavaScript would round are refused, both ways", "[json]") {
    constexpr std::int64_t edge = 9'007'199'254'740'991;
    CHECK(written(edge) == "9007199254740991");
    CHECK(written(-edge) == "-9007199254740991");
    CHECK(read_one<std::uint64_t>("9007199254740991") == static_cast<std::uint64_t>(edge));
    CHECK_THROWS_AS(written(edge + 1), json::not_encodable);
    CHECK_THROWS_AS(written(-edge - 1), json::not_encodable);
    CHECK_THROWS_AS(written(std::vector{std::numeric_limits<std::uint64_t>::max()}),
                    json::not_encodable);
    CHECK_THROWS_WITH(written(std::numeric_limits<std::int64_t>::min()),
                      "-9223372036854775808 is no exact number in JavaScript, whose integers end "
                      "at 2^53 - 1; fairlead::int64_text and uint64_text travel as text");
    CHECK(complaint<std::int64_t>("9007199254740992") ==
          "argument 1: expected an integer from -9007199254740991 to 9007199254740991, got a "
          "number (9007199254740992)");
    CHECK(complaint<std::uint64_t>("-1") ==
          "argument 1: expected an integer from 0 to 9007199254740991, got a number (-1)");
}

TEST_CASE("64 bits travel as decimal text", "[json]") {
    CHECK(written(int64_text{std::numeric_limits<std::int64_t>::min()}) ==
          R"("-9223372036854775808")");
    CHECK(written(uint64_text{std::numeric_limits<std::uint64_t>::max()}) ==
          R"("18446744073709551615")");
    CHECK(read_one<int64_text>(R"("-5")") == -5);
    for (auto const* text : {R"("")", R"("1.5")", R"(" 1")", R"("+1")", R"("1 ")", R"("0x10")",
                             R"("9223372036854775808")"}) {
        CAPTURE(text);
        CHECK(complaint<int64_text>(text).starts_with(
            "argument 1: expected an integer of 64 bits as text, got \""));
    }
    CHECK(complaint<uint64_text>("7") ==
          "argument 1: expected an integer as text, got a number (7)");
}

TEST_CASE("a character is a string of one character", "[json]") {
    CHECK(written('a') == R"("a")");
    CHECK(written('\0') == R"("\u0000")");
    CHECK(written(U'😀') == R"("😀")");
    CHECK(read_one<char16_t>(R"("\u20ac")") == u'€');
    CHECK(read_one<char32_t>(R"("\ud83d\ude00")") == U'😀');
    CHECK(complaint<char>(R"("ab")") ==
          R"(argument 1: expected a string of one character, got "ab")");
    CHECK(complaint<char>(R"("")") == R"(argument 1: expected a string of one character, got "")");
    CHECK(complaint<char>(R"("é")") ==
          R"(argument 1: expected a character that the type can hold, got "é")");
    CHECK(complaint<char16_t>(R"("😀")") ==
          R"(argument 1: expected a character that the type can hold, got "😀")");
    CHECK_THROWS_AS(written('\xe9'), json::not_encodable);
    CHECK_THROWS_AS(written(char16_t{0xd800}), json::not_encodable);
    CHECK_THROWS_AS(written(char32_t{0x110000}), json::not_encodable);
}

TEST_CASE("text is UTF-8: what is not is refused when read, and mended when written", "[json]") {
    CHECK(complaint<std::string>("\"\xff\"").find("UTF-8") != std::string::npos);
    CHECK(complaint<std::string>("\"a\nb\"").find("broken JSON") != std::string::npos);
    CHECK(written(std::string{"a\xff"}) == "\"a\xef\xbf\xbd\"");
    // A page's string may be cut in the middle of a pair. Go reads it so, too.
    CHECK(read_one<std::string>(R"("\ud83d")") == "\xef\xbf\xbd");
    CHECK(read_one<std::string>(R"("a\ude00b")") == "a\xef\xbf\xbd"
                                                    "b");
    CHECK(read_one<std::string>(R"("\ud83d\ud83d\ude00\n")") == "\xef\xbf\xbd😀\n");
    CHECK(read_one<std::string>(R"("\"\\\/\b\f\n\r\t\u0041\u00e9")") == "\"\\/\b\f\n\r\tAé");
    for (auto const* text : {R"("\x")", R"("\u12")", R"("\u12g4")", R"("\ud83d\u")"}) {
        CAPTURE(text);
        CHECK(complaint<std::string>(text).find("broken JSON") != std::string::npos);
    }
    CHECK(read_one<std::map<std::string, int>>(R"({"\u0061\"":1})") ==
          std::map<std::string, int>{{"a\"", 1}});
}

TEST_CASE("a float is written as short as it can be, and never read as another", "[json]") {
    CHECK(written(0.1f) == "0.1");
    CHECK(read_one<float>("0.1") == 0.1f);
    CHECK(read_one<float>("1e-60") == 0.0f);
    CHECK(complaint<float>("1e39") ==
          "argument 1: expected a number that a float can hold, got a number (1e39)");
    CHECK_THROWS_AS(written(std::numeric_limits<float>::infinity()), json::not_encodable);
    CHECK_THROWS_AS(written(std::numeric_limits<double>::quiet_NaN()), json::not_encodable);
}

TEST_CASE("enums are the texts of their enumerators", "[json]") {
    CHECK(written(Colour::blue) == R"("blue")");
    CHECK(read_one<Colour>(R"("green")") == Colour::green);
    CHECK(complaint<Colour>(R"("pink")") ==
          R"(argument 1: expected one of "red", "green", "blue", got "pink")");
    CHECK(complaint<Colour>("7") ==
          "argument 1: expected the text of an enumerator, got a number (7)");
    CHECK_THROWS_WITH(written(Colour{3}), "3 is no enumerator of Colour");
}

TEST_CASE("keys of maps are texts", "[json]") {
    CHECK(written(std::map<int, bool>{{-1, true}, {10, false}}) == R"({"-1":true,"10":false})");
    CHECK(written(std::map<Colour, int>{{Colour::red, 1}}) == R"({"red":1})");
    CHECK(written(std::map<std::uint64_t, int>{{18'446'744'073'709'551'615u, 1}}) ==
          R"({"18446744073709551615":1})");
    CHECK(complaint<std::map<std::uint8_t, int>>(R"({"256":1})") ==
          "argument 1.256: expected a key from 0 to 255");
    CHECK(complaint<std::map<int, int>>(R"({"x":1})") ==
          R"(argument 1.x: expected an integer of 64 bits as text, got "x")");
    CHECK(complaint<std::map<Colour, int>>(R"({"pink":1})") ==
          R"(argument 1.pink: expected one of "red", "green", "blue", got "pink")");
}

TEST_CASE("arrays of a fixed size take as many elements", "[json]") {
    struct plain {
        int numbers[2] = {3, 4};
    } const one;
    CHECK(written(one.numbers) == "[3,4]");
    CHECK(written(std::span<int const>{one.numbers}) == "[3,4]");
    CHECK(written(std::tuple<>{}) == "[]");
    CHECK(complaint<std::array<int, 2>>("[1,2,3]") == "argument 1: expected 2 elements, got 3");
    CHECK(
        complaint<std::pair<int, int>>(R"([1,"x"])") ==
        R"(argument 1[1]: expected an integer from -2147483648 to 2147483647, got a string ("x"))");
}

TEST_CASE("bytes in arrays and vectors of std::byte are base64", "[json]") {
    const std::array data{std::byte{0}, std::byte{255}};
    CHECK(written(data) == R"("AP8=")");
    CHECK(written(std::span{data}) == R"("AP8=")");
    CHECK(read_one<std::array<std::byte, 2>>(R"("AP8=")") == data);
    CHECK(complaint<std::array<std::byte, 3>>(R"("AP8=")") ==
          "argument 1: expected 3 bytes, got 2");
}

TEST_CASE("a variant is told by the kind of JSON that comes", "[json]") {
    CHECK(written(Shape{}) == "null");
    CHECK(written(Shape{2.5}) == "2.5");
    CHECK(written(Shape{std::vector{1}}) == "[1]");
    CHECK(std::holds_alternative<std::monostate>(read_one<Shape>("null")));
    CHECK(std::get<bool>(read_one<Shape>("true")));
    CHECK(std::get<std::string>(read_one<Shape>(R"("x")")) == "x");
    using narrow = std::variant<int, std::vector<std::string>>;
    CHECK(complaint<narrow>("true") ==
          "argument 1: expected one of: a number, an array, got a boolean (true)");
    CHECK(complaint<narrow>("[1]") == "argument 1[0]: expected a string, got a number (1)");
    CHECK(std::get<int>(read_one<narrow>("null")) == 0);
}

TEST_CASE("structs in a variant are told apart by the names of their members", "[json]") {
    CHECK(std::get<Circle>(read_one<Shape>(R"({"radius":2})")).radius == 2);
    const auto box =
        std::get<Box>(read_one<Shape>(R"({"height":1,"new":[{"radius":1}],"width":3})"));
    CHECK(box == Box{3, 1});
    CHECK(complaint<Shape>(R"({"width":1})") ==
          "argument 1: the object lacks members of any of Circle, Box");
    CHECK(complaint<Shape>(R"({"height":1,"width":"x"})") ==
          R"(argument 1.width: expected a number, got a string ("x"))");
    // Of two that fit, the one that knows more of what came.
    CHECK(std::holds_alternative<Box>(read_one<Shape>(R"({"radius":1,"height":1,"width":3})")));
}

TEST_CASE("a struct may hold itself", "[json]") {
    const Tree tree{"a", {{"b", {}}, {"c", {{"d", {}}}}}};
    CHECK(written(tree) == R"({"label":"a","children":[{"label":"b","children":[]},)"
                           R"({"label":"c","children":[{"label":"d","children":[]}]}]})");
    CHECK(read_one<Tree>(written(tree)) == tree);
    CHECK(complaint<Tree>(R"({"children":[{},{"children":[{"label":1}]}]})") ==
          "argument 1.children[1].children[0].label: expected a string, got a number (1)");
    std::string deep;
    for (int i = 0; i < 2'000; ++i) deep += R"({"children":[)";
    for (int i = 0; i < 2'000; ++i) deep += "]}";
    CHECK(complaint<Tree>(deep).ends_with("nested deeper than 512 values"));
    CHECK(complaint<raw_json>(deep) == "argument 1: nested deeper than 512 values");
}

TEST_CASE("a converter's exception becomes an error that says where", "[json]") {
    CHECK(written(std::vector<Money>{{1234}}) == R"(["1234e-2"])");
    CHECK(read_one<Money>(R"("-5e-2")") == Money{-5});
    CHECK(complaint<std::vector<Money>>(R"(["1e-2","1e-3"])") ==
          "argument 1[1]: expected money like 1234e-2");
    CHECK(complaint<Money>("1") == "argument 1: expected a string, got a number (1)");
}

TEST_CASE("times and durations that cannot be told exactly are refused", "[json]") {
    using namespace std::chrono;
    CHECK(written(sys_days{2026y / November / 21}) == R"("2026-11-21T00:00:00Z")");
    CHECK_THROWS_AS(written(sys_days{1677y / December / 31}), json::not_encodable);
    CHECK_THROWS_AS(written(sys_days{30000y / December / 31}), json::not_encodable);
    CHECK_THROWS_AS(written(hours{24 * 105}), json::not_encodable);
    CHECK_THROWS_AS(written(duration<double>{NAN}), json::not_encodable);
    CHECK(written(duration<double>{0.5}) == "500000000");
}

TEST_CASE("raw JSON is checked to be JSON", "[json]") {
    CHECK(read_one<raw_json>(R"({"a":[1,{"b":"\u0041"}]})").text == R"({"a":[1,{"b":"\u0041"}]})");
    for (auto const* text : {R"({"a":nope})", R"([1 2])", R"({"a" 1})", R"(["\x"])", "[01]"}) {
        CAPTURE(text);
        CHECK(complaint<raw_json>(text) != "no complaint");
    }
}

TEST_CASE("an error says which argument, by name where that is known", "[json]") {
    const auto problem_of = [](std::string_view text) -> json::bad_value {
        try {
            json::read_arguments<std::tuple<int, Person>>(text, "main.App.Invite");
        } catch (json::bad_value const& problem) {
            return problem;
        }
        throw std::runtime_error{"it was read"};
    };
    auto problem = problem_of(R"([1,{"home":{"number":"x"}}])");
    CHECK(problem.argument() == 1);
    problem.name_argument("guest");
    CHECK_THAT(problem.what(), Catch::Matchers::StartsWith(
                                   "argument 2 (guest).home.number: expected an integer from"));
    // That one is missing explains what is wrong with another.
    CHECK(problem_of(R"([{"name":"Ada"}])").what() ==
          std::string{"received 1 arguments to method 'main.App.Invite', expected 2"});
    CHECK(problem_of("[1,{},3]").argument() == json::bad_value::no_argument);
}

TEST_CASE("while one text is read, another can be", "[json]") {
    const auto both = read_one<std::pair<Nested, std::string>>(R"(["[1,[2,3]]","\n"])");
    CHECK(both.first.numbers == std::vector{2, 3});
    CHECK(both.second == "\n");
    CHECK(
        complaint<std::vector<Nested>>(R"(["[1,[]]","[1,[true]]"])").starts_with("argument 1[1]"));
}
