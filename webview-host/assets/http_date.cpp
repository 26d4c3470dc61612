// SPDX-License-Identifier: MIT
//
// http_date — by hand: strftime would speak the user's language.
#include "webview-host/assets/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace fairlead::host {
namespace {

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed",
                                                    "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";

std::string two_digits(long number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
    int number = 0;
    const auto* end = text.data() + at + digits;
    const auto read = std::from_chars(text.data() + at, end, number);
    if (read.ec != std::errc{} || read.ptr != end || number < 0) return std::nullopt;
    return number;
}

}  // namespace

std::string to_http_date(std::time_t when) {
    using namespace std::chrono;
    const sys_seconds time{seconds{when}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    const auto year = std::to_string(static_cast<int>(date.year()));
    std::string text{day_names.at(weekday{day}.c_encoding())};
    text.append(", ").append(two_digits(static_cast<unsigned>(date.day()))).append(" ");
    text.append(month_names.at(static_cast<unsigned>(date.month()) - 1)).append(" ");
    text.append(year.size() < 4 ? std::string(4 - year.size(), '0') : "").append(year).append(" ");
    text.append(two_digits(clock.hours().count())).append(":");
    text.append(two_digits(clock.minutes().count())).append(":");
    return text.append(two_digits(clock.seconds().count())).append(" GMT");
}

std::optional<std::time_t> parse_http_date(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != form.size()) return std::nullopt;
    // What is neither digit nor name stands where it stands in the form.
    for (const std::size_t at : {3, 4, 7, 11, 16, 19, 22, 25, 26, 27, 28})
        if (text[at] != form[at]) return std::nullopt;
    const auto month = std::ranges::find(month_names, text.substr(8, 3));
    const auto day = number_at(text, 5, 2), year = number_at(text, 12, 4);
    const auto hour = number_at(text, 17, 2), minute = number_at(text, 20, 2),
               second = number_at(text, 23, 2);
    if (month == month_names.end() || !day || !year || !hour || !minute || !second)
        return std::nullopt;
    const year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(month - month_names.begin()) + 1},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    const auto time =
        sys_days{date} + hours{*hour} + minutes{*minute} + seconds{std::min(*second, 59)};
    return static_cast<std::time_t>(time.time_since_epoch().count());
}

}  // namespace fairlead::host
