// SPDX-License-Identifier: MIT
//
// time_codec — by hand: the library of this compiler reads and writes no times yet.
#include <fairlead/json/time_codec.hpp>

namespace fairlead::json {
namespace {

namespace chrono = std::chrono;

// As far as nanoseconds since 1970 in 64 bits reach with all days of a year.
constexpr chrono::year first_year{1678};
constexpr chrono::year last_year{2261};

[[noreturn]] void refuse_year() {
    throw not_encodable{"a time is sent with a year from 1678 to 2261"};
}

void append_digits(std::string& to, std::int64_t number, int width) {
    const auto digits = std::to_string(number);
    to.append(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0');
    to += digits;
}

[[noreturn]] void refuse(std::string_view text) {
    throw bad_value{"expected a time like \"2006-01-02T15:04:05Z\", got \"" +
                    std::string{text.substr(0, 40)} + "\""};
}

/// Reads from the front; gives up with the whole text.
class scanner {
public:
    explicit scanner(std::string_view text) : whole_{text}, rest_{text} {}

    int number(std::size_t width, int low, int high) {
        if (rest_.size() < width) refuse(whole_);
        int value = 0;
        for (const char c : rest_.substr(0, width)) {
            if (c < '0' || c > '9') refuse(whole_);
            value = value * 10 + (c - '0');
        }
        if (value < low || value > high) refuse(whole_);
        rest_.remove_prefix(width);
        return value;
    }
    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!take(c)) refuse(whole_);
    }
    /// What is behind the point, as nanoseconds; further digits do not count.
    chrono::nanoseconds fraction() {
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits)
            if (digits < 9) value = value * 10 + (rest_[digits] - '0');
        if (digits == 0) refuse(whole_);
        for (auto i = digits; i < 9; ++i) value *= 10;
        rest_.remove_prefix(digits);
        return chrono::nanoseconds{value};
    }
    bool at_end() const { return rest_.empty(); }

private:
    std::string_view whole_, rest_;
};

}  // namespace

void check_reach(double seconds) {
    constexpr double reach = 9.2e9;  // 2^63 ns are a little more.
    if (!(seconds > -reach && seconds < reach)) refuse_year();
}

std::int64_t whole_nanoseconds(long double nanoseconds) {
    constexpr auto most = static_cast<long double>(largest_safe_integer);
    if (!(nanoseconds >= -most && nanoseconds <= most))
        throw not_encodable{
            "a duration of more than 104 days is no exact number of nanoseconds in JavaScript"};
    return static_cast<std::int64_t>(nanoseconds);
}

std::string to_rfc3339(nanoseconds_since_1970 when) {
    const auto day = chrono::floor<chrono::days>(when);
    const chrono::year_month_day date{day};
    if (date.year() < first_year || date.year() > last_year) refuse_year();
    const chrono::hh_mm_ss time{when - day};
    std::string text;
    append_digits(text, static_cast<int>(date.year()), 4);
    append_digits(text += '-', static_cast<unsigned>(date.month()), 2);
    append_digits(text += '-', static_cast<unsigned>(date.day()), 2);
    append_digits(text += 'T', time.hours().count(), 2);
    append_digits(text += ':', time.minutes().count(), 2);
    append_digits(text += ':', time.seconds().count(), 2);
    if (time.subseconds().count() != 0) {
        append_digits(text += '.', time.subseconds().count(), 9);
        while (text.ends_with('0')) text.pop_back();
    }
    return text += 'Z';
}

nanoseconds_since_1970 from_rfc3339(std::string_view text) {
    scanner from{text};
    const chrono::year year{
        from.number(4, static_cast<int>(first_year), static_cast<int>(last_year))};
    from.expect('-');
    const chrono::month month{static_cast<unsigned>(from.number(2, 1, 12))};
    from.expect('-');
    const chrono::day day{static_cast<unsigned>(from.number(2, 1, 31))};
    const chrono::year_month_day date{year, month, day};
    if (!date.ok() || !(from.take('T') || from.take('t'))) refuse(text);
    chrono::nanoseconds time = chrono::hours{from.number(2, 0, 23)};
    from.expect(':');
    time += chrono::minutes{from.number(2, 0, 59)};
    from.expect(':');
    time += chrono::seconds{from.number(2, 0, 59)};
    if (from.take('.')) time += from.fraction();
    if (!from.take('Z') && !from.take('z')) {
        const int sign = from.take('+') ? 1 : -1;
        if (sign < 0) from.expect('-');
        const chrono::hours hours{from.number(2, 0, 23)};
        from.expect(':');
        time -= sign * (hours + chrono::minutes{from.number(2, 0, 59)});
    }
    if (!from.at_end()) refuse(text);
    return chrono::sys_days{date} + time;
}

}  // namespace fairlead::json
