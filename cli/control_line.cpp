// SPDX-License-Identifier: MIT
//
// control_line — the verbs of busctl and systemctl, where ours mean the same.
#include "cli/control_line.hpp"

#include "cli/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace fairlead::cli {
namespace {

/// JSON arguments are whatever is left over: CLI11 would take `[1,2]` for a list of its own, and
/// `-1` for an option.
void take_json(CLI::App& command) {
    command.allow_extras();
    command.footer(
        "The method or topic is followed by JSON values, such as '\"Ada\"', 3 or '[1,2]'.");
}

std::vector<std::string> json_left_over(CLI::App const& command) {
    auto values = command.remaining();
    for (auto const& value : values)
        if (value.starts_with("--"))
            throw command_failed{exit_code::usage, "usage", "unknown option " + value};
    return values;
}

CLI::App const* chosen_of(std::vector<CLI::App*> const& all) {
    const auto one = std::ranges::find_if(all, [](auto const* cli) { return cli->parsed(); });
    return one != all.end() ? *one : nullptr;
}

}  // namespace

control_line::control_line(CLI::App& app) : app_{app} {
    add_common(app, true);
    add_lookers();
    add_top();
    add_monitor();
    add_capture();
    add_replay();
    add_trace();
    add_plugin_verbs();
    add_talkers();
}

void control_line::add_common(CLI::App& command, bool before) {
    const std::map<std::string, json_style> styles{
        {"off", json_style::off}, {"short", json_style::short_}, {"pretty", json_style::pretty}};
    std::vector<CLI::Option*> made{
        command.add_option("--app", common_.to.app,
                           "The running app; not needed when only one runs"),
        command.add_option("--socket", common_.to.socket,
                           "The broker's socket, instead of an app's name"),
        command.add_option("--timeout", seconds_, "Seconds until a call is given up (25)")
            ->check(CLI::Range(0.001, 86'400.0)),
        command.add_option("--json", common_.json, "off, short or pretty")
            ->transform(CLI::CheckedTransformer(styles))
            ->option_text("off|short|pretty"),
        command.add_flag("!--no-legend", common_.legend, "No headings above tables")};
    if (!before) return;
    before_ = std::move(made);
    for (auto* one : before_) one->group("Options of commands that talk to a running app");
}

CLI::App* control_line::add(std::string const& name, std::string const& about) {
    auto* made = app_.add_subcommand(name, about);
    add_common(*made, false);
    return made;
}

void control_line::add_lookers() {
    list_cli_ = add("list", "Peers and plugins of a running app");
    auto* tree = add("tree", "What everybody offers, as a tree");
    tree->add_option("PEER", inspect_.name, "Of one of them");
    auto* introspect =
        add("introspect", "Methods of a peer with their types, and the topics that it hears");
    introspect->add_option("PEER", inspect_.name, "Its name, or the number of its session")
        ->required();
    auto* limits = add("limits", "What each peer uses of what it may");
    limits->add_option("PEER", inspect_.name, "One of them");
    inspect_clis_ = {tree, introspect, limits};
    log_cli_ = add("log", "What a plugin has written lately");
    log_cli_->add_option("PLUGIN", log_.name)->required();
    log_cli_->add_flag("-f,--follow", log_.follow, "And what it goes on to write");
    log_cli_->add_option("-n,--lines", log_.lines, "At most so many of those that are kept");
}

void control_line::add_top() {
    top_cli_ = add("top", "What each peer, method and topic does; also of a broker that hangs");
    auto* once = top_cli_->add_flag("--once", top_.once, "Print one table of each and end");
    top_cli_->add_option("-d,--interval", top_.interval, "Seconds between two looks (1)")
        ->check(CLI::Range(0.05, 3'600.0));
    top_cli_->add_option("--count", top_.count, "End after so many looks")->excludes(once);
    top_cli_->add_option("-n,--rows", top_.rows, "At most so many rows in each table");
    top_cli_->add_flag("--crashed", top_.crashed,
                       "The last counters of the broker before, if it did not end in order");
}

void control_line::add_monitor() {
    metrics_cli_ = add("metrics", "The counters of fairlead top as OpenMetrics text");
    metrics_cli_->add_flag("--serve", metrics_.serve,
                           "By HTTP, on metrics.sock beside the broker's socket");
    metrics_cli_->add_option("--port", metrics_.port, "Also on that port of 127.0.0.1; 0: any");
    names_cli_ = add("complete-names", "Names in a running app, for completion");
    names_cli_->add_option("KIND", names_.kind, "apps, peers, plugins, methods or topics")
        ->required();
    names_cli_->group("");  // Shown to nobody.
    monitor_cli_ = add("monitor", "Calls, answers and events as the broker routes them");
    monitor_cli_->add_option("--peer", monitor_.peer, "Only what that one says or is told");
    monitor_cli_->add_option("--method", monitor_.method, "Only calls of it; main.Notes.* of many");
    monitor_cli_->add_option("--topic", monitor_.topic, "Only events of it; sensor/* of many");
    monitor_cli_->add_flag("--errors", monitor_.errors, "Only answers that are errors");
    monitor_cli_->add_option("--slow", monitor_.slow_ms, "Only answers that took so many ms")
        ->check(CLI::Range(0.001, 86'400'000.0));
    monitor_cli_->add_option("--payload", monitor_.payload, "Bytes that are shown of each (256)")
        ->check(CLI::Range(0, 4'096));
    monitor_cli_->add_option("--redact", monitor_.redact, "Keys whose values are not shown, either")
        ->delimiter(',')
        ->option_text("KEYS");
    monitor_cli_
        ->add_option("--rate", monitor_.rate,
                     "At most so many in a second; the rest is counted (1000)")
        ->check(CLI::Range(1, 20'000));
    monitor_cli_->add_option("--count", monitor_.count, "End after so many");
}

void control_line::add_trace() {
    trace_cli_ = add("trace", "Where the time of calls went, hop by hop");
    trace_cli_->add_option("--peer", trace_.peer, "Only calls by it or of it");
    trace_cli_->add_option("--method", trace_.method, "Only calls of it; main.Notes.* of many");
    trace_cli_->add_option("--slow", trace_.slow_ms, "Only calls that took so many ms")
        ->check(CLI::Range(0.001, 86'400'000.0));
    trace_cli_->add_option("--rate", trace_.rate, "At most so many in a second (1000)")
        ->check(CLI::Range(1, 20'000));
    trace_cli_->add_option("--count", trace_.count, "End after so many");
    trace_seconds_ = trace_cli_
                         ->add_option("--for", trace_.seconds,
                                      "End after so many seconds (10; with --count: never)")
                         ->option_text("SECONDS")
                         ->check(CLI::Range(0.001, 86'400.0));
    trace_cli_
        ->add_option("-o,--output", trace_.file, "A file for Perfetto (Chrome trace event format)")
        ->option_text("FILE");
}

void control_line::add_capture() {
    capture_cli_ =
        add("capture", "Write calls, answers and events into a file, for fairlead replay");
    capture_cli_->add_option("-o,--output", capture_.output, "The file; - is stdout")
        ->required()
        ->option_text("FILE");
    capture_cli_->add_option("--peer", capture_.peer, "Only what that one says or is told");
    capture_cli_->add_option("--method", capture_.method, "Only calls of it; main.Notes.* of many");
    capture_cli_->add_option("--topic", capture_.topic, "Only events of it; sensor/* of many");
    auto* redact = capture_cli_
                       ->add_option("--redact", capture_.redact,
                                    "Keys whose values are hidden, beside passwords and the like")
                       ->delimiter(',')
                       ->option_text("KEYS");
    capture_cli_->add_flag("--plain", capture_.plain, "Hide nothing")->excludes(redact);
    capture_cli_->add_option("--count", capture_.count, "End after so many records");
    capture_cli_->add_option("--for", capture_.seconds, "End after so many seconds")
        ->check(CLI::Range(0.001, 31'536'000.0))
        ->option_text("SECONDS");
}

void control_line::add_replay() {
    replay_cli_ = add("replay", "Call again what was captured and compare, or --serve the answers");
    replay_cli_->add_option("FILE", replay_.file, "Of fairlead capture")->required();
    auto* serve = replay_cli_->add_flag("--serve", replay_.serve,
                                        "Answer as the plugins did, and emit their events");
    replay_cli_->add_option("--peer", replay_.peer, "Only what that plugin answered");
    replay_cli_->add_option("--method", replay_.method, "Only calls of it; main.Notes.* of many");
    auto* speed =
        replay_cli_->add_option("--speed", replay_.speed, "2: in half of the captured time (1)")
            ->check(CLI::Range(0.001, 1'000.0));
    replay_cli_->add_flag("--fast", replay_.fast, "As fast as it goes")->excludes(speed);
    const auto alone = [&](CLI::Option* one) { one->excludes(serve); };
    alone(replay_cli_
              ->add_option("--in-flight", replay_.in_flight,
                           "So many calls at once (1 with --fast, else at most 1024)")
              ->check(CLI::Range(1, 65'536)));
    alone(replay_cli_->add_option("--repeat", replay_.repeat, "All of it so many times (1)")
              ->check(CLI::Range(1, 1'000'000'000)));
    alone(replay_cli_->add_flag("--events", replay_.events,
                                "Emit what pages, hosts and tools emitted, too"));
    alone(
        replay_cli_
            ->add_option("--ignore", replay_.ignore, "Members of answers that may differ, as times")
            ->delimiter(',')
            ->option_text("KEYS"));
    alone(replay_cli_
              ->add_option("--follow", replay_.follow,
                           "Members such as ids: the new values go into later calls")
              ->delimiter(',')
              ->option_text("KEYS"));
    alone(replay_cli_->add_option("--show", replay_.show, "Differences in the table (20)"));
}

void control_line::add_plugin_verbs() {
    auto* status = add("status", "State and last crash of plugins");
    status->add_option("NAME", plugin_.name, "One of them, or another peer");
    plugin_clis_ = {status};
    const std::vector<std::pair<std::string, std::string>> verbs{
        {"start", "Start a plugin, and those that it needs"},
        {"stop", "Let a plugin finish what it does, and end it"},
        {"restart", "Stop a plugin and start it again"},
        {"reload", "Start a plugin's new build beside the old one, which it replaces when ready"}};
    for (auto const& [verb, about] : verbs) {
        plugin_clis_.push_back(add(verb, about));
        plugin_clis_.back()->add_option("PLUGIN", plugin_.name)->required();
    }
}

void control_line::add_talkers() {
    call_cli_ = add("call", "Call a method; each argument is JSON");
    call_cli_->add_option("METHOD", call_.method, "main.App.Greet")->required();
    take_json(*call_cli_);
    call_cli_->add_flag("--stream", call_.stream,
                        "The result is a stream: print its items as they come");
    call_cli_->add_flag("--progress", call_.progress, "Print how far the call is, to stderr");

    emit_cli_ = add("emit", "Emit an event; each argument is JSON");
    emit_cli_->add_option("TOPIC", emit_.topic)->required();
    take_json(*emit_cli_);

    subscribe_cli_ = add("subscribe", "Print events as they come");
    subscribe_cli_->add_option("TOPIC", subscribe_.topic, "* hears all")->required();
    subscribe_cli_->add_option("--count", subscribe_.count, "End after so many events");
}

bool control_line::is_misplaced() const {
    return std::ranges::any_of(before_, [](auto const* one) { return one->count() > 0; });
}

std::optional<any_command> control_line::chosen_talker() {
    if (call_cli_->parsed()) {
        call_.common = common_;
        call_.args = json_left_over(*call_cli_);
        return call_;
    }
    if (emit_cli_->parsed()) {
        emit_.common = common_;
        emit_.data = json_left_over(*emit_cli_);
        return emit_;
    }
    if (!subscribe_cli_->parsed()) return std::nullopt;
    subscribe_.common = common_;
    return subscribe_;
}

std::optional<any_command> control_line::chosen() {
    common_.to.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(seconds_ * 1'000)};
    if (list_cli_->parsed()) return list_command{common_};
    if (log_cli_->parsed()) {
        log_.common = common_;
        return log_;
    }
    if (top_cli_->parsed()) {
        top_.common = common_;
        return top_;
    }
    if (metrics_cli_->parsed()) {
        metrics_.common = common_;
        return metrics_;
    }
    if (names_cli_->parsed()) {
        names_.common = common_;
        return names_;
    }
    if (trace_cli_->parsed()) {
        if (trace_.count > 0 && trace_seconds_->count() == 0) trace_.seconds = 0;
        trace_.common = common_;
        return trace_;
    }
    if (monitor_cli_->parsed()) {
        monitor_.common = common_;
        return monitor_;
    }
    if (capture_cli_->parsed()) {
        capture_.common = common_;
        return capture_;
    }
    if (replay_cli_->parsed()) {
        replay_.common = common_;
        return replay_;
    }
    if (auto const* one = chosen_of(inspect_clis_)) {
        inspect_.common = common_;
        inspect_.verb = one->get_name();
        return inspect_;
    }
    if (auto const* one = chosen_of(plugin_clis_)) {
        plugin_.common = common_;
        plugin_.verb = one->get_name();
        return plugin_;
    }
    return chosen_talker();
}

}  // namespace fairlead::cli
