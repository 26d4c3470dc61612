// SPDX-License-Identifier: MIT
//
// bench_report — two forms of the same figures.
#include "cli/bench/bench_report.hpp"

#include "cli/output/json_figures.hpp"
#include "cli/output/table.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace fairlead::cli {
namespace {

std::string number(double value, int decimals = 1) {
    std::array<char, 64> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string cpu_model() {
    std::ifstream in{"/proc/cpuinfo"};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

json_figures machine() {
    utsname kernel{};
    ::uname(&kernel);
    return json_figures{}
        .add("cpu", std::string_view{cpu_model()})
        .add("cores", ::sysconf(_SC_NPROCESSORS_ONLN))
        .add("kernel", std::string_view{kernel.release})
        .add("compiler", std::string_view{"g++ " __VERSION__})
        .add("version", std::string_view{FAIRLEAD_VERSION});
}

json_figures case_json(bench_case const& one) {
    return json_figures{}
        .add("peer", std::string_view{"fairlead"})
        .add("size", one.size)
        .add("in_flight", one.in_flight)
        .add("every_ms", one.every_ms)
        .add("rtt_us", json_figures{}
                           .add("p50", one.p50_us)
                           .add("p90", one.p90_us)
                           .add("p99", one.p99_us)
                           .add("p999", one.p999_us)
                           .add("max", one.max_us))
        .add("rt_per_s", one.per_second)
        .add("mb_per_s", one.megabytes_per_second)
        .add("cpu_us_per_rt", one.cpu_us)
        .add("cpu_us_by_process", json_figures{}
                                      .add("client", one.cpu_client_us)
                                      .add("broker", one.cpu_broker_us)
                                      .add("plugin", one.cpu_plugin_us));
}

json_figures crowd_json(crowd_figures const& one) {
    return json_figures{}
        .add("methods", one.size.methods)
        .add("peers", one.size.peers)
        .add("subscriptions", one.size.subscriptions)
        .add("rounds", one.rounds)
        .add("p50_us",
             json_figures{}.add("bare", one.p50_bare_us).add("crowded", one.p50_crowded_us))
        .add("p99_us",
             json_figures{}.add("bare", one.p99_bare_us).add("crowded", one.p99_crowded_us))
        .add("ratio", one.ratio())
        .add("ratio_p99", one.ratio_p99());
}

json_figures paused_json(paused_figures const& one) {
    const auto phase = [](paused_phase const& what) {
        return json_figures{}
            .add("events_per_s", what.per_second)
            .add("p50_us", what.p50_us)
            .add("p99_us", what.p99_us);
    };
    return json_figures{}
        .add("wanted_per_s", one.wanted_per_second)
        .add("rounds", one.rounds)
        .add("events", one.events)
        .add("lost", one.lost)
        .add("all_awake", phase(one.all_awake))
        .add("one_paused", phase(one.one_paused))
        .add("ratio", json_figures{}
                          .add("events_per_s", one.ratio_rate())
                          .add("p50", one.ratio_p50())
                          .add("p99", one.ratio_p99()))
        .add("broker_resident_bytes", json_figures{}
                                          .add("before", one.resident_before)
                                          .add("after", one.resident_after)
                                          .add("at_most", one.resident_at_most));
}

json_figures beside_json(beside_figures const& one) {
    const auto rate = [](call_rate const& what) {
        return json_figures{}
            .add("calls_per_s", what.per_second)
            .add("p50_us", what.p50_us)
            .add("p99_us", what.p99_us);
    };
    const auto phase = [&](beside_phase const& what) {
        return json_figures{}
            .add("alone", rate(what.alone))
            .add("beside", rate(what.beside))
            .add("ratio", what.ratio)
            .add("ratio_least", what.least)
            .add("ratio_most", what.most);
    };
    return json_figures{}
        .add("what", std::string_view{one.what})
        .add("first", phase(one.first))
        .add("known", phase(one.known))
        .add("became", std::string_view{one.became});
}

std::string beside_table(std::vector<beside_figures> const& all) {
    cli::table rows{{"BESIDE", "", "CALLS/S ALONE", "BESIDE", "RATIO", "FROM", "TO", "P50 US ALONE",
                     "BESIDE", "P99 US ALONE", "BESIDE", "THE BAD ONE"}};
    const auto add = [&](std::string const& what, char const* when, beside_phase const& of,
                         std::string const& became) {
        rows.add({what, when, number(of.alone.per_second, 0), number(of.beside.per_second, 0),
                  number(of.ratio, 3), number(of.least, 2), number(of.most, 2),
                  number(of.alone.p50_us), number(of.beside.p50_us), number(of.alone.p99_us),
                  number(of.beside.p99_us), became});
    };
    for (auto const& one : all) {
        add(one.what, "first", one.first, "");
        add("", "known", one.known, one.became);
    }
    return rows.text();
}

json_figures watched_json(watched_figures const& one) {
    const auto side = [](watched_side const& what) {
        return json_figures{}
            .add("calls_per_s", what.per_second)
            .add("p50_us", what.p50_us)
            .add("cpu_broker_us", what.cpu_broker_us);
    };
    return json_figures{}
        .add("what", std::string_view{one.what})
        .add("in_flight", one.in_flight)
        .add("without", side(one.without))
        .add("with", side(one.with))
        .add("slower", one.slower)
        .add("slower_give_or_take", one.slower_give_or_take)
        .add("more_cpu_broker", one.more_cpu_broker);
}

std::string watched_table(std::vector<watched_figures> const& all) {
    cli::table rows{{"64 B", "IN FLIGHT", "CALLS/S WITHOUT", "WITH", "SLOWER %", "+-",
                     "P50 US WITHOUT", "WITH", "BROKER CPU US WITHOUT", "WITH", "MORE %"}};
    for (auto const& one : all)
        rows.add({one.what, std::to_string(one.in_flight), number(one.without.per_second, 0),
                  number(one.with.per_second, 0), number(one.slower * 100, 2),
                  number(one.slower_give_or_take * 100, 2), number(one.without.p50_us, 2),
                  number(one.with.p50_us, 2), number(one.without.cpu_broker_us, 3),
                  number(one.with.cpu_broker_us, 3), number(one.more_cpu_broker * 100, 2)});
    return rows.text();
}

double ms(histogram const& one, double share) { return one.percentile(share) / 1e6; }
double ms_at_most(histogram const& one) { return static_cast<double>(one.max()) / 1e6; }

json_figures kills_json(kill_figures const& one) {
    const auto delays = [](histogram const& of) {
        return json_figures{}
            .add("p50", ms(of, 0.5))
            .add("p99", ms(of, 0.99))
            .add("max", ms_at_most(of));
    };
    const auto holdings = [](kill_figures::holdings const& of) {
        return json_figures{}
            .add("descriptors", of.descriptors)
            .add("children", of.children)
            .add("own_bytes", of.own_bytes);
    };
    return json_figures{}
        .add("kills", one.kills)
        .add("seconds", one.seconds)
        .add("broker",
             json_figures{}.add("before", holdings(one.before)).add("at_end", holdings(one.at_end)))
        .add("rejected_ms", delays(one.after->rejected))
        .add("rejected_others_ms", delays(one.after->rejected_others))
        .add("answers_ms", delays(one.after->answers))
        .add("refused", one.refused);
}

std::string kills_table(kill_figures const& one) {
    cli::table rows{{std::to_string(one.kills) + " KILLS OF A PLUGIN", "P50 MS", "P99", "MAX"}};
    const auto delays = [&](char const* name, histogram const& of) {
        rows.add(
            {name, number(ms(of, 0.5), 2), number(ms(of, 0.99), 2), number(ms_at_most(of), 2)});
    };
    delays("an open call is rejected", one.after->rejected);
    delays("that of another caller", one.after->rejected_others);
    delays("a new call is answered", one.after->answers);
    const auto was = [](auto before, auto after) {
        return std::to_string(before) + ", then " + std::to_string(after);
    };
    return rows.text() + "new calls refused meanwhile: " + std::to_string(one.refused) +
           "; broker: " + was(one.before.descriptors, one.at_end.descriptors) + " descriptors, " +
           was(one.before.children, one.at_end.children) + " children, " +
           was(one.before.own_bytes >> 10, one.at_end.own_bytes >> 10) + " KiB of its own; " +
           number(one.seconds) + " s\n";
}

json_figures ruled_json(ruled_figures const& one) {
    const auto side = [](ruled_figures::side const& what) {
        return json_figures{}
            .add("p50_us", what.p50_us)
            .add("p99_us", what.p99_us)
            .add("calls_per_s", what.per_second);
    };
    return json_figures{}
        .add("rounds", one.rounds)
        .add("without", side(one.open))
        .add("with", side(one.ruled))
        .add("ratio", json_figures{}
                          .add("p50", one.ratio())
                          .add("p99", one.ratio_p99())
                          .add("calls_per_s", one.ratio_rate()));
}

std::string ruled_table(ruled_figures const& one) {
    cli::table rows{{"64 B", "P50 US", "P99", "CALLS/S, 256 IN FLIGHT"}};
    const auto side = [&](char const* name, ruled_figures::side const& what) {
        rows.add(
            {name, number(what.p50_us, 2), number(what.p99_us, 2), number(what.per_second, 0)});
    };
    side("without permissions", one.open);
    side("with permissions", one.ruled);
    rows.add(
        {"ratio", number(one.ratio(), 3), number(one.ratio_p99(), 3), number(one.ratio_rate(), 3)});
    return rows.text();
}

std::string crowd_table(crowd_figures const& one) {
    cli::table rows{{"64 B, ONE AT A TIME", "P50 US", "P99"}};
    rows.add({"alone", number(one.p50_bare_us, 2), number(one.p99_bare_us, 2)});
    rows.add({"beside " + std::to_string(one.size.methods) + " methods, " +
                  std::to_string(one.size.peers) + " peers, " +
                  std::to_string(one.size.subscriptions) + " subscriptions",
              number(one.p50_crowded_us, 2), number(one.p99_crowded_us, 2)});
    rows.add({"ratio", number(one.ratio(), 3), number(one.ratio_p99(), 3)});
    return rows.text();
}

std::string paused_table(paused_figures const& one) {
    cli::table rows{
        {number(one.wanted_per_second, 0) + " EVENTS/S WANTED", "HEARD/S", "P50 US", "P99"}};
    const auto phase = [&](char const* name, paused_phase const& what) {
        rows.add({name, number(what.per_second, 0), number(what.p50_us), number(what.p99_us)});
    };
    phase("all subscribers awake", one.all_awake);
    phase("one of four paused", one.one_paused);
    rows.add({"ratio", number(one.ratio_rate(), 3), number(one.ratio_p50(), 3),
              number(one.ratio_p99(), 3)});
    const auto megabytes = [](std::uint64_t bytes) {
        return number(static_cast<double>(bytes) / 1e6);
    };
    return rows.text() + "lost by the others: " + std::to_string(one.lost) + " of " +
           std::to_string(one.events) + "; broker: " + megabytes(one.resident_before) +
           " MB before, " + megabytes(one.resident_after) + " after, " +
           megabytes(one.resident_at_most) + " at most\n";
}

}  // namespace

std::string size_text(std::size_t bytes) {
    if (bytes >= 1u << 20 && bytes % (1u << 20) == 0) return std::to_string(bytes >> 20) + " MiB";
    if (bytes >= 1u << 10 && bytes % (1u << 10) == 0) return std::to_string(bytes >> 10) + " KiB";
    return std::to_string(bytes) + " B";
}

std::string bench_report::table() const {
    cli::table rows{{"SIZE", "IN FLIGHT", "P50 US", "P90", "P99", "P99.9", "MAX", "CALLS/S", "MB/S",
                     "CPU US/CALL", "CLIENT", "BROKER", "PLUGIN"}};
    for (auto const& one : cases)
        rows.add(
            {size_text(one.size) +
                 (one.every_ms != 0 ? ", one each " + std::to_string(one.every_ms) + " ms" : ""),
             std::to_string(one.in_flight), number(one.p50_us), number(one.p90_us),
             number(one.p99_us), number(one.p999_us), number(one.max_us), number(one.per_second, 0),
             number(one.megabytes_per_second), number(one.cpu_us, 2), number(one.cpu_client_us, 2),
             number(one.cpu_broker_us, 2), number(one.cpu_plugin_us, 2)});
    auto text = cases.empty() ? std::string{} : rows.text();
    if (crowd.rounds > 0) text += crowd_table(crowd);
    if (ruled.rounds > 0) text += ruled_table(ruled);
    if (!beside.empty()) text += beside_table(beside);
    if (!watched.empty()) text += watched_table(watched);
    if (kills.kills > 0) text += kills_table(kills);
    if (paused.rounds > 0) text += paused_table(paused);
    for (auto const& one : events)
        text += "\nevents/s to " + std::to_string(one.subscribers) +
                " subscribers: " + number(one.per_second, 0);
    if (idle.seconds > 0)
        text += "\nidle for " + number(idle.seconds, 0) +
                " s: " + std::to_string(idle.broker_wakeups) + " wake-ups and " +
                number(idle.broker_cpu_ms_per_s, 3) + " ms/s of the broker, " +
                std::to_string(idle.plugin_wakeups) + " and " +
                number(idle.plugin_cpu_ms_per_s, 3) + " ms/s of the plugin";
    if (resident_broker > 0)
        text += "\nresident: broker " + number(static_cast<double>(resident_broker) / 1e6) +
                " MB, plugin " + number(static_cast<double>(resident_plugin) / 1e6) + " MB\n";
    return text;
}

std::string bench_report::json() const {
    std::vector<json_figures> list, heard;
    for (auto const& one : cases) list.push_back(case_json(one));
    for (auto const& one : events)
        heard.push_back(
            json_figures{}.add("subscribers", one.subscribers).add("events_per_s", one.per_second));
    json_figures all;
    all.add("cases", list).add("events", heard);
    if (crowd.rounds > 0) all.add("crowd", crowd_json(crowd));
    if (paused.rounds > 0) all.add("paused", paused_json(paused));
    if (kills.kills > 0) all.add("kills", kills_json(kills));
    if (ruled.rounds > 0) all.add("permissions", ruled_json(ruled));
    if (!beside.empty()) {
        std::vector<json_figures> neighbours;
        for (auto const& one : beside) neighbours.push_back(beside_json(one));
        all.add("beside", neighbours);
    }
    if (!watched.empty()) {
        std::vector<json_figures> sides;
        for (auto const& one : watched) sides.push_back(watched_json(one));
        all.add("watched", sides);
    }
    if (idle.seconds > 0)
        all.add("idle", json_figures{}
                            .add("seconds", idle.seconds)
                            .add("broker_wakeups", idle.broker_wakeups)
                            .add("plugin_wakeups", idle.plugin_wakeups)
                            .add("broker_cpu_ms_per_s", idle.broker_cpu_ms_per_s)
                            .add("plugin_cpu_ms_per_s", idle.plugin_cpu_ms_per_s));
    if (resident_broker > 0)
        all.add("resident_bytes",
                json_figures{}.add("broker", resident_broker).add("plugin", resident_plugin));
    return all.add("machine", machine()).text();
}

}  // namespace fairlead::cli
