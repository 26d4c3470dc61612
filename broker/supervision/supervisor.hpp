// SPDX-License-Identifier: MIT
//
// supervisor — the plugins of the app: started in the order in which they need each other, drained
// together. Knows processes, not sessions; the two meet in the daemon, by name and launch token.
#pragma once

#include "broker/supervision/supervised_plugin.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace fairlead::broker::supervision {

class supervisor {
public:
    supervisor(boost::asio::io_context& loop, supervisor_settings settings,
               std::vector<config::plugin_config> const& plugins, supervisor_events events);
    supervisor(supervisor const&) = delete;
    supervisor& operator=(supervisor const&) = delete;

    /// All but the lazy ones, and those that they need.
    void start();

    /// Null: not one of ours.
    supervised_plugin* find(std::string_view name) noexcept;

    /// It, and what it needs.
    void want(supervised_plugin& one);
    void restart(supervised_plugin& one) { one.restart(missing_of(one)); }

    void drain();
    void kill() noexcept;

    /// No process is left.
    bool all_ended() const noexcept;

    std::vector<plugin_status> statuses() const;

private:
    /// "db, cache": those that it needs and that are not ready.
    std::string missing_of(supervised_plugin const& one) const;
    void recheck();
    void end_strays() noexcept;

    supervisor_settings settings_;
    supervisor_events events_;
    std::vector<std::unique_ptr<supervised_plugin>> plugins_;
    bool draining_ = false;
};

}  // namespace fairlead::broker::supervision
