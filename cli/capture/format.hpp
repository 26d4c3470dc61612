// SPDX-License-Identifier: MIT
//
// format — lines of a capture into records, and the whole file.
#pragma once

#include "cli/capture/record.hpp"

#include <istream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::cli::capture {

/// `line 17: …`
class bad_capture : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Both throw bad_capture, without the line's number.
header parse_header(std::string_view line);
record parse_record(std::string_view line);

struct recording {
    header about;
    std::vector<record> records;
    bool is_cut = false;     ///< The last line was not whole, and was left out.
    bool has_ended = false;  ///< Its last line says so.
};

/// Throws bad_capture.
recording read(std::istream& from);

}  // namespace fairlead::cli::capture
