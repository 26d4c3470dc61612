// SPDX-License-Identifier: MIT
//
// connection_core — the reading loop: each frame to the part that it is for.
#include "connection_core.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/offer_traits.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace fairlead::client {

using wire::frame_kind;

connection_core::connection_core(greeting greeted)
    : welcome_{std::move(greeted.welcome)}, control_fd_{std::move(greeted.control)},
      control_{control_fd_.get()}, channel_{std::move(greeted.channel)} {}

connection_core::~connection_core() {
    if (control_watch_.is_open()) control_watch_.release();
}

void connection_core::start() {
    control_watch_.assign(control_fd_.get());
    membership_ = pump_.serve(*this);
    pump_.at_turn_end([this] {
        const auto held = outlet_.lock();
        if (outlet_.is_open()) outlet_.flush();
    });
    watch_control();
    thread_ = std::thread{[this] {
        outlet_.belong_to_this_thread();
        pump_.run();
    }};
}

void connection_core::stop() {
    FAIRLEAD_ASSERT(!outlet_.is_own_thread());
    boost::asio::post(loop_, [this] { close("the connection was closed here"); });
    thread_.join();
    membership_ = {};
    control_watch_.release();
}

bool connection_core::is_open() const noexcept {
    const auto held = outlet_.lock();
    return outlet_.is_open();
}

// -- from any thread ------------------------------------------------------------------------------

void connection_core::offer(std::string_view method, call_handler on_call, reply_handler done,
                            bool idempotent) {
    wire::frame_header header;
    header.kind = frame_kind::offer;
    if (idempotent) header.code = wire::offer_trait::idempotent;
    header.aux = served_.add(std::move(on_call));
    asked_.ask(header, {method, {}, {}}, std::move(done));
}

void connection_core::request_page(generation page, std::string origin, page_handler done) {
    auto held = outlet_.lock();
    if (!outlet_.is_open()) {
        held.unlock();
        if (done) done(std::string{gone_text});
        return;
    }
    const auto number = pages_.add(page, std::move(done));
    if (!wire::is_valid_origin(origin))
        return pages_.settle_soon(
            number, "an origin is 1 to 2048 printable ASCII characters without spaces");
    if (const auto failed = control_.send(wire::page_request{page, std::move(origin)}))
        pages_.settle_soon(number, "the broker does not take the request: " + failed.message());
}

void connection_core::post(std::function<void()> work) {
    boost::asio::post(loop_, std::move(work));
}

void connection_core::post_after(std::chrono::milliseconds delay, std::function<void()> work) {
    auto timer = std::make_shared<boost::asio::steady_timer>(loop_, delay);
    // Armed on the loop's thread: a timer is not to be shared.
    boost::asio::post(loop_, [timer, work = std::move(work)]() mutable {
        timer->async_wait([timer, work = std::move(work)](boost::system::error_code failed) {
            if (!failed) work();
        });
    });
}

void connection_core::hold_reading(bool hold) {
    boost::asio::post(loop_, [this, hold] {
        if (std::exchange(held_, hold) == hold || hold) return;
        // The bell may have been silent, and the pump looks elsewhere: it begins anew.
        membership_ = {};
        membership_ = pump_.serve(*this);
    });
}

std::size_t connection_core::waiting_bytes() const {
    const auto held = outlet_.lock();
    return outlet_.waiting_bytes();
}

// -- reading: the loop's thread -------------------------------------------------------------------

bool connection_core::drain() {
    if (held_) return false;
    auto received = channel_->in().receive(
        wire::frames_per_turn_max, [this](wire::frame_view const& frame) { receive(frame); });
    if (!received) {
        close("the broker broke the protocol: " + received.error().message());
        return false;
    }
    return *received != 0;
}

bool connection_core::try_sleep() {
    outlet_.forget_asked();
    if (held_) return true;  // Whatever comes, it is not for now.
    return channel_->in().try_sleep();
}

void connection_core::receive(wire::frame_view const& frame) {
    auto const& header = frame.header;
    switch (header.kind) {
        case frame_kind::result:
        case frame_kind::error: return asked_.on_answer(frame);
        case frame_kind::call: return served_.on_call(frame);
        case frame_kind::event:
            if (!events_.on_event(frame)) close("the broker sent an event without a name");
            return;
        case frame_kind::item: return receive_item(frame);
        case frame_kind::credit: return receive_credit(frame);
        case frame_kind::progress: return asked_.on_progress(frame);
        case frame_kind::callback: return texts_.on_callback(frame);
        case frame_kind::trace:
            times_.on_wish(frame);
            if (!times_.are_wanted()) texts_.forget_times();
            return;
        case frame_kind::context: return served_.on_context(frame);
        case frame_kind::cancel: return served_.cancels.tell(header.request);
        case frame_kind::goodbye: return goodbyes.tell();
        case frame_kind::log:
            return logs.tell(static_cast<log_level>(header.code), wire::as_text(frame.payload));
        case frame_kind::withdraw:
            return arrived_.blobs().withdrawn(static_cast<wire::blob_id>(header.aux));
        case frame_kind::release: {
            if (!outlet_.pool()->give_back(static_cast<wire::blob_id>(header.aux)))
                close_soon("the broker gave back what it never had");
            return;
        }
        case frame_kind::ping: {
            auto answer = header;
            answer.kind = frame_kind::pong;
            outlet_.post(answer, {});
            return;
        }
        default:
            return;  // A later broker may send kinds that this peer does not know what to do with.
    }
}

/// Of the result of a call that we made, or of the arguments of one that we serve.
void connection_core::receive_item(wire::frame_view const& frame) {
    auto const& header = frame.header;
    stream_item item{.stream = wire::stream_of(header),
                     .last = (header.flags & wire::frame_flag::last) != 0};
    failure why;
    if (!item.last) {
        item.json = arrived_.read(frame);
        item.attachments = arrived_.attachments();
        item.cost = arrived_.cost();
    } else if (header.code != 0) {
        const auto body = wire::parse_error_body(header, frame.payload);
        why = {errc_from_wire(header.code), std::string{body.message}, std::string{body.data}};
        item.why = &why;
    }
    if (item.stream != wire::result_stream) served_.items.tell(header.request, item);
    else asked_.on_item(header.request, item);
    arrived_.forget();
}

/// For the result of a call that we serve, or for the arguments of one that we made.
void connection_core::receive_credit(wire::frame_view const& frame) {
    auto const& header = frame.header;
    const stream_credit more{wire::stream_of(header), header.aux,
                             (header.flags & wire::frame_flag::last) != 0};
    if (more.stream == wire::result_stream) served_.credits.tell(header.request, more);
    else asked_.on_credit(header.request, more);
}

arrived_payload::hooks connection_core::hooks_of_payloads() {
    return {.read_control = [this] { read_control(); },
            .break_off = [this](std::string reason) { close_soon(std::move(reason)); },
            .make_releaser = [this]() -> attachment_reader::releaser {
                return [core = weak_from_this()](wire::blob_id id) {
                    if (const auto alive = core.lock()) alive->outlet_.release(id);
                };
            }};
}

// -- the end --------------------------------------------------------------------------------------

void connection_core::watch_control() {
    control_watch_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                              [this](boost::system::error_code failed) {
                                  if (failed) return;
                                  if (read_control()) return watch_control();
                                  // What the broker sent before it left still counts.
                                  while (is_open() && drain()) {}
                                  close(farewell_.empty() ? "the broker has gone" : farewell_);
                              });
}

bool connection_core::read_control() {
    for (;;) {
        auto received = control_.try_receive();
        if (!received) return false;
        if (!*received) return true;
        auto& [message, fds] = **received;
        if (auto const* bye = std::get_if<wire::farewell>(&message)) {
            farewell_ = bye->reason;
            return false;
        }
        if (pages_.on_answer(message, fds)) continue;
        auto const* offer = std::get_if<wire::blob_offer>(&message);
        if (offer == nullptr || fds.size() != 1 ||
            arrived_.blobs().offered(*offer, std::move(fds.front()))) {
            farewell_ = "the broker sent a control message that is not allowed";
            return false;
        }
    }
}

void connection_core::close_soon(std::string reason) {
    boost::asio::post(loop_, [this, reason = std::move(reason)] { close(reason); });
}

void connection_core::close(std::string_view reason) {
    std::vector<reply_handler> owed;
    std::function<void(std::string_view)> on_closed;
    {
        const auto held = outlet_.lock();
        if (!outlet_.is_open()) return;
        outlet_.close();
        closed_because_ = reason;
        owed = asked_.take_all();
        on_closed = std::exchange(on_closed_, {});
    }
    const auto why = std::string{gone_text} + ": " + std::string{reason};
    for (auto const& on_reply : owed)
        if (on_reply) on_reply({false, {}, errc::backend_gone, why, {}});
    pages_.settle_all(why);
    if (on_closed) on_closed(reason);
    loop_.stop();
}

void connection_core::set_on_closed(std::function<void(std::string_view)> handler) {
    auto held = outlet_.lock();
    if (outlet_.is_open()) {
        on_closed_ = std::move(handler);
        return;
    }
    const auto reason = closed_because_;
    held.unlock();
    handler(reason);
}

}  // namespace fairlead::client
