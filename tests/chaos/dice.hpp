// SPDX-License-Identifier: MIT
//
// dice — every choice of a run comes from here: the same seed and step give the same choices,
// however long anything took before.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <random>

namespace fairlead::chaos {

class dice {
public:
    dice(std::uint64_t seed, std::uint64_t step) {
        std::seed_seq mixed{
            static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
            static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32)};
        engine_.seed(mixed);
    }

    std::uint32_t bits() { return static_cast<std::uint32_t>(engine_()); }
    std::uint32_t below(std::uint32_t bound) { return bits() % bound; }
    std::uint32_t between(std::uint32_t least, std::uint32_t most) {
        return least + below(most - least + 1);
    }
    bool one_in(std::uint32_t n) { return below(n) == 0; }
    /// Of all orders of magnitude, not mostly of the largest.
    std::uint32_t size(std::uint32_t most) {
        std::uint32_t bound = 1;
        for (auto left = below(24); left > 0 && bound < most; --left) bound *= 2;
        return below(bound < most ? bound : most) + 1;
    }
    /// An index, as often as its weight says.
    std::size_t weighted(std::initializer_list<std::uint32_t> weights) {
        std::uint32_t all = 0;
        for (auto const one : weights) all += one;
        auto at = below(all);
        std::size_t index = 0;
        for (auto const one : weights) {
            if (at < one) break;
            at -= one;
            ++index;
        }
        return index;
    }

private:
    std::mt19937 engine_;
};

}  // namespace fairlead::chaos
