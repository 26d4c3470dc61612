// SPDX-License-Identifier: MIT
//
// stamped_event — 64 bytes of JSON that tell which event it is and when it was emitted.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace fairlead::cli {

struct stamped_event {
    std::uint64_t number = 0;
    std::chrono::nanoseconds emitted_at{0};

    /// `[number,nanoseconds,"padding"]`; the numbers have blanks in front.
    std::array<char, 64> as_json() const {
        std::array<char, 64> json;
        json.fill(' ');
        write(json.data() + 1, number_width, number);
        json[1 + number_width] = ',';
        write(json.data() + time_at, time_width, static_cast<std::uint64_t>(emitted_at.count()));
        std::memset(json.data() + time_at + time_width, 'x', json.size() - time_at - time_width);
        json.front() = '[';
        json[time_at + time_width] = ',';
        json[time_at + time_width + 1] = '"';
        json[json.size() - 2] = '"';
        json.back() = ']';
        return json;
    }

    /// Nothing: these are not 64 bytes of that form.
    static std::optional<stamped_event> parse(std::string_view json) {
        if (json.size() != 64) return std::nullopt;
        std::uint64_t number = 0, time = 0;
        if (!read(json.substr(1, number_width), number) ||
            !read(json.substr(time_at, time_width), time))
            return std::nullopt;
        const stamped_event event{number,
                                  std::chrono::nanoseconds{static_cast<std::int64_t>(time)}};
        const auto whole = event.as_json();
        if (json != std::string_view{whole.data(), whole.size()}) return std::nullopt;
        return event;
    }

private:
    static constexpr std::size_t number_width = 12, time_width = 20, time_at = number_width + 2;

    static void write(char* to, std::size_t width, std::uint64_t value) {
        for (auto* at = to + width; at != to; value /= 10) {
            *--at = static_cast<char>('0' + value % 10);
            if (value < 10) break;
        }
    }
    static bool read(std::string_view field, std::uint64_t& value) {
        const auto first = field.find_first_not_of(' ');
        if (first == std::string_view::npos) return false;
        const auto* end = field.data() + field.size();
        const auto [stopped, error] = std::from_chars(field.data() + first, end, value);
        return error == std::errc{} && stopped == end;
    }
};

}  // namespace fairlead::cli
