// SPDX-License-Identifier: MIT
//
// peace — every wait is for a condition, with the run's patience; every fact is strict.
#include "tests/chaos/peace.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::chaos {
namespace {

using namespace std::chrono_literals;

constexpr auto one_answer = 2s;  // Asked again until the run's patience is over.
constexpr party plugins[] = {party::alpha, party::beta};

std::string at_text(boost::json::value const& from, char const* key) {
    return std::string{from.at(key).as_string()};
}
std::uint64_t at_number(boost::json::value const& from, char const* key) {
    return from.at(key).to_number<std::uint64_t>();
}

}  // namespace

void peace::begin_life() {
    players_.clear();
    looks_.clear();
    page_ = {};
    was_in_page_ = true;
}

void peace::make() {
    all_.harm.rest();
    wait_for_everybody();
    wait_for_debts();
    judge_ends();
    look_at_plugins();
    pulse();
    judge_gaps();  // What was lost last shows by the pulse, and belongs to this round.
    look_at_broker();
    compare_processes();
    read_log();
    // After a broker's end a page goes by messages until it has another channel.
    was_in_page_ = page_.path == "in-page";
}

void peace::wait_for_everybody() {
    all_.await("the app is alive again", [&]() -> std::string {
        if (all_.app.launcher().has_ended())
            throw violation{"the app goes on, but it has ended with code " +
                            std::to_string(all_.app.launcher().code().value_or(-1))};
        // A connection may not have heard yet that its broker has gone.
        for (auto& one : all_.tools)
            if (!one.come_back(one_answer) || !one.ask("fairlead.list", "[]", one_answer).ok)
                return one.name() + " finds no broker";
        const auto status = all_.tools[0].ask("fairlead.plugin.status", "[]", one_answer);
        if (!status.ok) return "the broker does not say how the plugins are";
        const auto states = boost::json::parse(status.json);
        for (auto const& one : states.as_array())
            if (at_text(one, "state") != "ready" || one.at("reloading").as_bool())
                return at_text(one, "name") + " is " + at_text(one, "state");
        const auto page = all_.page.fetch(all_.tools[0], one_answer);
        if (!page) return "the page does not answer: " + all_.page.problem();
        if (all_.page.is_leaving(*page)) return "the page has not been loaded again";
        return {};
    });
}

void peace::wait_for_debts() {
    all_.await("each call ends", [&]() -> std::string {
        if (const auto open = all_.owed.open(party::tool); !open.empty())
            return std::to_string(open.size()) + " are open, the first is " + open[0].words();
        const bool may_have_left = all_.page.may_have_left();
        const auto now = all_.page.fetch(all_.tools[0], one_answer);
        if (!now) return "the page does not answer: " + all_.page.problem();
        if (!page_.incarnation.empty() && now->incarnation != page_.incarnation &&
            !all_.since.fallen.meets(party::web) && !may_have_left)
            throw violation{
                "the page stays, but another document is there and nobody asked for it"};
        page_ = *now;
        if (auto const forgotten = all_.page.sort_out(*now); !forgotten.empty())
            throw violation{forgotten};
        if (const auto open = all_.owed.open(party::web); !open.empty())
            return std::to_string(open.size()) + " are open, the first is " + open[0].words();
        return {};
    });
}

void peace::judge_ends() {
    if (const auto twice = all_.owed.ended_twice(); !twice.empty())
        throw violation{"each call ends once, but " + twice};
    const bool page_takes_bytes =
        was_in_page_ && page_.path == "in-page" &&
        !all_.since.fallen.meets(parties{party::broker} | party::web) &&
        !all_.since.stopped.meets(parties{party::broker} | party::web | party::host);
    for (auto const& [what, how] : all_.owed.take_settled()) {
        all_.counts.add("calls",
                        std::string{to_text(what.caller)} + ' ' + std::string{to_text(what.kind)});
        all_.counts.add("ends", how.ok ? "result" : how.code);
        const auto objection = objection_to(what, how, all_.since, page_takes_bytes);
        if (!objection.empty()) throw violation{what.words() + ": " + objection};
    }
}

void peace::gaps(std::string const& who, parties listener, std::uint64_t gaps, std::uint64_t wrong,
                 std::string const& first_gap, std::string const& first_wrong) {
    if (wrong != 0)
        throw violation{"events of one emitter come in order and once, but " + who + " heard " +
                        first_wrong};
    if (gaps == 0) return;
    if (!all_.since.fallen.meets(listener | party::broker) &&
        !all_.since.stopped.meets(listener | party::broker | party::web | party::host))
        throw violation{"no event is lost on the way, but " + who + " heard " + first_gap};
    all_.counts.add("gaps in events, excused", who, gaps);
}

void peace::look_at_plugins() {
    for (const auto who : plugins) {
        const std::string name{to_text(who)};
        all_.await(name + " has nothing open", [&]() -> std::string {
            const auto answer = all_.tools[0].ask(name + ".Desk.Look", "[]", one_answer);
            if (!answer.ok) return answer.why.message;
            const auto said = boost::json::parse(answer.json);
            if (at_number(said, "twice") != 0)
                throw violation{"a call ends once, but one that " + name + " made ended twice"};
            if (at_number(said, "misplaced") != 0)
                throw violation{"serial calls run in their order, but not in " + name};
            if (const auto open = at_number(said, "open"); open != 0)
                return std::to_string(open) + " coroutines are, " + at_text(said, "firstOpen");
            if (at_number(said, "asked") != at_number(said, "answered"))
                return "calls that it made itself are";
            return {};
        });
    }
}

/// Each emitter says one more; all others hear it.
void peace::pulse() {
    std::map<std::string, series::line> expected;
    for (auto& one : all_.tools) {
        one.emit(1);
        expected[one.name()] = {one.incarnation(), one.last_emitted()};
    }
    for (const auto who : plugins) {
        const std::string name{to_text(who)};
        const auto last = all_.tools[0].ask(name + ".Desk.Emit", "[1]", all_.patience);
        const auto look = all_.tools[0].ask(name + ".Desk.Look", "[]", all_.patience);
        if (!last.ok || !look.ok) throw violation{name + " emits, but: " + last.why.message};
        expected[name] = {at_text(boost::json::parse(look.json), "incarnation"),
                          boost::json::parse(last.json).to_number<std::uint32_t>()};
    }
    const auto last = all_.tools[0].ask("page.emit", "[1]", all_.patience);
    if (!last.ok) throw violation{"the page emits, but: " + last.why.message};
    expected["page"] = {page_.incarnation,
                        boost::json::parse(last.json).to_number<std::uint32_t>()};

    const auto words = [](series::line const& line) {
        return std::to_string(line.last) + " (" + line.incarnation + ')';
    };
    const auto missing = [&](std::string const& who,
                             std::map<std::string, series::line> const& heard) {
        std::string all;
        for (auto const& [emitter, line] : expected) {
            if (emitter == who) continue;
            const auto found = heard.find(emitter);
            if (found != heard.end() && found->second.incarnation == line.incarnation &&
                found->second.last == line.last)
                continue;
            all +=
                (all.empty() ? who + " has not heard " : ", nor ") + words(line) + " of " + emitter;
            if (found != heard.end()) all += ", but " + words(found->second);
        }
        return all;
    };
    all_.await("all hear what is emitted", [&]() -> std::string {
        for (auto& one : all_.tools)
            if (auto lacks = missing(one.name(), one.heard().of); !lacks.empty()) return lacks;
        for (const auto who : plugins) {
            const std::string name{to_text(who)};
            const auto look = all_.tools[0].ask(name + ".Desk.Look", "[]", one_answer);
            if (!look.ok) return look.why.message;
            std::map<std::string, series::line> heard;
            const auto said = boost::json::parse(look.json);
            for (auto const& one : said.at("lines").as_array())
                heard[at_text(one, "emitter")] = {
                    at_text(one, "incarnation"),
                    static_cast<std::uint32_t>(at_number(one, "last"))};
            if (auto lacks = missing(name, heard); !lacks.empty()) return lacks;
        }
        const auto page = all_.page.fetch(all_.tools[0], one_answer);
        if (!page) return "the page does not answer: " + all_.page.problem();
        page_ = *page;
        return missing("page", page->heard);
    });
}

void peace::judge_gaps() {
    for (const auto who : plugins) {
        const std::string name{to_text(who)};
        const auto look = all_.tools[0].ask(name + ".Desk.Look", "[]", all_.patience);
        if (!look.ok) throw violation{name + " is there, but: " + look.why.message};
        const auto said = boost::json::parse(look.json);
        gaps(name, who, at_number(said, "gaps"), at_number(said, "wrong"),
             at_text(said, "firstGap"), at_text(said, "firstWrong"));
        if (at_number(said, "gaps") != 0)
            all_.tools[0].ask(name + ".Desk.Forgive", "[]", one_answer);
    }
    for (auto& one : all_.tools) {
        const auto heard = one.heard();
        gaps(one.name(), party::tool, heard.gaps, heard.wrong, heard.first_gap, heard.first_wrong);
        one.forgive();
    }
    gaps("the page", party::web, page_.gaps, page_.wrong, page_.first_gap, page_.first_wrong);
    if (page_.gaps != 0) all_.tools[0].ask("page.forgive", "[]", one_answer);
    if (page_.astray != 0) throw violation{"nothing goes astray in the page, but something did"};
}

void peace::look_at_broker() {
    all_.await("the broker owes nothing", [&]() -> std::string {
        const auto answer = all_.tools[0].ask("fairlead.list", "[]", one_answer);
        if (!answer.ok) return answer.why.message;
        const auto list = boost::json::parse(answer.json);
        std::size_t tools = 0, pages = 0;
        for (auto const& one : list.at("peers").as_array()) {
            const auto role = at_text(one, "role");
            tools += role == "tool" ? 1 : 0;
            pages += role == "page" ? 1 : 0;
            // Our own question is one.
            if (at_number(one, "callsInFlight") > (at_text(one, "name") == "tool-1" ? 1u : 0u))
                return at_text(one, "name") + " has calls in flight";
        }
        if (tools != all_.tools.size()) return std::to_string(tools) + " tools are there";
        if (pages > 1) return std::to_string(pages) + " pages are there";
        return {};
    });
}

}  // namespace fairlead::chaos
