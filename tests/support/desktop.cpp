// SPDX-License-Identifier: MIT
//
// desktop — Xvfb, jwm, xdotool.
#include "tests/support/desktop.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace fairlead::tests {

namespace {

/// No tray and no menus of its own: frames, and the keyboard for whom it belongs to.
constexpr std::string_view manager_settings = R"(<?xml version="1.0"?>
<JWM><Desktops width="1" height="1"/><FocusModel>click</FocusModel></JWM>
)";

}  // namespace

desktop::desktop()
    : server_{{"/usr/bin/Xvfb",
               {"-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"},
               {}}},
      name_{":" + server_.read_line()}, manager_{
                                            {"/usr/bin/jwm",
                                             {"-f", settings_.write("jwmrc", manager_settings)},
                                             environment()}} {
    eventually("the window manager says how many desktops it has",
               [this] { return tell({"get_num_desktops"}, true) == "1\n"; });
}

std::map<std::string, std::string> desktop::environment() const {
    return {{"DISPLAY", name_},    {"GDK_BACKEND", "x11"},  {"LIBGL_ALWAYS_SOFTWARE", "1"},
            {"NO_AT_BRIDGE", "1"}, {"GTK_USE_PORTAL", "0"}, {"GSETTINGS_BACKEND", "memory"}};
}

std::string desktop::tell(std::vector<std::string> words, bool may_fail) {
    child command{{"/usr/bin/xdotool", std::move(words), {{"DISPLAY", name_}}}};
    auto said = command.read_all();
    // xdotool finds windows that go before it asks for their names.
    if (command.wait() != 0 && !may_fail) throw std::runtime_error{"xdotool: " + command.errors()};
    return said;
}

std::vector<std::string> desktop::windows() {
    std::istringstream ids{tell({"search", "--onlyvisible", "--name", "."}, true)};
    std::vector<std::string> titles;
    for (std::string id; ids >> id;) {
        auto title = tell({"getwindowname", id}, true);
        if (!title.empty()) title.pop_back();
        titles.push_back(std::move(title));
    }
    return titles;
}

bool desktop::shows(std::string const& title) {
    const auto all = windows();
    return std::ranges::find(all, title) != all.end();
}

void desktop::wait_for_front(std::string const& title) {
    eventually("the window '" + title + "' has the keyboard", [&] {
        return tell({"getwindowfocus", "getwindowname"}, true) == title + "\n";
    });
}

void desktop::press(std::string const& key) { tell({"key", key}); }
void desktop::type(std::string const& text) { tell({"type", text}); }

}  // namespace fairlead::tests
