// SPDX-License-Identifier: MIT
//
// browser_page — one document in a browser: a connection of its own to the broker, so that its
// calls, its events and its limits are nobody else's, and the bridge between the two. Main thread.
//
// The broker may go: calls end, the socket stays, and the page comes back with the next one.
#pragma once

#include "webview-host/bridge/bridge.hpp"
#include "webview-host/bridge/broker_return.hpp"
#include "webview-host/dev/asio_main_thread.hpp"
#include "webview-host/dev/browser_door.hpp"
#include "webview-host/dev/frame_queue.hpp"
#include "webview-host/dev/window_by_broker.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace fairlead::host {

class browser_page final : private host_actions {
public:
    struct hooks {
        std::function<void()> on_frames;  ///< The queue has something to write.
        /// It ends here: it does not read, or there is no broker any more.
        std::function<void(std::string const& why)> on_end;
    };
    /// `as`: whom it comes as. `thread` and `window` are borrowed.
    browser_page(client::connect_options as, page_script script, main_thread& thread,
                 shared_window& window, hooks use);
    ~browser_page() override { close(); }
    browser_page(browser_page const&) = delete;
    browser_page& operator=(browser_page const&) = delete;

    /// Asks the broker in; without one it waits for it.
    void start();
    /// Nothing comes from the broker any more, and it forgets this page.
    void close() noexcept {
        closed_ = true;
        door_.close();
    }

    /// One message of the page.
    void receive(std::string_view text);
    /// Whether one of that size may be received now: the broker keeps up.
    bool has_room_for(std::size_t bytes) const { return door_.has_room_for(bytes); }

    bool has_broker() const { return door_.is_open(); }

    frame_queue& queue() noexcept { return queue_; }
    std::string const& name() const noexcept { return as_.name; }

private:
    void perform(page_message const& message) override;
    void complain(std::string_view sentence) override;
    void quit(int) override {}  // A page that has logged a fatal error ends no development.

    frame_queue::hooks make_queue_hooks();
    void serve(std::unique_ptr<client::connection> broker);
    void lose(std::string const& why);
    bool answer_without_window(std::string_view text);

    client::connect_options as_;
    mortal_thread thread_;
    shared_window& window_;
    hooks hooks_;
    frame_queue queue_;
    browser_door door_;
    bridge bridge_;
    broker_return return_;
    bool closed_ = false;
    std::string_view heard_;  // The message that is being read.
};

}  // namespace fairlead::host
