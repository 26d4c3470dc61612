// SPDX-License-Identifier: MIT
//
// app — the broker says what it would find (fairlead-broker --check).
#include "cli/doctor/checks.hpp"

#include "cli/exit_code.hpp"
#include "cli/launch/app_folder.hpp"
#include "cli/launch/child_output.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <boost/json.hpp>

#include <sys/un.h>

namespace fairlead::cli {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto patience = 20s;

finding check_plugin(json::value const& one) {
    const auto name = "plugin " + std::string{one.at("name").as_string()};
    if (auto const* found = one.as_object().if_contains("program"))
        return {name, health::ok, std::string{found->as_string()}, {}};
    std::string tried;
    for (auto const& place : one.at("tried").as_array())
        tried += (tried.empty() ? "" : ", ") + std::string{place.as_string()};
    return {name, health::fail,
            "\"" + std::string{one.at("exec").as_string()} + "\" is no program: tried " + tried,
            "build the plugin, or correct its \"exec\" in wails.json"};
}

/// The kernel's limit for a socket's path.
finding check_socket(std::string const& app) {
    const auto path = handshake::socket_path(app);
    if (path.native().size() < sizeof sockaddr_un{}.sun_path)
        return {"socket", health::ok, path.native(), {}};
    return {"socket", health::fail,
            path.native() + " has " + std::to_string(path.native().size()) +
                " bytes, a socket's path may have 107",
            "choose a shorter XDG_RUNTIME_DIR or a shorter \"name\" in wails.json"};
}

}  // namespace

findings check_app(std::filesystem::path const& app_dir) {
    std::filesystem::path broker;
    try {
        broker = program("fairlead-broker");
    } catch (command_failed const& failed) {
        return {{"broker", health::fail, failed.what(),
                 "install it, or build the target fairlead-broker"}};
    }
    const auto ran = output_of(broker, {"--check", "--app-dir", app_dir.native()}, patience);
    boost::system::error_code broken;
    const auto said = json::parse(ran.out, broken);
    if (ran.code != 0 || broken) {
        auto why = ran.err.substr(0, ran.err.find('\n'));
        constexpr std::string_view prefix = "fairlead-broker: ";
        if (why.starts_with(prefix)) why.erase(0, prefix.size());
        return {
            {"wails.json", health::fail,
             why.empty() ? broker.native() + " ended with code " + std::to_string(ran.code) : why,
             "correct it (README.md has an example)"}};
    }
    const auto name = std::string{said.at("app").as_string()};
    findings all{
        {"wails.json", health::ok, (app_dir / "wails.json").native() + ": app " + name, {}},
        check_socket(name)};
    for (auto const& one : said.at("plugins").as_array()) all.push_back(check_plugin(one));
    return all;
}

}  // namespace fairlead::cli
