// SPDX-License-Identifier: MIT
//
// leftovers — the part of peace that looks at the app from outside: processes, descriptors, memory,
// files, and what the log says of ends that nobody caused.
#include "tests/chaos/peace.hpp"

#include <algorithm>
#include <map>

namespace fairlead::chaos {
namespace {

/// Of each, at peace. WebKit's helpers come and go as it likes: as many at most.
struct expectation {
    std::size_t least, most;
};
std::map<std::string, expectation> const expected{
    {"fairlead", {1, 1}},        {"fairlead-broker", {1, 1}}, {"fairlead-guardi", {4, 4}},
    {"fairlead-webvie", {1, 1}}, {"chaos_plugin", {2, 2}},    {"conform_c", {1, 1}},
    {"WebKitWebProces", {1, 1}}, {"WebKitNetworkPr", {0, 1}}, {"WebKitGPUProces", {0, 1}},
    {"bwrap", {0, 8}},           {"xdg-dbus-proxy", {0, 4}},  {"dbus-daemon", {0, 1}},
    {"dbus-launch", {0, 1}}};

constexpr std::size_t warm_up = 2;  // Looks at a process before it is compared with itself.
constexpr std::size_t descriptors_more = 10;  // Connections that are just being made or closed.
constexpr std::size_t memory_more_kib = 48 << 10;

constexpr std::string_view bad_lines[] = {"AddressSanitizer", "LeakSanitizer",
                                          "runtime error:", "Assertion", "terminate called"};

}  // namespace

void peace::compare_processes() {
    std::vector<process> now;
    all_.await("only the app's processes are there", [&]() -> std::string {
        now = all_.app.processes().all();
        std::map<std::string, std::size_t> count;
        for (auto const& one : now) {
            if (!expected.contains(one.name)) return "there is " + one.words();
            ++count[one.name];
        }
        for (auto const& [name, range] : expected)
            if (count[name] < range.least || count[name] > range.most)
                return std::to_string(count[name]) + " of " + name;
        return {};
    });
    for (const auto who : {party::alpha, party::beta, party::conform, party::broker, party::host,
                           party::web, party::launcher}) {
        const auto one = census::find(now, who);
        if (!one) continue;
        const auto before = players_.find(who);
        if (before != players_.end() && !before->second.is(*one) &&
            !(all_.since.fallen.meets(who) || all_.since.drained.meets(who)))
            throw violation{"who is not harmed lives on, but " + before->second.words() +
                            " is now " + one->words()};
        players_.insert_or_assign(who, *one);
        if (who != party::web) look_at_holdings(*one, std::string{to_text(who)});
    }
    for (const auto plugin : {party::alpha, party::beta, party::conform})
        if (const auto one = census::guardian_of(now, plugin)) look_at_holdings(*one, "guardian");
}

void peace::look_at_holdings(process const& one, std::string const& who) {
    auto& past = looks_[{one.pid, one.started}];
    past.who = who;
    auto now = census::of(one);
    if (past.at.size() > warm_up) {
        const auto& base = past.at[warm_up];
        all_.await(who + " gives its descriptors back", [&]() -> std::string {
            now = census::of(one);
            if (now.descriptors <= base.descriptors + descriptors_more) return {};
            return one.words() + " has " + std::to_string(now.descriptors) + ", it had " +
                   std::to_string(base.descriptors);
        });
    }
    past.at.push_back(now);
    all_.counts.most("descriptors at peace, at most", who, now.descriptors);
    all_.counts.most("memory files at peace, at most", who, now.memory_files);
    all_.counts.most("private memory at peace, at most, KiB", who, now.private_kib);
#ifndef FAIRLEAD_SANITIZED          // A sanitizer keeps what is freed.
    constexpr std::size_t few = 3;  // The least of so many: some of it is just in use.
    if (past.at.size() < warm_up + 2 * few) return;
    all_.counts.add("compared with their memory of before", who);
    const auto least = [](auto from, auto to) {
        return std::min_element(
                   from, to,
                   [](auto const& a, auto const& b) { return a.private_kib < b.private_kib; })
            ->private_kib;
    };
    const auto first = past.at.begin() + static_cast<std::ptrdiff_t>(warm_up);
    const auto then = least(first, first + few), lately = least(past.at.end() - few, past.at.end());
    if (lately > then + memory_more_kib)
        throw violation{who + " gives its memory back, but " + one.words() + " has " +
                        std::to_string(lately) + " KiB of its own, it had " + std::to_string(then)};
#endif
}

void peace::read_log() {
    const auto text = all_.app.new_log_lines();
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        const auto line = text.substr(at, end - at);
        at = end + 1;
        const bool is_bad = std::ranges::any_of(
            bad_lines, [&](std::string_view bad) { return line.find(bad) != std::string::npos; });
        const auto signal = line.find("ended: signal ");
        const bool is_crash =
            signal != std::string::npos && line.compare(signal, 16, "ended: signal 9 ") != 0;
        const bool broker_crashed = line.find("the broker ended with code ") != std::string::npos &&
                                    !line.ends_with(" 137") && !line.ends_with(" 0");
        if (is_bad || is_crash || broker_crashed)
            throw violation{"nobody dies of himself, but the log says: " + line};
    }
}

void peace::after_the_end(std::string const& how) {
    all_.harm.rest();
    all_.await("the app ends after '" + how + "'", [&]() -> std::string {
        return all_.app.launcher().has_ended() ? "" : "its launcher runs";
    });
    all_.await("nothing is left after '" + how + "'", [&]() -> std::string {
        const auto left = all_.app.processes().all();
        return left.empty() ? "" : left.front().words() + " is";
    });
    all_.await("each call ends", [&]() -> std::string {
        const auto open = all_.owed.open(party::tool);
        return open.empty() ? "" : open[0].words() + " is open";
    });
    all_.page.forget();
    for (auto& one : all_.tools) one.leave();
    constexpr party everybody[] = {party::alpha,  party::beta, party::conform,
                                   party::broker, party::web,  party::host};
    for (const auto one : everybody) {
        all_.since.fallen |= one;
        all_.since.drained |= one;
    }
    judge_ends();
    read_log();
    std::error_code ignored;
    if (std::filesystem::exists(all_.app.socket(), ignored))
        throw violation{"no socket is left after '" + how + "', but there is one"};
    std::filesystem::directory_iterator shared{"/dev/shm", ignored};
    for (auto const& entry : shared)
        if (entry.path().filename().native().find("fairlead") != std::string::npos)
            throw violation{"nothing is left in /dev/shm, but there is " + entry.path().string()};
}

}  // namespace fairlead::chaos
