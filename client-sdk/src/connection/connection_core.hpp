// SPDX-License-Identifier: MIT
//
// connection_core — a connection's parts, the thread that reads for them, and their end. Responders
// may outlive it.
//
// One thread (the loop) reads; any thread writes, through the outlet.
#pragma once

#include "arrived_payload.hpp"
#include "asked_requests.hpp"
#include "call_times.hpp"
#include "event_line.hpp"
#include "frame_outlet.hpp"
#include "greeting.hpp"
#include "handler_slot.hpp"
#include "invoked_texts.hpp"
#include "page_requests.hpp"
#include "served_calls.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/io/pump.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace fairlead::client {

class connection_core final : public io::pumped,
                              public std::enable_shared_from_this<connection_core> {
public:
    explicit connection_core(greeting greeted);
    ~connection_core() override;
    void start();
    void stop();

    wire::welcome const& welcome() const noexcept { return welcome_; }
    frame_outlet& outlet() noexcept { return outlet_; }
    asked_requests& asked() noexcept { return asked_; }
    served_calls& served() noexcept { return served_; }
    event_line& events() noexcept { return events_; }
    invoked_texts& texts() noexcept { return texts_; }

    void offer(std::string_view method, call_handler on_call, reply_handler done, bool idempotent);
    void request_page(generation page, std::string origin, page_handler done);

    void post(std::function<void()> work);
    void post_after(std::chrono::milliseconds delay, std::function<void()> work);
    void hold_reading(bool hold);
    std::size_t waiting_bytes() const;

    void set_on_closed(std::function<void(std::string_view)> handler);
    bool is_open() const noexcept;

    handler_slot<std::function<void()>> goodbyes;
    handler_slot<std::function<void(log_level, std::string_view)>> logs;

private:
    bool drain() override;
    bool try_sleep() override;
    void wake() override { channel_->in().wake(); }
    bool expects_answer() const override { return outlet_.has_asked(); }
    shm::doorbell const& bell() const override { return channel_->bell(); }

    void receive(wire::frame_view const& frame);
    void receive_item(wire::frame_view const& frame);
    void receive_credit(wire::frame_view const& frame);
    arrived_payload::hooks hooks_of_payloads();
    void watch_control();
    /// Handles what is there. False: it was the end.
    bool read_control();
    void close(std::string_view reason);  // On the loop thread.
    void close_soon(std::string reason);  // From any.

    wire::welcome welcome_;
    unique_fd control_fd_;
    handshake::control_stream control_;
    std::unique_ptr<shm::channel> channel_;
    boost::asio::io_context loop_{1};
    io::pump pump_{loop_};
    io::pump::membership membership_;
    boost::asio::posix::stream_descriptor control_watch_{loop_};
    page_requests pages_{loop_};  // Guards itself.
    std::thread thread_;
    bool held_ = false;     // On the loop's thread: nothing is to be read.
    std::string farewell_;  // The same: why the broker ends it, if it said so.

    frame_outlet outlet_{channel_->out(), control_,
                         [this](std::string reason) { close_soon(std::move(reason)); }};
    arrived_payload arrived_{hooks_of_payloads()};
    call_times times_{outlet_};
    topic_table topics_;  // Under the outlet's lock.
    asked_requests asked_{loop_, outlet_, arrived_, times_, topics_};
    served_calls served_{*this, outlet_, arrived_, times_};
    event_line events_{loop_, outlet_, asked_, topics_};
    invoked_texts texts_{outlet_, times_};
    std::string closed_because_;  // Under the outlet's lock, as the next.
    std::function<void(std::string_view)> on_closed_;
};

}  // namespace fairlead::client
