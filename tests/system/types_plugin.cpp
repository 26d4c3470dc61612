// SPDX-License-Identifier: MIT
//
// types_plugin — gives a page values of every mapped type, and says how many come back as they
// were.
#include <fairlead/plugin.hpp>

#include "tests/support/random_values.hpp"

namespace {

using namespace fairlead;

/// How many values of it one call carries: no message takes more than 16 attachments.
template <class T>
constexpr int batch_of = std::same_as<T, bytes>             ? 16
                         : std::same_as<T, mapped::Picture> ? 3
                                                            : 2'500;

template <class T>
std::vector<T> values(std::uint32_t seed, std::uint32_t batch) {
    tests::random_source source{std::uint64_t{seed} << 32 | batch};
    std::vector<T> made;
    made.reserve(batch_of<T>);
    for (int i = 0; i < batch_of<T>; ++i) made.push_back(tests::drawn<T>(source));
    return made;
}

template <class T>
int right_ones(std::uint32_t seed, std::uint32_t batch, std::vector<T> const& came) {
    const auto given = values<T>(seed, batch);
    if (came.size() != given.size()) return 0;
    int right = 0;
    for (std::size_t i = 0; i < given.size(); ++i) right += tests::same(came[i], given[i]);
    return right;
}

}  // namespace

int main(int argc, char** argv) {
    plugin types{"types"};
    std::map<std::string, int> batches;
    mapped::for_each_type([&]<class T>(std::string const& name) {
        batches[name] = batch_of<T>;
        const auto prefix = "mapped." + name;
        types.function(prefix + ".Give", [](std::uint32_t seed, std::uint32_t batch) {
            return values<T>(seed, batch);
        });
        types.function(prefix + ".Take",
                       [](std::uint32_t seed, std::uint32_t batch, std::vector<T> const& came) {
                           return right_ones<T>(seed, batch, came);
                       });
    });
    types.function("mapped.types.Batches", [batches] { return batches; });
    return types.run(argc, argv);
}
