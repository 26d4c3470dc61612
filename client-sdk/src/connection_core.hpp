// SPDX-License-Identifier: MIT
//
// connection_core — what a connection is made of; shared with responders, which may outlive it.
//
// One thread (the loop) reads; any thread writes, under mutex_. No handler is ever called while
// mutex_ is held.
#pragma once

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/io/pump.hpp>
#include <fairlead/shm/channel.hpp>
#include <fairlead/vocabulary/slot_map.hpp>

#include "attachment_reader.hpp"
#include "greeting.hpp"
#include "outgoing_attachments.hpp"
#include "page_requests.hpp"
#include "topic_table.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace fairlead::client {

class connection_core final : public io::pumped,
                              public std::enable_shared_from_this<connection_core> {
public:
    explicit connection_core(greeting greeted);
    ~connection_core() override;
    void start();
    void stop();

    call_id call(std::string_view method, std::string_view args, call_options options,
                 reply_handler on_reply, std::span<const bytes> attachments,
                 std::unique_ptr<live_handlers> live = {});
    void cancel(call_id id);
    bool emit(std::string_view topic, std::string_view data);
    void subscribe(std::string_view topic, event_handler on_event, reply_handler done);
    void unsubscribe(std::string_view topic);
    void offer(std::string_view method, call_handler on_call, reply_handler done, bool idempotent);
    void send_result(request_id request, std::string_view json, std::span<const bytes> attachments,
                     bool takes_binary, call_notes* notes);
    /// The attachments of the call that is just handled: large ones, unless the answer is made of
    /// them.
    void drop_arguments(std::span<const bytes> answer) noexcept;
    void send_error(request_id request, errc code, std::string_view message, std::string_view data,
                    call_notes* notes = nullptr);
    /// What it costs, or nothing: it did not go out.
    std::optional<std::uint64_t> send_item(wire::frame_header& header, std::string_view json,
                                           std::span<const bytes> attachments, bool takes_binary);
    void post(std::function<void()> work);
    void post_after(std::chrono::milliseconds delay, std::function<void()> work);
    void request_page(generation page, std::string origin, page_handler done);
    void hold_reading(bool hold);
    std::size_t waiting_bytes() const;
    bool invoke(generation page, std::string_view text, bool takes_live);
    /// That answer has been given to its page.
    void settled(callback_time const& what);
    /// A message without an answer. False: refused.
    bool post_frame(wire::frame_header header, shm::frame_writer::pieces payload);

    /// Replaces one of the handlers below.
    template <class Handler>
    void set(std::shared_ptr<Handler> connection_core::*which, Handler handler) {
        const std::lock_guard lock{mutex_};
        this->*which = std::make_shared<Handler>(std::move(handler));
    }
    void set_on_closed(std::function<void(std::string_view)> handler);
    bool is_open() const noexcept;
    bool on_own_thread() const noexcept;
    static bool on_a_loop_thread() noexcept;

    wire::welcome const& welcome() const noexcept { return welcome_; }
    std::shared_ptr<shm::blob_pool> const& pool() const noexcept { return pool_; }

    std::shared_ptr<callback_handler> on_callback_;
    std::shared_ptr<std::function<void(request_id)>> on_cancel_;
    std::shared_ptr<std::function<void(request_id, stream_item const&)>> on_call_item_;
    std::shared_ptr<std::function<void(request_id, stream_credit const&)>> on_call_credit_;
    std::shared_ptr<std::function<void()>> on_goodbye_;
    std::shared_ptr<std::function<void(log_level, std::string_view)>> on_log_;

private:
    struct pending {
        wire::frame_kind asked;  // call, subscribe or offer.
        std::string name;        // To learn its route from the answer; empty when known.
        reply_handler on_reply;
        std::unique_ptr<live_handlers> live;  // On the loop's thread as long as the call is open.
        std::uint64_t begun = 0, sent = 0;    // Of a call that is timed.
    };

    bool drain() override;
    bool try_sleep() override;
    void wake() override { channel_->in().wake(); }
    bool expects_answer() const override { return asked_; }
    shm::doorbell const& bell() const override { return channel_->bell(); }

    void receive(wire::frame_view const& frame);
    void receive_answer(wire::frame_view const& frame);
    void receive_item(wire::frame_view const& frame);
    void receive_credit(wire::frame_view const& frame);
    void receive_progress(wire::frame_view const& frame);
    live_handlers const* live_of(request_id request);  // Null: that call lives not, or no more.
    void receive_call(wire::frame_view const& frame);
    call_handler const* handler_at(std::size_t index);  // Null: there is none.
    std::unique_ptr<call_notes> notes_of(
        wire::frame_view const& call);  // Null: it is as any other.
    void receive_callback(wire::frame_view const& frame);
    void receive_trace(wire::frame_view const& frame);
    void receive_context(wire::frame_view const& frame);
    void receive_event(wire::frame_view const& frame);
    void watch_control();
    /// Handles what is there. False: it was the end.
    bool read_control();
    void release(wire::blob_id id);
    /// The JSON of a payload; its attachments are in arrived_.
    std::string_view take_apart(wire::frame_header const& header,
                                std::span<const std::byte> payload);
    void forget_arrived();
    void close(std::string_view reason);  // On the loop thread.
    void close_soon(std::string reason);  // From any.

    /// What goes into a frame: a name or not, JSON, attachments.
    struct outgoing {
        std::string_view name;
        std::string_view json;
        std::span<const bytes> attachments;
        bool reader_takes_binary = false;
        std::uint64_t* cost = nullptr;                 // Of an item: told to whoever sends it.
        wire::trace_context const* context = nullptr;  // Of a call: goes ahead of it.
    };
    // Headers by reference and filled in place: copying one that was just written stalls the core.
    std::uint64_t ask(wire::frame_header& header, outgoing const& payload, reply_handler&& on_reply,
                      std::unique_ptr<live_handlers> live = {});
    bool send_outgoing(wire::frame_header& header, outgoing const& payload,
                       shm::send_outcome& outcome);
    bool send_attached(wire::frame_header& header, outgoing const& payload,
                       shm::frame_writer::pieces front, shm::send_outcome& outcome);
    bool announce(wire::blob_id id, shm::blob_pool::announcement const& what);
    bool send_locked(wire::frame_header const& header, shm::frame_writer::pieces payload,
                     shm::send_outcome& outcome);
    void tell_times(request_id request, wire::timed_as as, wire::call_points const& points);
    void tell_times_locked(request_id request, wire::timed_as as, wire::call_points const& points);
    void settle_soon(std::uint64_t id, failure why);
    template <class Handler, class... Args>
    void notify(std::shared_ptr<Handler> connection_core::*which, Args&&... args);

    wire::welcome welcome_;
    unique_fd control_fd_;
    handshake::control_stream control_;
    std::unique_ptr<shm::channel> channel_;
    std::shared_ptr<shm::blob_pool> pool_ = std::make_shared<shm::blob_pool>();  // What we send.
    attachment_reader attachments_;                                              // What we get.
    std::vector<call_handler const*> known_handlers_;  // Of offered_, for the loop's thread alone.
    std::vector<bytes> arrived_;      // Those of the frame that is just handled; keeps its memory.
    std::uint64_t arrived_cost_ = 0;  // Of it, if it is an item.
    std::string arrived_text_;        // Its JSON, if that was attached: a copy that holds still.
    boost::asio::io_context loop_{1};
    io::pump pump_{loop_};
    io::pump::membership membership_;
    boost::asio::posix::stream_descriptor control_watch_{loop_};
    page_requests pages_{loop_};  // Guards itself.
    std::thread thread_;
    bool asked_ = false;                   // On the loop's thread, since it last slept.
    bool held_ = false;                    // The same: nothing is to be read.
    std::string farewell_;                 // Why the broker ends it, if it said so.
    request_id context_for_ = no_request;  // The call with that number, if it comes next, …
    wire::trace_context context_;          // … is a part of that trace.
    std::atomic<bool> timing_ = false;     // Calls are timed: the broker has asked for it.

    mutable std::mutex mutex_;  // Guards all below, and channel_->out().
    bool open_ = true;
    std::string closed_because_;
    slot_map<pending> pending_;
    std::map<std::string, route_id, std::less<>> routes_;
    std::deque<call_handler> offered_;  // By handler index; never shrinks, references stay valid.
    topic_table topics_;
    std::function<void(std::string_view)> on_closed_;
    std::uint64_t sent_at_ = 0;  // Of the last frame with flag `traced`.
    std::uint64_t last_invoke_ = 0;
    std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> invoked_;  // Begun and sent.
};

}  // namespace fairlead::client
