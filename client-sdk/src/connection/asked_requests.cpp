// SPDX-License-Identifier: MIT
//
// asked_requests — a name is sent until an answer has brought its route, then a number.
#include "asked_requests.hpp"

#include <fairlead/wire/limits.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace fairlead::client {

using wire::frame_kind;

namespace {

reply refusal(failure const& why) { return {false, {}, why.code, why.message, why.data}; }

failure no_name(std::string_view text) {
    return {errc::bad_arguments,
            "'" + std::string{text.substr(0, 80)} +
                "' is not a name: 1 to 512 bytes of UTF-8 without line feed",
            {}};
}

failure not_sent(shm::send_outcome outcome) {
    if (outcome == shm::send_outcome::too_large)
        return {errc::too_large,
                "the arguments are above the limit of " + std::to_string(wire::payload_bytes_max) +
                    " bytes",
                {}};
    return {errc::overloaded, "the broker does not keep up with this peer", {}};
}

}  // namespace

std::uint64_t asked_requests::ask(wire::frame_header& header, outgoing const& payload,
                                  reply_handler&& on_reply, std::unique_ptr<live_handlers> live) {
    const auto refuse = [](reply_handler const& asker, failure const& why) {
        if (asker) asker(refusal(why));
        return std::uint64_t{0};
    };
    std::uint64_t begun = 0;
    if (times_.are_wanted() && header.kind == frame_kind::call) [[unlikely]] {
        begun = wire::nanoseconds_now();
        header.flags |= wire::frame_flag::traced;
    }
    auto held = outlet_.lock();
    if (!outlet_.is_open()) {
        held.unlock();
        return refuse(on_reply, {errc::backend_gone, std::string{gone_text}, {}});
    }
    question asked{header.kind, {}, std::move(on_reply), std::move(live)};
    const auto known = header.kind == frame_kind::call ? routes_.find(payload.name) : routes_.end();
    if (known != routes_.end()) {
        header.route = known->second;
    } else {
        if (!wire::is_valid_name(payload.name)) {
            held.unlock();
            return refuse(asked.on_reply, no_name(payload.name));
        }
        asked.name = payload.name;
        header.flags |= wire::frame_flag::named;
    }
    const auto id = open_.insert(std::move(asked));
    header.request = request_id{id};
    if (payload.context != nullptr) [[unlikely]] {
        wire::frame_header ahead;
        ahead.kind = frame_kind::context;
        ahead.request = header.request;
        const auto ids = payload.context->to_payload();
        outlet_.send(ahead, {ids});
    }
    const auto outcome = outlet_.pack_and_send(header, payload);
    if (!shm::accepted(outcome)) {
        settle_soon(id, not_sent(outcome));
    } else if (begun != 0) [[unlikely]] {
        auto* const one = open_.find(id);
        one->begun = begun;
        one->sent = outlet_.sent_at();
    }
    return id;
}

void asked_requests::settle_soon(std::uint64_t id, failure why) {
    boost::asio::post(loop_, [this, id, why = std::move(why)] {
        auto held = outlet_.lock();
        auto ended = open_.take(id);
        held.unlock();
        if (ended && ended->on_reply) ended->on_reply(refusal(why));
    });
}

call_id asked_requests::call(std::string_view method, std::string_view args, call_options options,
                             reply_handler on_reply, std::span<const bytes> attachments,
                             std::unique_ptr<live_handlers> live) {
    wire::frame_header header;
    header.kind = frame_kind::call;
    header.flags = wire::frame_flag::takes_binary;
    if (live && live->on_item) header.flags |= wire::frame_flag::takes_items;
    if (live && live->on_progress) header.flags |= wire::frame_flag::takes_progress;
    header.deadline_ms = static_cast<std::uint32_t>(
        std::clamp<std::chrono::milliseconds::rep>(options.deadline.count(), 0, 0xffff'ffff));
    return call_id{ask(header, {method, args, attachments, true, nullptr, options.context},
                       std::move(on_reply), std::move(live))};
}

void asked_requests::cancel(call_id id) {
    wire::frame_header header;
    header.kind = frame_kind::cancel;
    header.request = request_id{static_cast<std::uint64_t>(id)};
    {
        const auto held = outlet_.lock();
        if (open_.find(raw(header.request)) == nullptr) return;
    }
    outlet_.post(header, {});
}

void asked_requests::learn(question const& from, route_id route) {
    if (from.name.empty() || route == no_route) return;
    if (from.kind == frame_kind::call) routes_.insert_or_assign(from.name, route);
    if (from.kind == frame_kind::subscribe) topics_.learn_route(from.name, route);
}

void asked_requests::on_answer(wire::frame_view const& frame) {
    const bool timed = (frame.header.flags & wire::frame_flag::traced) != 0;
    const auto received = timed ? wire::nanoseconds_now() : 0;
    auto held = outlet_.lock();
    auto asked = open_.take(raw(frame.header.request));
    if (!asked) return;  // Answered or cancelled already.
    const bool ok = frame.header.kind == frame_kind::result;
    if (ok) learn(*asked, frame.header.route);
    held.unlock();
    if (!asked->on_reply) return;
    const auto settle = [&](reply const& how) {
        if (!timed || asked->begun == 0) [[likely]]
            return asked->on_reply(how);
        // What the handler does with it is no part of the call.
        const wire::call_points times{asked->begun, asked->sent, received, wire::nanoseconds_now()};
        asked->on_reply(how);
        times_.tell(frame.header.request, wire::timed_as::asker, times);
    };
    if (ok) {
        const auto json = arrived_.read(frame);
        settle({true, json, {}, {}, {}, arrived_.attachments()});
        return arrived_.forget();
    }
    const auto body = wire::parse_error_body(frame.header, frame.payload);
    settle({false, {}, errc_from_wire(frame.header.code), body.message, body.data});
}

live_handlers const* asked_requests::live_of(request_id request) {
    const auto held = outlet_.lock();
    auto const* asked = open_.find(raw(request));
    return asked != nullptr ? asked->live.get() : nullptr;  // Calls end on this thread alone.
}

void asked_requests::on_item(request_id request, stream_item const& item) {
    if (auto const* live = live_of(request); live != nullptr && live->on_item) live->on_item(item);
}

void asked_requests::on_credit(request_id request, stream_credit const& more) {
    if (auto const* live = live_of(request); live != nullptr && live->on_credit)
        live->on_credit(more);
}

void asked_requests::on_progress(wire::frame_view const& frame) {
    if (auto const* live = live_of(frame.header.request); live != nullptr && live->on_progress)
        live->on_progress(wire::as_text(frame.payload));
}

std::vector<reply_handler> asked_requests::take_all() {
    std::vector<std::uint64_t> ids;
    open_.for_each([&](std::uint64_t id, question&) { ids.push_back(id); });
    std::vector<reply_handler> owed;
    for (const auto id : ids) owed.push_back(open_.take(id)->on_reply);
    return owed;
}

}  // namespace fairlead::client
