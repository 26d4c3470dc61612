// SPDX-License-Identifier: MIT
//
// parties — who takes part in the app, and sets of them.
#pragma once

#include <cstdint>
#include <string_view>

namespace fairlead::chaos {

enum class party : std::uint8_t {
    alpha,
    beta,
    conform,
    guardian,
    broker,
    web,
    host,
    launcher,
    tool
};
inline constexpr std::size_t party_count = 9;

constexpr std::string_view to_text(party one) noexcept {
    constexpr std::string_view names[party_count] = {
        "alpha", "beta", "conform", "guardian", "broker", "page", "host", "launcher", "tool"};
    return names[static_cast<std::size_t>(one)];
}

class parties {
public:
    constexpr parties() noexcept = default;
    constexpr parties(party one) noexcept : bits_{1u << static_cast<unsigned>(one)} {}
    constexpr parties operator|(parties other) const noexcept {
        parties both;
        both.bits_ = bits_ | other.bits_;
        return both;
    }
    constexpr parties& operator|=(parties other) noexcept { return *this = *this | other; }
    constexpr bool meets(parties other) const noexcept { return (bits_ & other.bits_) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }

private:
    std::uint32_t bits_ = 0;
};

/// What has happened to whom since everything was last at peace.
struct upheaval {
    parties fallen;   ///< Were killed, or ended with somebody who was; a page's document, too.
    parties drained;  ///< Were told to go, or are replaced.
    parties stopped;  ///< Stood still for a while.
    bool storm = false;
};

}  // namespace fairlead::chaos
