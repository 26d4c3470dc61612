// SPDX-License-Identifier: MIT
//
// host_config — by simdjson; each value knows its path, for the sentence about it.
#include "webview-host/config/host_config.hpp"

#include <simdjson.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace fairlead::host {
namespace {

namespace dom = simdjson::dom;

constexpr std::int64_t pixels_max = 32'767;  // X11 counts in 16 bits.

/// An object of the file, perhaps one that is not there.
class section {
public:
    section(dom::element object, std::string file) : object_{object}, file_{std::move(file)} {}

    section below(std::string_view key) const {
        const auto found = find(key);
        if (!found) return section{*this, key};
        if (!found->is_object()) fail(key, "must be an object");
        return {*found, file_, path_of(key)};
    }

    bool text(std::string_view key, std::string& to) const {
        const auto found = find(key);
        std::string_view value;
        if (!found) return false;
        if (found->get(value)) fail(key, "must be a text");
        to = value;
        return true;
    }

    void flag(std::string_view key, bool& to) const {
        if (const auto found = find(key); found && found->get(to))
            fail(key, "must be true or false");
    }

    template <class Number>
    bool number(std::string_view key, std::int64_t min, std::int64_t max, Number& to) const {
        const auto found = find(key);
        std::int64_t value = 0;
        if (!found) return false;
        if (found->get(value) || value < min || value > max)
            fail(key, "must be a whole number from " + std::to_string(min) + " to " +
                          std::to_string(max));
        to = static_cast<Number>(value);
        return true;
    }

    [[noreturn]] void fail(std::string_view key, std::string const& what) const {
        throw config_error{file_ + ": " + path_of(key) + ": " + what};
    }

private:
    section(dom::element object, std::string file, std::string path)
        : object_{object}, file_{std::move(file)}, path_{std::move(path)} {}
    section(section const& above, std::string_view key)
        : file_{above.file_}, path_{above.path_of(key)} {}

    std::string path_of(std::string_view key) const {
        return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
    }

    /// null counts as not there.
    std::optional<dom::element> find(std::string_view key) const {
        dom::element found;
        if (!object_ || object_->at_key(key).get(found) || found.is_null()) return std::nullopt;
        return found;
    }

    std::optional<dom::element> object_;
    std::string file_, path_;
};

window_colour read_colour(section const& from) {
    window_colour colour;
    from.number("r", 0, 255, colour.red);
    from.number("g", 0, 255, colour.green);
    from.number("b", 0, 255, colour.blue);
    from.number("a", 0, 255, colour.alpha);
    return colour;
}

void read_window(section const& from, window_options& to) {
    from.text("title", to.title);
    from.number("width", 1, pixels_max, to.size.width);
    from.number("height", 1, pixels_max, to.size.height);
    from.number("minWidth", 0, pixels_max, to.min_size.width);
    from.number("minHeight", 0, pixels_max, to.min_size.height);
    from.number("maxWidth", 0, pixels_max, to.max_size.width);
    from.number("maxHeight", 0, pixels_max, to.max_size.height);
    window_position at;
    const bool has_x = from.number("x", -pixels_max, pixels_max, at.x);
    const bool has_y = from.number("y", -pixels_max, pixels_max, at.y);
    if (has_x != has_y) from.fail(has_x ? "y" : "x", "is missing: a position has both");
    if (has_x) to.position = at;
    from.flag("resizable", to.resizable);
    from.flag("frameless", to.frameless);
    from.flag("startHidden", to.start_hidden);
    from.flag("alwaysOnTop", to.always_on_top);
    from.flag("devtools", to.devtools);
    to.background = read_colour(from.below("backgroundColour"));
}

std::filesystem::path find_assets(section const& root, std::filesystem::path const& app_dir) {
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

    const section root{document, file};
    host_config config;
    if (!root.text("name", config.app) || config.app.empty()) root.fail("name", "is missing");
    config.window.title = config.app;
    root.below("info").text("productName", config.window.title);
    read_window(root.below("fairlead").below("window"), config.window);
    config.asset_dir = find_assets(root, app_dir);
    std::int64_t patience = config.asset_patience.count();
    root.below("fairlead").below("assets").number("timeoutMs", 10, 600'000, patience);
    config.asset_patience = std::chrono::milliseconds{patience};
    return config;
}

host_config read_host_config(std::filesystem::path const& app_dir) {
    const auto file = app_dir / "wails.json";
    std::ifstream in{file, std::ios::binary};
    if (!in) throw config_error{file.string() + ": cannot be read"};
    return parse_host_config(std::string{std::istreambuf_iterator<char>{in}, {}}, app_dir);
}

}  // namespace fairlead::host
