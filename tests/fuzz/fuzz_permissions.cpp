// SPDX-License-Identifier: MIT
//
// fuzz_permissions — any bytes as "permissions": refused with place and reason, or rules under
// which refusals win, lists are kept, pages of strangers may do nothing, and asking twice gives one
// answer.
#include "broker/config/app_config.hpp"
#include "broker/policy/gate.hpp"
#include "broker/policy/sentences.hpp"
#include "tests/fuzz/input.hpp"

#include <fairlead/vocabulary/assert.hpp>

#include <string>
#include <string_view>

using namespace fairlead;
using namespace fairlead::broker;
using config::action;
using config::subject_kind;

namespace {

constexpr std::string_view before =
    R"({"name":"a","fairlead":{"window":{"bindingsAllowedOrigins":["https://*.example.org"]},
        "plugins":[{"name":"notes","exec":"n"},{"name":"files","exec":"f"}],"permissions":)";

constexpr std::string_view names[] = {
    "main.App.Greet", "x", "fairlead/denied", "fairlead.list", ":wails:WindowGetSize", ""};
constexpr std::string_view plugins[] = {"", "notes", "files"};

/// By hand and slowly: does this list let it pass?
bool is_listed(std::vector<config::name_pattern> const& list, policy::question const& asked) {
    bool allowed = false;
    for (auto const& one : list) {
        const bool fits = one.fits(asked.name, asked.plugin);
        if (fits && one.refuses()) return false;
        allowed |= fits;
    }
    return allowed;
}

void check(policy::standing const& who, policy::question const& asked) {
    const auto said = decide(who, asked);
    FAIRLEAD_ASSERT(said.allowed ==
                    (said.why == policy::ground::by_default || said.why == policy::ground::listed));
    FAIRLEAD_ASSERT(!rule_text(who, said, asked).empty());
    if (said.allowed) FAIRLEAD_ASSERT(remedy_text(who, said, asked).empty());
    if (!who.open) FAIRLEAD_ASSERT(!said.allowed);
    const bool has_list = who.rule != nullptr && who.rule->list(asked.what);
    if (said.allowed && has_list) FAIRLEAD_ASSERT(is_listed(*who.rule->list(asked.what), asked));
    if (said.why == policy::ground::unlisted || said.why == policy::ground::refused)
        FAIRLEAD_ASSERT(has_list && !is_listed(*who.rule->list(asked.what), asked));
    line_text(who, said, asked);
}

/// What was asked before is answered from memory, and the same.
void check_memory(policy::gate& gate, policy::identity const& who, policy::standing const& stands,
                  policy::question const& asked) {
    const auto book = gate.book_for(who);
    FAIRLEAD_ASSERT((book == nullptr) == stands.is_free());
    if (!book) return;
    const bool expected = decide(stands, asked).allowed;
    for (int i = 0; i < 2; ++i)
        FAIRLEAD_ASSERT(gate.permits(*book, route_id{3}, asked) == expected);
    FAIRLEAD_ASSERT(gate.permits(*book, no_route, asked) == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string text{before};
    text.append(reinterpret_cast<char const*>(data), size).append("}}");
    config::app_config app;
    try {
        app = config::parse_app_config(text, "wails.json");
    } catch (config::config_error const& problem) {
        FAIRLEAD_ASSERT(std::string_view{problem.what()}.starts_with("wails.json: "));
        return 0;
    }
    const policy::policy rules{app.permissions, app.allowed_origins};
    policy::gate gate{policy::policy{app.permissions, app.allowed_origins}};
    const policy::identity everybody[] = {
        {.kind = subject_kind::page},
        {.kind = subject_kind::page, .window = "window"},
        {.kind = subject_kind::page, .origin = "https://docs.example.org", .window = "window"},
        {.kind = subject_kind::page, .origin = "https://evil.net"},
        {.kind = subject_kind::plugin, .plugin = "notes"},
        {.kind = subject_kind::plugin, .plugin = "stranger"},
        {.kind = subject_kind::tool},
    };
    for (auto const& who : everybody) {
        const auto stands = rules.of(who);
        for (const auto what : config::actions)
            for (const auto name : names)
                for (const auto plugin : plugins) {
                    const policy::question asked{
                        what, name, what == action::call ? plugin : std::string_view{}};
                    check(stands, asked);
                    check_memory(gate, who, stands, asked);
                }
    }
    for (auto const& rule : app.permissions) {
        // A subject is read back from what is written of it.
        FAIRLEAD_ASSERT(config::parse_subject(rule.subject.text()) == rule.subject);
        for (const auto what : config::actions)
            if (rule.list(what))
                for (auto const& one : *rule.list(what)) FAIRLEAD_ASSERT(one.covers(one));
    }
    return 0;
}
