// SPDX-License-Identifier: MIT
//
// host_options — few enough for getopt.
#include "webview-host/config/host_options.hpp"

#include <getopt.h>

#include <array>
#include <cstdlib>

namespace fairlead::host {
namespace {

constexpr char const* usage =
    "fairlead-webview — shows an app's page; `fairlead run` starts it.\n"
    "  --app-dir DIR   the folder with the app's wails.json\n"
    "  --name NAME     what it is called in the broker (window)\n"
    "  --headless      no window: WailsInvoke lines on stdin, what a page would receive on stdout\n"
    "  --browser [HOST:PORT]   no window: serve browsers (localhost:34115); the first line on\n"
    "                  stdout is the address, once it is served\n"
    "  --listen ADDR   let others than this machine come to that address of it\n"
    "  --host NAME     the server may be asked under this name, too; again for another one\n"
    "  --tls           https and wss, with a certificate made for this start; or with one of PEM\n"
    "                  files: --tls-cert FILE --tls-key FILE\n"
    "  --upstream URL  the page and its files are asked of that server (http://localhost:5173/)\n"
    "  --asset-dir DIR where they lie, instead of wails.json's assetdir\n"
    "  --automation    WebKitWebDriver may take the window over\n"
    "  --page-path P   auto, in-page or messages: how calls leave the page (auto)\n"
    "  --sandbox       WebKit's sandbox around the page's process\n"
    "  --demo PNG      print each call, wait for the end of the tour, save a picture, quit\n"
    "  --check         start nothing: print as JSON what a start would find, for fairlead doctor\n";

char const* from_environment(char const* name) {
    return std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv.
}

parting_words wrong(std::string const& what) {
    return {2, "fairlead-webview: " + what + "\n" + usage};
}

}  // namespace

std::variant<host_options, parting_words> parse_host_options(int argc, char* const* argv) {
    constexpr std::array<option, 18> known{{{"app-dir", required_argument, nullptr, 'd'},
                                            {"name", required_argument, nullptr, 'n'},
                                            {"headless", no_argument, nullptr, 'h'},
                                            {"browser", no_argument, nullptr, 'b'},
                                            {"listen", required_argument, nullptr, 'l'},
                                            {"host", required_argument, nullptr, 'o'},
                                            {"tls", no_argument, nullptr, 't'},
                                            {"tls-cert", required_argument, nullptr, 'C'},
                                            {"tls-key", required_argument, nullptr, 'K'},
                                            {"upstream", required_argument, nullptr, 'u'},
                                            {"asset-dir", required_argument, nullptr, 'A'},
                                            {"automation", no_argument, nullptr, 'a'},
                                            {"page-path", required_argument, nullptr, 'w'},
                                            {"sandbox", no_argument, nullptr, 's'},
                                            {"demo", required_argument, nullptr, 'p'},
                                            {"check", no_argument, nullptr, 'c'},
                                            {"help", no_argument, nullptr, '?'},
                                            {nullptr, 0, nullptr, 0}}};
    host_options options;
    // `fairlead run` passes its environment on, so these need no options of its own.
    if (char const* wish = from_environment("FAIRLEAD_PAGE_PATH")) {
        const auto path = page_path_from_text(wish);
        if (!path) return wrong("FAIRLEAD_PAGE_PATH is auto, in-page or messages");
        options.page_path = *path;
    }
    options.sandbox = from_environment("FAIRLEAD_PAGE_SANDBOX") != nullptr;
    options.page_clock = from_environment("FAIRLEAD_PAGE_CLOCK") != nullptr;
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
            case 'b':
                options.browser.wanted = true;
                if (::optind == argc || argv[::optind][0] == '-') break;
                if (const auto at = parse_server_address(argv[::optind++]))
                    options.browser.at = *at;
                else return wrong("--browser is HOST:PORT, as in localhost:34115");
                break;
            case 'l': options.browser.listen = ::optarg; break;
            case 'o': options.browser.names.emplace_back(::optarg); break;
            case 't': options.browser.tls.wanted = true; break;
            case 'C': options.browser.tls.certificate = ::optarg; break;
            case 'K': options.browser.tls.key = ::optarg; break;
            case 'u':
                options.upstream = parse_upstream_address(::optarg);
                if (!options.upstream)
                    return wrong("--upstream is an http:// address, as in http://localhost:5173/");
                break;
            case 'A': options.asset_dir = std::filesystem::absolute(::optarg); break;
            case 'a': options.automation = true; break;
            case 's': options.sandbox = true; break;
            case 'w':
                if (const auto wish = page_path_from_text(::optarg)) options.page_path = *wish;
                else return wrong("--page-path is auto, in-page or messages");
                break;
            case 'c': options.check = true; break;
            case 'p': options.demo_png = ::optarg; break;
            case ':': return wrong(std::string{argv[before]} + " needs a value");
            default:
                if (std::string_view{argv[before]} == "--help") return parting_words{0, usage};
                return wrong(std::string{"unknown option "} + argv[before]);
        }
    }
    if (::optind < argc) return wrong(std::string{"unexpected argument "} + argv[::optind]);
    if (options.app_dir.empty() && !options.check) return wrong("--app-dir is missing");
    auto& tls = options.browser.tls;
    if (tls.certificate.empty() != tls.key.empty())
        return wrong("--tls-cert and --tls-key belong together");
    tls.wanted |= !tls.key.empty();
    if (options.headless && (options.automation || !options.demo_png.empty()))
        return wrong("--headless shows no page: it goes with neither --automation nor --demo");
    if (options.headless && options.upstream)
        return wrong("--headless shows no page: it has nothing to ask of an --upstream");
    if (options.browser.wanted &&
        (options.headless || options.automation || !options.demo_png.empty()))
        return wrong(
            "--browser opens no window: it goes with none of --headless, --automation, --demo");
    return options;
}

}  // namespace fairlead::host
