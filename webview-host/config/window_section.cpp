// SPDX-License-Identifier: MIT
//
// window_section — one line for each option; docs/OPTIONS.md lists them for people.
#include "webview-host/config/window_section.hpp"

#include <fairlead/vocabulary/origin_rules.hpp>

#include <array>
#include <fstream>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::int64_t pixels_max = 32'767;  // X11 counts in 16 bits.

constexpr std::array<std::pair<char const*, start_state>, 4> states{
    {{"normal", start_state::normal},
     {"maximised", start_state::maximised},
     {"minimised", start_state::minimised},
     {"fullscreen", start_state::fullscreen}}};

constexpr std::array<std::pair<char const*, gpu_policy>, 3> policies{
    {{"always", gpu_policy::always},
     {"on-demand", gpu_policy::on_demand},
     {"never", gpu_policy::never}}};

window_colour read_colour(config_section const& from) {
    window_colour colour;
    from.number("r", 0, 255, colour.red);
    from.number("g", 0, 255, colour.green);
    from.number("b", 0, 255, colour.blue);
    from.number("a", 0, 255, colour.alpha);
    return colour;
}

void read_sizes(config_section const& from, window_options& to) {
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
}

/// The older name says the same the other way round; both at once must agree.
void read_resizable(config_section const& from, window_options& to) {
    bool fixed = false;
    const bool says = from.flag("disableResize", fixed);
    if (from.flag("resizable", to.resizable) && says && to.resizable == fixed)
        from.fail("disableResize", "says the opposite of resizable");
    if (says) to.resizable = !fixed;
}

/// A style sheet could not name the others.
void read_mark(config_section const& from, char const* property, char const* value, css_mark& to) {
    if (from.text(property, to.property) && to.property.empty())
        from.fail(property, "must not be empty");
    if (from.text(value, to.value) && to.value.empty()) from.fail(value, "must not be empty");
}

void read_origins(config_section const& from, page_options& to) {
    constexpr auto key = "bindingsAllowedOrigins";
    from.texts(key, to.allowed_origins);
    for (auto& one : to.allowed_origins) {
        if (one.ends_with('/')) one.pop_back();
        if (!is_origin_pattern(one))
            from.fail(key, "'" + one +
                               "' is no origin: scheme://host or scheme://host:port, where a * "
                               "stands for one whole part of the host, or for the port");
    }
}

}  // namespace

void read_window(config_section const& from, std::filesystem::path const& app_dir,
                 window_options& to) {
    from.text("title", to.title);
    read_sizes(from, to);
    read_resizable(from, to);
    from.word("startState", states, to.start);
    from.flag("frameless", to.frameless);
    from.flag("startHidden", to.start_hidden);
    from.flag("hideWindowOnClose", to.hide_on_close);
    from.flag("alwaysOnTop", to.always_on_top);
    from.flag("translucent", to.translucent);
    to.background = read_colour(from.below("backgroundColour"));
    if (std::string icon; from.text("icon", icon)) {
        to.icon = app_dir / icon;
        if (!std::ifstream{to.icon}) from.fail("icon", to.icon.string() + " cannot be read");
    }
}

void read_page(config_section const& from, page_options& to) {
    from.flag("devtools", to.devtools);
    to.context_menu = to.devtools;  // The way to the inspector.
    from.flag("enableDefaultContextMenu", to.context_menu);
    read_mark(from, "cssDragProperty", "cssDragValue", to.drag);

    const auto drops = from.below("dragAndDrop");
    bool no_webview_drop = false;
    drops.flag("enableFileDrop", to.file_drop);
    drops.flag("disableWebViewDrop", no_webview_drop);
    to.webview_drop = !no_webview_drop;
    read_mark(drops, "cssDropProperty", "cssDropValue", to.drop);

    from.fraction("zoomFactor", 0.25, 5, to.zoom);
    from.flag("isZoomControlEnabled", to.zoom_control);
    from.text("userAgent", to.user_agent);
    if (gpu_policy policy{}; from.word("webviewGpuPolicy", policies, policy)) to.gpu = policy;
    read_origins(from, to);
}

}  // namespace fairlead::host
