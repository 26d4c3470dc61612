// SPDX-License-Identifier: MIT
//
// command_line — CLI11, known here and where the many options of `dev` are.
#include "cli/command_line.hpp"

#include "cli/control_line.hpp"
#include "cli/dev/dev_options.hpp"
#include "cli/exit_code.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace fairlead::cli {
namespace {

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

    control_line control{app};

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
    bench_cli->add_flag("--permissions", bench.permissions,
                        "Instead: in an app with permissions, beside one without");
    bench_cli->add_flag("--beside", bench.beside,
                        "64 B calls beside a plugin that loops, leaks, forks or logs without end");
    auto* watched_cli = bench_cli->add_flag(
        "--watched", bench.watched, "64 B calls through a broker with counters and one without");
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
    auto* rounds_cli = bench_cli
                           ->add_option("--rounds", bench.rounds,
                                        "Windows of each way, or rounds of each side (5)")
                           ->check(CLI::Range(1, 1'000));
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
    if (const auto chosen = control.chosen()) return *chosen;
    if (control.is_misplaced())
        throw command_failed{exit_code::usage, "usage",
                             "--app, --socket, --timeout, --json and --no-legend stand before "
                             "commands that talk to a running app alone"};

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
    if (rounds_cli->count() > 0 && !*page_cli && !*watched_cli)
        throw command_failed{exit_code::usage, "usage", "--rounds is about --page or --watched"};
    // Asked for something else and not for sizes: only that.
    const bool something_else = bench.crowd || bench.paused || bench.beside || bench.permissions ||
                                bench.watched || bench.kills > 0;
    if (something_else && sizes_cli->count() == 0) bench.sizes.clear();
    return bench;
}

}  // namespace fairlead::cli
