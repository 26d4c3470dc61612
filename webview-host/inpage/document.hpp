// SPDX-License-Identifier: MIT
//
// document — one main document of the app: its window object, the script that runs in it, and, once
// it is here, its channel.
//
// Main thread of the web process, which is the page's own. Native functions that JavaScript still
// holds when the document has gone do nothing.
#pragma once

#include "webview-host/inpage/announced_item.hpp"
#include "webview-host/inpage/call_times.hpp"
#include "webview-host/inpage/line_sender.hpp"
#include "webview-host/inpage/loaded_script.hpp"
#include "webview-host/inpage/page_channel.hpp"
#include "webview-host/inpage/ring_watch.hpp"
#include "webview-host/inpage/turn_text.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fairlead::page {

class document : public std::enable_shared_from_this<document> {
public:
    /// Runs page.js. `with_clock`: the page gets a clock that is finer than performance.now().
    /// Null: the script did not run.
    static std::shared_ptr<document> create(JSCContext* context, bool with_clock);
    ~document();
    document(document const&) = delete;
    document& operator=(document const&) = delete;

    /// The answer to "which way?", one of the two.
    void open(page_channel::descriptors fds, std::size_t ring_bytes);
    void refuse(std::string const& why);
    bool is_open() const noexcept { return channel_ != nullptr; }
    /// Runs when a channel that was open has broken.
    void when_broken(std::function<void()> told) { broken_ = std::move(told); }
    /// Another one is asked for. False: there is no need to.
    bool ask_again();

    /// Another document takes its place: nobody is told anything any more.
    void end() noexcept;

    // -- what JavaScript calls, see page.js -------------------------------------------------------

    std::string send(std::string_view lines);
    void expect(double characters);
    void attach(double bytes);
    void put(int bytes);
    std::size_t pull() { return pull(script_->room()); }
    std::size_t pull(std::span<std::byte> to);

private:
    document() = default;

    bool turn();
    void on_control();
    void take(wire::frame_view const& frame);
    void take_item(wire::frame_view const& frame, turn_item item);
    void deliver(turn_item const& item);
    void deliver_batch();
    void deliver_alone(turn_item const& item);
    void deliver_binary(turn_item item, wire::frame_view const& frame);
    /// `is_string`: the value is what stands between the quotes.
    void announce(turn_item const& item, std::span<const std::span<const std::byte>> attachments,
                  bool is_string = false);
    void give_back_borrowed();
    bool answer_refused(request_id request, errc code);
    void shut(std::string const& why);
    void take_trace(wire::frame_view const& frame);
    void tell_times();
    /// Has page.js do something.
    template <class Do>
    bool run(Do&& something);

    std::unique_ptr<loaded_script> script_;
    bool asking_ = true;
    bool ended_ = false;
    std::function<void()> broken_;

    std::unique_ptr<page_channel> channel_;
    std::unique_ptr<ring_watch> watch_;

    turn_text batch_{0};
    call_times times_;
    line_sender out_{times_};
    announced_item announced_;
    std::optional<wire::attached_payload> borrowed_;  // Blobs of the answer that is being read.
};

}  // namespace fairlead::page
