// SPDX-License-Identifier: MIT
//
// runtime_plugin — a plugin for tests of the runtime: it asks the window for what it is told to,
// and says what happened to it. One argument is its name, one more what it does by itself.
#include <fairlead/plugin.hpp>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace {

using fairlead::raw_json;

void say(std::string const& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

struct chosen {
    std::string title, directory, filename, pattern;
};
BOOST_DESCRIBE_STRUCT(chosen, (), (title, directory, filename, pattern))

fairlead::file_dialog dialog_of(chosen const& what) {
    fairlead::file_dialog dialog{.title = what.title,
                                 .default_directory = what.directory,
                                 .default_filename = what.filename};
    if (!what.pattern.empty()) dialog.filters = {{"Some files", what.pattern}};
    return dialog;
}

struct question {
    int type = 0;
    std::string title, message;
    std::vector<std::string> buttons;
    std::string default_button, cancel_button;
};
BOOST_DESCRIBE_STRUCT(question, (), (type, title, message, buttons, default_button, cancel_button))

void offer_dialogs(fairlead::plugin& plugin, std::string const& name) {
    const auto dialogs = plugin.runtime().dialogs();
    plugin.function(name + ".open_file",
                    [=](chosen const& what) { return dialogs.open_file(dialog_of(what)).wait(); });
    plugin.function(name + ".open_files",
                    [=](chosen const& what) { return dialogs.open_files(dialog_of(what)).wait(); });
    plugin.function(name + ".open_directory", [=](chosen const& what) {
        return dialogs.open_directory(dialog_of(what)).wait();
    });
    plugin.function(name + ".save_file",
                    [=](chosen const& what) { return dialogs.save_file(dialog_of(what)).wait(); });
    plugin.function(name + ".ask", [=](question const& what) {
        return dialogs
            .message({.type = static_cast<fairlead::message_type>(what.type),
                      .title = what.title,
                      .message = what.message,
                      .buttons = what.buttons,
                      .default_button = what.default_button,
                      .cancel_button = what.cancel_button})
            .wait();
    });
    plugin.function(name + ".ask_briefly", [=](std::string const& title) {
        const auto answer = dialogs.message({.title = title});
        try {
            return answer.wait(std::chrono::milliseconds{300});
        } catch (fairlead::call_failed const& why) {
            return std::string{fairlead::to_text(why.code())};
        }
    });
    plugin.function(
        name + ".ask_on_the_loop", [=] { return dialogs.message({}).wait(); },
        fairlead::execution::loop);
}

void offer_window(fairlead::plugin& plugin, std::string const& name) {
    const auto runtime = plugin.runtime();
    plugin.function(name + ".title",
                    [=](std::string const& text) { runtime.window().set_title(text).wait(); });
    plugin.function(name + ".resize", [=](int width, int height) {
        runtime.window().set_size({width, height});
        const auto size = runtime.window().size().wait();
        return std::vector{size.width, size.height};
    });
    plugin.function(name + ".states", [=] {
        const auto window = runtime.window();
        window.fullscreen();
        const bool full = window.is_fullscreen().wait();
        window.unfullscreen();
        window.maximise();
        const bool maximised = window.is_maximised().wait();
        window.unmaximise();
        window.minimise();
        const bool minimised = window.is_minimised().wait();
        window.unminimise();
        return std::vector{full, maximised, minimised, window.is_normal().wait()};
    });
    plugin.function(name + ".place", [=](int x, int y) {
        runtime.window().set_position({x, y});
        const auto at = runtime.window().position().wait();
        return std::vector{at.x, at.y};
    });
    plugin.function(name + ".paste", [=](std::string const& text) {
        runtime.clipboard().set_text(text);
        return runtime.clipboard().text().wait();
    });
    plugin.function(name + ".screens", [=] {
        const auto all = runtime.screens().wait();
        return std::vector{static_cast<int>(all.size()), all.at(0).width,
                           all.at(0).is_current ? 1 : 0};
    });
    plugin.function(name + ".platform", [=] { return runtime.environment().wait().platform; });
    plugin.function(name + ".open_url",
                    [=](std::string const& url) { runtime.open_url(url).wait(); });
    plugin.function(name + ".script",
                    [=](std::string const& code) { runtime.window().run_script(code).wait(); });
    plugin.function(name + ".quit", [=] { runtime.quit(); });
    plugin.function(name + ".log", [=](std::string const& text) {
        const auto log = runtime.log();
        log.info("first: " + text);
        log.warning("second: " + text);
        log.set_level(fairlead::logger::level::error);
        log.warning("below: " + text);
        log.print("printed: " + text);
        log.error("still: " + text);
    });
}

/// What the user does beside the page, told on as events.
void tell_news(fairlead::plugin& plugin, std::string const& name) {
    const auto runtime = plugin.runtime();
    const auto events = plugin.events();
    plugin.function(name + ".notify", [=](std::string const& id) {
        const auto notifications = runtime.notifications();
        notifications.initialise().wait();
        notifications.register_category({.id = "mail", .actions = {{"READ", "Read"}}}).wait();
        notifications
            .send_with_actions({.id = id,
                                .title = "A knot",
                                .body = "came loose",
                                .category_id = "mail",
                                .data = {R"({"n":[1]})"}})
            .wait();
        return notifications.is_available().wait();
    });
    plugin.function(name + ".take_away",
                    [=](std::string const& id) { runtime.notifications().remove(id).wait(); });
    runtime.notifications().on_response([=](fairlead::notification_response const& what) {
        events.emit("response", what.id, what.action_identifier, what.body, what.user_info);
    });
    runtime.on_second_instance([=](fairlead::second_instance const& what) {
        events.emit("again", what.args, what.working_directory);
    });
    runtime.on_file_drop(
        [=](fairlead::file_drop const& what) { events.emit("dropped", what.y, what.paths); });
}

fairlead::menu offer_menu(fairlead::plugin& plugin, std::string const& name) {
    const auto runtime = plugin.runtime();
    const auto events = plugin.events();
    fairlead::menu bar;
    auto file = bar.submenu("File of " + name);
    file.text("Open", "CmdOrCtrl+O", [=] { events.emit(name + "-clicked", "open"); });
    const auto wrap =
        file.checkbox("Wrap", false, "CmdOrCtrl+Shift+W", [=](fairlead::menu_item const& item) {
            events.emit(name + "-clicked", item.label(), item.is_checked());
        });
    file.separator();
    const auto tell = [=](fairlead::menu_item const& item) {
        events.emit(name + "-clicked", item.label(), item.is_checked());
    };
    const auto small = file.radio("Small", true, "CmdOrCtrl+1", tell);
    const auto large = file.radio("Large", false, "CmdOrCtrl+2", tell);
    const auto late = file.text("Late", "F6", [=](fairlead::menu_item const& item) {
        events.emit(name + "-clicked", item.label());
    });
    late.set_enabled(false);
    file.text("Throws", "F7", [] { throw std::runtime_error{"an item that fails"}; });
    file.text("Asks", "F8", [=] {
        events.emit(name + "-clicked",
                    runtime.dialogs().message({.title = "From the menu"}).wait());
    });
    plugin.function(name + ".show_menu", [=] { runtime.set_menu(bar).wait(); });
    plugin.function(name + ".hide_menu", [=] { runtime.set_menu(fairlead::menu{}).wait(); });
    plugin.function(name + ".enable_late", [=] {
        late.set_enabled(true);
        late.set_label("Late, but here");
        runtime.update_menu().wait();
    });
    plugin.function(name + ".marks", [=] {
        return std::vector{wrap.is_checked(), small.is_checked(), large.is_checked()};
    });
    plugin.function(name + ".wrong_menu", [=] {
        fairlead::menu wrong;
        wrong.submenu("File").text("Open", "Hyper+O");
        runtime.set_menu(wrong).wait();
    });
    return bar;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "desk";
    const std::string habit = argc > 2 ? argv[2] : "";
    fairlead::plugin plugin{name};
    const auto runtime = plugin.runtime();
    offer_dialogs(plugin, name);
    offer_window(plugin, name);
    tell_news(plugin, name);
    const auto bar = offer_menu(plugin, name);
    if (habit == "menu") runtime.set_menu(bar);
    plugin.function(name + ".die", [] { std::_Exit(3); });
    plugin.function(name + ".pid", [] { return static_cast<int>(::getpid()); });

    runtime.on_startup([=] { say("startup: " + runtime.environment().wait().platform); });
    runtime.on_startup([] { throw std::runtime_error{"a startup that fails"}; });
    runtime.on_dom_ready([] { say("dom-ready"); });
    runtime.on_shutdown([] { say("shutdown"); });
    const auto objects = std::make_shared<std::atomic<bool>>(true);
    plugin.function(name + ".let_go", [=] { objects->store(false); });
    if (habit == "objects")
        runtime.on_before_close([=] {
            say(objects->load() ? "objects" : "agrees");
            return objects->load();
        });
    if (habit == "asks")
        runtime.on_before_close([=] {
            return runtime.dialogs()
                       .message({.type = fairlead::message_type::question,
                                 .title = "Leave?",
                                 .message = "There is something unsaved."})
                       .wait() != "Yes";
        });
    char* none[] = {argv[0], nullptr};
    return plugin.run(1, none);
}
