// SPDX-License-Identifier: MIT
//
// plugin_desk — the broker's methods for plugins: fairlead.plugin.status, .start, .stop, .restart,
// .reload, .log. They answer when it is done, or when it is clear that it will not be.
#pragma once

#include "broker/routing/dispatcher.hpp"
#include "broker/supervision/supervisor.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::control {

/// {"name","state","reason","pid","restarts","uptimeSeconds",…,"lastCrash":{…}}
std::string to_json(supervision::plugin_status const& plugin, routing::time_point now);

class plugin_desk final : public routing::frame_sink {
public:
    plugin_desk(routing::dispatcher& dispatcher, supervision::supervisor& supervisor);

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override;
    void cut(errc, std::string) override {}
    std::string backlog() const override { return "nothing waits for it"; }

    /// Whoever waits for that is answered.
    void on_state(supervision::plugin_status const& plugin);
    /// That plugin has said something.
    void on_line(std::string_view plugin);

private:
    enum class goal : std::uint32_t { status, start, stop, restart, reload, log };
    struct wish {
        request_id request;
        std::string plugin;
        goal what;
        std::uint64_t from = 0;  ///< log: that line and later ones.
    };
    struct answer {
        bool is_error = false;
        std::string text;
    };
    void on_call(wish one, std::string_view args);
    void begin(wish const& one, supervision::supervised_plugin& plugin);
    /// Whoever waits for that plugin and is answered by `judge`, which may say: not yet.
    template <class Judge>
    void settle(std::string_view plugin, Judge&& judge);
    static std::optional<answer> outcome(goal what, supervision::plugin_status const& plugin);
    std::string statuses() const;
    void say(request_id request, answer const& what, errc code = errc::backend_gone);

    routing::dispatcher& dispatcher_;
    supervision::supervisor& supervisor_;
    routing::peer self_;
    std::vector<wish> open_;
};

}  // namespace fairlead::broker::control
