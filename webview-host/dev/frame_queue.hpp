// SPDX-License-Identifier: MIT
//
// frame_queue — what waits to be written to one browser: Wails' frames, and for our own script one
// letter more (docs/PROTOCOL.md, "In a browser").
//
//   c<callback JSON>   n<event JSON>   reload
//   f<JSON>            only to a page that runs our script
#pragma once

#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/bridge/open_calls.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>

namespace fairlead::host {

/// Which script is at the other end.
enum class page_script {
    ours,   ///< /wails/ipc.js of this server.
    wails,  ///< Anything that speaks Wails' frames.
};

struct browser_frame {
    std::string kind;  ///< What stands before the text.
    std::string text;
    std::size_t bytes() const noexcept { return kind.size() + text.size(); }
};

struct frame_queue_limits {
    std::size_t slow_bytes = 1u << 20;     ///< From here on nothing more is read for it …
    std::size_t quick_bytes = 256u << 10;  ///< … and from here on again.
    /// What was read before that is kept up to here: then events are refused.
    std::size_t events_bytes_max = 32u << 20;
    /// And answers, of which one is always taken: then it is cut.
    std::size_t bytes_max = 128u << 20;
};

class frame_queue final : public page_port, public call_watch {
public:
    struct hooks {
        std::function<void()> on_frames;         ///< There is something to write.
        std::function<void(bool slow)> on_pace;  ///< It has become slow, or quick again.
        std::function<void()> on_full;           ///< It does not read at all.
    };
    frame_queue(page_script script, hooks use, frame_queue_limits limits = {});

    // -- page_port: in the order they come -----------------------------------------------------
    void start(std::string_view) override {}
    push_outcome callback(std::string text) override;
    push_outcome event(std::string text) override;
    push_outcome end_calls(std::string reason) override;
    push_outcome offer_again() override;
    void flush() override;

    /// For our own script alone; others are not told.
    void tell(std::string json);
    /// One of Wails' words.
    void word(std::string text);

    // -- call_watch: a plain page gets an answer for each of its calls, whoever ends them ---------
    void on_sent(call_message const& call) override;
    void on_settled(std::string_view callback_text) override;
    void on_page_gone() override {}

    /// The next one. It counts as waiting until it is said to be written.
    std::optional<browser_frame> take();
    void written(std::size_t bytes);

    page_script script() const noexcept { return script_; }
    std::size_t waiting_bytes() const noexcept { return waiting_bytes_; }
    bool is_slow() const noexcept { return slow_; }

private:
    void push(browser_frame frame);

    page_script script_;
    hooks hooks_;
    frame_queue_limits limits_;
    std::deque<browser_frame> frames_;
    std::size_t waiting_bytes_ = 0;
    bool slow_ = false;
    open_calls open_;  // Of a plain page.
};

}  // namespace fairlead::host
