// SPDX-License-Identifier: MIT
//
// plugin_options — four options; a plugin's own stay possible, so no parser library is imposed on
// it.
#include "plugin_options.hpp"

#include <charconv>
#include <string_view>

namespace fairlead {

plugin_options plugin_options::parse(int argc, char const* const* argv) {
    plugin_options options;
    const auto wrong = [&](std::string problem) {
        options.what = mode::wrong;
        options.problem = std::move(problem);
        return options;
    };
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        const bool last = i + 1 == argc;
        if (option == "--describe") {
            options.what = mode::describe;
        } else if (option == "-h" || option == "--help") {
            options.what = mode::help;
        } else if (option == "--attach") {
            if (last) return wrong("--attach needs the name of a running app");
            options.attach_to = argv[++i];
        } else if (option == "--threads") {
            if (last) return wrong("--threads needs a number");
            const std::string_view text = argv[++i];
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), options.threads);
            if (error != std::errc{} || end != text.data() + text.size() || options.threads < 1 ||
                options.threads > 256)
                return wrong("--threads takes a number from 1 to 256");
        } else {
            return wrong("unknown option " + std::string{option});
        }
    }
    return options;
}

std::string plugin_options::help_text(std::string const& plugin) {
    return plugin +
           " is a Fairlead plugin: the broker of an app starts it.\n"
           "  --attach APP   join the running app APP (for a debugger, or while developing)\n"
           "  --describe     print what it offers, as JSON\n"
           "  --threads N    run at most N calls at once (4)\n";
}

}  // namespace fairlead
