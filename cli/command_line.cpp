// SPDX-License-Identifier: MIT
//
// command_line — CLI11, known here and where the many options of `dev` are.
#include "cli/command_line.hpp"

#include "cli/dev/dev_options.hpp"
#include "cli/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace fairlead::cli {
namespace {

void add_common(CLI::App& command, common_options& common, double& seconds) {
    command.add_option("--app", common.to.app, "The running app; not needed when only one runs");
    command.add_option("--socket", common.to.socket,
                       "The broker's socket, instead of an app's name");
    command.add_option("--timeout", seconds, "Seconds until a call is given up (25)")
        ->check(CLI::Range(0.001, 86'400.0));
    const std::map<std::string, json_style> styles{
        {"off", json_style::off}, {"short", json_style::short_}, {"pretty", json_style::pretty}};
    command.add_option("--json", common.json, "off, short or pretty")
        ->transform(CLI::CheckedTransformer(styles))
        ->option_text("off|short|pretty");
    command.add_flag("!--no-legend", common.legend, "No headings above tables");
}

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

/// `[APPDIR] SUBJECT ACTION NAME`: the folder is left out more often than not.
void take_question(std::vector<std::string> words, policy_command& policy) {
    if (words.size() < 3 || words.size() > 4)
        throw command_failed{exit_code::usage, "usage",
                             "policy explain [APPDIR] SUBJECT call|emit|hear|offer NAME"};
    if (words.size() == 4) {
        policy.app_dir = std::move(words.front());
        words.erase(words.begin());
    }
    policy.subject = std::move(words[0]);
    policy.action = std::move(words[1]);
    policy.name = std::move(words[2]);
}

std::vector<CLI::App*> add_policy(CLI::App& app, policy_command& policy,
                                  std::vector<std::string>& words) {
    auto* all = app.add_subcommand("policy", "Permissions of an app: who may do what");
    all->require_subcommand(1);
    auto* check = all->add_subcommand("check", "Say what is wrong or odd in them");
    check->add_option("APPDIR", policy.app_dir, "The folder with wails.json (.)");
    check->add_flag("--strict", policy.strict, "1 also for warnings");
    auto* explain = all->add_subcommand("explain", "Say whether something is allowed, and why");
    explain->add_option("QUESTION", words, "page call main.App.Greet")
        ->required()
        ->option_text("[APPDIR] SUBJECT call|emit|hear|offer NAME");
    explain->footer("SUBJECT: page, \"page https://example.org\", \"plugin NAME\" or tool. Exit "
                    "codes: 0 allowed, 4 denied.");
    auto* learn = all->add_subcommand("learn", "Run the app; the least that this run needed");
    learn->add_option("APPDIR", policy.app_dir, "The folder with wails.json (.)");
    learn->add_flag("--headless", policy.headless, "No window, as with run");
    auto* write = learn->add_flag("--write", policy.write, "Put it into wails.json");
    learn->add_option("-o,--output", policy.output, "Put it into that file")->excludes(write);
    learn->add_option("--from", policy.from, "Take this recording and run nothing");
    learn->add_flag("--with-tools", policy.with_tools, "A rule for tools as well");
    return {check, explain, learn};
}

}  // namespace

any_command parse_command_line(int argc, char** argv) {
    // Its arguments are a plugin's, not ours.
    if (argc > 1 && std::string_view{argv[1]} == "bench-plugin")
        return bench_plugin_command{argc - 1, argv + 1};
    if (argc == 3 && std::string_view{argv[1]} == "bench-subscriber")
        return bench_subscriber_command{argv[2]};

    CLI::App app{"Fairlead: runs an app as broker, plugins and window, and talks to a running one",
                 "fairlead"};
    app.set_version_flag("--version", "fairlead " FAIRLEAD_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 ok, 1 failure, 2 usage, 3 no broker, 4 denied, 5 timeout, 6 not found.");

    double seconds = 25;
    common_options common;

    run_command run;
    auto* run_cli = app.add_subcommand("run", "Start an app: broker, plugins and host");
    run_cli->add_option("APPDIR", run.app_dir, "The folder with wails.json (.)");
    run_cli->add_option("ARGS", run.args, "What an app that runs already is told (singleInstance)");
    auto* headless = run_cli->add_flag("--headless", run.headless,
                                       "No window: WailsInvoke lines on stdin, frames on stdout");
    auto* automation = run_cli->add_flag("--automation", run.automation,
                                         "Let WebKitWebDriver take the window over");
    run_cli->add_option("--demo", run.demo_png, "Run the page's tour, save a screenshot, end")
        ->option_text("PNG")
        ->excludes(headless)
        ->excludes(automation);
    headless->excludes(automation);

    doctor_command doctor;
    auto* doctor_cli = app.add_subcommand(
        "doctor", "Say what would keep an app from running here, and what helps");
    doctor_cli->add_option("APPDIR", doctor.app_dir, "Also this app's wails.json and plugins");
    doctor_cli->add_flag("--json", doctor.json, "For programs");

    policy_command policy;
    std::vector<std::string> question;
    const auto policy_clis = add_policy(app, policy, question);

    generate_command generate;
    auto* generate_cli = app.add_subcommand("generate", "Make what the plugins say of themselves");
    generate_cli->require_subcommand(1);
    auto* module_cli = generate_cli->add_subcommand(
        "module", "wailsjs/: what a front end imports to call the plugins");
    module_cli->add_option("APPDIR", generate.app_dir, "The folder with wails.json (.)");
    module_cli->add_flag("--check", generate.check,
                         "Change nothing; 1 and a list if something is not up to date");

    init_command init;
    auto* init_cli = app.add_subcommand("init", "Begin an app: a plugin, a page, what builds them");
    init_cli->add_option("-n,--name", init.name, "What it is called: letters, digits, - and _");
    init_cli->add_option("-t,--template", init.from, "What it is made from (vanilla)");
    init_cli->add_option("-d,--dir", init.dir, "Where, instead of a folder of its name");
    init_cli->add_flag("-l,--list", init.list, "Say which templates there are");

    build_command build;
    auto* build_cli = app.add_subcommand(
        "build", "Plugins, wailsjs, front end, and a folder that runs on another machine");
    build_cli->add_option("APPDIR", build.app_dir, "The folder with wails.json (.)");
    build_cli->add_flag("--clean", build.clean, "Begin with nothing built");
    build_cli->add_flag("-s,--skip-frontend", build.skip_frontend,
                        "Take the front end as it was built before");
    build_cli->add_flag("-v,--verbose", build.verbose, "Show all that the programs say");

    dev_command developing;
    auto* dev_cli =
        app.add_subcommand("dev", "Build and run an app; what changes takes effect while it runs");
    dev::add_options(*dev_cli, developing);

    auto* list_cli = app.add_subcommand("list", "Peers and plugins of a running app");
    add_common(*list_cli, common, seconds);

    plugin_command plugin;
    auto* status_cli = app.add_subcommand("status", "State and last crash of plugins");
    status_cli->add_option("PLUGIN", plugin.name, "One of them");
    add_common(*status_cli, common, seconds);
    const std::map<std::string, std::string> verbs{
        {"start", "Start a plugin, and those that it needs"},
        {"stop", "Let a plugin finish what it does, and end it"},
        {"restart", "Stop a plugin and start it again"},
        {"reload", "Start a plugin's new build beside the old one, which it replaces when ready"}};
    std::vector<CLI::App*> plugin_clis{status_cli};
    for (auto const& [verb, about] : verbs) {
        plugin_clis.push_back(app.add_subcommand(verb, about));
        plugin_clis.back()->add_option("PLUGIN", plugin.name)->required();
        add_common(*plugin_clis.back(), common, seconds);
    }

    call_command call;
    auto* call_cli = app.add_subcommand("call", "Call a method; each argument is JSON");
    call_cli->add_option("METHOD", call.method, "main.App.Greet")->required();
    take_json(*call_cli);
    call_cli->add_flag("--stream", call.stream,
                       "The result is a stream: print its items as they come");
    call_cli->add_flag("--progress", call.progress, "Print how far the call is, to stderr");
    add_common(*call_cli, common, seconds);

    emit_command emit;
    auto* emit_cli = app.add_subcommand("emit", "Emit an event; each argument is JSON");
    emit_cli->add_option("TOPIC", emit.topic)->required();
    take_json(*emit_cli);
    add_common(*emit_cli, common, seconds);

    subscribe_command subscribe;
    auto* subscribe_cli = app.add_subcommand("subscribe", "Print events as they come");
    subscribe_cli->add_option("TOPIC", subscribe.topic, "* hears all")->required();
    subscribe_cli->add_option("--count", subscribe.count, "End after so many events");
    add_common(*subscribe_cli, common, seconds);

    bench_command bench;
    auto* bench_cli = app.add_subcommand("bench", "Measure calls through broker and plugin");
    bench_cli->add_option("--app", bench.app,
                          "Measure in this running app instead of one made for it");
    auto const* sizes_cli =
        bench_cli->add_option("--size", bench.sizes, "Payload sizes, such as 64,1K,16M")
            ->delimiter(',')
            ->transform(CLI::AsSizeValue(false))
            ->option_text("SIZES");
    bench_cli->add_option("--in-flight", bench.in_flight, "Calls at once, such as 1,256")
        ->delimiter(',')
        ->check(CLI::Range(1, 65'536))
        ->option_text("NUMBERS");
    bench_cli->add_option("--seconds", bench.seconds, "Of each measurement (1)")
        ->check(CLI::Range(0.01, 3'600.0));
    bench_cli->add_option("--every-ms", bench.every_ms, "Sparse calls: one each so many ms");
    bench_cli->add_flag("--events", bench.events, "Also events to 1, 8 and 64 subscribers");
    bench_cli->add_flag("--crowd", bench.crowd,
                        "64 B calls beside 1000 methods, 64 peers and 10000 subscriptions");
    bench_cli->add_flag("--paused", bench.paused,
                        "100000 events/s to four subscribers, one of them stopped");
    bench_cli->add_flag("--beside", bench.beside,
                        "64 B calls beside a plugin that loops, leaks, forks or logs without end");
    bench_cli
        ->add_option("--kills", bench.kills,
                     "So often a plugin is killed (200): until callers know, until it answers")
        ->expected(0, 1)
        ->default_str("200")
        ->option_text("[N]")
        ->check(CLI::Range(1, 1'000'000));
    bench_cli->add_option("--idle", bench.idle_seconds, "Also count wake-ups for so many seconds");
    auto* page_cli = bench_cli->add_flag(
        "--page", bench.page, "Instead: a page in a real window, on each way to a plugin");
    bench_cli->add_option("--rounds", bench.rounds, "Windows of each way that --page measures (5)")
        ->check(CLI::Range(1, 1'000))
        ->needs(page_cli);
    bench_cli->add_option("--json", bench.json_file, "Write the figures; - is stdout")
        ->option_text("FILE");

    try {
        if (argc > 1 && std::string_view{argv[1]} == "dev") {
            auto args = dev::with_two_dashes({argv + 1, argv + argc});
            std::ranges::reverse(args);  // As CLI11 wants them.
            app.parse(std::move(args));
        } else {
            app.parse(argc, argv);
        }
    } catch (CLI::CallForHelp const&) {
        return print_command{app.help()};
    } catch (CLI::CallForVersion const& version) {
        return print_command{std::string{version.what()} + "\n"};
    } catch (CLI::ParseError const& error) {
        throw command_failed{exit_code::usage, "usage",
                             std::string{error.what()} + " (fairlead --help shows the commands)"};
    }
    common.to.timeout = std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1'000)};

    if (*run_cli) return run;
    if (*doctor_cli) return doctor;
    for (auto const* one : policy_clis)
        if (*one) {
            policy.verb = one->get_name();
            if (policy.verb == "explain") take_question(std::move(question), policy);
            return policy;
        }
    if (*generate_cli) return generate;
    if (*init_cli) return init;
    if (*build_cli) return build;
    if (*dev_cli) return developing;
    // Asked for something else and not for sizes: only that.
    if ((bench.crowd || bench.paused || bench.beside || bench.kills > 0) && sizes_cli->count() == 0)
        bench.sizes.clear();
    if (*bench_cli) return bench;
    if (*list_cli) return list_command{common};
    for (auto const* one : plugin_clis)
        if (*one) {
            plugin.common = common;
            plugin.verb = one->get_name();
            return plugin;
        }
    if (*call_cli) {
        call.common = common;
        call.args = json_left_over(*call_cli);
        return call;
    }
    if (*emit_cli) {
        emit.common = common;
        emit.data = json_left_over(*emit_cli);
        return emit;
    }
    subscribe.common = common;
    return subscribe;
}

}  // namespace fairlead::cli
