// SPDX-License-Identifier: MIT
//
// service_variable — what a service manager says in the environment: for us, not for children.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fairlead::broker::telemetry {

/// Empty: there was none. From here on there is none. Call it while there is one thread.
std::string take_variable(char const* name);

/// Nothing but digits. The text of another kind of thing is nobody's number.
std::optional<std::int64_t> number_in(std::string const& text) noexcept;

}  // namespace fairlead::broker::telemetry
