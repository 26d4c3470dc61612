// SPDX-License-Identifier: MIT
//
// main — options, application, run.
#include "webview-host/application.hpp"
#include "webview-host/loop/last_resort.hpp"

#include <chrono>
#include <exception>
#include <iostream>
#include <variant>

namespace {

using namespace std::chrono_literals;

constexpr auto orderly_end = 5s;

/// Never destroyed: exit() may hang, too.
fairlead::host::last_resort& the_last_resort() {
    static auto& one = *new fairlead::host::last_resort;
    return one;
}

int run(fairlead::host::host_options const& options) {
#ifdef FAIRLEAD_HAVE_WINDOW
    if (options.check) return fairlead::host::run_check(options, fairlead::host::look_at_window());
#else
    if (options.check) return fairlead::host::run_check(options, std::nullopt);
#endif
    if (options.browser.wanted) return fairlead::host::run_browser(options);
    if (options.headless) return fairlead::host::run_headless(options);
#ifdef FAIRLEAD_HAVE_WINDOW
    return fairlead::host::run_window(options, the_last_resort());
#else
    throw std::runtime_error{"built without WebKitGTK: only --headless and --browser work"};
#endif
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto parsed = fairlead::host::parse_host_options(argc, argv);
        if (auto const* words = std::get_if<fairlead::host::parting_words>(&parsed)) {
            (words->code == 0 ? std::cout : std::cerr) << words->text;
            return words->code;
        }
        the_last_resort().follow_parent(orderly_end);
        const int code = run(std::get<fairlead::host::host_options>(parsed));
        the_last_resort().end_within(orderly_end, "it ends");
        return code;
    } catch (std::exception const& problem) {
        std::cerr << "fairlead-webview: " << problem.what() << '\n';
        return 1;
    }
}
