// SPDX-License-Identifier: MIT
//
// policy_report — reads wails.json as a start does; a subject is read as one more rule would be.
#include "broker/policy_report.hpp"

#include "broker/config/app_config.hpp"
#include "broker/policy/lessons.hpp"
#include "broker/policy/policy.hpp"
#include "broker/policy/sentences.hpp"
#include "broker/routing/reserved_names.hpp"

#include <fairlead/vocabulary/json_string.hpp>

namespace fairlead::broker {
namespace {

using config::action;
using config::subject_kind;

std::string json_text(std::string_view text) {
    std::string literal;
    append_json_string(literal, text);
    return literal;
}

/// What the broker refuses before it looks at any rule; empty: nothing of that.
std::string_view fixed_refusal(subject_kind who, action what, std::string_view name) {
    const bool by_page = who == subject_kind::page;
    switch (what) {
        case action::call:
            return by_page && !routing::is_for_pages(name)
                       ? "it is for plugins: pages never call it"
                       : "";
        case action::emit:
            return name.starts_with("fairlead/") ? "topics under 'fairlead/' are the broker's own"
                                                 : "";
        case action::hear: return "";
        case action::offer: break;
    }
    if (who == subject_kind::tool) return "a tool asks and listens: it never offers";
    if (by_page && !routing::is_for_pages_to_offer(name))
        return "names that begin with ':' or 'fairlead.' are not for pages";
    const auto realm = routing::realm_of(name);
    return realm == routing::name_realm::open || realm == routing::name_realm::hook
               ? ""
               : "names that begin with ':wails:' or 'fairlead.' are not for plugins to offer";
}

std::string place_of(config::permission_rule const& rule, action what, std::size_t index) {
    return "permissions[" + json_text(rule.subject.text()) + "]." +
           std::string{config::to_text(what)} + '[' + std::to_string(index) + ']';
}

/// Entries that change nothing, or that nothing can come of.
void find_odd(config::permission_rule const& rule, action what, std::vector<std::string>& odd) {
    auto const& list = *rule.list(what);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto here = place_of(rule, what, i) + ": ";
        for (std::size_t k = 0; k < list.size(); ++k) {
            auto const &one = list[i], &other = list[k];
            if (i == k || !other.covers(one)) continue;
            if (!one.refuses() && other.refuses())
                odd.push_back(here + json_text(one.text()) +
                              " allows nothing: " + json_text(other.text()) + " refuses all of it");
            else if (one.refuses() == other.refuses())
                odd.push_back(here + json_text(one.text()) + " adds nothing to " +
                              json_text(other.text()));
        }
        if (list[i].refuses() || list[i].means_plugin()) continue;
        const auto no = fixed_refusal(rule.subject.kind, what, list[i].body());
        if (!no.empty() && !list[i].body().empty())
            odd.push_back(here + json_text(list[i].text()) + " allows nothing: " + std::string{no});
    }
}

std::string check(config::app_config const& app) {
    std::vector<std::string> odd;
    std::string names;
    for (auto const& rule : app.permissions)
        for (const auto what : config::actions) {
            if (!rule.list(what)) continue;
            find_odd(rule, what, odd);
            if (what != action::call) continue;
            auto const& list = *rule.list(what);
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (list[i].is_prefix() || list[i].means_plugin() ||
                    routing::realm_of(list[i].body()) != routing::name_realm::open)
                    continue;
                names += (names.empty() ? "" : ",") + std::string{"{\"place\":"} +
                         json_text(place_of(rule, what, i)) +
                         ",\"name\":" + json_text(list[i].body()) + '}';
            }
        }
    std::string warnings;
    for (auto const& one : odd) warnings += (warnings.empty() ? "" : ",") + json_text(one);
    return "{\"rules\":" + std::to_string(app.permissions.size()) + ",\"warnings\":[" + warnings +
           "],\"names\":[" + names + "]}\n";
}

std::string explain(config::app_config const& app, config::options const& options) {
    const auto subject = config::parse_subject(options.policy_explain);
    if (!subject)
        throw config::config_error{"'" + options.policy_explain +
                                   "' is no subject: page, \"page ORIGIN\", \"page ORIGIN "
                                   "@WINDOW\", \"plugin NAME\" or tool"};
    const policy::policy rules{app.permissions, app.allowed_origins};
    const auto who = rules.of(policy::identity_of(*subject));
    const policy::question asked{*config::action_from_text(options.policy_action),
                                 options.policy_name, options.policy_plugin};
    const auto said = decide(who, asked);
    const auto no = fixed_refusal(who.kind, asked.what, asked.name);
    const bool fixed = !no.empty();
    return std::string{"{\"allowed\":"} + (said.allowed && !fixed ? "true" : "false") +
           ",\"rule\":" + json_text(fixed ? std::string{no} : rule_text(who, said, asked)) +
           ",\"remedy\":" + json_text(fixed ? "" : remedy_text(who, said, asked)) +
           ",\"line\":" + json_text(fixed ? "" : line_text(who, said, asked)) + "}\n";
}

}  // namespace

std::optional<std::string> report_on_policy(config::options const& options,
                                            std::filesystem::path const& app_dir) {
    if (!options.policy_learn.empty())
        return policy::lessons_of(options.policy_learn, options.policy_tools);
    if (!options.policy_check && options.policy_explain.empty()) return std::nullopt;
    const auto app = config::read_app_config(app_dir / "wails.json");
    return options.policy_check ? check(app) : explain(app, options);
}

}  // namespace fairlead::broker
