// SPDX-License-Identifier: MIT
//
// gate — a refusal is a line of the log, an event, and the sentence that its peer gets.
#include "broker/policy/gate.hpp"

#include "broker/policy/sentences.hpp"
#include "broker/telemetry/log.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace fairlead::broker::policy {
namespace {

void append_member(std::string& to, std::string_view key, std::string_view text) {
    to += to.ends_with('{') ? "\"" : ",\"";
    to += key;
    to += "\":";
    append_json_string(to, text);
}

}  // namespace

permit_book::permit_book(standing who, std::string subject)
    : who_{who}, subject_{std::move(subject)} {
    if (who.rule == nullptr) return;
    if (auto const& calls = who.rule->list(action::call))
        looks_at_plugins_ = std::ranges::any_of(*calls, &name_pattern::means_plugin);
}

gate::gate(policy rules, std::filesystem::path const& recording) : rules_{std::move(rules)} {
    if (!recording.empty()) recorder_ = std::make_unique<recorder>(recording);
}

std::unique_ptr<permit_book> gate::book_for(identity const& who) const {
    const auto stands = rules_.of(who);
    if (stands.is_free() && !recorder_) return nullptr;
    return std::make_unique<permit_book>(stands, subject_text(who));
}

bool gate::look_up(permit_book& book, route_id route, question const& asked) {
    const bool yes = decide(book.who_, asked).allowed;
    if (yes && recorder_) recorder_->note(book.subject_, asked.what, asked.name);
    if (route == no_route) return yes;
    auto& known = book.known_[static_cast<std::size_t>(asked.what)];
    const auto index = static_cast<std::size_t>(raw(route));
    if (index >= known.size()) known.resize(index + 1, permit_book::answer::unasked);
    known[index] = yes ? permit_book::answer::yes : permit_book::answer::no;
    return yes;
}

std::string gate::deny(permit_book& book, std::string_view who, question const& asked,
                       time_point now) {
    const auto said = decide(book.who_, asked);
    const auto rule = rule_text(book.who_, said, asked);
    const auto remedy = remedy_text(book.who_, said, asked);
    auto sentence = fmt::format("{} ({}) may not {} '{}': {}", who, book.subject_,
                                config::to_text(asked.what), asked.name, rule);
    if (!remedy.empty()) sentence += "; " + remedy;

    const auto verdict = book.told_.on_line(now);
    if (!verdict.write) return sentence;
    const auto count = verdict.skipped + 1;
    telemetry::log_warn("policy", "denied: {} count={}", sentence, count);
    if (!tell_) return sentence;
    std::string event = "[{";
    append_member(event, "who", who);
    append_member(event, "subject", book.subject_);
    append_member(event, "action", config::to_text(asked.what));
    append_member(event, "name", asked.name);
    append_member(event, "rule", rule);
    append_member(event, "remedy", remedy);
    event += fmt::format(",\"count\":{}}}]", count);
    tell_(denied_topic, std::move(event), now);
    return sentence;
}

void gate::close(permit_book& book, std::string_view who) {
    if (const auto untold = book.told_.skipped(); untold > 0)
        telemetry::log_warn("policy", "{} ({}) left with denials untold count={}", who,
                            book.subject_, untold);
}

}  // namespace fairlead::broker::policy
