// SPDX-License-Identifier: MIT
//
// outgoing_stream — the writer's end of one stream of a call: it sends while its window is open and
// lets its coroutine wait while it is not.
#pragma once

#include <fairlead/call_failed.hpp>
#include <fairlead/client/call_line.hpp>
#include <fairlead/live/remote_stream.hpp>

#include <mutex>
#include <optional>
#include <stop_token>

namespace fairlead::live {

class outgoing_stream {
public:
    /// `window`: what its reader takes from the beginning.
    outgoing_stream(client::call_line line, wire::stream_id which, std::uint64_t window,
                    bool reader_takes_binary);

    // -- from the connection's thread -------------------------------------------------------------
    void open(std::uint64_t bytes);

    // -- the writer -------------------------------------------------------------------------------
    /// Throws call_failed: it is too large, or the broker does not take it.
    void send(written const& item);

    /// Awaited: until the window is open. Throws call_failed when the call was taken back.
    class room {
    public:
        explicit room(outgoing_stream& in) noexcept : in_{in} {}
        room(room const&) = delete;
        room& operator=(room const&) = delete;
        ~room() { leave(); }

        bool await_ready() const { return in_.is_open(); }
        template <class Promise>
        bool await_suspend(std::coroutine_handle<Promise> writer) {
            auto& where = *writer.promise().where;
            taken_back_.emplace(where.stop_token(), settler{&news_});
            in_.tell(&news_);
            return news_.arm(writer, where);
        }
        void await_resume() {
            leave();
            if (!in_.is_open()) throw_cancelled();
        }

    private:
        void leave() noexcept {
            taken_back_.reset();
            in_.tell(nullptr);
        }
        outgoing_stream& in_;
        wake_up news_;
        std::optional<std::stop_callback<settler>> taken_back_;
    };
    room wait_for_room() noexcept { return room{*this}; }

    bool reader_takes_binary() const noexcept { return binary_; }

private:
    bool is_open() const;
    void tell(wake_up* who);

    client::call_line line_;
    wire::stream_id which_;
    bool binary_;
    mutable std::mutex mutex_;
    wire::stream_window window_;
    wake_up* writer_ = nullptr;
};

}  // namespace fairlead::live
