// SPDX-License-Identifier: MIT
//
// errand — one call that somebody is sent to make: what, of whom, with how much; and which ends it
// may have.
#pragma once

#include "tests/chaos/dice.hpp"
#include "tests/chaos/parties.hpp"

#include <string>
#include <string_view>

namespace fairlead::chaos {

enum class errand_kind : std::uint8_t {
    text,     ///< An echo of text.
    turn,     ///< An echo of bytes.
    digest,   ///< Bytes there, their checksum back. Idempotent.
    make,     ///< Bytes back.
    later,    ///< A coroutine that sleeps.
    hold,     ///< Ends by its deadline or by being taken back, only.
    fail,     ///< Throws.
    count,    ///< A stream, read to its end.
    leave,    ///< A stream, left after some items.
    chunks,   ///< A stream of bytes.
    sum,      ///< A stream among the arguments.
    ask,      ///< The target asks another plugin, or the page.
    sum_of,   ///< The target reads a stream of another plugin.
    row,      ///< Serial: must run in the order of these calls.
    command,  ///< fairlead.plugin.restart or .reload of the target.
};
inline constexpr std::size_t errand_kinds = 15;
std::string_view to_text(errand_kind kind) noexcept;

struct errand {
    std::uint64_t id = 0;
    errand_kind kind{};
    party caller{};  ///< tool or web.
    party target{};
    party peer{};  ///< Of ask and sum_of.
    std::uint32_t size = 0, seed = 0;
    std::uint32_t deadline_ms = 0;  ///< 0: none.
    bool cancel = false;            ///< The caller takes it back.
    std::uint32_t number = 0;       ///< Of row.
    bool reload = false;            ///< Of command.

    std::string method() const;
    /// For the page that is to run it.
    std::string json() const;
    /// For people.
    std::string words() const;
};

/// How a call ended, as its caller saw it.
struct outcome {
    bool ok = false;
    std::string code;   ///< If not: the text of the errc.
    std::string words;  ///< Its message; or, of one that is ok but not right, what is wrong.
    bool right = true;
};

errand draw_errand(dice& from, party caller);

/// "" or what no promise allows about this end.
std::string objection_to(errand const& what, outcome const& how, upheaval const& since,
                         bool page_takes_bytes);

}  // namespace fairlead::chaos
