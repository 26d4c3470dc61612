// SPDX-License-Identifier: MIT
//
// service_variable — getenv, then unsetenv.
#include "broker/telemetry/service_variable.hpp"

#include <charconv>
#include <cstdlib>

namespace fairlead::broker::telemetry {

std::string take_variable(char const* name) {
    char const* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    std::string taken = value != nullptr ? value : "";
    ::unsetenv(name);  // NOLINT(concurrency-mt-unsafe)
    return taken;
}

std::optional<std::int64_t> number_in(std::string const& text) noexcept {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value < 0) return std::nullopt;
    return value;
}

}  // namespace fairlead::broker::telemetry
