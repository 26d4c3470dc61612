// SPDX-License-Identifier: MIT
//
// layering_test — the judge of the includes is judged first: it must find what is wrong.
#include "tests/support/catch.hpp"
#include "tests/tidy/layering.hpp"

#include <stdexcept>

using namespace fairlead::tidy;
using Catch::Matchers::Contains;

namespace {

const auto small_house = layers::parse("# comment\n"
                                       "protocol/wire  :\n"
                                       "protocol/shm   : protocol/wire   # trailing comment\n"
                                       "client-sdk/**  : protocol/**\n"
                                       "broker/routing : protocol/**\n"
                                       "broker         : broker/** protocol/**\n"
                                       "tests/**       : **\n");

std::vector<finding> judge(std::string path, std::string text) {
    return broken_edges(small_house, {{"broker/routing/dispatcher.hpp", ""},
                                      {"client-sdk/include/fairlead/client/call.hpp", ""},
                                      {"protocol/include/fairlead/shm/ring.hpp", ""},
                                      {"protocol/include/fairlead/wire/frame.hpp", ""},
                                      {std::move(path), std::move(text)}});
}

}  // namespace

TEST_CASE("a file lives in the room of its folder, wherever the build wants it", "[tidy]") {
    CHECK(small_house.room_of("protocol/include/fairlead/shm/ring.hpp") == "protocol/shm");
    CHECK(small_house.room_of("protocol/src/shm/ring.cpp") == "protocol/shm");
    CHECK(small_house.room_of("client-sdk/src/deep/down/x.cpp") == "client-sdk/**");
    CHECK(small_house.room_of("broker/main.cpp") == "broker");
    CHECK(small_house.room_of("broker/cellar/x.cpp") == std::nullopt);
    CHECK(small_house.room_of("x.cpp") == std::nullopt);
}

TEST_CASE("a room may include itself and what its line says, nothing else", "[tidy]") {
    CHECK(small_house.allow("protocol/shm", "protocol/shm"));
    CHECK(small_house.allow("protocol/shm", "protocol/wire"));
    CHECK_FALSE(small_house.allow("protocol/wire", "protocol/shm"));
    CHECK(small_house.allow("broker", "broker/routing"));
    CHECK_FALSE(small_house.allow("broker/routing", "broker"));
    CHECK_FALSE(small_house.allow("broker/routing", "client-sdk/**"));
    CHECK(small_house.allow("tests/**", "broker"));
}

TEST_CASE("an include that climbs upwards is found, with its line", "[tidy]") {
    const auto found = judge("protocol/src/wire/frame.cpp", "\n#include <fairlead/shm/ring.hpp>\n");
    REQUIRE(found.size() == 1);
    CHECK(found[0] == "protocol/src/wire/frame.cpp:2: protocol/wire may not include protocol/shm");
}

TEST_CASE("an include between the two wings is found", "[tidy]") {
    CHECK(judge("client-sdk/src/x.cpp", "#include \"broker/routing/dispatcher.hpp\"\n").size() ==
          1);
    CHECK(judge("broker/routing/x.cpp", "#  include <fairlead/client/call.hpp>\n").size() == 1);
}

TEST_CASE("an include of a file that is made during the build is judged by its folder", "[tidy]") {
    CHECK(judge("protocol/src/wire/x.cpp", "#include \"broker/routing/made.inc\"\n").size() == 1);
    CHECK(judge("broker/main.cpp", "#include \"broker/routing/made.inc\"\n").empty());
}

TEST_CASE("allowed and foreign includes are left in peace", "[tidy]") {
    CHECK(judge("broker/main.cpp", "#include <vector>\n#include <boost/asio.hpp>\n"
                                   "#include <fairlead/wire/frame.hpp>\n"
                                   "#include \"broker/routing/dispatcher.hpp\"\n"
                                   "// #include <fairlead/client/call.hpp>\n")
              .empty());
    CHECK(judge("broker/routing/x.cpp", "#include \"dispatcher.hpp\"\n").empty());
}

TEST_CASE("a file or an include in no room is found", "[tidy]") {
    CHECK_THAT(judge("broker/cellar/x.cpp", "").at(0), Contains("no room"));
    CHECK_THAT(judge("broker/main.cpp", "#include \"nowhere.hpp\"\n").at(0),
               Contains("no known room"));
    CHECK_THAT(judge("broker/main.cpp", "#include <fairlead/attic/x.hpp>\n").at(0),
               Contains("no known room"));
}

TEST_CASE("rooms that may include each other are a circle, however long", "[tidy]") {
    CHECK(small_house.circles().empty());
    CHECK(layers::parse("a : b\nb : c\nc : a\n").circles() ==
          std::vector<std::string>{"a → b → c → a"});
    CHECK(layers::parse("a/x : a/**\na/y : a/**\n").circles().size() == 1);
}

TEST_CASE("a listed room without a file is named", "[tidy]") {
    const auto two = layers::parse("a :\nb :\n");
    CHECK(two.deserted({{"a/x.cpp", ""}, {"b/README.md", ""}}) == std::vector<std::string>{"b"});
}

TEST_CASE("a layers.txt that nobody could follow is refused", "[tidy]") {
    CHECK_THROWS_AS(layers::parse("a b\n"), std::runtime_error);
    CHECK_THROWS_AS(layers::parse("a\n"), std::runtime_error);
    CHECK_THROWS_AS(layers::parse("a :\na :\n"), std::runtime_error);
    CHECK_THROWS_AS(layers::parse("a : misspelt\n"), std::runtime_error);
}
