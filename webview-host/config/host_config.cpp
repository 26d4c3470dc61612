// SPDX-License-Identifier: MIT
//
// host_config — what is beside the window's own options.
#include "webview-host/config/host_config.hpp"

#include "webview-host/config/window_section.hpp"

#include <fstream>
#include <iterator>

namespace fairlead::host {
namespace {

namespace dom = simdjson::dom;

std::filesystem::path find_assets(config_section const& root,
                                  std::filesystem::path const& app_dir) {
    if (std::string folder; root.text("assetdir", folder) && !folder.empty())
        return app_dir / folder;
    std::string frontend = "frontend";
    root.text("frontend:dir", frontend);
    const auto dist = app_dir / frontend / "dist";
    std::error_code ignored;  // Not there is an answer.
    return std::filesystem::is_directory(dist, ignored) ? dist : app_dir / frontend;
}

}  // namespace

host_config parse_host_config(std::string_view text, std::filesystem::path const& app_dir) {
    const auto file = (app_dir / "wails.json").string();
    const simdjson::padded_string json{text};
    dom::parser parser;
    dom::element document;
    if (const auto error = parser.parse(json).get(document))
        throw config_error{file + ": not JSON: " + simdjson::error_message(error)};
    if (!document.is_object()) throw config_error{file + ": must be an object"};

    const config_section root{document, file};
    host_config config;
    if (!root.text("name", config.app) || config.app.empty()) root.fail("name", "is missing");
    config.window.title = config.app;
    root.below("info").text("productName", config.window.title);
    const auto ours = root.below("fairlead");
    const auto window = ours.below("window");
    read_window(window, app_dir, config.window);
    read_page(window, config.page);
    config.program = config.app;
    if (ours.text("programName", config.program) && config.program.empty())
        ours.fail("programName", "must not be empty");
    config.asset_dir = find_assets(root, app_dir);
    std::int64_t patience = config.asset_patience.count();
    root.below("fairlead").below("assets").number("timeoutMs", 10, 600'000, patience);
    config.asset_patience = std::chrono::milliseconds{patience};
    return config;
}

host_config read_host_config(std::filesystem::path const& app_dir,
                             std::filesystem::path const& asset_dir) {
    const auto file = app_dir / "wails.json";
    std::ifstream in{file, std::ios::binary};
    if (!in) throw config_error{file.string() + ": cannot be read"};
    auto config = parse_host_config(std::string{std::istreambuf_iterator<char>{in}, {}}, app_dir);
    if (!asset_dir.empty()) config.asset_dir = asset_dir;
    return config;
}

}  // namespace fairlead::host
