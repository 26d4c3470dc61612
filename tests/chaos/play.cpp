// SPDX-License-Identifier: MIT
//
// play — each step has dice of its own, so what is drawn does not depend on what happened.
#include "tests/chaos/play.hpp"

#include "tests/chaos/report.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

namespace fairlead::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t steps_shown = 40;

}  // namespace

play::play(settings const& wanted) : wanted_{wanted}, all_{wanted.plant, wanted.patience} {}

int play::run() {
    begun_ = told_ = std::chrono::steady_clock::now();
    until_ = begun_ + wanted_.time;
    int code = 0;
    try {
        do live();
        while (!is_over());
    } catch (violation const& what) {
        tell(what);
        all_.counts.add("violations", "of promises");
        code = 1;
    }
    all_.counts.add("steps", "steps", step_);
    print_table(all_.counts, wanted_.seed, std::chrono::steady_clock::now() - begun_);
    return code;
}

/// From one `fairlead run` to its end.
void play::live() {
    auto from = next_dice();
    begin_life(from);
    auto rounds = from.between(3, 14);
    // Long enough to see whether somebody keeps more and more memory.
    all_.life.is_calm = from.one_in(6);
    if (all_.life.is_calm) {
        rounds += 12;
        all_.counts.add("lives", "of them calm");
        note("nobody is killed in this life");
    }
    for (std::uint32_t round = 0; round < rounds && !is_over(); ++round) {
        auto of_round = next_dice();
        for (auto steps = of_round.between(3, 16); steps > 0; --steps) step();
        note("peace");
        const auto before = std::chrono::steady_clock::now();
        peace_.make();
        all_.since = {};
        all_.counts.add("rounds", "rounds");
        const auto now = std::chrono::steady_clock::now();
        all_.counts.most(
            "longest way to peace", "ms",
            static_cast<std::uint64_t>(
                std::chrono::duration_cast<std::chrono::milliseconds>(now - before).count()));
        if (now - told_ < 60s) continue;
        told_ = now;
        std::printf("%lld s: %llu steps, %llu calls, %llu kills\n",
                    static_cast<long long>(
                        std::chrono::duration_cast<std::chrono::seconds>(now - begun_).count()),
                    static_cast<unsigned long long>(step_),
                    static_cast<unsigned long long>(all_.counts.sum("calls")),
                    static_cast<unsigned long long>(all_.counts.sum("kills")));
        std::fflush(stdout);
    }
    // It ends in the middle of something.
    auto of_end = next_dice();
    for (auto steps = of_end.between(1, 5); steps > 0; --steps) step();
    end_life(of_end);
}

void play::begin_life(dice& from) {
    const bool by_messages = from.one_in(4) || !chaos_app::has_page_half();
    all_.life = {.page_path = by_messages ? "messages" : "in-page", .log_is_full = from.one_in(6)};
    all_.since = {};
    all_.app.start(all_.life);
    all_.harm.begin_life();
    peace_.begin_life();
    all_.counts.add("lives",
                    all_.life.page_path + (all_.life.log_is_full ? ", log on a full disk" : ""));
    note("a life begins: " + all_.life.page_path +
         (all_.life.log_is_full ? ", its log is on a full disk" : ""));
    peace_.make();
    all_.since = {};
}

void play::end_life(dice& from) {
    constexpr std::array ways{"SIGTERM to the launcher", "SIGINT to the launcher",
                              "kill the launcher", "kill the host", "SIGTERM to the broker"};
    const auto which = from.below(ways.size());
    const std::string how = ways[which];
    note("the life ends: " + how);
    all_.counts.add("ends of lives", how);
    const auto all = all_.app.processes().all();
    const auto to = [&](party who, int number) {
        if (const auto one = census::find(all, who)) ::kill(one->pid, number);
        else all_.app.launcher().signal(SIGTERM);  // That one has just been killed.
    };
    switch (which) {
        case 0: to(party::launcher, SIGTERM); break;
        case 1: to(party::launcher, SIGINT); break;
        case 2: to(party::launcher, SIGKILL); break;
        case 3: to(party::host, SIGKILL); break;
        default: to(party::broker, SIGTERM); break;
    }
    peace_.after_the_end(how);
}

void play::step() {
    auto from = next_dice();
    all_.harm.step_on();
    for (auto& one : all_.tools) one.come_back(200ms);
    note(act(from));
    // What was begun gets into its middle, or not.
    if (from.one_in(3)) std::this_thread::sleep_for(std::chrono::milliseconds{from.below(40)});
}

std::string play::act(dice& from) {
    switch (from.weighted({30, 20, 14, 14, 3, 3, 4, 1})) {
        case 0: return tool_calls(from);
        case 1: return page_calls(from);
        case 2: return emit(from);
        case 3: return all_.harm.strike(from, all_.since, all_.life.is_calm);
        case 4: return all_.life.is_calm ? tool_calls(from) : command(from);
        case 5:
            all_.since.fallen |= party::web;
            all_.counts.add("reloads", "of the page");
            all_.page.reload(all_.tools[from.below(2)]);
            return "the page is loaded again";
        case 6: return all_.harm.send_tool(from);
        default: return storm(from);
    }
}

std::string play::tool_calls(dice& from) {
    auto& tool = all_.tools[from.below(2)];
    const auto count = from.between(1, 24);
    for (std::uint32_t i = 0; i < count; ++i) {
        auto what = all_.owed.owe(draw_errand(from, party::tool));
        what.number = static_cast<std::uint32_t>(what.id);
        tool.perform(what);
    }
    return std::to_string(count) + " calls of " + tool.name();
}

std::string play::page_calls(dice& from) {
    std::vector<errand> errands(from.between(1, 24));
    for (auto& one : errands) one = all_.owed.owe(draw_errand(from, party::web));
    all_.page.perform(all_.tools[from.below(2)], errands);
    return std::to_string(errands.size()) + " calls of the page";
}

std::string play::emit(dice& from) {
    const auto count = from.between(1, 200);
    const auto who = from.below(5);
    const std::string name = emitters[who];
    if (who < 2) all_.tools[who].emit(count);
    else
        all_.tools[from.below(2)].ask_then(name == "page" ? "page.emit" : name + ".Desk.Emit",
                                           '[' + std::to_string(count) + ']', 0ms,
                                           [](auto const&) {});
    return std::to_string(count) + " events of " + name;
}

std::string play::command(dice& from) {
    constexpr std::array plugins{party::alpha, party::beta, party::conform};
    errand what{.kind = errand_kind::command, .caller = party::tool};
    what.target = plugins[from.below(plugins.size())];
    what.reload = from.one_in(2);
    all_.since.drained |= what.target;
    all_.counts.add(what.reload ? "reloads" : "restarts", std::string{to_text(what.target)});
    all_.tools[from.below(2)].perform(all_.owed.owe(what));
    return what.method() + ' ' + std::string{to_text(what.target)};
}

/// Many come at once, ask much, and leave without waiting for it.
std::string play::storm(dice& from) {
    all_.since.storm = true;
    const auto tools = from.between(2, 12), calls = from.between(10, 200);
    std::atomic<std::uint64_t> ended{0};
    std::uint64_t begun = 0;
    {
        std::vector<std::unique_ptr<client::connection>> crowd;
        for (std::uint32_t i = 0; i < tools; ++i) {
            try {
                client::connect_options options;
                options.socket = all_.app.socket();
                options.name = "storm";
                options.patience = 200ms;
                crowd.push_back(client::connection::connect(std::move(options)));
            } catch (client::connect_error const&) {
                break;
            }
            for (std::uint32_t k = 0; k < calls; ++k, ++begun)
                crowd.back()->call("beta.Desk.Text", "[\"storm\"]", {},
                                   [&](auto const&) { ++ended; });
        }
    }
    if (ended != begun)
        throw violation{"each call of a tool that leaves ends, but of " + std::to_string(begun) +
                        " only " + std::to_string(ended)};
    all_.counts.add("calls", "tool storm", begun);
    all_.counts.add("other faults", "tool storms");
    return "a storm of " + std::to_string(tools) + " tools, " + std::to_string(begun) + " calls";
}

void play::note(std::string line) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - begun_);
    line = std::to_string(ms.count()) + " ms, step " + std::to_string(step_) + ": " + line;
    if (wanted_.is_loud) {
        std::printf("%s\n", line.c_str());
        std::fflush(stdout);
    }
    lately_.push_back(std::move(line));
    if (lately_.size() > steps_shown) lately_.pop_front();
}

void play::tell(violation const& what) {
    print_violation(what, all_, wanted_.seed, step_, {lately_.begin(), lately_.end()});
}

}  // namespace fairlead::chaos
