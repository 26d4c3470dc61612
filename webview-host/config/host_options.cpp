// SPDX-License-Identifier: MIT
//
// host_options — few enough for getopt.
#include "webview-host/config/host_options.hpp"

#include <getopt.h>

#include <array>

namespace fairlead::host {
namespace {

constexpr char const* usage =
    "fairlead-webview — shows an app's page; `fairlead run` starts it.\n"
    "  --app-dir DIR   the folder with the app's wails.json\n"
    "  --name NAME     what it is called in the broker (window)\n"
    "  --headless      no window: WailsInvoke lines on stdin, what a page would receive on stdout\n"
    "  --automation    WebKitWebDriver may take the window over\n"
    "  --demo PNG      print each call, wait for the end of the tour, save a picture, quit\n";

parting_words wrong(std::string const& what) {
    return {2, "fairlead-webview: " + what + "\n" + usage};
}

}  // namespace

std::variant<host_options, parting_words> parse_host_options(int argc, char* const* argv) {
    constexpr std::array<option, 7> known{{{"app-dir", required_argument, nullptr, 'd'},
                                           {"name", required_argument, nullptr, 'n'},
                                           {"headless", no_argument, nullptr, 'h'},
                                           {"automation", no_argument, nullptr, 'a'},
                                           {"demo", required_argument, nullptr, 'p'},
                                           {"help", no_argument, nullptr, '?'},
                                           {nullptr, 0, nullptr, 0}}};
    host_options options;
    ::optind = 0;  // getopt remembers where it was: tests parse more than once.
    ::opterr = 0;
    for (;;) {
        const int before = ::optind == 0 ? 1 : ::optind;
        const int found = ::getopt_long(argc, argv, ":", known.data(), nullptr);
        if (found == -1) break;
        switch (found) {
            case 'd': options.app_dir = ::optarg; break;
            case 'n': options.name = ::optarg; break;
            case 'h': options.headless = true; break;
            case 'a': options.automation = true; break;
            case 'p': options.demo_png = ::optarg; break;
            case ':': return wrong(std::string{argv[before]} + " needs a value");
            default:
                if (std::string_view{argv[before]} == "--help") return parting_words{0, usage};
                return wrong(std::string{"unknown option "} + argv[before]);
        }
    }
    if (::optind < argc) return wrong(std::string{"unexpected argument "} + argv[::optind]);
    if (options.app_dir.empty()) return wrong("--app-dir is missing");
    if (options.headless && (options.automation || !options.demo_png.empty()))
        return wrong("--headless shows no page: it goes with neither --automation nor --demo");
    return options;
}

}  // namespace fairlead::host
