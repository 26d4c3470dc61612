// SPDX-License-Identifier: MIT
//
// command_line — argv into one of the commands.
#pragma once

#include "cli/attach.hpp"
#include "cli/dev/dev_settings.hpp"
#include "cli/output/json_style.hpp"

#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fairlead::cli {

struct common_options {
    target to;
    json_style json = json_style::off;
    bool legend = true;
};

struct run_command {
    std::string app_dir = ".";
    bool headless = false;
    bool automation = false;
    std::string demo_png;           ///< Empty: no demo.
    std::vector<std::string> args;  ///< For the instance that runs already.
    std::string record;             ///< What its peers do is noted there; empty: nowhere.
};
struct doctor_command {
    std::string app_dir;  ///< Empty: the folder we are in, if it is an app's.
    bool json = false;
};
/// `fairlead policy check`, `explain`, `learn`.
struct policy_command {
    std::string verb;
    std::string app_dir = ".";
    bool strict = false;                ///< check: warnings count.
    std::string subject, action, name;  ///< explain.
    bool headless = false;              ///< learn: without a window.
    bool write = false;                 ///< learn: into wails.json.
    bool with_tools = false;
    std::string output;  ///< learn: a file instead of stdout.
    std::string from;    ///< learn: a recording instead of a run.
};
struct generate_command {
    std::string app_dir = ".";
    bool check = false;  ///< Only say what is not as it should be.
};
struct init_command {
    std::string name;
    std::string from = "vanilla";
    std::string dir;    ///< Empty: a folder of the app's name.
    bool list = false;  ///< Only say what there is.
};
struct build_command {
    std::string app_dir = ".";
    bool clean = false;
    bool skip_frontend = false;
    bool verbose = false;
};
/// `fairlead unit`: an app as a service of systemd.
struct unit_command {
    std::string app_dir = ".";
    bool install = false;  ///< Where the user's manager looks; else to stdout.
};
struct list_command {
    common_options common;
};
/// `fairlead tree`, `introspect`, `limits`.
struct inspect_command {
    common_options common;
    std::string verb;
    std::string name;  ///< Of a peer; empty: of all.
};
struct log_command {
    common_options common;
    std::string name;
    bool follow = false;
    std::size_t lines = std::numeric_limits<std::size_t>::max();  ///< Of those that are kept.
};
/// `fairlead top`: what the counters say, also of a broker that hangs or has died.
struct top_command {
    common_options common;
    bool once = false;
    bool crashed = false;             ///< Of the broker before.
    double interval = 1;              ///< Seconds.
    unsigned count = 0;               ///< Tables; 0: until interrupted.
    std::optional<std::size_t> rows;  ///< Of each table; nothing: what fits.
};
/// `fairlead metrics`: the counters as OpenMetrics text.
struct metrics_command {
    common_options common;
    bool serve = false;                 ///< On metrics.sock beside the broker's socket.
    std::optional<std::uint16_t> port;  ///< Of 127.0.0.1, also; 0: any.
};
/// `fairlead monitor`
struct monitor_command {
    common_options common;
    std::string peer, method, topic;  ///< Empty: any.
    bool errors = false;
    double slow_ms = 0;               ///< 0: also quick ones.
    unsigned payload = 256;           ///< Bytes that are shown of each.
    unsigned rate = 1'000;            ///< Records in a second.
    unsigned count = 0;               ///< Records; 0: until interrupted.
    std::vector<std::string> redact;  ///< More keys whose values are not shown.
};
/// `fairlead trace`
struct trace_command {
    common_options common;
    std::string peer, method;  ///< Empty: any.
    double slow_ms = 0;        ///< 0: also quick ones.
    unsigned rate = 1'000;     ///< Calls in a second.
    unsigned count = 0;        ///< Calls; 0: as many as come.
    double seconds = 10;       ///< 0: until interrupted.
    std::string file;          ///< Empty: none.
};
/// `fairlead capture`
struct capture_command {
    common_options common;
    std::string output;               ///< `-`: stdout.
    std::string peer, method, topic;  ///< Empty: any.
    std::vector<std::string> redact;  ///< More keys whose values are hidden.
    bool plain = false;               ///< Hide nothing.
    unsigned count = 0;               ///< Records; 0: until interrupted.
    double seconds = 0;               ///< 0: the same.
};
/// `fairlead replay`
struct replay_command {
    common_options common;
    std::string file;
    bool serve = false;        ///< Be the plugins, instead of calling them.
    std::string peer, method;  ///< Empty: any.
    double speed = 1;          ///< Of the captured time.
    bool fast = false;         ///< Without regard to it.
    unsigned in_flight = 0;    ///< 0: one with --fast, else 1024.
    unsigned repeat = 1;
    bool events = false;              ///< Also what pages, hosts and tools emitted.
    std::vector<std::string> ignore;  ///< Members that may differ.
    std::vector<std::string> follow;  ///< Members whose new values go into later calls.
    unsigned show = 20;               ///< Differences in the table.
};
/// `fairlead status`, `start`, `stop`, `restart`, `reload`.
struct plugin_command {
    common_options common;
    std::string verb;
    std::string name;  ///< Empty, for status: all.
};
struct call_command {
    common_options common;
    std::string method;
    std::vector<std::string> args;
    bool stream = false;    ///< Each item on a line of its own.
    bool progress = false;  ///< To stderr.
};
struct emit_command {
    common_options common;
    std::string topic;
    std::vector<std::string> data;
};
struct subscribe_command {
    common_options common;
    std::string topic;
    unsigned count = 0;  ///< 0: until interrupted.
};
struct bench_command {
    std::string app;  ///< Empty: one of its own.
    std::vector<std::size_t> sizes{64, 1u << 10, 16u << 10, 256u << 10, 1u << 20, 16u << 20};
    std::vector<std::size_t> in_flight{1};
    double seconds = 1;
    unsigned every_ms = 0;
    bool events = false;
    double idle_seconds = 0;
    bool page = false;    ///< A real window instead of all that.
    unsigned rounds = 5;  ///< Of the page, and with and without counters.
    bool crowd = false;
    bool paused = false;
    bool beside = false;
    bool watched = false;
    bool permissions = false;
    unsigned kills = 0;     ///< 0: not measured.
    std::string json_file;  ///< `-`: stdout, instead of the table.
};
/// `fairlead bench-plugin`: the back end of `bench`, started by the broker.
struct bench_plugin_command {
    int argc;
    char** argv;
};
/// `fairlead bench-subscriber`: one that `bench --paused` stops.
struct bench_subscriber_command {
    std::string socket;
};
/// `fairlead completion`: a script for a shell.
struct completion_command {
    std::string shell;
};
/// `fairlead complete-names`: what that script asks a running app for; never fails.
struct complete_names_command {
    common_options common;
    std::string kind;
};
/// `fairlead man`
struct man_command {
    std::string page;    ///< Of a command; empty: of all.
    std::string output;  ///< A folder for man1 with all pages; empty: one to stdout.
};
/// `--help` and `--version`: print and leave.
struct print_command {
    std::string text;
};

using any_command =
    std::variant<print_command, run_command, doctor_command, policy_command, generate_command,
                 init_command, build_command, dev_command, unit_command, list_command,
                 inspect_command, log_command, top_command, metrics_command, monitor_command,
                 capture_command, replay_command, trace_command, plugin_command, call_command,
                 emit_command, subscribe_command, bench_command, bench_plugin_command,
                 completion_command, complete_names_command, man_command, bench_subscriber_command>;

/// Throws command_failed with exit_code::usage.
any_command parse_command_line(int argc, char** argv);

}  // namespace fairlead::cli
