// SPDX-License-Identifier: MIT
//
// admission_policy — may this peer come in? Pure: the facts are arguments.
#pragma once

#include <fairlead/wire/control_message.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace fairlead::broker::admission {

struct admission_facts {
    bool same_user = false;          ///< The kernel says that it runs as we do.
    std::string_view host_token;     ///< Empty: this broker was started without one.
    bool plugin_token_fits = false;  ///< A child that we started under that name has this token.
    bool plugin_is_ours = false;     ///< We start a plugin of that name, and have not given it up.
    bool plugin_name_taken = false;  ///< A live session of a plugin has that name.
    std::size_t sessions = 0;
};

/// Nothing: yes. Else what to tell it.
std::optional<wire::farewell> judge(wire::hello const& hello, admission_facts const& facts);

}  // namespace fairlead::broker::admission
