// SPDX-License-Identifier: MIT
//
// json property — whatever the value is, it reads back as it was written: every mapped type, ten
// thousand values each, those at the edges among them. FAIRLEAD_SEED repeats a run.
#include <fairlead/json/arguments.hpp>

#include "tests/support/catch.hpp"
#include "tests/support/random_values.hpp"

#include <cstdio>

using namespace fairlead;
using tests::drawn;
using tests::same;

namespace {

constexpr int values_of_a_type = 10'000;

template <class T>
void round_trip(T const& value) {
    std::vector<bytes> attachments;
    std::string text = "[";
    {
        const json::attachment_scope writing{{}, &attachments};
        json::write(text, value);
    }
    text += ']';
    const json::attachment_scope reading{attachments, nullptr};
    const auto read = json::read_arguments<std::tuple<T>>(text, "test");
    if (same(std::get<0>(read), value)) return;
    CAPTURE(text);
    FAIL("it reads back as something else");
}

}  // namespace

TEST_CASE("every mapped type reads back what it wrote", "[json]") {
    const auto seed = tests::seed_of_this_run();
    std::printf("FAIRLEAD_SEED=%llu\n", static_cast<unsigned long long>(seed));
    mapped::for_each_type([&]<class T>(char const* name) {
        CAPTURE(seed, name);
        tests::random_source source{seed};
        for (int i = 0; i < values_of_a_type; ++i) round_trip(drawn<T>(source));
        SUCCEED();
    });
}

TEST_CASE("a double keeps its bits, the sign of zero too", "[json]") {
    const auto seed = tests::seed_of_this_run();
    CAPTURE(seed);
    tests::random_source source{seed};
    for (int i = 0; i < values_of_a_type; ++i) {
        const auto value = drawn<double>(source);
        std::string text = "[";
        json::write(text, value);
        const auto read = json::read_arguments<std::tuple<double>>(text + ']', "test");
        if (std::bit_cast<std::uint64_t>(std::get<0>(read)) == std::bit_cast<std::uint64_t>(value))
            continue;
        CAPTURE(text);
        FAIL("another double came back");
    }
    SUCCEED();
}
