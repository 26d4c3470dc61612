// SPDX-License-Identifier: MIT
//
// report_html — one page that needs nothing else: style, plots and figures are in it.
#include "benchmarks/runner/plan.hpp"
#include "benchmarks/runner/report.hpp"
#include "benchmarks/runner/svg.hpp"

#include <algorithm>
#include <optional>

namespace fairlead::bench {
namespace {

constexpr auto style = R"(
:root { color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2327; --soft: #5c676e; --line: #e2ded5;
  --ours: #c2410c; --peer: #3f6f8f; --direct: #7a5ca8; --limit: #9a9184; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181b; --card: #1b2125; --ink: #e6e9ea; --soft: #9aa7ae; --line: #2e373d;
  --ours: #fb923c; --peer: #7fb2d1; --direct: #b79be0; --limit: #857d72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 20px 80px; }
h1 { font-size: 34px; line-height: 1.15; margin: 0 0 6px; letter-spacing: -.01em; }
h2 { font-size: 22px; margin: 56px 0 4px; letter-spacing: -.005em; }
p { margin: 0 0 16px; max-width: 72ch; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 14px;
  margin: 26px 0 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 16px 16px; }
.card b { display: block; font-size: 26px; line-height: 1.2; color: var(--ours);
  font-variant-numeric: tabular-nums; }
.card span { display: block; color: var(--soft); font-size: 14px; }
.card em { font-style: normal; color: var(--ink); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr));
  gap: 14px; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  padding: 14px 16px 8px; overflow-x: auto; }
figure.wide { margin: 12px 0 14px; }
figure.wide svg { min-width: 720px; }
svg { display: block; width: 100%; height: auto; font-size: 12px; }
svg text { fill: var(--soft); } svg .title { fill: var(--ink); font-weight: 600; font-size: 14px; }
svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .name, svg .value { fill: var(--ink); font-size: 12.5px; }
svg .value { font-variant-numeric: tabular-nums; }
svg .grid { stroke: var(--line); } svg .hit { fill: transparent; }
.row, .series { color: var(--peer); } .ours, .fallback { color: var(--ours); }
.direct { color: var(--direct); } .limit { color: var(--limit); }
.row .dot, .series .dot { fill: currentColor; }
.direct .dot, .limit .dot, .fallback .dot { fill: var(--card); stroke: currentColor;
  stroke-width: 1.8; }
.range { stroke: currentColor; stroke-width: 6; stroke-linecap: round; opacity: .35; }
.reach { stroke: currentColor; opacity: .45; } .far { stroke: currentColor; stroke-width: 1.5; }
.ours .name, .ours .value { font-weight: 700; fill: var(--ours); }
.limit .name, .direct .name { font-style: italic; }
.row:hover .hit { fill: var(--line); opacity: .5; }
.series path { fill: none; stroke: currentColor; stroke-width: 1.6; opacity: .65; }
.series path.wide { stroke-width: 14; opacity: 0; }
.series.ours path { stroke-width: 3.2; opacity: 1; } .series.ours path.wide { opacity: 0; }
.series.limit path, .series.direct path { stroke-dasharray: 5 4; }
.series .leader { stroke: currentColor; opacity: .35; } .series .range { stroke-width: 4; }
.lines:hover .series { opacity: .25; } .lines .series:hover { opacity: 1; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; padding: 6px 14px; margin-top: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px;
  font-variant-numeric: tabular-nums; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
th { color: var(--soft); font-weight: 500; } tr:last-child td { border-bottom: 0; }
th:first-child, td:first-child { text-align: left; } tr.ours td { font-weight: 600; }
.facts td { white-space: normal; text-align: left; } .facts td:first-child { color: var(--soft); }
summary { cursor: pointer; color: var(--soft); margin-top: 18px; }
)";

emphasis emphasis_of(std::string const& name) {
    const auto found = std::ranges::find(all_peers(), name, &peer::name);
    if (found == all_peers().end()) return emphasis::peer;
    switch (found->kind) {
        case peer_kind::product: return emphasis::ours;
        case peer_kind::direct: return emphasis::direct;
        case peer_kind::limit: return emphasis::limit;
        case peer_kind::broker: break;
    }
    return emphasis::peer;
}

template <class Find>
std::string dots(results const& all, std::string title, std::string unit, Find const& find,
                 double sample::*figure, double sample::*far, bool more_is_better) {
    dot_plot plot{std::move(title), std::move(unit), more_is_better, {}};
    for (auto const& name : all.peers()) {
        case_result const* one = find(name);
        if (one == nullptr || one->samples.empty()) continue;
        const auto kept = one->kept();
        const auto range = spread(kept, figure);
        plot.dots.push_back({name, emphasis_of(name), median(kept, figure), range.min, range.max,
                             far == nullptr ? 0 : median(kept, far)});
    }
    return plot.dots.empty() ? std::string{} : "<figure>" + draw(std::move(plot)) + "</figure>";
}

/// `find(peer, size)` gives the case.
template <class Find>
std::string lines(results const& all, std::string unit, Find const& find, double sample::*figure) {
    const auto sizes = all.sizes(scenario::hot);
    if (sizes.size() < 2) return {};
    line_plot plot{std::move(unit), {}, {}};
    for (const auto size : sizes) plot.columns.push_back(size_text(size));
    for (auto const& name : all.peers()) {
        line one{name, emphasis_of(name), {}};
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            case_result const* found = find(name, sizes[i]);
            if (found == nullptr || found->samples.empty()) continue;
            const auto kept = found->kept();
            const auto range = spread(kept, figure);
            one.points.push_back({i, median(kept, figure), range.min, range.max});
        }
        plot.lines.push_back(std::move(one));
    }
    return "<figure class=\"wide\">" + draw(plot) + "</figure>";
}

std::string section(std::string const& title, std::string const& words, std::string const& body) {
    if (body.empty()) return {};
    return "<h2>" + html_escaped(title) + "</h2><p>" + html_escaped(words) + "</p>" + body;
}

std::string plots(std::string const& several) {
    return several.empty() ? several : "<div class=\"plots\">" + several + "</div>";
}

/// "×0.38 of unix-relay, the quickest peer": the best of those that broker.
struct rival {
    std::string name;
    double value = 0;
};
template <class Find>
std::optional<rival> best_broker(results const& all, Find const& find, double sample::*figure,
                                 bool more_is_better) {
    std::optional<rival> best;
    for (auto const& name : all.peers()) {
        if (emphasis_of(name) != emphasis::peer) continue;
        case_result const* one = find(name);
        if (one == nullptr || one->samples.empty()) continue;
        const auto value = median(one->kept(), figure);
        if (!best || (more_is_better ? value > best->value : value < best->value))
            best = rival{name, value};
    }
    return best;
}

template <class Find>
std::string card(results const& all, std::string const& what, std::string const& unit,
                 Find const& find, double sample::*figure, bool more_is_better) {
    case_result const* ours = find("fairlead");
    const auto best = best_broker(all, find, figure, more_is_better);
    if (ours == nullptr || ours->samples.empty() || !best) return {};
    return html_card(what, median(ours->kept(), figure), best->value, unit, best->name,
                     "the best broker among the peers");
}

std::string all_figures(results const& all) {
    std::string text =
        "<div class=\"scroll\"><table><tr><th>peer</th><th>size</th><th>in flight</th><th>scenario"
        "</th><th>p50 µs</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th><th>calls/s</th>"
        "<th>MB/s</th><th>CPU µs</th><th>rounds</th></tr>";
    for (auto const& one : all.cases()) {
        if (one.id.when == scenario::idle) continue;
        const auto kept = one.kept();
        text += emphasis_of(one.id.peer) == emphasis::ours ? "<tr class=\"ours\">" : "<tr>";
        const auto cell = [&](std::string const& words) {
            text += "<td>" + html_escaped(words) + "</td>";
        };
        cell(one.id.peer);
        cell(size_text(one.id.size));
        cell(std::to_string(one.id.in_flight));
        cell(std::string{to_text(one.id.when)});
        for (auto const figure :
             {&sample::p50, &sample::p90, &sample::p99, &sample::p999, &sample::max,
              &sample::rt_per_s, &sample::mb_per_s, &sample::cpu_us_per_rt})
            cell(short_number(median(kept, figure)));
        cell(std::to_string(kept.size()) + " of " + std::to_string(one.samples.size()));
        text += "</tr>";
    }
    return text + "</table></div>";
}

std::string idle_figures(results const& all) {
    std::string rows;
    for (auto const& one : all.cases()) {
        if (one.id.when != scenario::idle) continue;
        rows +=
            (emphasis_of(one.id.peer) == emphasis::ours ? "<tr class=\"ours\"><td>" : "<tr><td>") +
            html_escaped(one.id.peer) + "</td>";
        for (auto const figure :
             {&idle_sample::wakeups_per_s, &idle_sample::cpu_ms_per_s, &idle_sample::resident_mib})
            rows += "<td>" + short_number(median(one.idle, figure)) + "</td>";
        rows += "</tr>";
    }
    if (rows.empty()) return {};
    return "<div class=\"scroll\"><table><tr><th>peer</th><th>wake-ups/s</th><th>CPU ms/s</th><th>"
           "resident MiB</th></tr>" +
           rows + "</table></div>";
}

std::string fact_rows(std::vector<std::pair<std::string, std::string>> const& of) {
    std::string rows;
    for (auto const& [name, value] : of)
        rows += "<tr><td>" + html_escaped(name) + "</td><td>" + html_escaped(value) + "</td></tr>";
    return rows;
}

/// The number stays with its unit: no line ends between them.
std::string with_unit(double value, std::string const& unit) {
    std::string text;
    for (const char c : short_number(value)) text += c == ' ' ? "\u00a0" : std::string{c};
    return html_escaped(text + (unit.starts_with('/') ? unit : "\u00a0" + unit));
}

std::string value_of(machine_report const& in, std::string const& name) {
    for (auto const& [key, value] : in)
        if (key == name) return value;
    return {};
}

}  // namespace

std::string html_card(std::string const& what, double value, double theirs, std::string const& unit,
                      std::string const& rival, std::string const& who) {
    return "<div class=\"card\"><span>" + html_escaped(what) + "</span><b>" +
           with_unit(value, unit) + "</b><span>" + with_unit(value / theirs, "×") + " <em>" +
           html_escaped(rival) + "</em>, " + html_escaped(who) + " (" + with_unit(theirs, unit) +
           ")</span></div>";
}

std::string html_report(results const& all, report_facts const& facts) {
    const auto at = [&](std::size_t in_flight, scenario when) {
        return [&all, in_flight, when](std::string const& name, std::size_t size) {
            return all.find({name, size, in_flight, when});
        };
    };
    const auto deepest = [&](std::string const& name, std::size_t size) {
        return all.deepest(name, size);
    };
    const auto of_size = [](auto find, std::size_t size) {
        return [find, size](std::string const& name) { return find(name, size); };
    };
    const auto hot = at(1, scenario::hot);

    std::string page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
                       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                       "<title>Fairlead and its peers</title><style>";
    page += style;
    page += "</style><main><h1>Fairlead and its peers</h1><p>The same work for everybody: a client "
            "writes a message, a broker brings it to a back end in a third process, which reads it "
            "and answers with as many bytes; the client reads and compares every one of them. "
            "Measured in turns in one run on " +
            html_escaped(value_of(facts.machine, "cpu")) + ", " +
            html_escaped(value_of(facts.machine, "cores")) + " cores, on " +
            html_escaped(value_of(facts.machine, "date").substr(0, 10)) + ".</p>";

    std::string cards =
        card(all, "Round trip of 64 B, p50", "µs", of_size(hot, 64), &sample::p50, false) +
        card(all, "Many 64 B calls at once", "/s", of_size(deepest, 64), &sample::rt_per_s, true) +
        card(all, "Round trip of 1 MiB, p50", "µs", of_size(hot, 1 << 20), &sample::p50, false) +
        card(all, "CPU for one call of 64 B", "µs", of_size(hot, 64), &sample::cpu_us_per_rt,
             false) +
        html_page_card(facts.page);
    if (!cards.empty()) page += "<div class=\"cards\">" + cards + "</div>";

    const auto sizes = all.sizes(scenario::hot);
    std::string body = lines(all, "µs", hot, &sample::p50);
    std::string panels;
    for (const auto size : sizes)
        panels +=
            dots(all, size_text(size), "µs", of_size(hot, size), &sample::p50, &sample::p99, false);
    page +=
        section("Round trip, one call at a time",
                "Dot: median p50 of the rounds. Bar: the p50 of the best and the worst round. "
                "Tick: median p99. Left is better. A hollow dot has no broker (iceoryx-direct) or "
                "none that knows what a message is (raw-relay, a limit).",
                body + plots(panels));

    panels.clear();
    for (auto const& [when, words] : {std::pair{scenario::hogs, "CPU hogs running"},
                                      std::pair{scenario::every_1ms, "one call each ms"},
                                      std::pair{scenario::every_20ms, "one call each 20 ms"}})
        for (const auto size : all.sizes(when))
            panels += dots(all, size_text(size) + ", " + words, "µs", of_size(at(1, when), size),
                           &sample::p50, &sample::p99, false);
    page += section("Round trip on a busy and on a sleepy machine",
                    "As in life: other programs want the processor (" + std::to_string(facts.hogs) +
                        " hogs), or nobody called for a while and everything sleeps.",
                    plots(panels));

    body = lines(all, "calls/s", deepest, &sample::rt_per_s);
    panels.clear();
    for (const auto size : sizes) {
        const bool is_large = size >= 16 * 1024;
        panels += dots(all, size_text(size) + ", " + std::to_string(depth_for(size)) + " in flight",
                       is_large ? "MB/s" : "calls/s", of_size(deepest, size),
                       is_large ? &sample::mb_per_s : &sample::rt_per_s, nullptr, true);
    }
    page += section("Many calls in flight",
                    "Right is better. MB/s count a payload once for its whole round trip. iceoryx "
                    "cannot have more than 16 in flight, nng not more than 64.",
                    body + plots(panels));

    body = lines(all, "µs", hot, &sample::cpu_us_per_rt);
    panels.clear();
    for (const auto size : sizes) {
        panels += dots(all, size_text(size) + ", one at a time", "µs", of_size(hot, size),
                       &sample::cpu_us_per_rt, nullptr, false);
        panels += dots(all, size_text(size) + ", many in flight", "µs", of_size(deepest, size),
                       &sample::cpu_us_per_rt, nullptr, false);
    }
    page += section("Processor time for one message",
                    "User and system time of client, broker and back end together, for one round "
                    "trip. Left is better.",
                    body + plots(panels));

    page += html_page_section(facts.page);
    page += section("Idle",
                    "Broker and back end, connected and silent. A wake-up is a voluntary context "
                    "switch of any of their threads.",
                    idle_figures(all));
    page +=
        "<h2>Where and how</h2><div class=\"scroll\"><table class=\"facts\">" +
        fact_rows(facts.machine) + fact_rows(facts.versions) +
        fact_rows({{"run", facts.mode + ", " + std::to_string(facts.repeats) + " rounds, " +
                               short_number(facts.minutes) + " minutes"}}) +
        "</table></div><p></p><p>A round is dropped when processes outside of the measurement had "
        "more than an eighth of a core during it, as long as half of the rounds remain.</p>";
    page +=
        "<details><summary>All figures</summary>" + all_figures(all) + "</details></main></html>\n";
    return page;
}

}  // namespace fairlead::bench
