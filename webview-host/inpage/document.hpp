// SPDX-License-Identifier: MIT
//
// document — one main document of the app: its window object, the script that runs in it, and, once
// it is here, its channel.
//
// Main thread of the web process, which is the page's own. Native functions that JavaScript still
// holds when the document has gone do nothing.
#pragma once

#include "webview-host/inpage/call_times.hpp"
#include "webview-host/inpage/page_channel.hpp"
#include "webview-host/inpage/page_lines.hpp"
#include "webview-host/inpage/ring_watch.hpp"
#include "webview-host/inpage/turn_text.hpp"

#include <jsc/jsc.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace fairlead::page {

struct gobject_unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
using js_value = std::unique_ptr<JSCValue, gobject_unref>;
using js_context = std::unique_ptr<JSCContext, gobject_unref>;

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

private:
    explicit document(JSCContext* context);
    bool run_script(bool with_clock);

    // What JavaScript calls.
    std::string send(std::string_view lines);
    void expect(double characters);
    void attach(double bytes);
    void put(int bytes);
    /// The next piece of what was announced, as much as there is room for; how many bytes.
    std::size_t pull(std::span<std::byte> to);

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
    shm::send_outcome send_line(page_line const& line);
    void shut(std::string const& why);
    void take_trace(wire::frame_view const& frame);
    void tell_times();
    bool run(js_value const& function);
    template <class Function, class... Types>
    js_value function(char const* name, Function callback, GType returns, Types... parameters);

    js_context context_;
    js_value scratch_, opened_, closed_, receive_, large_;
    double* words_ = nullptr;  // Both in the scratch.
    std::span<std::byte> room_;
    bool asking_ = true;
    bool ended_ = false;
    std::function<void()> broken_;

    std::unique_ptr<page_channel> channel_;
    std::unique_ptr<ring_watch> watch_;

    turn_text batch_;
    call_times times_;
    std::optional<wire::attached_payload> borrowed_;  // Blobs of the answer that is being read.
    std::vector<std::span<const std::byte>> pieces_;  // What pull() gives …
    std::size_t piece_ = 0, pulled_ = 0;              // … and how far it is.

    void put_text(std::span<const std::byte> piece);

    std::string collected_text_;  // What put() brought for the line that follows, …
    std::optional<outgoing_bytes> collected_json_;  // … if it was not expected to be large.
    std::size_t json_put_ = 0;
    std::vector<outgoing_bytes> collected_;
    std::size_t put_ = 0;  // Into the last of them.
    std::optional<shm::send_outcome> collecting_failed_;
};

}  // namespace fairlead::page
