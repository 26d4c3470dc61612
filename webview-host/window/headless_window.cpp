// SPDX-License-Identifier: MIT
//
// headless_window — a virtual screen, and arithmetic on it.
#include "webview-host/window/headless_window.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::host {
namespace {

constexpr window_size virtual_screen{1920, 1080};

int clamped(int wanted, int min, int max) {
    if (max > 0) wanted = std::min(wanted, max);
    return std::max({wanted, min, 1});
}

}  // namespace

window_size clamped(window_size wanted, window_size min, window_size max) {
    return {clamped(wanted.width, min.width, max.width),
            clamped(wanted.height, min.height, max.height)};
}

headless_window::headless_window(window_options options)
    : options_{std::move(options)}, shown_{!options_.start_hidden},
      fullscreen_{options_.start == start_state::fullscreen},
      maximised_{options_.start == start_state::maximised}, minimised_{options_.start ==
                                                                       start_state::minimised} {
    set_size(options_.size);
    if (!options_.position) centre();
}

void headless_window::set_size(window_size size) {
    options_.size = clamped(size, options_.min_size, options_.max_size);
}

void headless_window::set_min_size(window_size size) {
    options_.min_size = size;
    set_size(options_.size);
}

void headless_window::set_max_size(window_size size) {
    options_.max_size = size;
    set_size(options_.size);
}

void headless_window::set_position(window_position position) { options_.position = position; }

void headless_window::centre() {
    options_.position = window_position{(virtual_screen.width - options_.size.width) / 2,
                                        (virtual_screen.height - options_.size.height) / 2};
}

window_size headless_window::size() const {
    return fullscreen_ || maximised_ ? virtual_screen : options_.size;
}

window_position headless_window::position() const {
    return fullscreen_ || maximised_ ? window_position{} : *options_.position;
}

std::vector<screen> headless_window::screens() const {
    return {{true, true, virtual_screen, virtual_screen}};
}

}  // namespace fairlead::host
