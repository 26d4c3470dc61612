// SPDX-License-Identifier: MIT
//
// journal_log — an app's records for the journal, as long as it takes them at once; what it has
// missed is counted, and said when it reads again.
#pragma once

#include "broker/telemetry/journal.hpp"
#include "broker/telemetry/log_record.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::broker::telemetry {

class journal_log {
public:
    explicit journal_log(std::string app, std::string_view socket = journal::usual_socket);

    /// False: there is no journal; the line is still to be said elsewhere.
    bool take(log_level level, origin const& from, std::string_view message);

    std::uint64_t lost() const noexcept { return lost_; }

private:
    std::string app_;
    journal journal_;
    std::uint64_t lost_ = 0;
};

}  // namespace fairlead::broker::telemetry
