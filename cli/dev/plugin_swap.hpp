// SPDX-License-Identifier: MIT
//
// plugin_swap — puts new programs of plugins in the place of those that run: window, page and calls
// notice nothing.
#pragma once

#include "cli/dev/broker_line.hpp"
#include "cli/dev/program_prints.hpp"

#include <functional>
#include <string>
#include <vector>

namespace fairlead::cli::dev {

struct swap_outcome {
    std::vector<std::string> replaced;
    std::vector<std::string> failures;  ///< A sentence for each that was not.
};

class plugin_swap {
public:
    using outcome_handler = std::function<void(swap_outcome const&)>;

    plugin_swap(broker_line& broker, std::filesystem::path const& app_dir, outcome_handler on_done)
        : broker_{broker}, app_dir_{app_dir}, prints_{app_dir}, on_done_{std::move(on_done)} {}

    /// The app has been started with what is there now.
    void begin(app_plugins plugins);
    std::vector<plugin_program> const& plugins() const noexcept { return plugins_.plugins; }
    /// All whose program is another one; told once each of them has answered. While that goes on,
    /// another one is put off until it is over.
    void replace_changed();

private:
    void ask_for(plugin_program const& plugin, std::string const& verb);
    void take_answer(plugin_program const& plugin, std::string const& verb,
                     client::connection::answer const& answer);

    broker_line& broker_;
    std::filesystem::path app_dir_;
    program_prints prints_;
    outcome_handler on_done_;
    app_plugins plugins_;
    std::size_t asked_ = 0;
    bool again_ = false;
    swap_outcome outcome_;
};

}  // namespace fairlead::cli::dev
