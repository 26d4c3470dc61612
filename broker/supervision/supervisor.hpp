// SPDX-License-Identifier: MIT
//
// supervisor — the plugins of the app: started together, drained together. Knows processes, not
// sessions; the two meet in the daemon, by name and launch token.
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

    void start();

    /// Null: not one of ours.
    supervised_plugin* find(std::string_view name) noexcept;

    void drain();
    void kill() noexcept;

    /// No process is left.
    bool all_ended() const noexcept;

    std::vector<plugin_status> statuses() const;

private:
    supervisor_settings settings_;
    supervisor_events events_;
    std::vector<std::unique_ptr<supervised_plugin>> plugins_;
};

}  // namespace fairlead::broker::supervision
