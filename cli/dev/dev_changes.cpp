// SPDX-License-Identifier: MIT
//
// dev_session — what happens when files change and keys are pressed.
#include "cli/dev/dev_news.hpp"
#include "cli/dev/dev_session.hpp"
#include "cli/exit_code.hpp"
#include "cli/generate/wailsjs.hpp"
#include "cli/text_file.hpp"

#include <boost/json.hpp>

namespace fairlead::cli::dev {
namespace {

constexpr auto verb = "dev";
constexpr auto reload_topic = "fairlead/dev/reload";
constexpr auto reload_window = R"_(["window.location.reload()"])_";

/// Removed or changed in content, not only touched.
bool differs(std::string const& before, std::optional<std::string> const& now) {
    return now && *now != before;
}

}  // namespace

// -- files ----------------------------------------------------------------------------------------

void dev_session::watch() {
    auto const& app = settings_.app;
    rules_ = {.app = app.dir, .frontend = app.frontend, .plugins = !command_.no_rebuild};
    // What has a server of its own is told by that.
    if (!command_.no_reload && !settings_.has_upstream() && !app.assets.empty())
        rules_.assets = app.assets;
    if (!command_.no_reload) rules_.reload = settings_.reload_dirs;
    rules_.generated = app.wailsjs;
    rules_.extensions = settings_.extensions;
    // What is not built here is what changes itself.
    for (auto const& plugin : app_plugins::of(app.dir, verb).plugins)
        for (auto const& file : files_of(plugin, app.dir))
            if (is_within(file, app.dir) && !is_within(file, plugin_build_folder(app)))
                rules_.programs.push_back(file.lexically_normal());
    watch_.reset();
    watch_.emplace(rules_.roots(), [this](auto const& folder) { return rules_.enters(folder); });
    loop_.watch(watch_->fd(), [this] { take_changes(); });
    if (watch_->is_incomplete())
        out_.say("too many folders to watch all of them (" + std::to_string(watch_->folders()) +
                     " are; fs.inotify.max_user_watches)",
                 tone::bad);
}

void dev_session::take_changes() {
    const auto now = settling::clock::now();
    watch_->take([&](std::filesystem::path const& file) {
        if (rules_.of(file) != meaning::nothing) changes_.add(file.native(), now);
    });
    look_at_changes();
}

void dev_session::look_at_changes() {
    loop_.cancel(changes_due_);
    const auto now = settling::clock::now();
    const auto due = changes_.due();
    if (!due) return;
    if (*due > now) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(*due - now);
        changes_due_ = loop_.after(left, [this] { look_at_changes(); });
        return;
    }
    changed_at_ = changes_.last();
    std::set<std::string> page, plugins;
    bool config = false;
    for (auto const& name : changes_.take(now)) {
        const auto told = name_within(name, app_.dir);
        switch (rules_.of(name)) {
            case meaning::page: page.insert(told); break;
            case meaning::plugins: plugins.insert(told); break;
            case meaning::config: config = true; break;
            case meaning::nothing: break;
        }
    }
    if (config) take_config_change();
    if (!plugins.empty()) take_plugin_changes(plugins);
    if (!page.empty()) take_page_changes(page);
}

void dev_session::take_page_changes(std::set<std::string> const& files) {
    if (stage_ != stage::running) return;
    out_.say(some_of(files) + " changed: pages load again");
    broker_.emit(reload_topic, reload_news(files));
    if (!command_.headless)
        broker_.call("fairlead.window.run-script", reload_window, [](auto const&) {});
}

void dev_session::take_plugin_changes(std::set<std::string> const& files) {
    out_.say(some_of(files) + " changed");
    changed_ = files;
    if (builder_.has_work()) builder_.build();
    else if (stage_ == stage::running) swap_.replace_changed();
}

void dev_session::tell_failed(build_outcome const& outcome) {
    tell_build(failed_news(outcome, app_.dir));
    for (auto one : outcome.errors) {
        one.file = name_within(one.file, app_.dir);
        out_.say("build", describe(one), tone::bad);
    }
    if (outcome.more_errors > 0)
        out_.say("build", "and " + std::to_string(outcome.more_errors) + " errors more", tone::bad);
    out_.say("build", stage_ == stage::running ? "failed: what runs goes on as it was" : "failed",
             tone::bad);
}

void dev_session::plugins_swapped(swap_outcome const& outcome) {
    for (auto const& why : outcome.failures) out_.say(why, tone::bad);
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(settling::clock::now() - changed_at_);
    if (outcome.failures.empty()) tell_build(done_news(outcome.replaced, took));
    else tell_build(failed_news(outcome.failures.front()));
    for (auto const& name : outcome.replaced)
        out_.say("'" + name + "' was replaced, " + std::to_string(took.count()) +
                     " ms after the change",
                 tone::good);
    if (!outcome.replaced.empty()) generate_wailsjs();
    else if (outcome.failures.empty()) out_.say("no plugin has become another one");
}

/// Broker and hosts read it when they start, so they are started again: an app whose window has
/// another size, or whose plugins have other arguments, is another app.
void dev_session::take_config_change() {
    const auto text = read_text(app_.dir / "wails.json");
    if (!differs(config_text_, text)) return;
    try {
        auto next = dev_settings::of(command_);
        auto plugins = app_plugins::of(app_.dir, verb);
        const auto app = app_folder::open(app_.dir, verb);
        config_text_ = *text;
        const bool same_front_end = next.watcher_command == settings_.watcher_command &&
                                    next.front_end_url == settings_.front_end_url &&
                                    next.app.frontend == settings_.app.frontend;
        if (!same_front_end || app.name != app_.name) {
            out_.say("wails.json changed: the app's name and its front end's server need another "
                     "fairlead dev; q ends this one",
                     tone::bad);
            return;
        }
        settings_ = std::move(next);
        app_ = app;
        watch();
    } catch (command_failed const& failed) {
        out_.say(failed.what(), tone::bad);
        return;
    }
    if (stage_ != stage::running) return;
    out_.say("wails.json changed: the app is started again");
    broker_.close();
    processes_.stop();
    launch();
}

void dev_session::generate_wailsjs() {
    if (!std::filesystem::is_directory(settings_.app.wailsjs.parent_path())) return;
    try {
        const auto made = generate::wailsjs::of(settings_.app, verb);
        made.settle();
        if (!made.differences.empty())
            out_.say("wailsjs: " + std::to_string(made.differences.size()) + " files are others");
    } catch (std::exception const& failed) {
        out_.say(std::string{"wailsjs: "} + failed.what(), tone::bad);
    }
}

// -- keys and signals -----------------------------------------------------------------------------

void dev_session::take_signal() {
    const int number = signals_.take();
    if (number == SIGCONT) return keys_.resume();
    quit(128 + number);
}

void dev_session::take_key() {
    const auto key = keys_.take();
    if (!key) return loop_.forget(keys_.fd());
    switch (*key) {
        case 'r':
            if (!settings_.watcher_command.empty() && !front_end_.runs()) front_end_.start();
            take_page_changes({"r: everything"});
            break;
        case 'R': restart_plugins(); break;
        case 'o': open_browser(); break;
        case 'q': quit(0); break;
        case 'h':
        case '?':
            for (auto const* line : {"r  load all pages again", "R  start all plugins again",
                                     "o  open a browser", "q  end it, as Ctrl-C does", "h  this"})
                out_.say(line);
            break;
        default: break;
    }
}

void dev_session::restart_plugins() {
    if (stage_ != stage::running) return;
    for (auto const& plugin : swap_.plugins())
        broker_.call("fairlead.plugin.restart",
                     boost::json::serialize(boost::json::array{plugin.name}),
                     [this, name = plugin.name](client::connection::answer const& answer) {
                         if (answer.ok) out_.say("'" + name + "' was started again", tone::good);
                         else out_.say(answer.why.message, tone::bad);
                     });
}

void dev_session::open_browser() {
    if (browser_url_.empty()) return out_.say("browsers are not served yet", tone::bad);
    try {
        opener_ = std::make_unique<heard_child>(
            loop_,
            child_process::spec{
                .program = program("xdg-open"), .args = {browser_url_}, .own_group = true},
            heard_child::hooks{.on_line = [this](std::string line) { out_.say("browser", line); },
                               .on_end = [this](int) { opener_.reset(); }});
    } catch (command_failed const& failed) {
        out_.say(std::string{failed.what()} + "; open " + browser_url_ + " yourself", tone::bad);
    }
}

}  // namespace fairlead::cli::dev
