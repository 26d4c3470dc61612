// SPDX-License-Identifier: MIT
//
// tally — what a run has done, for the table at its end.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace fairlead::chaos {

class tally {
public:
    void add(std::string const& table, std::string const& row, std::uint64_t count = 1) {
        const std::lock_guard lock{mutex_};
        tables_[table][row] += count;
    }
    void most(std::string const& table, std::string const& row, std::uint64_t count) {
        const std::lock_guard lock{mutex_};
        auto& cell = tables_[table][row];
        if (count > cell) cell = count;
    }
    std::uint64_t sum(std::string const& table) const {
        const std::lock_guard lock{mutex_};
        const auto found = tables_.find(table);
        std::uint64_t all = 0;
        if (found != tables_.end())
            for (auto const& [row, count] : found->second) all += count;
        return all;
    }
    std::map<std::string, std::map<std::string, std::uint64_t>> tables() const {
        const std::lock_guard lock{mutex_};
        return tables_;
    }

    std::atomic<std::uint64_t> bytes{0};   ///< Compared with what they should be.
    std::atomic<std::uint64_t> events{0};  ///< Heard.

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::map<std::string, std::uint64_t>> tables_;
};

}  // namespace fairlead::chaos
