// SPDX-License-Identifier: MIT
//
// limits_page_test — docs/LIMITS.md says of each bound in the two headers what it is in the code.
#include "broker/accounting/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

using namespace fairlead;
namespace accounting = broker::accounting;

namespace {

std::string text_of(char const* file) {
    std::ifstream in{tests::source_root() / file};
    REQUIRE(in.is_open());
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// 65536 as "65 536".
std::string count(std::uint64_t number) {
    auto digits = std::to_string(number);
    for (auto at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), " ");
    return digits;
}

/// 262144 as "256 KiB".
std::string bytes(std::uint64_t number) {
    if (number % (1u << 20) == 0) return count(number >> 20) + " MiB";
    if (number % (1u << 10) == 0) return count(number >> 10) + " KiB";
    return count(number) + " bytes";
}

/// Constant → a piece of the page with its value.
std::map<std::string, std::string> bounds() {
    using namespace wire;
    return {
        {"payload_bytes_max", "| payload of one message | " + bytes(payload_bytes_max)},
        {"fragment_bytes_max", "| payload of one ring record | " + bytes(fragment_bytes_max)},
        {"name_bytes_max", "| name of a method or topic | " + bytes(name_bytes_max)},
        {"ring_bytes_default", "| ring, each direction | " + bytes(ring_bytes_default)},
        {"ring_bytes_min", "(" + bytes(ring_bytes_min) + " to "},
        {"ring_bytes_max", " to " + bytes(ring_bytes_max) + ")"},
        {"overflow_bytes_max",
         "| overflow queue beside a full ring | " + bytes(overflow_bytes_max) + " of heap"},
        {"frames_per_turn_max", "before the next gets its turn | " + count(frames_per_turn_max)},
        {"calls_in_flight_max", "per caller (`calls`) | " + count(calls_in_flight_max)},
        {"item_window_bytes", "before its reader says more | " + bytes(item_window_bytes)},
        {"argument_streams_max", "| argument streams of one call | " + count(argument_streams_max)},
        {"offers_max", "per peer (`offers`) | " + count(offers_max)},
        {"subscriptions_max", "per peer (`subscriptions`) | " + count(subscriptions_max)},
        {"names_max", "| names, per broker | " + count(names_max)},
        {"sessions_max", "| peers, per broker | " + count(sessions_max)},
        {"control_message_bytes_max", "| control message | " + bytes(control_message_bytes_max)},
        {"origin_bytes_max", "| origin of a page | " + count(origin_bytes_max)},
        {"pages_per_host_max",
         "| page sessions of one host at once | " + count(pages_per_host_max)},
        {"blobs_max", "(`blobs`, `blobBytes`) | " + count(accounting::blobs_max)},
        {"blob_bytes_max", ", together " + bytes(accounting::blob_bytes_max)},
        {"names_of_peer_max",
         "| names that one peer brings (`names`) | " + count(accounting::names_of_peer_max)},
    };
}

std::vector<std::string> constants_in(std::string const& header) {
    std::vector<std::string> names;
    for (auto at = header.find("inline constexpr "); at != header.npos;
         at = header.find("inline constexpr ", at + 1)) {
        const auto equals = header.find(" =", at);
        const auto space = header.rfind(' ', equals - 1);
        names.push_back(header.substr(space + 1, equals - space - 1));
    }
    return names;
}

}  // namespace

TEST_CASE("LIMITS.md has each bound with the value that it has in the code", "[limits]") {
    const auto page = text_of("docs/LIMITS.md");
    for (auto const& [name, piece] : bounds()) {
        INFO(name << " should stand there as: " << piece);
        CHECK(page.find(piece) != page.npos);
    }
}

TEST_CASE("no bound in the code is missing in LIMITS.md", "[limits]") {
    const auto known = bounds();
    for (auto const* file :
         {"protocol/include/fairlead/wire/limits.hpp", "broker/accounting/limits.hpp"}) {
        const auto names = constants_in(text_of(file));
        CHECK(names.size() >= 3);
        for (auto const& name : names) {
            INFO(name << " of " << file);
            CHECK(known.contains(name));
        }
    }
}

TEST_CASE("numbers are written as on the page", "[limits]") {
    CHECK(count(16) == "16");
    CHECK(count(65'536) == "65 536");
    CHECK(count(1'048'576) == "1 048 576");
    CHECK(bytes(512) == "512 bytes");
    CHECK(bytes(4'096) == "4 KiB");
}
