// SPDX-License-Identifier: MIT
//
// turn_text — the small answers and events of one turn as one JSON array, so that JavaScript is
// called once and parses once: [id,code,route,value,id,…].
//
// code: 0 a result, 1 … 10 an error (fairlead::errc; the value is {"message","data"}), or one of
// those below. Some have two numbers for a route: 32 × the upper one, and the lower one.
//
// Values are other people's texts. One that is not closed in itself would change what its
// neighbours mean, so it is not taken; one that is closed and still no JSON spoils the parsing of
// the whole, but of nothing else: then each item is delivered alone.
#pragma once

#include <fairlead/wire/frame.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::page {

inline constexpr int callback_code = -1;
inline constexpr int event_code = -2;
inline constexpr int log_code = -3;   ///< The broker says something about what the page sent.
inline constexpr int item_code = -4;  ///< Upper: what it costs its window; lower: its stream.
inline constexpr int progress_code = -5;
inline constexpr int credit_code = -6;  ///< Upper: bytes; lower: stream; value: 1 for the last.
inline constexpr int end_code = -7;  ///< Upper: 0 or an error; lower: stream; value: as of errors.
/// A call of this page's function number upper; lower: what its caller takes.
inline constexpr int served_code = -8;
inline constexpr int cancelled_code = -9;  ///< Such a call is not wanted any more.

/// What the caller of a page's function takes.
namespace caller_takes {
inline constexpr std::uint32_t binary = 1, progress = 2, items = 4;
}

constexpr std::uint64_t route_of(std::uint64_t upper, std::uint32_t lower) noexcept {
    return upper * 32 + lower % 32;
}

/// Whether nothing in it can end what surrounds it: quotes and brackets are closed, and no comma
/// stands outside of them.
bool is_closed_in_itself(std::string_view json) noexcept;

struct turn_item {
    std::uint64_t id = 0;
    int code = 0;
    std::uint64_t route = 0;
    std::string_view value;
    bool served = false;  ///< The id is the broker's: a text, because not every one is a double.
};

class turn_text {
public:
    explicit turn_text(std::size_t bytes_max) : bytes_max_{bytes_max} {}

    enum class added {
        yes,
        full,   ///< Deliver what is here, then try again.
        alone,  ///< Too large or not closed: never for this.
    };
    added add(turn_item const& item);

    bool is_empty() const noexcept { return entries_.empty(); }
    std::size_t size() const noexcept { return entries_.size(); }
    std::string_view text();  ///< Whole; nothing may be added until clear().
    std::vector<turn_item> items() const;
    void clear() noexcept;

private:
    struct entry {
        turn_item item;
        std::size_t at, bytes;
    };
    std::size_t bytes_max_;
    std::string text_;
    std::vector<entry> entries_;
};

/// `{"message":…,"data":…}` of an error frame.
std::string error_value(wire::frame_view const& frame);

}  // namespace fairlead::page
