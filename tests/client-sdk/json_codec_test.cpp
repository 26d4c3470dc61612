// SPDX-License-Identifier: MIT
//
// json codec — C++ types to and from JSON.
#include <fairlead/json/arguments.hpp>

#include "tests/support/catch.hpp"

#include <deque>
#include <map>
#include <set>
#include <unordered_map>

namespace {

struct address {
    std::string street;
    int number = 7;
};
BOOST_DESCRIBE_STRUCT(address, (), (street, number))

struct being {
    int age = 0;
};
BOOST_DESCRIBE_STRUCT(being, (), (age))

struct person : being {
    std::string name;
    std::optional<address> home;
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(person, (being), (name, home, tags))

template <class T>
T read_one(std::string_view json) {
    return std::get<0>(
        fairlead::json::read_arguments<std::tuple<T>>('[' + std::string{json} + ']', "test"));
}

template <class T>
std::string written(T const& value) {
    std::string text;
    fairlead::json::write(text, value);
    return text;
}

template <class T>
std::string complaint(std::string_view json) {
    try {
        static_cast<void>(read_one<T>(json));
    } catch (fairlead::json::bad_value const& problem) {
        return problem.what();
    }
    return "no complaint";
}

}  // namespace

TEST_CASE("scalars are read and written", "[json]") {
    CHECK(read_one<bool>("true"));
    CHECK(read_one<int>("-12") == -12);
    CHECK(read_one<std::uint64_t>("9007199254740991") == 9007199254740991u);
    CHECK(read_one<double>("2.5e3") == 2500.0);
    CHECK(read_one<std::string>(R"("a\u00e4\n")") == "a\xc3\xa4\n");
    CHECK(written(true) == "true");
    CHECK(written(std::int8_t{-5}) == "-5");
    CHECK(written(0.1) == "0.1");
    CHECK(written(std::string{"\"q\"\t"}) == R"("\"q\"\t")");
}

TEST_CASE("an integer outside its type is an error that says the range", "[json]") {
    CHECK(complaint<std::uint8_t>("256") ==
          "argument 1: expected an integer from 0 to 255, got a number (256)");
    CHECK(complaint<int>("1.5") ==
          "argument 1: expected an integer from -2147483648 to 2147483647, got a number (1.5)");
    CHECK(complaint<unsigned>("-1").find("got a number (-1)") != std::string::npos);
}

TEST_CASE("a wrong type says what was expected, what came, and where", "[json]") {
    CHECK(complaint<std::string>("17") == "argument 1: expected a string, got a number (17)");
    CHECK(complaint<person>(R"({"home":{"street":3}})") ==
          "argument 1.home.street: expected a string, got a number (3)");
    CHECK(complaint<std::vector<person>>(R"([{},{"tags":["a",true]}])") ==
          "argument 1[1].tags[1]: expected a string, got a boolean (true)");
    CHECK(complaint<std::vector<int>>("{}") == "argument 1: expected an array, got an object");
}

TEST_CASE("null reads as a value-initialised type, as front ends of Wails expect", "[json]") {
    CHECK(read_one<int>("null") == 0);
    CHECK(read_one<std::string>("null").empty());
    CHECK(read_one<std::vector<int>>("null").empty());
    CHECK_FALSE(read_one<std::optional<int>>("null").has_value());
}

TEST_CASE("described structs take inherited and nested members, ignore unknown ones, keep defaults",
          "[json]") {
    const auto ada = read_one<person>(
        R"({"name":"Ada","age":36,"home":{"street":"St James"},"unknown":[{}],"tags":["x","y"]})");
    CHECK(ada.name == "Ada");
    CHECK(ada.age == 36);
    REQUIRE(ada.home.has_value());
    CHECK(ada.home->street == "St James");
    CHECK(ada.home->number == 7);
    CHECK(ada.tags == std::vector<std::string>{"x", "y"});
    CHECK(written(ada) ==
          R"({"age":36,"name":"Ada","home":{"street":"St James","number":7},"tags":["x","y"]})");
}

TEST_CASE("containers round trip", "[json]") {
    CHECK(written(read_one<std::vector<std::vector<int>>>("[[1],[],[2,3]]")) == "[[1],[],[2,3]]");
    CHECK(written(read_one<std::map<std::string, double>>(R"({"b":1,"a":2})")) ==
          R"({"a":2,"b":1})");
    CHECK(written(read_one<std::unordered_map<std::string, int>>(R"({"k":1})")) == R"({"k":1})");
    CHECK(written(read_one<std::set<int>>("[3,1,3]")) == "[1,3]");
    CHECK(written(read_one<std::deque<bool>>("[true]")) == "[true]");
    CHECK(written(read_one<std::pair<int, std::string>>(R"([1,"x"])")) == R"([1,"x"])");
    CHECK(written(read_one<std::tuple<int, bool, std::string>>(R"([1,false,"x"])")) ==
          R"([1,false,"x"])");
    CHECK(written(read_one<std::array<int, 2>>("[4,5]")) == "[4,5]");
    CHECK(complaint<std::array<int, 2>>("[4]") == "argument 1: expected 2 elements, got 1");
    CHECK(complaint<std::tuple<int>>("[4,5]") == "argument 1: expected 1 elements, got 2");
}

TEST_CASE("raw JSON passes through as it is", "[json]") {
    CHECK(read_one<fairlead::raw_json>(R"({"a":[1, 2]})").text == R"({"a":[1, 2]})");
    CHECK(written(fairlead::raw_json{"[1]"}) == "[1]");
}

TEST_CASE("what JSON cannot say is refused, not written", "[json]") {
    CHECK_THROWS_AS(written(std::nan("")), fairlead::json::not_encodable);
    CHECK_THROWS_AS(written(std::vector<double>{1.0, INFINITY}), fairlead::json::not_encodable);
}

TEST_CASE("the wrong number of arguments is told in the words of Wails", "[json]") {
    using fairlead::json::read_arguments;
    CHECK_THROWS_WITH((read_arguments<std::tuple<int, int>>("[1]", "main.App.Add")),
                      "received 1 arguments to method 'main.App.Add', expected 2");
    CHECK_THROWS_WITH((read_arguments<std::tuple<>>("[1]", "m")),
                      "received 1 arguments to method 'm', expected 0");
    CHECK_NOTHROW(read_arguments<std::tuple<>>("[]", "m"));
}

TEST_CASE("text that is not JSON is refused with a reason", "[json]") {
    using fairlead::json::read_arguments;
    for (const auto* text : {"", "{", "[", "[1", "[1,]", "nope", "[\"\xff\"]", "[1]garbage"}) {
        CAPTURE(text);
        CHECK_THROWS_AS((read_arguments<std::tuple<std::string>>(text, "m")),
                        fairlead::json::bad_value);
    }
}

TEST_CASE("a large text is parsed, and a small one after it", "[json]") {
    const std::string large(16u << 20, 'x');
    CHECK(read_one<std::string>('"' + large + '"') == large);
    CHECK(read_one<int>("3") == 3);
}

TEST_CASE("raw JSON is read where a text before it had something deeper further on", "[json]") {
    CHECK(read_one<std::vector<std::vector<int>>>("[[],[],[5]]").size() == 3);
    CHECK(read_one<fairlead::raw_json>("0").text == "0");
}

TEST_CASE("values become an argument array", "[json]") {
    CHECK(fairlead::json::write_arguments() == "[]");
    CHECK(fairlead::json::write_arguments(1, "two", address{"x", 3}) ==
          R"([1,"two",{"street":"x","number":3}])");
}
