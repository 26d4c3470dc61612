// SPDX-License-Identifier: MIT
//
// broker_app — an app whose broker runs, and whose peers the test plays itself.
#pragma once

#include "tests/support/broker_process.hpp"
#include "tests/support/temporary_directory.hpp"

#include <string>

namespace fairlead::tests {

struct broker_app {
    temporary_directory folder;
    broker_process broker;

    explicit broker_app(broker_settings settings = {}) : broker{folder, std::move(settings)} {
        broker.wait_until_ready();
    }

    /// A plugin, started by hand, that offers one method and is ready.
    scripted_peer plugin_with(std::string const& method, std::uint32_t handler = 0,
                              std::string name = "echo") const {
        auto plugin = broker.plugin(std::move(name));
        plugin.offer(method, handler);
        plugin.ready();
        plugin.everything_until_pong();
        return plugin;
    }
};

}  // namespace fairlead::tests
