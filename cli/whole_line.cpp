// SPDX-License-Identifier: MIT
//
// whole_line — one function for each group of commands.
#include "cli/whole_line.hpp"

#include "cli/dev/dev_options.hpp"
#include "cli/exit_code.hpp"

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

}  // namespace

whole_line::whole_line() {
    app_.set_version_flag("--version", "fairlead " FAIRLEAD_VERSION);
    app_.require_subcommand(1);
    app_.footer(
        "Exit codes: 0 ok, 1 failure, 2 usage, 3 no broker, 4 denied, 5 timeout, 6 not found.");
    add_run();
    add_project();
    add_policy();
    control_.emplace(app_);
    add_bench();
    add_bench_extras();
    add_help();
}

void whole_line::add_run() {
    run_cli_ = app_.add_subcommand("run", "Start an app: broker, plugins and host");
    run_cli_->add_option("APPDIR", run_.app_dir, "The folder with wails.json (.)");
    run_cli_->add_option("ARGS", run_.args,
                         "What an app that runs already is told (singleInstance)");
    auto* headless = run_cli_->add_flag("--headless", run_.headless,
                                        "No window: WailsInvoke lines on stdin, frames on stdout");
    auto* automation = run_cli_->add_flag("--automation", run_.automation,
                                          "Let WebKitWebDriver take the window over");
    run_cli_->add_option("--demo", run_.demo_png, "Run the page's tour, save a screenshot, end")
        ->option_text("PNG")
        ->excludes(headless)
        ->excludes(automation);
    headless->excludes(automation);

    doctor_cli_ = app_.add_subcommand(
        "doctor", "Say what would keep an app from running here, and what helps");
    doctor_cli_->add_option("APPDIR", doctor_.app_dir, "Also this app's wails.json and plugins");
    doctor_cli_->add_flag("--json", doctor_.json, "For programs");
}

void whole_line::add_project() {
    generate_cli_ = app_.add_subcommand("generate", "Make what the plugins say of themselves");
    generate_cli_->require_subcommand(1);
    auto* module_cli = generate_cli_->add_subcommand(
        "module", "wailsjs/: what a front end imports to call the plugins");
    module_cli->add_option("APPDIR", generate_.app_dir, "The folder with wails.json (.)");
    module_cli->add_flag("--check", generate_.check,
                         "Change nothing; 1 and a list if something is not up to date");

    init_cli_ = app_.add_subcommand("init", "Begin an app: a plugin, a page, what builds them");
    init_cli_->add_option("-n,--name", init_.name, "What it is called: letters, digits, - and _");
    init_cli_->add_option("-t,--template", init_.from, "What it is made from (vanilla)");
    init_cli_->add_option("-d,--dir", init_.dir, "Where, instead of a folder of its name");
    init_cli_->add_flag("-l,--list", init_.list, "Say which templates there are");

    build_cli_ = app_.add_subcommand(
        "build", "Plugins, wailsjs, front end, and a folder that runs on another machine");
    build_cli_->add_option("APPDIR", build_.app_dir, "The folder with wails.json (.)");
    build_cli_->add_flag("--clean", build_.clean, "Begin with nothing built");
    build_cli_->add_flag("-s,--skip-frontend", build_.skip_frontend,
                         "Take the front end as it was built before");
    build_cli_->add_flag("-v,--verbose", build_.verbose, "Show all that the programs say");

    dev_cli_ =
        app_.add_subcommand("dev", "Build and run an app; what changes takes effect while it runs");
    dev::add_options(*dev_cli_, dev_);

    unit_cli_ = app_.add_subcommand(
        "unit", "An app as a user's service: systemd starts its broker for the first who asks");
    unit_cli_->add_option("APPDIR", unit_.app_dir, "The folder with wails.json (.)");
    unit_cli_->add_flag("--install", unit_.install,
                        "Write both units into ~/.config/systemd/user, instead of printing them");
}

void whole_line::add_policy() {
    auto* all = app_.add_subcommand("policy", "Permissions of an app: who may do what");
    all->require_subcommand(1);
    auto* check = all->add_subcommand("check", "Say what is wrong or odd in them");
    check->add_option("APPDIR", policy_.app_dir, "The folder with wails.json (.)");
    check->add_flag("--strict", policy_.strict, "1 also for warnings");
    auto* explain = all->add_subcommand("explain", "Say whether something is allowed, and why");
    explain->add_option("QUESTION", question_, "page call main.App.Greet")
        ->required()
        ->option_text("[APPDIR] SUBJECT call|emit|hear|offer NAME");
    explain->footer("SUBJECT: page, \"page https://example.org\", \"plugin NAME\" or tool. Exit "
                    "codes: 0 allowed, 4 denied.");
    auto* learn = all->add_subcommand("learn", "Run the app; the least that this run needed");
    learn->add_option("APPDIR", policy_.app_dir, "The folder with wails.json (.)");
    learn->add_flag("--headless", policy_.headless, "No window, as with run");
    auto* write = learn->add_flag("--write", policy_.write, "Put it into wails.json");
    learn->add_option("-o,--output", policy_.output, "Put it into that file")->excludes(write);
    learn->add_option("--from", policy_.from, "Take this recording and run nothing");
    learn->add_flag("--with-tools", policy_.with_tools, "A rule for tools as well");
    policy_clis_ = {check, explain, learn};
}

void whole_line::add_bench() {
    bench_cli_ = app_.add_subcommand("bench", "Measure calls through broker and plugin");
    bench_cli_->add_option("--app", bench_.app,
                           "Measure in this running app instead of one made for it");
    sizes_ = bench_cli_->add_option("--size", bench_.sizes, "Payload sizes, such as 64,1K,16M")
                 ->delimiter(',')
                 ->transform(CLI::AsSizeValue(false))
                 ->option_text("SIZES");
    bench_cli_->add_option("--in-flight", bench_.in_flight, "Calls at once, such as 1,256")
        ->delimiter(',')
        ->check(CLI::Range(1, 65'536))
        ->option_text("NUMBERS");
    bench_cli_->add_option("--seconds", bench_.seconds, "Of each measurement (1)")
        ->check(CLI::Range(0.01, 3'600.0));
    bench_cli_->add_option("--every-ms", bench_.every_ms, "Sparse calls: one each so many ms");
    bench_cli_->add_flag("--events", bench_.events, "Also events to 1, 8 and 64 subscribers");
    bench_cli_->add_flag("--crowd", bench_.crowd,
                         "64 B calls beside 1000 methods, 64 peers and 10000 subscriptions");
    bench_cli_->add_flag("--paused", bench_.paused,
                         "100000 events/s to four subscribers, one of them stopped");
    bench_cli_->add_flag("--permissions", bench_.permissions,
                         "Instead: in an app with permissions, beside one without");
    bench_cli_->add_flag("--beside", bench_.beside,
                         "64 B calls beside a plugin that loops, leaks, forks or logs without end;"
                         " with --page: those of a page");
    watched_ = bench_cli_->add_flag(
        "--watched", bench_.watched,
        "64 B calls through brokers without and with counters, without and with a monitor");
}

void whole_line::add_bench_extras() {
    bench_cli_
        ->add_option("--kills", bench_.kills,
                     "So often a plugin is killed (200): until callers know, until it answers")
        ->expected(0, 1)
        ->default_str("200")
        ->option_text("[N]")
        ->check(CLI::Range(1, 1'000'000));
    bench_cli_->add_option("--idle", bench_.idle_seconds,
                           "Also count wake-ups for so many seconds");
    page_ = bench_cli_->add_flag("--page", bench_.page,
                                 "Instead: a page in a real window, on each way to a plugin");
    rounds_ = bench_cli_
                  ->add_option("--rounds", bench_.rounds,
                               "Windows of each way, or rounds of each side (5)")
                  ->check(CLI::Range(1, 1'000));
    bench_cli_->add_option("--json", bench_.json_file, "Write the figures; - is stdout")
        ->option_text("FILE");
}

void whole_line::add_help() {
    completion_cli_ = app_.add_subcommand("completion", "A script with which a shell completes");
    completion_cli_->add_option("SHELL", completion_.shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->option_text("bash|zsh|fish");
    man_cli_ =
        app_.add_subcommand("man", "The manual: of fairlead, of a command, of what lies below");
    auto* page = man_cli_->add_option(
        "COMMAND", man_words_,
        "Such as: policy explain; broker, webview, options, plugins, permissions, monitoring, "
        "protocol, service, 7 limits");
    man_cli_->add_option("-o,--output", man_.output, "Write all of them below that folder")
        ->option_text("DIR")
        ->excludes(page);
}

any_command whole_line::chosen_policy(CLI::App const& which) {
    policy_.verb = which.get_name();
    if (policy_.verb == "explain") take_question(std::move(question_), policy_);
    return policy_;
}

any_command whole_line::chosen_bench() {
    if (rounds_->count() > 0 && !*page_ && !*watched_)
        throw command_failed{exit_code::usage, "usage", "--rounds is about --page or --watched"};
    if (*page_ && bench_.beside && rounds_->count() > 0)
        throw command_failed{exit_code::usage, "usage", "--beside has rounds of its own"};
    // Asked for something else and not for sizes: only that.
    const bool else_alone = bench_.crowd || bench_.paused || bench_.beside || bench_.permissions ||
                            bench_.watched || bench_.kills > 0;
    if (else_alone && sizes_->count() == 0) bench_.sizes.clear();
    return bench_;
}

any_command whole_line::chosen() {
    if (const auto control = control_->chosen()) return *control;
    if (control_->is_misplaced())
        throw command_failed{exit_code::usage, "usage",
                             "--app, --socket, --timeout, --json and --no-legend stand before "
                             "commands that talk to a running app alone"};
    if (*run_cli_) return run_;
    if (*doctor_cli_) return doctor_;
    for (auto const* one : policy_clis_)
        if (*one) return chosen_policy(*one);
    if (*generate_cli_) return generate_;
    if (*init_cli_) return init_;
    if (*build_cli_) return build_;
    if (*dev_cli_) return dev_;
    if (*unit_cli_) return unit_;
    if (*completion_cli_) return completion_;
    if (*man_cli_) {
        for (auto const& word : man_words_) man_.page += (man_.page.empty() ? "" : "-") + word;
        return man_;
    }
    return chosen_bench();
}

}  // namespace fairlead::cli
