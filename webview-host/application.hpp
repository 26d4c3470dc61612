// SPDX-License-Identifier: MIT
//
// application — the kinds of host, wired: page, bridge, connection and what is around them.
#pragma once

#include "webview-host/config/host_options.hpp"
#include "webview-host/loop/last_resort.hpp"
#include "webview-host/loop/main_thread.hpp"
#include "webview-host/window/window_facts.hpp"

#include <fairlead/client/connection.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace fairlead::host {

/// All return the exit code, and throw what keeps them from starting.
int run_headless(host_options const& options);
int run_browser(host_options const& options);
/// Only in a build with WebKitGTK. `last`: should its toolkit not let it end.
int run_window(host_options const& options, last_resort& last);

/// What a start would find, as JSON on stdout. `window`: in a build with WebKitGTK.
int run_check(host_options const& options, std::optional<window_facts> const& window);

/// Whom our environment names, and as whom we come. Throws.
client::connect_options broker_address(host_options const& options);
/// To that broker. Throws.
std::unique_ptr<client::connection> connect_to_broker(host_options const& options);

/// The ends that are not the page's: the broker has gone, it asks us to leave, a signal. `thread`
/// outlives the connection.
void end_with_the_broker(client::connection& broker, main_thread& thread);

/// One line on stderr.
void print_problem(std::string_view sentence);

}  // namespace fairlead::host
