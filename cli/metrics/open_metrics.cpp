// SPDX-License-Identifier: MIT
//
// open_metrics — a family is written as one: all its samples stand together.
#include "cli/metrics/open_metrics.hpp"

#include "cli/output/json_figures.hpp"

#include <fairlead/wire/control_message.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>

namespace fairlead::cli::metrics {
namespace {

/// The shortest text that means the same number.
std::string exactly(double value) {
    std::array<char, 64> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

std::string label(std::string_view name, std::string_view value) {
    std::string text{name};
    text += "=\"";
    for (const char c : value) {
        if (c == '\\' || c == '"') text += '\\';
        if (c == '\n') text += "\\n";
        else text += c;
    }
    return text + '"';
}

std::string joined(std::initializer_list<std::string> labels) {
    std::string text;
    for (auto const& one : labels)
        if (!one.empty()) text += (text.empty() ? "" : ",") + one;
    return text;
}

/// Two names that were cut to the same one are still two rows, and `(others)` may be a name.
std::string row_label(meter::values const& of) {
    const bool as_others = of.place != 0 && of.name == meter::others;
    return as_others || of.name.ends_with("\u2026") ? label("row", std::to_string(of.place))
                                                    : std::string{};
}

/// bytesIn → bytes_in
std::string in_snake_case(std::string_view name) {
    std::string snake;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') snake += {'_', static_cast<char>(c - 'A' + 'a')};
        else snake += c;
    }
    return snake;
}

class writer {
public:
    explicit writer(std::string app) : app_{label("app", app)} {}

    void family(std::string name, char const* type, char const* help) {
        name_ = "fairlead_" + name;
        text_ += "# TYPE " + name_ + ' ' + type + "\n# HELP " + name_ + ' ' + help + '\n';
    }
    void sample(char const* suffix, std::string const& labels, std::string const& value) {
        text_ += name_ + suffix + '{' + joined({app_, labels}) + "} " + value + '\n';
    }
    void count(std::string const& labels, std::uint64_t value) {
        sample("_total", labels, std::to_string(value));
    }
    void gauge(std::string const& labels, double value) { sample("", labels, exactly(value)); }

    std::string finish() { return std::move(text_) + "# EOF\n"; }

private:
    std::string app_;
    std::string name_;
    std::string text_;
};

struct column {
    char const* name;
    char const* help;
    std::uint64_t meter::values::*what;
};

template <class Rows, class Labels>
void write_counters(writer& to, std::string const& of, std::span<const column> columns,
                    Rows const& rows, Labels&& labels) {
    for (auto const& one : columns) {
        to.family(of + one.name, "counter", one.help);
        for (auto const& row : rows) to.count(labels(row), row.*one.what);
    }
}
template <class Rows, class Labels>
void write_gauges(writer& to, std::string const& of, std::span<const column> columns,
                  Rows const& rows, Labels&& labels) {
    for (auto const& one : columns) {
        to.family(of + one.name, "gauge", one.help);
        for (auto const& row : rows) to.gauge(labels(row), static_cast<double>(row.*one.what));
    }
}

std::string role_of(meter::values const& peer) {
    return peer.role == 0 ? "none"
                          : std::string{wire::to_text(static_cast<wire::peer_role>(peer.role))};
}

void write_broker(writer& to, top::moment const& now) {
    auto const& counters = now.counters;
    const bool is_there =
        counters.state != meter::broker_state::died && counters.state != meter::broker_state::ended;
    to.family("up", "gauge", "1 while the broker runs, 0 when it is stopped, hangs or has died");
    to.gauge("", counters.state == meter::broker_state::running ? 1 : 0);
    to.family("start_time_seconds", "gauge", "When the broker began");
    to.gauge("", std::chrono::duration<double>{counters.started_at.time_since_epoch()}.count());
    for (std::size_t i = 0; i < meter::total_fields.size(); ++i) {
        to.family(in_snake_case(meter::total_fields[i].name), "counter", "Of all peers together");
        to.count("", counters.totals[i]);
    }
    to.family("turns", "counter", "Turns of the broker's loop");
    to.count("", counters.turns);
    const auto used = now.processes.find(counters.pid);
    if (!is_there || used == now.processes.end()) return;
    to.family("broker_cpu_seconds", "counter", "CPU time of the broker");
    to.sample("_total", "", exactly(used->second.cpu_seconds));
    to.family("broker_memory_bytes", "gauge", "Resident memory of the broker");
    to.gauge("", static_cast<double>(used->second.resident_bytes));
}

void write_peers(writer& to, top::moment const& now) {
    constexpr std::array counters{
        column{"calls", "Calls that the peer made", &meter::values::calls},
        column{"call_errors", "Its calls that were answered with an error", &meter::values::errors},
        column{"received_bytes", "What the broker got from it", &meter::values::bytes_in},
        column{"sent_bytes", "What the broker sent to it", &meter::values::bytes_out},
        column{"emitted_events", "Events that it emitted", &meter::values::events},
        column{"delivered_events", "Events that it was given", &meter::values::delivered},
        column{"dropped_events", "Events that it did not read in time", &meter::values::drops},
        column{"restarts", "How often the plugin was started again", &meter::values::restarts}};
    constexpr std::array gauges{
        column{"sessions", "Connections by that name", &meter::values::sessions},
        column{"calls_in_flight", "Its calls that wait for an answer", &meter::values::in_flight},
        column{"queue_bytes", "What waits for it beside its ring", &meter::values::queue_bytes}};
    const auto labels = [](meter::values const& peer) {
        return joined({label("role", role_of(peer)), label("peer", peer.name), row_label(peer)});
    };
    auto const& peers = now.counters.peers;
    write_counters(to, "peer_", counters, peers, labels);
    write_gauges(to, "peer_", gauges, peers, labels);
    const auto of_process = [&](auto&& write) {
        for (auto const& peer : peers)
            if (const auto used = now.processes.find(peer.pid);
                peer.sessions > 0 && used != now.processes.end())
                write(labels(peer), used->second);
    };
    to.family("peer_cpu_seconds", "counter", "CPU time of the peer's process");
    of_process([&](std::string const& of, process_stats const& used) {
        to.sample("_total", of, exactly(used.cpu_seconds));
    });
    to.family("peer_memory_bytes", "gauge", "Resident memory of the peer's process");
    of_process([&](std::string const& of, process_stats const& used) {
        to.gauge(of, static_cast<double>(used.resident_bytes));
    });
}

/// One bucket for each doubling: all that begins with the fourth of them.
void write_latency(writer& to, meter::method_values const& method, std::string const& labels) {
    constexpr std::size_t step = 4;
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < method.latency.size(); ++i) {
        below += method.latency[i];
        if (i % step != step - 1 || i + 1 == method.latency.size()) continue;
        const auto edge = static_cast<double>(meter::bucket_begin(i + 1)) / 1e9;
        to.sample("_bucket", joined({labels, label("le", exactly(edge))}), std::to_string(below));
    }
    to.sample("_bucket", joined({labels, label("le", "+Inf")}), std::to_string(below));
    to.sample("_count", labels, std::to_string(below));
    to.sample("_sum", labels, exactly(static_cast<double>(method.answer_ns) / 1e9));
}

void write_methods(writer& to, top::moment const& now) {
    constexpr std::array counters{
        column{"calls", "Calls handed to the method's provider", &meter::values::calls},
        column{"errors", "Calls that were answered with an error", &meter::values::errors},
        column{"argument_bytes", "Arguments", &meter::values::bytes_in},
        column{"result_bytes", "Results", &meter::values::bytes_out}};
    constexpr std::array gauges{
        column{"calls_in_flight", "Calls that are not answered", &meter::values::in_flight}};
    std::map<std::uint32_t, std::string> owners;
    for (auto const& peer : now.counters.peers) owners[peer.place] = peer.name;
    const auto labels = [&](meter::values const& method) {
        const auto owner = owners.find(method.owner);
        const bool known = method.owner != 0 && owner != owners.end();
        return joined({label("method", method.name), known ? label("peer", owner->second) : "",
                       row_label(method)});
    };
    auto const& methods = now.counters.methods;
    write_counters(to, "method_", counters, methods, labels);
    write_gauges(to, "method_", gauges, methods, labels);
    to.family("method_latency_seconds", "histogram",
              "From the handing over of a call to the answer of its provider");
    for (auto const& method : methods) write_latency(to, method, labels(method));
}

void write_topics(writer& to, top::moment const& now) {
    constexpr std::array counters{
        column{"events", "Events of the topic", &meter::values::calls},
        column{"delivered_events", "The same, for each that was given it",
               &meter::values::delivered},
        column{"dropped_events", "Events that somebody did not read in time",
               &meter::values::drops},
        column{"event_bytes", "Data of the events", &meter::values::bytes_in}};
    write_counters(to, "topic_", counters, now.counters.topics, [](meter::values const& topic) {
        return joined({label("topic", topic.name), row_label(topic)});
    });
}

}  // namespace

std::string open_metrics(top::moment const& now) {
    writer to{now.counters.app};
    write_broker(to, now);
    write_peers(to, now);
    write_methods(to, now);
    write_topics(to, now);
    return to.finish();
}

}  // namespace fairlead::cli::metrics
