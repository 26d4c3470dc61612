// SPDX-License-Identifier: MIT
//
// launch_roster — what routing knows of the plugins that the broker starts itself: is it worth
// waiting for one?
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::broker::routing {

enum class outlook {
    starting,     ///< Has never been ready: nobody knows yet what it will offer.
    running,      ///< Its session is ready.
    coming_back,  ///< It ended and is started again.
    asleep,       ///< Not started yet: its first call does it.
    gone,         ///< Stopped, or given up.
};

class launch_roster {
public:
    void set(std::string_view name, outlook now);

    /// What it will offer, said before it does; of a plugin that is known.
    void promise(std::string_view name, std::vector<std::string> const& methods);
    /// Who has promised that method; empty: nobody.
    std::string_view promised_by(std::string_view method) const noexcept;
    void for_each_promise(
        std::function<void(std::string_view method, std::string_view plugin)> const& visit) const;

    /// A call waits for it. Whoever sleeps is on the list that somebody takes.
    void want(std::string_view name);
    std::vector<std::string> take_wanted() noexcept { return std::exchange(wanted_, {}); }

    /// Its session ended; whoever supervises it says later what that means.
    void lost(std::string_view name);

    /// The plugin that a call should wait for when nobody offers its name: the one that offered it
    /// last (`last_holder`, may be empty), else one that is still starting. Empty: nobody.
    std::string_view worth_waiting_for(std::string_view last_holder) const noexcept;

    /// One that we start, and would start again.
    bool comes_back(std::string_view name) const noexcept;
    bool is_gone(std::string_view name) const noexcept;

    /// The order of the app's list, from 0; whoever is not in it comes behind.
    std::size_t place_of(std::string_view name) const noexcept;

private:
    struct plugin {
        outlook now;
        std::size_t place;
    };
    std::map<std::string, plugin, std::less<>> plugins_;
    std::map<std::string, std::string, std::less<>> promised_;  // Method → plugin.
    std::vector<std::string> wanted_;
};

}  // namespace fairlead::broker::routing
