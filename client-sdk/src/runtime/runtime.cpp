// SPDX-License-Identifier: MIT
//
// runtime — each function one call to the host, and the moments of the app's life.
#include <fairlead/runtime.hpp>
#include <fairlead/vocabulary/window_names.hpp>

#include "runtime_port.hpp"

namespace fairlead {
namespace {

template <class T, class... Values>
pending<T> ask(runtime_port& port, std::string_view method, Values const&... values) {
    return pending<T>{port.ask(method, json::write_arguments(values...))};
}

template <class T>
pending<T> perform(runtime_port& port, std::string_view message) {
    return ask<T>(port, "fairlead.window.perform", message);
}

std::string pair_of(std::string_view what, int first, int second) {
    return std::string{what} + std::to_string(first) + ':' + std::to_string(second);
}

}  // namespace

// -- window ---------------------------------------------------------------------------------------

pending<void> window::perform(std::string_view message) const {
    return fairlead::perform<void>(*port_, message);
}

pending<void> window::set_title(std::string_view title) const {
    return perform("WT" + std::string{title});
}
pending<void> window::set_size(window_extent size) const {
    return perform(pair_of("Ws:", size.width, size.height));
}
pending<void> window::set_min_size(window_extent size) const {
    return perform(pair_of("Wz:", size.width, size.height));
}
pending<void> window::set_max_size(window_extent size) const {
    return perform(pair_of("WZ:", size.width, size.height));
}
pending<void> window::set_position(window_point position) const {
    return perform(pair_of("Wp:", position.x, position.y));
}
pending<void> window::centre() const { return perform("Wc"); }
pending<void> window::show() const { return perform("WS"); }
pending<void> window::hide() const { return perform("WH"); }
pending<void> window::fullscreen() const { return perform("WF"); }
pending<void> window::unfullscreen() const { return perform("Wf"); }
pending<void> window::maximise() const { return perform("WM"); }
pending<void> window::unmaximise() const { return perform("WU"); }
pending<void> window::toggle_maximise() const { return perform("Wt"); }
pending<void> window::minimise() const { return perform("Wm"); }
pending<void> window::unminimise() const { return perform("Wu"); }
pending<void> window::set_always_on_top(bool on) const { return perform(on ? "WATP:1" : "WATP:0"); }
pending<void> window::set_background_colour(rgba colour) const {
    const auto channel = [](char const* name, std::uint8_t value) {
        return std::string{"\""} + name + "\":" + std::to_string(value);
    };
    return perform("Wr:{" + channel("r", colour.red) + ',' + channel("g", colour.green) + ',' +
                   channel("b", colour.blue) + ',' + channel("a", colour.alpha) + '}');
}
pending<void> window::set_system_default_theme() const { return perform("WASDT"); }
pending<void> window::set_light_theme() const { return perform("WALT"); }
pending<void> window::set_dark_theme() const { return perform("WADT"); }
pending<void> window::reload_app() const { return perform("WR"); }

pending<void> window::reload() const { return run_script("window.location.reload();"); }
pending<void> window::print() const { return run_script("window.print();"); }
pending<void> window::run_script(std::string_view javascript) const {
    return ask<void>(*port_, "fairlead.window.run-script", javascript);
}

pending<window_extent> window::size() const {
    return ask<window_extent>(*port_, ":wails:WindowGetSize");
}
pending<window_point> window::position() const {
    return ask<window_point>(*port_, ":wails:WindowGetPos");
}
pending<bool> window::is_fullscreen() const {
    return ask<bool>(*port_, ":wails:WindowIsFullscreen");
}
pending<bool> window::is_maximised() const { return ask<bool>(*port_, ":wails:WindowIsMaximised"); }
pending<bool> window::is_minimised() const { return ask<bool>(*port_, ":wails:WindowIsMinimised"); }
pending<bool> window::is_normal() const { return ask<bool>(*port_, ":wails:WindowIsNormal"); }

// -- desktop --------------------------------------------------------------------------------------

pending<std::string> clipboard::text() const {
    return ask<std::string>(*port_, ":wails:ClipboardGetText");
}
pending<bool> clipboard::set_text(std::string_view text) const {
    return ask<bool>(*port_, ":wails:ClipboardSetText", text);
}

pending<std::vector<screen_info>> runtime::screens() const {
    return ask<std::vector<screen_info>>(*port_, ":wails:ScreenGetAll");
}
pending<environment_info> runtime::environment() const {
    return ask<environment_info>(*port_, ":wails:Environment");
}
pending<void> runtime::open_url(std::string_view url) const {
    return perform<void>(*port_, "BO:" + std::string{url});
}
pending<void> runtime::quit() const { return perform<void>(*port_, "Q"); }
pending<void> runtime::show() const { return perform<void>(*port_, "S"); }
pending<void> runtime::hide() const { return perform<void>(*port_, "H"); }

// -- log ------------------------------------------------------------------------------------------

namespace {

void say(runtime_port& port, logger::level how, std::string_view text) {
    static_assert(static_cast<int>(logger::level::error) ==
                  static_cast<int>(client::log_level::error));
    if (how >= port.lowest_level.load()) port.log(static_cast<client::log_level>(how), text);
}

}  // namespace

void logger::print(std::string_view text) const { port_->log(client::log_level::info, text); }
void logger::trace(std::string_view text) const { say(*port_, level::trace, text); }
void logger::debug(std::string_view text) const { say(*port_, level::debug, text); }
void logger::info(std::string_view text) const { say(*port_, level::info, text); }
void logger::warning(std::string_view text) const { say(*port_, level::warning, text); }
void logger::error(std::string_view text) const { say(*port_, level::error, text); }
void logger::fatal(std::string_view text) const { port_->log(client::log_level::fatal, text); }
void logger::set_level(level lowest) const { port_->lowest_level = lowest; }

// -- menu and life --------------------------------------------------------------------------------

pending<void> runtime::set_menu(menu const& bar) const {
    return pending<void>{port_->menus().set(bar.node())};
}
pending<void> runtime::update_menu() const { return pending<void>{port_->menus().update()}; }

void runtime::on_startup(std::function<void()> handler) const {
    port_->life().on_startup(std::move(handler));
}
void runtime::on_dom_ready(std::function<void()> handler) const {
    port_->life().on_dom_ready(std::move(handler));
}
void runtime::on_before_close(std::function<bool()> handler) const {
    port_->life().on_before_close(std::move(handler));
}
void runtime::on_shutdown(std::function<void()> handler) const {
    port_->life().on_shutdown(std::move(handler));
}

listening runtime::on_second_instance(std::function<void(second_instance const&)> handler) const {
    return events_.on(
        std::string{window_names::second_instance},
        [handler = std::move(handler)](second_instance const& what) { handler(what); });
}
listening runtime::on_file_drop(std::function<void(file_drop const&)> handler) const {
    return events_.on(std::string{window_names::file_drop},
                      [handler = std::move(handler)](int x, int y, std::vector<std::string> paths) {
                          handler({x, y, std::move(paths)});
                      });
}
listening runtime::on_pressure(std::function<void(pressure const&)> handler) const {
    return events_.on("fairlead/pressure",
                      [handler = std::move(handler)](pressure const& what) { handler(what); });
}

}  // namespace fairlead
