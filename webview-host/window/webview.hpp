// SPDX-License-Identifier: MIT
//
// webview — the least we need of any webview: load, run scripts, look at it; and what it tells us.
//
// Main thread only, both ways. A webview knows nothing of brokers and Wails messages: it vouches
// for who speaks (the top document of the app's own origin) and hands over what was said.
#pragma once

#include "webview-host/assets/http_message.hpp"

#include <fairlead/handshake/page_grant.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fairlead::host {

/// A document's own channel to the broker: its descriptors, in the order of handshake::page_fd.
struct channel_ends {
    std::uint32_t ring_bytes = 0;
    std::array<unique_fd, static_cast<std::size_t>(handshake::page_fd::count)> descriptors;
};

/// Or a sentence: why there is none, and the page goes by messages.
using channel_answer = std::variant<channel_ends, std::string>;

/// To be called once, at any time; too late is harmless.
using channel_responder = std::function<void(channel_answer)>;

/// What happens in a webview. Each may be empty.
struct webview_listener {
    /// A new document has taken the place of the one before; whatever comes from now on is from it.
    /// Its origin is empty when it is the app's own.
    std::function<void(std::string const& origin)> on_page_started;
    /// Its subresources are there, too.
    std::function<void()> on_page_loaded;
    /// `page` is the name that this document has given itself.
    std::function<void(std::string_view page, std::string_view text)> on_message;
    std::function<void(page_request, page_responder)> on_request;
    /// The scripts that a page of an allowed origin is to begin with.
    std::function<std::string()> page_scripts;
    /// The document that is there asks for a channel of its own.
    std::function<void(channel_responder)> on_channel_wanted;
    /// The page wants to go to an address that is not the app's.
    std::function<void(std::string const& url)> on_outside_address;
    /// From another program, at that point of the page.
    std::function<void(int x, int y, std::vector<std::string> const& paths)> on_files_dropped;
    /// The process that ran the page has ended. The webview stays and can load again.
    std::function<void(std::string const& why)> on_page_lost;
    std::function<void()> on_closed;
    /// Something was refused that a person should know of; a sentence.
    std::function<void(std::string const& sentence)> on_refused;
};

class webview {
public:
    virtual ~webview() = default;

    virtual void load_start_page() = 0;

    /// Scripts run in the order given. `done(false)`: it threw, or its document has gone.
    virtual void evaluate(std::string const& script, std::function<void(bool ran)> done) = 0;

    /// Runs `body` as an async function in the page; `done` gets the text that it returned, or
    /// nothing when it threw or its document has gone.
    virtual void run_async(std::string const& body,
                           std::function<void(std::optional<std::string> text)> done) = 0;

    /// What is visible of the page, as PNG. `done` gets "" or what went wrong.
    virtual void save_screenshot(std::string const& path,
                                 std::function<void(std::string const& problem)> done) = 0;
};

inline constexpr std::string_view start_address = "wails://wails/";

}  // namespace fairlead::host
