// SPDX-License-Identifier: MIT
//
// journal_log — one attempt for each record.
#include "broker/telemetry/journal_log.hpp"

#include <fmt/core.h>

#include <utility>

namespace fairlead::broker::telemetry {

journal_log::journal_log(std::string app, std::string_view socket)
    : app_{std::move(app)}, journal_{socket} {}

bool journal_log::take(log_level level, origin const& from, std::string_view message) {
    using outcome = journal::outcome;
    auto how = outcome::taken;
    if (lost_ > 0) {
        const auto confession = fmt::format("{} log lines lost: the journal was full", lost_);
        how = journal_.send(record_of(app_, log_level::warn, "broker", confession));
        if (how == outcome::taken) lost_ = 0;
    }
    if (how == outcome::taken) how = journal_.send(record_of(app_, level, from, message));
    if (how == outcome::full) ++lost_;
    return how != outcome::gone;
}

}  // namespace fairlead::broker::telemetry
