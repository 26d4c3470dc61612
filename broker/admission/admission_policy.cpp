// SPDX-License-Identifier: MIT
//
// admission_policy — one rule for each role, after those for everybody.
#include "broker/admission/admission_policy.hpp"

#include <fairlead/wire/limits.hpp>

#include <string>

namespace fairlead::broker::admission {
namespace {

using verdict = std::optional<wire::farewell>;

verdict deny(std::string reason) { return wire::farewell{errc::denied, std::move(reason)}; }

/// Takes the same time wherever the first difference is.
bool equal_secrets(std::string_view one, std::string_view other) noexcept {
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        difference |= static_cast<unsigned char>(one[i]) ^ static_cast<unsigned char>(other[i]);
    return difference == 0;
}

verdict judge_host(wire::hello const& hello, admission_facts const& facts) {
    if (facts.host_token.empty())
        return deny("this broker was started without a host token: it serves no window");
    if (!equal_secrets(hello.token, facts.host_token))
        return deny("that is not the host token of this app");
    return std::nullopt;
}

verdict judge_plugin(wire::hello const& hello, admission_facts const& facts) {
    const auto quoted = "'" + hello.name + "'";
    if (facts.plugin_name_taken) return deny("a plugin " + quoted + " is connected already");
    if (!hello.token.empty())
        return facts.plugin_token_fits
                   ? std::nullopt
                   : deny("that is not the token which plugin " + quoted + " was started with");
    // Started by hand, by the same user: welcome, but not in the place of one of our own children.
    if (facts.plugin_is_ours)
        return deny("plugin " + quoted +
                    " is started by the broker itself (wails.json); take it out there to start it "
                    "by hand");
    return std::nullopt;
}

}  // namespace

verdict judge(wire::hello const& hello, admission_facts const& facts) {
    if (!facts.same_user) return deny("only processes of the user who runs the broker may connect");
    if (facts.sessions >= wire::sessions_max)
        return wire::farewell{errc::overloaded, "the broker serves " +
                                                    std::to_string(facts.sessions) +
                                                    " peers, more are not allowed"};
    switch (hello.role) {
        case wire::peer_role::tool: return std::nullopt;
        case wire::peer_role::plugin: return judge_plugin(hello, facts);
        case wire::peer_role::host: return judge_host(hello, facts);
        case wire::peer_role::page: return deny("a page does not knock: its host asks for it");
    }
    return deny("an unknown role");
}

}  // namespace fairlead::broker::admission
