// SPDX-License-Identifier: MIT
//
// document — between frames and the two functions of page.js that take them.
//
// Where bytes are copied. In, small: ring → batch → scratch → string. In, large: blob or joined
// message → scratch, a piece that stays in the cache, → the page's array or string; arrays of 1 MiB
// and more: blob → landing → array. Out: the page's array or string → scratch, piece by piece →
// blob; small text → ring.
#include "webview-host/inpage/document.hpp"

#include "webview-host/inpage/natives.hpp"
#include "webview-host/inpage/plain_string.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/streams.hpp>
#include <fairlead/wire/timing.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace fairlead::page {

using wire::frame_kind;

namespace {

constexpr gint64 turn_us = 4'000;
constexpr std::uint64_t credit_max = std::uint64_t{1} << 40;  // As the broker cuts it off.

using document_link = std::weak_ptr<document>;

bool has(wire::frame_view const& frame, std::uint8_t flag) noexcept {
    return (frame.header.flags & flag) != 0;
}

/// The lower number of a served call.
std::uint32_t taken_by_caller(wire::frame_view const& frame) noexcept {
    namespace flag = wire::frame_flag;
    return (has(frame, flag::takes_binary) ? caller_takes::binary : 0) |
           (has(frame, flag::takes_progress) ? caller_takes::progress : 0) |
           (has(frame, flag::takes_items) ? caller_takes::items : 0);
}

/// Destroyed when the loop is back: whoever asks may be called by it.
template <class... Things>
void destroy_later(Things... things) {
    using all = std::tuple<Things...>;
    g_idle_add_full(
        G_PRIORITY_DEFAULT, [](gpointer) -> gboolean { return G_SOURCE_REMOVE; },
        new all{std::move(things)...}, [](gpointer held) { delete static_cast<all*>(held); });
}

}  // namespace

document::~document() { end(); }

std::shared_ptr<document> document::create(JSCContext* context, bool with_clock) {
    std::shared_ptr<document> made{new document};
    made->script_ = loaded_script::load(context, natives_of(made, context, with_clock));
    if (!made->script_) return nullptr;
    made->batch_ = turn_text{made->script_->room().size()};
    return made;
}

template <class Do>
bool document::run(Do&& something) {
    if (times_.is_queued()) [[unlikely]]
        times_.on_hand_over(wire::nanoseconds_now());
    const bool good = something(*script_);
    if (times_.is_on()) [[unlikely]]
        tell_times();
    return good;
}

// -- the channel comes and goes -------------------------------------------------------------------

void document::open(page_channel::descriptors fds, std::size_t ring_bytes) {
    if (!std::exchange(asking_, false)) return;
    auto channel = page_channel::open(std::move(fds), ring_bytes);
    if (!channel) {
        asking_ = true;
        return refuse("the channel cannot be used: " + channel.error().message());
    }
    channel_ = std::move(*channel);
    const document_link link = weak_from_this();
    watch_ = std::make_unique<ring_watch>(*channel_, ring_watch::hooks{
                                                         .turn =
                                                             [link] {
                                                                 const auto self = link.lock();
                                                                 return self && self->turn();
                                                             },
                                                         .control =
                                                             [link] {
                                                                 if (const auto self = link.lock())
                                                                     self->on_control();
                                                             },
                                                     });
    run([](loaded_script& script) { return script.opened(); });
}

void document::refuse(std::string const& why) {
    if (!std::exchange(asking_, false)) return;
    script_->closed(why);
}

void document::shut(std::string const& why) {
    if (!channel_) return;
    destroy_later(std::move(channel_), std::move(watch_));
    times_.set(false);
    out_.forget(0);  // The next channel begins with nothing.
    asking_ = true;
    refuse(why);
    if (broken_) broken_();
}

bool document::ask_again() {
    if (ended_ || channel_ || asking_) return false;
    asking_ = true;
    return true;
}

void document::end() noexcept {
    asking_ = false;
    ended_ = true;
    if (channel_) destroy_later(std::move(channel_), std::move(watch_));
}

void document::on_control() {
    if (!channel_ || channel_->read_control()) return;
    // What the broker sent before it left still counts.
    while (channel_ && turn()) {}
    if (channel_) shut(channel_->farewell());
}

// -- in -------------------------------------------------------------------------------------------

bool document::turn() {
    const auto self = shared_from_this();
    const auto end = g_get_monotonic_time() + turn_us;
    while (channel_) {
        // Kept: what JavaScript does meanwhile may shut it, and that destroys it later.
        auto& in = channel_->in();
        const auto received = in.receive(wire::frames_per_turn_max,
                                         [this](wire::frame_view const& frame) { take(frame); });
        deliver_batch();
        if (!channel_) return false;
        if (!received || !channel_->flush()) {
            shut("the broker broke the protocol");
            return false;
        }
        if (*received < wire::frames_per_turn_max) return false;
        if (g_get_monotonic_time() > end) return true;
    }
    return false;
}

void document::take(wire::frame_view const& frame) {
    if (!channel_) return;
    bool taken = false;
    if (!channel_->take_house_frame(frame, taken))
        return shut("the broker gave back what it never had");
    if (taken) return;
    if (has(frame, wire::frame_flag::traced)) [[unlikely]]
        times_.on_frame(frame.header.kind, frame.header.request, wire::nanoseconds_now());
    const auto text = wire::as_text(frame.payload);
    turn_item item{raw(frame.header.request), 0, raw(frame.header.route), text};
    const auto go = [&](int code, std::string_view value) {
        item.code = code;
        item.value = value.empty() ? "null" : value;
        deliver(item);
    };
    switch (frame.header.kind) {
        case frame_kind::result:
            if (has(frame, wire::frame_flag::binary)) return deliver_binary(item, frame);
            return go(0, text);
        case frame_kind::error:
            return go(static_cast<int>(errc_from_wire(frame.header.code)), error_value(frame));
        case frame_kind::event:
            if (has(frame, wire::frame_flag::named)) return;  // Never asked for.
            return go(event_code, text);
        case frame_kind::log: {
            std::string sentence;
            append_json_string(sentence, text);
            return go(log_code, sentence);
        }
        case frame_kind::callback: return go(callback_code, text);
        case frame_kind::item: return take_item(frame, item);
        case frame_kind::progress: return go(progress_code, text);
        case frame_kind::credit:
            item.served = wire::stream_of(frame.header) == wire::result_stream;
            item.route = route_of(std::min(frame.header.aux, credit_max),
                                  raw(wire::stream_of(frame.header)));
            return go(credit_code, has(frame, wire::frame_flag::last) ? "1" : "0");
        case frame_kind::call:
            item.served = true;
            item.route = route_of(raw(frame.header.route), taken_by_caller(frame));
            item.code = served_code;
            if (has(frame, wire::frame_flag::binary)) return deliver_binary(item, frame);
            return go(served_code, text);
        case frame_kind::cancel: item.served = true; return go(cancelled_code, "null");
        case frame_kind::trace: return take_trace(frame);
        default: return;  // A later broker may send kinds that this page does not know.
    }
}

void document::take_trace(wire::frame_view const& frame) {
    times_.set(frame.header.code != 0);
    if (!times_.is_on()) return;
    wire::frame_header echo;  // The broker hears that we know of it.
    echo.kind = frame_kind::trace;
    echo.code = frame.header.code;
    channel_->send(echo, {}, {});
}

void document::tell_times() {
    for (auto const& one : times_.take_told()) {
        if (!channel_) return;
        wire::frame_header header;
        header.kind = frame_kind::timing;
        header.request = one.request;
        header.code = static_cast<std::uint16_t>(one.as);
        channel_->send(header, {}, wire::as_text(wire::as_bytes(one.points)));
    }
}

void document::take_item(wire::frame_view const& frame, turn_item item) {
    const auto stream = wire::stream_of(frame.header);
    item.served = stream != wire::result_stream;
    if (has(frame, wire::frame_flag::last)) {
        const auto failed = static_cast<std::uint64_t>(errc_from_wire(frame.header.code));
        const auto value = frame.header.code != 0 ? error_value(frame) : std::string{"null"};
        item.code = end_code;
        item.route = route_of(frame.header.code != 0 ? failed : 0, raw(stream));
        item.value = value;
        return deliver(item);
    }
    item.code = item_code;
    item.route = route_of(wire::item_cost(frame.payload.size()), raw(stream));
    if (has(frame, wire::frame_flag::binary)) return deliver_binary(item, frame);
    deliver(item);
}

void document::deliver(turn_item const& item) {
    auto added = turn_text::added::alone;
    if (item.code != callback_code) {
        added = batch_.add(item);
        if (added == turn_text::added::full) {
            deliver_batch();
            added = batch_.add(item);
        }
    }
    if (added != turn_text::added::alone) return times_.on_queued();
    deliver_batch();
    times_.on_queued();
    deliver_alone(item);
}

void document::deliver_batch() {
    if (batch_.is_empty()) return;
    const auto text = batch_.text();
    std::memcpy(script_->room().data(), text.data(), text.size());
    *script_->words() = static_cast<double>(text.size());
    const bool parsed = run([](loaded_script& script) { return script.receive(); });
    if (!parsed)
        for (auto const& item : batch_.items()) deliver_alone(item);
    batch_.clear();
}

void document::deliver_alone(turn_item const& item) {
    if ((item.code != 0 && item.code != item_code) || !is_plain_string(item.value))
        return announce(item, {});
    auto inside = item;
    inside.value = item.value.substr(1, item.value.size() - 2);
    announce(inside, {}, true);
}

void document::deliver_binary(turn_item item, wire::frame_view const& frame) {
    deliver_batch();
    if (!channel_) return;
    times_.on_queued();
    const auto parts = wire::attached_payload::parse(frame.payload);
    if (!parts) return shut("the broker sent a broken table of attachments");
    std::vector<std::span<const std::byte>> attachments;
    for (std::size_t i = 0; i < parts->table().size(); ++i) {
        const auto found = channel_->find(*parts, i);
        if (!found) return shut("the broker named a blob that it never gave");
        attachments.push_back(*found);
    }
    borrowed_ = *parts;
    item.value = wire::as_text(parts->json());
    if (item.code == item_code)
        item.route = route_of(wire::item_cost(frame.payload.size(), parts->table()),
                              raw(wire::stream_of(frame.header)));
    if (parts->is_json_attached()) {
        item.value = wire::as_text(attachments.back());
        attachments.pop_back();
    }
    if (attachments.empty()) deliver_alone(item);
    else announce(item, attachments);
    give_back_borrowed();
}

void document::give_back_borrowed() {
    const auto read = std::exchange(borrowed_, std::nullopt);
    if (read && channel_) channel_->release(*read);
}

void document::announce(turn_item const& item,
                        std::span<const std::span<const std::byte>> attachments, bool is_string) {
    announced_.announce(script_->words(), item, attachments, is_string);
    run([](loaded_script& script) { return script.large(); });
    announced_.forget();
}

std::size_t document::pull(std::span<std::byte> to) {
    const auto now = announced_.pull(to);
    // Before the app hears of it, and calls again: else its owner would need another blob for the
    // next answer, which costs ten times as much as one that is in use already.
    if (announced_.is_read()) give_back_borrowed();
    return now;
}

// -- out ------------------------------------------------------------------------------------------

void document::attach(double bytes) {
    if (channel_) out_.attach(*channel_, bytes);
}

void document::expect(double characters) {
    if (channel_) out_.expect(*channel_, characters);
}

void document::put(int bytes) {
    if (!channel_ || bytes < 0) return;
    const auto room = script_->room();
    if (static_cast<std::size_t>(bytes) <= room.size())
        out_.put(room.first(static_cast<std::size_t>(bytes)));
}

std::string document::send(std::string_view lines) {
    std::string refused;
    if (!channel_) return refused;
    if (times_.is_on()) [[unlikely]]
        times_.on_lines(wire::nanoseconds_now());
    while (const auto line = take_line(lines)) {
        const auto outcome = out_.send(*channel_, *line);
        if (shm::accepted(outcome)) {
            if (times_.is_on()) [[unlikely]]
                tell_times();
            continue;
        }
        if (outcome == shm::send_outcome::broken) {
            shut("the broker broke the ring");
            return {};
        }
        const auto code = outcome == shm::send_outcome::full ? errc::overloaded : errc::too_large;
        if ((line->kind == frame_kind::result || line->kind == frame_kind::error) &&
            !answer_refused(line->id, code)) {
            shut("the broker does not read the answers of this page");
            return {};
        }
        refused += line->letter + std::to_string(raw(line->id)) + ' ' +
                   std::to_string(static_cast<int>(code)) + '\n';
    }
    // More than one large text would keep what it grew to.
    out_.forget(script_->room().size());
    if (channel_ && !channel_->flush()) shut("the broker broke the ring");
    return refused;
}

/// Its caller must not wait for ever: it hears that there is no answer, or that we are gone.
bool document::answer_refused(request_id request, errc code) {
    constexpr std::string_view why = "the page's answer could not be sent";
    wire::frame_header header;
    header.kind = frame_kind::error;
    header.request = request;
    header.code = static_cast<std::uint16_t>(code);
    header.aux = why.size();
    return shm::accepted(channel_->send(header, {}, why));
}

}  // namespace fairlead::page
