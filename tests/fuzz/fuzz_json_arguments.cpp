// SPDX-License-Identifier: MIT
//
// fuzz_json_arguments — arguments of any bytes: refused with a reason, or values whose JSON reads
// back as the same values.
#include "tests/fuzz/input.hpp"
#include "tests/support/mapped_types.hpp"

#include <fairlead/json/arguments.hpp>
#include <fairlead/vocabulary/assert.hpp>

using namespace fairlead;

namespace {

/// A little of everything, so that few bytes reach all of it.
struct everything {
    mapped::Shape shape;
    mapped::Tree tree;
    mapped::Person person;
    mapped::Picture picture;
    std::map<int, float> numbers;
    std::tuple<char, std::optional<uint64_text>> parts;
    std::chrono::system_clock::time_point time;
    raw_json raw;
};
BOOST_DESCRIBE_STRUCT(everything, (), (shape, tree, person, picture, numbers, parts, time, raw))

using arguments = std::tuple<everything>;

std::string written(arguments const& values) { return json::write_arguments(std::get<0>(values)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<char const*>(data), size};
    std::string first;
    try {
        first = written(json::read_arguments<arguments>(text, "fuzz"));
    } catch (json::bad_value const& problem) {
        FAIRLEAD_ASSERT(*problem.what() != '\0');
        return 0;
    }
    FAIRLEAD_ASSERT(written(json::read_arguments<arguments>(first, "fuzz")) == first);
    return 0;
}
