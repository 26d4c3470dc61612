// SPDX-License-Identifier: MIT
//
// recorder — what the broker tells a capture into the lines of its file: calls get numbers, secrets
// are hidden, bytes become base64.
#pragma once

#include "cli/capture/record.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::cli::capture {

struct recorder_counts {
    std::uint64_t records = 0;
    std::uint64_t skipped = 0;     ///< The broker had no room for them.
    std::uint64_t incomplete = 0;  ///< Records without some of their bytes.
    std::uint64_t redacted = 0;
};

class recorder {
public:
    static constexpr std::size_t open_max = 65'536;

    /// `secret`: keys in lower case; none: nothing is hidden. `open_most`: so many calls under way
    /// are known. Their answers may be among what was skipped: then the oldest is forgotten.
    explicit recorder(std::vector<std::string> secret, std::size_t open_most = open_max)
        : secret_{std::move(secret)}, open_most_{open_most} {}

    std::string header_line(header const& about) const;
    /// A line for a note of fairlead.control.monitor with `"whole":true`, and what lies beside it.
    /// Without a line feed. Throws std::runtime_error: that is none.
    std::string line_of(std::string_view note, std::span<const std::byte> payload);
    std::string end_line(double time, std::string_view reason) const;

    recorder_counts const& counts() const noexcept { return counts_; }

private:
    using asked = std::pair<std::uint64_t, std::uint64_t>;  // A session, and its number.

    std::uint64_t number_of(std::string_view kind, asked const& by);
    void add_payload(std::string& line, std::string_view key, boost::json::object const& note,
                     std::span<const std::byte> payload);
    void add_json(std::string& line, std::string_view key, std::string_view text);

    std::vector<std::string> secret_;
    std::size_t open_most_;
    std::map<asked, std::uint64_t> open_;  // Calls under way,
    std::map<std::uint64_t, asked> ages_;  // and the same by their numbers.
    std::uint64_t calls_ = 0;
    recorder_counts counts_;
};

}  // namespace fairlead::cli::capture
