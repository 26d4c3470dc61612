// SPDX-License-Identifier: MIT
//
// sample_json — Boost.JSON, known in this file only.
#include "benchmarks/runner/sample_json.hpp"

#include <boost/json.hpp>

#include <stdexcept>
#include <string>

namespace fairlead::bench {
namespace {

namespace json = boost::json;

double number(json::object const& in, std::string_view name) {
    auto const* found = in.if_contains({name.data(), name.size()});
    if (found == nullptr) return 0;
    return found->is_number() ? found->to_number<double>() : 0;
}

std::string_view from_brace(std::string_view text) {
    while (!text.empty() && !text.starts_with('{')) {
        const auto end = text.find('\n');
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return text.substr(0, text.rfind('}') + 1);
}

json::object parse(std::string_view text) {
    const auto body = from_brace(text);
    boost::system::error_code error;
    auto parsed = json::parse({body.data(), body.size()}, error);
    if (error || !parsed.is_object())
        throw std::runtime_error{"no figures in: " + std::string{text.substr(0, 200)}};
    return std::move(parsed.get_object());
}

json::object const& member(json::object const& of, std::string_view name) {
    auto const* found = of.if_contains({name.data(), name.size()});
    if (found == nullptr || !found->is_object())
        throw std::runtime_error{"no " + std::string{name} + " among the figures"};
    return found->get_object();
}

}  // namespace

sample parse_sample(std::string_view text) {
    const auto parsed = parse(text);
    auto const* one = &parsed;
    if (auto const* cases = parsed.if_contains("cases")) {
        if (!cases->is_array() || cases->get_array().empty() ||
            !cases->get_array().front().is_object())
            throw std::runtime_error{"no cases among the figures"};
        one = &cases->get_array().front().get_object();
    }
    auto const& times = member(*one, "rtt_us");
    return {.p50 = number(times, "p50"),
            .p90 = number(times, "p90"),
            .p99 = number(times, "p99"),
            .p999 = number(times, "p999"),
            .max = number(times, "max"),
            .rt_per_s = number(*one, "rt_per_s"),
            .mb_per_s = number(*one, "mb_per_s"),
            .cpu_us_per_rt = number(*one, "cpu_us_per_rt"),
            .foreign_cores = number(*one, "foreign_cores")};
}

idle_sample parse_idle(std::string_view text) {
    const auto parsed = parse(text);
    auto const& idle = member(parsed, "idle");
    auto const& resident = member(parsed, "resident_bytes");
    const auto seconds = number(idle, "seconds");
    const auto wakeups = number(idle, "broker_wakeups") + number(idle, "plugin_wakeups");
    return {.seconds = seconds,
            .wakeups_per_s = seconds > 0 ? wakeups / seconds : 0,
            .cpu_ms_per_s =
                number(idle, "broker_cpu_ms_per_s") + number(idle, "plugin_cpu_ms_per_s"),
            .resident_mib = (number(resident, "broker") + number(resident, "plugin")) / (1 << 20)};
}

}  // namespace fairlead::bench
