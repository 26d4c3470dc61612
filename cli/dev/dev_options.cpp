// SPDX-License-Identifier: MIT
//
// dev_options — CLI11 takes `-browser` for seven options of a letter each.
#include "cli/dev/dev_options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace fairlead::cli::dev {
namespace {

struct refused_option {
    char const* names;
    char const* why;
    bool has_value;
};

constexpr auto cmake_builds =
    "it is for Go's build; here CMake builds the plugins: say it in CMakeLists.txt, or by "
    "CMAKE_BUILD_TYPE, CXX and CXXFLAGS";
constexpr std::array refused{
    refused_option{"--appargs",
                   "an app has no arguments of its own: plugins have \"args\" in wails.json", true},
    refused_option{"--compiler", cmake_builds, true},
    refused_option{"--ldflags", cmake_builds, true},
    refused_option{"--tags", cmake_builds, true},
    refused_option{"--race", "-fsanitize=thread in CMAKE_CXX_FLAGS does that to plugins", false},
    refused_option{"--m", cmake_builds, false},
    refused_option{"--nosyncgomod", cmake_builds, false},
    refused_option{"--skipembedcreate", "nothing is embedded here", false},
    refused_option{"--skipbindings",
                   "wailsjs/ is made from the built plugins, in a moment; without the folder of "
                   "\"wailsjsdir\" it is not made",
                   false},
    refused_option{"--save",
                   "write it into wails.json: \"devServer\", \"debounceMS\", \"reloaddirs\", "
                   "\"assetdir\", \"wailsjsdir\", \"frontend:dev:serverUrl\"",
                   false},
};

void refuse(CLI::App& to, refused_option const& one) {
    const auto complain = [&one](auto const&...) {
        throw CLI::ValidationError{std::string{one.names}.substr(1), one.why};
    };
    auto* option = one.has_value
                       ? to.add_option_function<std::string>(one.names, complain)
                       : to.add_flag_function(one.names, [complain](std::int64_t) { complain(); });
    option->group("");  // Not in --help.
}

}  // namespace

std::vector<std::string> with_two_dashes(std::vector<std::string> args) {
    for (auto& arg : args) {
        if (arg == "--") break;
        if (arg.size() > 2 && arg[0] == '-' && std::isalpha(static_cast<unsigned char>(arg[1])) &&
            std::isalpha(static_cast<unsigned char>(arg[2])))
            arg.insert(0, "-");
    }
    return args;
}

void add_options(CLI::App& to, dev_command& command) {
    to.add_option("APPDIR", command.app_dir, "The folder with wails.json (.)");
    to.add_flag("--headless", command.headless, "No window: only browsers are served");
    to.add_flag("--browser", command.browser, "Open a browser");
    to.add_option("--devserver", command.dev_server, "Where browsers are served (localhost:34115)")
        ->option_text("HOST:PORT");
    to.add_flag("--tls", command.tls, "https and wss there, with a certificate made at each start");
    auto* certificate = to.add_option("--tls-cert", command.tls_cert, "The same with this one, PEM")
                            ->option_text("FILE");
    auto* key = to.add_option("--tls-key", command.tls_key, "Its key, PEM")->option_text("FILE");
    key->needs(certificate);
    certificate->needs(key);
    to.add_option("--frontenddevserverurl", command.front_end_url,
                  "The front end's own server, instead of frontend:dev:serverUrl")
        ->option_text("URL");
    to.add_option("--viteservertimeout", command.front_end_seconds,
                  "Seconds in which that server says where it is (10)");
    to.add_flag("-s", command.skip_frontend,
                "Neither install nor build the front end, nor start its server");
    to.add_option("--assetdir", command.asset_dir, "Where the page's files are")
        ->option_text("DIR");
    to.add_option("--wailsjsdir", command.wailsjs_dir, "Where wailsjs/ is made")
        ->option_text("DIR");
    to.add_flag("--noreload", command.no_reload, "Pages stay when their files change");
    to.add_flag("--norebuild,--nogorebuild", command.no_rebuild,
                "Plugins stay when their sources change");
    to.add_option("--reloaddirs", command.reload_dirs, "Further folders whose files pages show")
        ->option_text("DIR,…");
    to.add_option("-e,--extensions", command.extensions, "Of plugins' sources")
        ->option_text("EXT,…");
    to.add_option("--debounce", command.debounce_ms, "Milliseconds of quiet after a change (100)");
    to.add_flag("-f", command.clean, "Build the plugins from nothing");
    const std::map<std::string, std::string> levels{{"trace", "trace"}, {"debug", "debug"},
                                                    {"info", "info"},   {"warning", "warn"},
                                                    {"warn", "warn"},   {"error", "error"}};
    to.add_option("--loglevel", command.log_level, "Of the broker")
        ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case))
        ->option_text("trace|debug|info|warning|error");
    to.add_flag("--nocolour,--nocolor", command.no_colour, "As with NO_COLOR");
    for (auto const& one : refused) refuse(to, one);
}

}  // namespace fairlead::cli::dev
