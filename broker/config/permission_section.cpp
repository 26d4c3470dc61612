// SPDX-License-Identifier: MIT
//
// permission_section — each complaint says what it may be instead.
#include "broker/config/permission_section.hpp"

#include <fairlead/vocabulary/origin_rules.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <algorithm>

namespace fairlead::broker::config {

namespace dom = simdjson::dom;

namespace {

constexpr std::string_view own_topics = "fairlead/";

std::string names_of(std::vector<plugin_config> const& plugins) {
    std::string all;
    for (auto const& one : plugins) all += (all.empty() ? "" : ", ") + one.name;
    return all.empty() ? "this app has none" : "there are " + all;
}

bool is_known(app_config const& app, name_pattern const& plugin) {
    return std::ranges::any_of(app.plugins,
                               [&](auto const& one) { return plugin.fits({}, one.name); });
}

void check_page(permission_subject const& subject, json_place const& where, app_config const& app) {
    if (subject.who.empty()) return;
    if (!is_origin_pattern(subject.who))
        where.complain("'" + subject.who +
                       "' is no origin: scheme://host or scheme://host:port, where a * stands for "
                       "one whole part of the host, or for the port");
    if (std::ranges::none_of(app.allowed_origins,
                             [&](auto const& one) { return may_meet(one, subject.who); }))
        where.complain("no page of '" + subject.who +
                       "' is ever shown: name it in fairlead.window.bindingsAllowedOrigins");
}

permission_subject subject_of(std::string_view text, json_place const& where,
                              app_config const& app) {
    auto subject = parse_subject(text);
    if (!subject)
        where.complain(
            "is no subject: \"page\", \"page ORIGIN\", \"page ORIGIN @WINDOW\", \"plugin NAME\", "
            "\"plugin *\" or \"tool\"");
    if (subject->kind == subject_kind::page) check_page(*subject, where, app);
    if (!subject->window.empty() && !wire::is_valid_peer_name(subject->window))
        where.complain("'" + subject->window + "' is no name of a window");
    if (subject->kind == subject_kind::plugin && subject->who != "*" &&
        std::ranges::find(app.plugins, subject->who, &plugin_config::name) == app.plugins.end())
        where.complain("there is no plugin '" + subject->who + "': " + names_of(app.plugins));
    return *subject;
}

void check_pattern(name_pattern const& one, action what, json_place const& where,
                   app_config const& app) {
    const std::string body = std::string{one.body()} + (one.is_prefix() ? "*" : "");
    if (!wire::is_valid_name(body) || one.body().find('*') != std::string_view::npos)
        where.complain("must be 1 to 512 bytes of UTF-8 without line feed, with a '*' nowhere but "
                       "at the end, and a '!' before it where it refuses");
    if (one.means_plugin() && !is_known(app, one))
        where.complain("there is no plugin '" + body + "': " + names_of(app.plugins));
    if (what == action::emit && one.body().starts_with(own_topics))
        where.complain("topics under 'fairlead/' are the broker's own: nobody emits them");
}

std::vector<name_pattern> list_of(dom::element value, json_place const& where, action what,
                                  app_config const& app) {
    std::vector<name_pattern> all;
    for (auto& text : texts_of(value, where)) {
        const auto here = where[all.size()];
        if (std::ranges::find(all, text, &name_pattern::text) != all.end())
            here.complain("stands there twice");
        all.emplace_back(std::move(text), what == action::call);
        check_pattern(all.back(), what, here, app);
    }
    if (!all.empty() && std::ranges::all_of(all, &name_pattern::refuses))
        where.complain("only refuses, so that nothing is left: begin with \"*\" if all the rest is "
                       "allowed");
    return all;
}

permission_rule rule_of(dom::element value, permission_subject subject, json_place const& where,
                        app_config const& app) {
    permission_rule rule{std::move(subject), {}};
    for (auto const& [key, entry] : object_of(value, where)) {
        const auto what = action_from_text(key);
        if (!what) (where / key).complain("is none of call, emit, hear, offer");
        if (*what == action::offer && rule.subject.kind == subject_kind::tool)
            (where / key).complain("a tool asks and listens: it never offers");
        auto& list = rule.lists[static_cast<std::size_t>(*what)];
        if (list) (where / key).complain("stands there twice");
        list = list_of(entry, where / key, *what, app);
    }
    return rule;
}

}  // namespace

std::vector<std::string> read_origins(dom::element value, json_place const& where) {
    auto all = texts_of(value, where);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].ends_with('/')) all[i].pop_back();
        if (!is_origin_pattern(all[i])) where[i].complain("'" + all[i] + "' is no origin");
    }
    return all;
}

std::vector<permission_rule> read_permissions(dom::element value, json_place const& where,
                                              app_config const& app) {
    std::vector<permission_rule> all;
    for (auto const& [key, entry] : object_of(value, where)) {
        const json_place here{where.file, where.key + "[\"" + std::string{key} + "\"]"};
        auto subject = subject_of(key, here, app);
        if (std::ranges::find(all, subject, &permission_rule::subject) != all.end())
            here.complain("stands there twice");
        all.push_back(rule_of(entry, std::move(subject), here, app));
    }
    return all;
}

}  // namespace fairlead::broker::config
