// SPDX-License-Identifier: MIT
//
// application_check — what a start would find, without a start: for `fairlead doctor`.
#include "webview-host/application.hpp"
#include "webview-host/assets/asset_folder.hpp"
#include "webview-host/config/host_config.hpp"
#include "webview-host/window/page_path.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <cstdio>
#include <stdexcept>

namespace fairlead::host {
namespace {

/// An object, member by member.
class report {
public:
    void add(std::string_view key, std::string_view text) {
        begin(key);
        append_json_string(text_, text);
    }
    void add_flag(std::string_view key, bool value) {
        begin(key);
        text_ += value ? "true" : "false";
    }
    std::string text() const { return text_ + "}\n"; }

private:
    void begin(std::string_view key) {
        if (text_.size() > 1) text_ += ',';
        append_json_string(text_, key);
        text_ += ':';
    }

    std::string text_ = "{";
};

void add_path(report& to, host_options const& options) {
    try {
        const auto path =
            choose_page_path(options.page_path, std::filesystem::read_symlink("/proc/self/exe"));
        to.add("page_path", path.folder.empty() ? "messages" : "in-page");
        to.add("page_library", path.folder.native());
        to.add("page_why", path.why);
    } catch (std::exception const& problem) {
        to.add("page_problem", problem.what());
    }
}

void add_app(report& to, std::filesystem::path const& folder) {
    try {
        const auto config = read_host_config(folder);
        if (const auto assets = asset_folder::open(config.asset_dir); !assets)
            to.add("assets_problem", config.asset_dir.string() + ": " + assets.error().message());
        else to.add("assets", config.asset_dir.native());
    } catch (std::exception const& problem) {
        to.add("config_problem", problem.what());
    }
}

}  // namespace

int run_check(host_options const& options, std::optional<window_facts> const& window) {
    report found;
    found.add_flag("window", window.has_value());
    if (window) {
        found.add("webkitgtk", window->webkitgtk);
        found.add_flag("display", window->has_display);
        add_path(found, options);
    }
    if (!options.app_dir.empty()) add_app(found, options.app_dir);
    std::fputs(found.text().c_str(), stdout);
    return 0;
}

}  // namespace fairlead::host
