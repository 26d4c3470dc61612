// SPDX-License-Identifier: MIT
//
// virtual_display — Xvfb names a free display by itself, on its stdout.
#include "tests/support/virtual_display.hpp"

#include <cstdlib>

namespace fairlead::tests {

namespace {

/// No tray, no menus, no sounds: frames, and the protocol between programs and their manager.
constexpr std::string_view manager_settings = R"(<?xml version="1.0"?>
<JWM><Desktops width="1" height="1"/><FocusModel>click</FocusModel></JWM>
)";

}  // namespace

virtual_display::virtual_display(desk wanted) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody calls setenv.
    char const* given = std::getenv("DISPLAY");
    if (wanted == desk::bare && given != nullptr && *given != '\0') name_ = given;
    else start_server();
    if (wanted == desk::managed) start_manager();
}

void virtual_display::start_server() {
    server_ = std::make_unique<child>(child::spec{
        "/usr/bin/Xvfb",
        {"-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"},
        {}});
    name_ = ":" + server_->read_line();
}

void virtual_display::start_manager() {
    settings_.write("jwmrc", manager_settings);
    manager_ = std::make_unique<child>(
        child::spec{"/usr/bin/jwm", {"-f", settings_.path() / "jwmrc"}, environment()});
    eventually("the window manager is there", [this] {
        return property("root", "_NET_SUPPORTING_WM_CHECK").find("window id") != std::string::npos;
    });
}

std::string virtual_display::tool(std::filesystem::path program,
                                  std::vector<std::string> args) const {
    child command{{std::move(program), std::move(args), environment()}};
    auto said = command.read_all();
    if (command.wait() != 0) return {};
    while (said.ends_with('\n')) said.pop_back();
    return said;
}

std::string virtual_display::xdotool(std::vector<std::string> args) const {
    return tool("/usr/bin/xdotool", std::move(args));
}

std::string virtual_display::xwininfo(std::string const& window) const {
    return tool("/usr/bin/xwininfo", {"-id", window});
}

std::string virtual_display::property(std::string const& window, std::string const& name) const {
    if (window == "root") return tool("/usr/bin/xprop", {"-root", name});
    return tool("/usr/bin/xprop", {"-id", window, name});
}

std::map<std::string, std::string> virtual_display::environment() const {
    return {{"DISPLAY", name_},    {"GDK_BACKEND", "x11"},  {"LIBGL_ALWAYS_SOFTWARE", "1"},
            {"NO_AT_BRIDGE", "1"}, {"GTK_USE_PORTAL", "0"}, {"GSETTINGS_BACKEND", "memory"}};
}

}  // namespace fairlead::tests
