// SPDX-License-Identifier: MIT
//
// watch_filter — what a monitor wants to see, and how much of it.
#pragma once

#include <fairlead/vocabulary/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::tap {

struct watch_filter {
    static constexpr std::uint32_t rate_default = 1'000, rate_max = 20'000;
    static constexpr std::size_t payload_default = 256, payload_max = 4'096;

    std::string peer;    ///< Who says it or hears it; empty: anybody.
    std::string method;  ///< Or the beginning of methods, with `*` at its end.
    std::string topic;   ///< The same.
    bool errors = false;
    bool whole = false;  ///< Payloads as they are, beside the record; see whole_note.
    std::chrono::microseconds slow{0};
    std::uint32_t rate = rate_default;      ///< Records in a second; what is beyond is counted.
    std::size_t payload = payload_default;  ///< Bytes of each that are shown.
    std::vector<std::string> secret;        ///< Keys whose values are not, in lower case.

    /// `[{"peer":…,"method":…,"topic":…,"errors":true,"slowMs":10,"rate":1000,"payload":256,
    /// "redact":["pin"],"whole":true}]`, all of it optional. An error says what is wrong with it.
    static result<watch_filter> parse(std::string_view args, std::string& problem);

    bool wants_all() const noexcept {
        return peer.empty() && method.empty() && topic.empty() && !only_answers();
    }
    /// Only ends of calls are wanted, and only some.
    bool only_answers() const noexcept { return errors || slow.count() > 0; }
    bool wants_call(std::string_view name) const noexcept {
        return (topic.empty() || !method.empty()) && fits(method, name);
    }
    bool wants_topic(std::string_view name) const noexcept {
        return !only_answers() && (method.empty() || !topic.empty()) && fits(topic, name);
    }
    bool wants_answer(bool is_error, std::chrono::nanoseconds took) const noexcept {
        return !only_answers() || (errors && is_error) || (slow.count() > 0 && took >= slow);
    }
    bool wants_peer(std::string_view one, std::string_view other) const noexcept {
        return peer.empty() || peer == one || peer == other;
    }

private:
    static bool fits(std::string_view pattern, std::string_view name) noexcept {
        if (pattern.empty()) return true;
        if (!pattern.ends_with('*')) return pattern == name;
        return name.starts_with(pattern.substr(0, pattern.size() - 1));
    }
};

}  // namespace fairlead::broker::tap
