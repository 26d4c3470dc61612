// SPDX-License-Identifier: MIT
//
// chrome_trace — calls as a file of the Chrome trace event format, which the UI of Perfetto and
// chrome://tracing open: a process for each peer and one for the broker, slices for what a call did
// there, arrows for the rings between them.
#pragma once

#include "cli/trace/call_record.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::trace {

/// The whole file. Times begin with the earliest call.
std::string chrome_trace_of(std::vector<call_record> const& calls, std::string_view app);

}  // namespace fairlead::cli::trace
