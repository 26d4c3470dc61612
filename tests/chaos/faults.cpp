// SPDX-License-Identifier: MIT
//
// faults — SIGKILL, SIGSTOP, a disk without room, a clock that jumps.
#include "tests/chaos/faults.hpp"

#include <algorithm>
#include <csignal>

namespace fairlead::chaos {
namespace {

constexpr std::uint32_t broker_kills_max = 4;  // `fairlead run` starts five others in a row.
constexpr std::uint32_t page_kills_max = 3;    // The host loads it again four times a minute.

constexpr party plugins[] = {party::alpha, party::beta, party::conform};

}  // namespace

void faults::begin_life() { broker_kills_ = page_kills_ = 0; }

std::optional<process> faults::victim(party who, party plugin) const {
    const auto all = app_.processes().all();
    return who == party::guardian ? census::guardian_of(all, plugin) : census::find(all, who);
}

std::string faults::strike(dice& from, upheaval& since, bool is_calm) {
    switch (from.weighted({10, 6, 1, 1})) {
        case 0: return is_calm ? stop(from, since) : kill(from, since);
        case 1: return stop(from, since);
        case 2:
            is_blocked_ = !is_blocked_;
            if (is_blocked_) app_.block_crash_reports();
            else app_.unblock_crash_reports();
            counts_.add("other faults", "crash folder that cannot be written, on or off");
            return is_blocked_ ? "crash reports cannot be written" : "crash reports can be written";
        default: {
            constexpr std::int64_t jumps[] = {-86'400, -3, 0, 5, 3'600, 400 * 86'400};
            const auto by = jumps[from.below(std::size(jumps))];
            if (app_.jump_clock(by)) counts_.add("other faults", "clock jumps");
            return "the wall clock is wrong by " + std::to_string(by) + " s";
        }
    }
}

std::string faults::kill(dice& from, upheaval& since) {
    auto who = plugins[from.below(3)];
    const auto plugin = who;
    const auto what = from.weighted({12, 6, 3, 3, 2});
    if (what == 1) who = party::guardian;
    if (what == 2 && broker_kills_ < broker_kills_max) who = party::broker;
    if (what == 3 && page_kills_ < page_kills_max) who = party::web;
    if (what == 4) who = party::tool;
    const auto one = victim(who, plugin);
    const auto words = "kill " + std::string{to_text(who)} +
                       (who == party::guardian ? " of " + std::string{to_text(plugin)} : "");
    if (!one) return words + ": is not there";
    // WebKit ends the window's process when one dies before it has said which process it is.
    if (who == party::web && census::seconds_old(*one) < 2) return words + ": is too young";
    if (who == party::broker) {
        ++broker_kills_;
        since.fallen |= parties{party::broker} | party::alpha | party::beta | party::conform;
    }
    if (who == party::web) ++page_kills_;
    since.fallen |= who == party::guardian ? plugin : who;
    ::kill(one->pid, SIGKILL);
    counts_.add("kills", std::string{to_text(who)});
    return words + ", " + std::to_string(one->pid);
}

std::string faults::stop(dice& from, upheaval& since) {
    const auto plugin = plugins[from.below(3)];
    constexpr party others[] = {party::guardian, party::broker, party::web,
                                party::host,     party::tool,   party::launcher};
    const auto what = from.weighted({8, 2, 2, 2, 2, 2, 1});
    const auto who = what == 0 ? plugin : others[what - 1];
    const auto steps = from.between(1, 4);
    const auto one = victim(who, plugin);
    const auto words = "stop " + std::string{to_text(who)} +
                       (who == party::guardian ? " of " + std::string{to_text(plugin)} : "") +
                       " for " + std::to_string(steps) + " steps";
    if (!one) return words + ": is not there";
    since.stopped |= who;
    ::kill(one->pid, SIGSTOP);
    standing_.push_back({*one, steps});
    counts_.add("stops", std::string{to_text(who)});
    return words + ", " + std::to_string(one->pid);
}

std::string faults::send_tool(dice& from) {
    std::vector<std::string> args{"call", "alpha.Desk.Count", "1000000000", "--stream"};
    switch (from.below(4)) {
        case 0: args = {"subscribe", "*"}; break;
        case 1: args[1] = "beta.Desk.Count"; break;
        case 2: args[1] = "page.count"; break;
        default: break;
    }
    const auto words = args[0] + ' ' + args[1];
    tools_.push_back(app_.beside(std::move(args)));
    counts_.add("tools", words);
    return "a tool comes: fairlead " + words;
}

void faults::step_on() {
    std::erase_if(standing_, [](auto& one) {
        if (--one.steps_left > 0) return false;
        if (census::runs(one.who)) ::kill(one.who.pid, SIGCONT);
        return true;
    });
}

void faults::rest() {
    for (auto const& one : standing_)
        if (census::runs(one.who)) ::kill(one.who.pid, SIGCONT);
    standing_.clear();
    tools_.clear();
}

}  // namespace fairlead::chaos
