// SPDX-License-Identifier: MIT
//
// record_line — of keys that it does not know it says nothing.
#include "cli/monitor/record_line.hpp"

#include "cli/output/json_figures.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace fairlead::cli::monitor {
namespace {

namespace json = boost::json;

std::string text(json::object const& from, std::string_view key) {
    auto const* value = from.if_contains({key.data(), key.size()});
    if (value == nullptr) return {};
    if (auto const* words = value->if_string()) return readable({words->data(), words->size()});
    return json::serialize(*value);
}

double number(json::object const& from, std::string_view key) {
    auto const* value = from.if_contains({key.data(), key.size()});
    return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

std::string clock_text(double seconds) {
    const auto whole = static_cast<std::time_t>(std::floor(seconds));
    std::tm parts{};
    ::localtime_r(&whole, &parts);
    std::array<char, 32> text;
    std::array<char, 16> rest;
    const auto length = std::strftime(text.data(), text.size(), "%H:%M:%S", &parts);
    const auto more =
        std::snprintf(rest.data(), rest.size(), "%.6f", seconds - static_cast<double>(whole));
    return std::string{text.data(), length} +
           std::string{rest.data() + 1, static_cast<std::size_t>(more) - 1};
}

std::string time_text(double microseconds) {
    return microseconds < 10'000 ? figure(std::round(microseconds)) + " us"
                                 : figure(std::round(microseconds / 100) / 10) + " ms";
}

std::string kind_text(std::string const& kind, colours const& paint) {
    auto padded = kind;
    padded.resize(std::max<std::size_t>(kind.size(), 6), ' ');
    if (kind == "error") return paint.bad(padded);
    if (kind == "result") return paint.good(padded);
    return padded;
}

}  // namespace

std::string line_of(std::string_view record_json, colours const& paint) {
    boost::system::error_code failed;
    const auto value = json::parse({record_json.data(), record_json.size()}, failed);
    if (failed || !value.is_object()) return readable(record_json);
    auto const& record = value.get_object();
    if (record.contains("skipped"))
        return paint.bad("… " + text(record, "skipped") + " skipped: more than a monitor takes");

    auto line = paint.weak(clock_text(number(record, "time"))) + ' ' +
                kind_text(text(record, "kind"), paint) + ' ' + text(record, "from");
    if (record.contains("to")) line += " → " + text(record, "to");
    if (record.contains("readers")) line += " → " + text(record, "readers") + " readers";
    line += "  " + paint.heading(text(record, "name"));
    if (record.contains("id")) line += " #" + text(record, "id");
    if (record.contains("us")) line += "  " + time_text(number(record, "us"));
    if (record.contains("code")) line += "  " + paint.bad(text(record, "code"));
    if (record.contains("message")) line += ": " + text(record, "message");
    if (record.contains("bytes")) line += "  " + text(record, "bytes") + " B";
    if (record.contains("payload")) line += "  " + text(record, "payload");
    return line;
}

}  // namespace fairlead::cli::monitor
