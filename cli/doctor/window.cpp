// SPDX-License-Identifier: MIT
//
// window — the host says what it would find (fairlead-webview --check); sandbox, display and bus
// are tried.
#include "cli/doctor/checks.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_output.hpp"

#include <boost/json.hpp>

#include <cstdlib>
#include <optional>

namespace fairlead::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto patience = 20s;

std::string environment(char const* name) {
    char const* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
    return value != nullptr ? value : "";
}

std::optional<std::filesystem::path> find_program(char const* name) {
    try {
        return program(name);
    } catch (command_failed const&) {
        return std::nullopt;
    }
}

std::string first_line(std::string const& text) { return text.substr(0, text.find('\n')); }

std::string text_in(json::object const& from, char const* key) {
    auto const* found = from.if_contains(key);
    return found != nullptr && found->is_string() ? std::string{found->get_string()}
                                                  : std::string{};
}

bool flag_in(json::object const& from, char const* key) {
    auto const* found = from.if_contains(key);
    return found != nullptr && found->is_bool() && found->get_bool();
}

/// What the host says; else why it says nothing.
struct host_words {
    json::object said;
    std::optional<finding> trouble;
};

host_words ask_host(std::filesystem::path const& app_dir) {
    const auto host = find_program("fairlead-webview");
    if (!host)
        return {{},
                finding{"host", health::fail,
                        "fairlead-webview is neither beside fairlead nor in PATH",
                        "install it, or build the target fairlead-webview"}};
    std::vector<std::string> args{"--check"};
    if (!app_dir.empty()) args.insert(args.end(), {"--app-dir", app_dir.native()});
    const auto ran = output_of(*host, std::move(args), patience);
    boost::system::error_code broken;
    // Toolkits may have written lines of their own before.
    const auto brace = ran.out.rfind("{\"window\"");
    const auto parsed =
        json::parse(brace == std::string::npos ? "" : first_line(ran.out.substr(brace)), broken);
    if (ran.code == 0 && !broken && parsed.is_object()) return {parsed.get_object(), {}};
    return {
        {},
        finding{"host", health::fail,
                host->native() + " does not run: " +
                    (ran.err.empty() ? "code " + std::to_string(ran.code) : first_line(ran.err)),
                ran.err.find("shared librar") == std::string::npos
                    ? "run it with --check to see more"
                    : "install the library (apt-get install libwebkit2gtk-4.1-0)"}};
}

finding check_library(json::object const& said) {
    if (!flag_in(said, "window"))
        return {"webkitgtk", health::warn, "this build has no window: only --headless works",
                "install libwebkit2gtk-4.1-dev and build again"};
    return {"webkitgtk", health::ok, "WebKitGTK " + text_in(said, "webkitgtk"), {}};
}

finding check_path(json::object const& said) {
    if (const auto problem = text_in(said, "page_problem"); !problem.empty())
        return {"page-path", health::fail, problem,
                "build or install libfairlead-page.so, or unset FAIRLEAD_PAGE_PATH"};
    if (text_in(said, "page_path") == "in-page")
        return {"page-path",
                health::ok,
                "in-page: a page's own channel, by libfairlead-page.so in " +
                    text_in(said, "page_library"),
                {}};
    const auto why = text_in(said, "page_why");
    if (why.find("missing") == std::string::npos)
        return {"page-path", health::ok, "messages: " + why, {}};
    return {"page-path", health::warn, "messages: " + why,
            "build or install it (FAIRLEAD_PAGE_LIBRARY names its folder): calls are several "
            "times quicker with it"};
}

/// WebKit's own way to do it; off unless asked for.
finding check_sandbox() {
    const bool wanted = !environment("FAIRLEAD_PAGE_SANDBOX").empty();
    const auto trouble = [&](std::string said, std::string remedy) {
        return finding{"sandbox", wanted ? health::fail : health::warn,
                       (wanted ? "wanted, but " : "not possible: ") + std::move(said),
                       std::move(remedy)};
    };
    const auto bwrap = find_program("bwrap");
    if (!bwrap || !find_program("xdg-dbus-proxy"))
        return trouble(std::string{bwrap ? "xdg-dbus-proxy" : "bwrap"} + " is missing",
                       "apt-get install bubblewrap xdg-dbus-proxy");
    const auto tried = output_of(
        *bwrap, {"--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "true"}, patience);
    if (tried.code != 0)
        return trouble(
            first_line(tried.err),
            "allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone "
            "or the container's settings)");
    return {"sandbox",
            health::ok,
            wanted ? "WebKit's web processes run in one"
                   : "possible for WebKit's web processes (FAIRLEAD_PAGE_SANDBOX=1)",
            {}};
}

finding check_display(json::object const& said) {
    const auto wayland = environment("WAYLAND_DISPLAY"), x11 = environment("DISPLAY");
    const auto name = !wayland.empty() ? "WAYLAND_DISPLAY=" + wayland : "DISPLAY=" + x11;
    if (wayland.empty() && x11.empty()) {
        const bool has_virtual = find_program("Xvfb").has_value();
        return {"display", health::warn,
                std::string{"none (neither DISPLAY nor WAYLAND_DISPLAY)"} +
                    (has_virtual ? "; Xvfb is there for a virtual one" : ""),
                has_virtual ? "xvfb-run fairlead run APPDIR, or fairlead run --headless"
                            : "log in to a desktop, or apt-get install xvfb, or fairlead run "
                              "--headless"};
    }
    if (flag_in(said, "display")) return {"display", health::ok, name, {}};
    return {"display", health::fail, name + " cannot be opened",
            "set it to a display that runs and that this user may use"};
}

finding check_bus() {
    const auto address = environment("DBUS_SESSION_BUS_ADDRESS");
    const auto usual = environment("XDG_RUNTIME_DIR") + "/bus";
    std::error_code failed;
    if (const std::string_view prefix = "unix:path="; address.starts_with(prefix)) {
        const auto socket = address.substr(prefix.size(), address.find(',') - prefix.size());
        if (std::filesystem::is_socket(socket, failed))
            return {"session-bus", health::ok, address, {}};
        return {"session-bus", health::warn, socket + " is not there",
                "log in again, or start the app by dbus-run-session"};
    }
    if (!address.empty()) return {"session-bus", health::ok, address, {}};
    if (usual.size() > 4 && std::filesystem::is_socket(usual, failed))
        return {"session-bus", health::ok, usual, {}};
    return {"session-bus", health::warn, "none: windows open, but no desktop service answers them",
            "start the app by dbus-run-session"};
}

findings check_page_of(json::object const& said) {
    if (const auto problem = text_in(said, "config_problem"); !problem.empty())
        return {{"window-config", health::fail, problem, "correct that value"}};
    if (const auto problem = text_in(said, "assets_problem"); !problem.empty())
        return {{"page", health::fail, problem,
                 "build the front end, or set \"assetdir\" in wails.json"}};
    return {{"page", health::ok, text_in(said, "assets"), {}}};
}

}  // namespace

findings check_window(std::filesystem::path const& app_dir) {
    const auto host = ask_host(app_dir);
    if (host.trouble) return {*host.trouble, check_sandbox(), check_bus()};
    findings all{check_library(host.said)};
    if (flag_in(host.said, "window")) {
        all.push_back(check_path(host.said));
        all.push_back(check_sandbox());
        all.push_back(check_display(host.said));
        all.push_back(check_bus());
    }
    if (!app_dir.empty())
        for (auto& one : check_page_of(host.said)) all.push_back(std::move(one));
    return all;
}

}  // namespace fairlead::cli
