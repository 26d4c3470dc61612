// SPDX-License-Identifier: MIT
//
// notes_app — the example as it lies in the tree, its notes in a folder of the test.
#include "tests/desk/notes_app.hpp"

#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace fairlead::tests {
namespace {

constexpr std::string_view enter_key = "\uE007";  // As WebDriver has it.

window_app_setup desk_with(notification_service const& notifications,
                           std::map<std::string, std::string> environment) {
    environment.insert({{"DBUS_SESSION_BUS_ADDRESS", notifications.address()},
                        // Without its icons a file dialog aborts.
                        {"XDG_DATA_DIRS", "/usr/share"}});
    return {.environment = std::move(environment), .desk = virtual_display::desk::managed};
}

}  // namespace

notes_app::notes_app(std::map<std::string, std::string> const& environment)
    : folder_{desk_with(notifications_, environment)}, driver_{folder_.beside(
                                                           program("fairlead"),
                                                           {"run", source_root() / "examples/notes",
                                                            "--automation"})},
      launcher_{child_of(driver_.driver().pid(), "fairlead")} {
    driver_.wait_for("document.documentElement.dataset.tour === 'done'");
    wait_for_front(title);
}

notes_app::~notes_app() {
    try {
        driver_.quit();
        eventually("the app ends with its session", [this] { return has_ended(); });
    } catch (std::exception const&) {
        ::kill(launcher_, SIGKILL);  // Its children end with it.
    }
}

void notes_app::picture(std::string_view step) {
    driver_.run_async("const frame = () => new Promise(requestAnimationFrame);"
                      "for (let i = 0; i < 3; i += 1) await frame();");
    const auto file = program("../pictures/notes") / (std::string{step} + ".png");
    std::filesystem::create_directories(file.parent_path());
    child camera{{program("../tests/screen_shot"), {file}, folder_.desk().environment()}};
    if (camera.wait() != 0) throw std::runtime_error{"no picture: " + camera.errors()};
}

std::string notes_app::colour_at(int x, int y) const {
    child look{{program("../tests/screen_shot"),
                {std::to_string(x), std::to_string(y)},
                folder_.desk().environment()}};
    return look.read_line();
}

std::string notes_app::call(std::string const& method, std::vector<std::string> args) const {
    args.insert(args.begin(), {"call", method});
    child command{folder_.beside(program("fairlead"), std::move(args))};
    auto said = command.read_all();
    if (command.wait() != 0) throw std::runtime_error{method + ": " + command.errors()};
    while (said.ends_with('\n')) said.pop_back();
    return said;
}

std::string notes_app::titles() {
    return boost::json::serialize(driver_.run(
        "return [...document.querySelectorAll('.line-title')].map((one) => one.textContent);"));
}

std::string notes_app::open_id() {
    return boost::json::value_to<std::string>(
        driver_.run("return document.querySelector('[aria-current=true]').dataset.id;"));
}

void notes_app::write_note(std::string_view name, std::string_view text) {
    driver_.click("#new");
    driver_.wait_for("document.querySelector('#title')?.value === '' &&"
                     " document.activeElement === document.querySelector('#title')");
    driver_.type_on("#title", name);
    std::string keys;
    for (const char letter : text) letter == '\n' ? keys += enter_key : keys += letter;
    driver_.type_on("#text", keys);
}

void notes_app::wait_until_saved() {
    driver_.wait_for("document.querySelector('#status').textContent === 'Saved' &&"
                     " document.querySelector('.unsaved') === null");
}

void notes_app::wait_for_toast(std::string_view text) {
    driver_.wait_for("[...document.querySelectorAll('.toasts li')].some((one) =>"
                     " one.textContent.includes(" +
                     boost::json::serialize(boost::json::value{text}) + "))");
}

std::string notes_app::hand(std::string const& words) const {
    std::istringstream in{words};
    return folder_.desk().xdotool({std::istream_iterator<std::string>{in}, {}});
}

void notes_app::type(std::string const& text) const { folder_.desk().xdotool({"type", text}); }

bool notes_app::is_front(std::string const& window_title) const {
    return hand("getwindowfocus getwindowname") == window_title;
}

void notes_app::wait_for_front(std::string const& window_title) {
    eventually("the window '" + window_title + "' has the keyboard",
               [&] { return is_front(window_title); });
}

void notes_app::answer(std::string const& dialog, std::string const& key) {
    wait_for_front(dialog);
    // Again and again: a window that has just come takes no keys before it has been drawn.
    eventually("'" + key + "' closes '" + dialog + "'", [&] {
        if (is_front(dialog)) hand("key " + key);
        for (int look = 0; look < 30 && shows(dialog); ++look) pause_between_looks();
        return !shows(dialog);
    });
}

bool notes_app::shows(std::string const& window_title) const {
    return !folder_.desk()
                .xdotool({"search", "--onlyvisible", "--name", "^" + window_title + "$"})
                .empty();
}

void notes_app::drop(std::filesystem::path const& file, std::string_view step) {
    child source{{program("../tests/drag_source"),
                  {"50", "50", "file://" + file.native()},
                  folder_.desk().environment()}};
    source.read_line_with("ready");
    hand("mousemove 60 60 mousedown 1 mousemove 90 90 mousemove 120 120");
    source.read_line_with("begun");
    eventually("the page says that it takes the file", [&] {
        hand("mousemove 640 450 mousemove 641 450");
        return driver_
            .run("return getComputedStyle(document.querySelector('.drop-hint')).opacity === '1';")
            .as_bool();
    });
    {
        // A pointer that rests tells nothing.
        const std::jthread hovering{[this](std::stop_token const& stop) {
            while (!stop.stop_requested()) hand("mousemove 640 450 mousemove 641 450");
        }};
        picture(step);
    }
    hand("mousemove 640 451 mouseup 1");
    source.read_line_with("ended");
    // It fades; the next drop is told by its own.
    driver_.wait_for("getComputedStyle(document.querySelector('.drop-hint')).opacity === '0'");
}

std::string notes_app::files() const {
    std::string all;
    for (auto const& entry : std::filesystem::directory_iterator{shelf()}) {
        std::ifstream file{entry.path()};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    return all;
}

pid_t notes_app::plugin_pid() const {
    return descendant_of(descendant_of(launcher_, "fairlead-broker"), "notes-plugin");
}

bool notes_app::has_ended() const { return !is_alive(launcher_); }

}  // namespace fairlead::tests
