// SPDX-License-Identifier: MIT
//
// document — between frames and the two functions of page.js that take them.
//
// Where bytes are copied. In, small: ring → batch → scratch → string. In, large: blob or joined
// message → scratch, a piece that stays in the cache, → the page's array or string; arrays of 1 MiB
// and more: blob → landing → array. Out: the page's array or string → scratch, piece by piece →
// blob; small text → ring.
#include "webview-host/inpage/document.hpp"

#include "webview-host/inpage/plain_string.hpp"
#include "webview-host/inpage/script.hpp"

#include <fairlead/vocabulary/json_string.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/streams.hpp>
#include <fairlead/wire/timing.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace fairlead::page {

using shm::send_outcome;
using wire::frame_kind;

namespace {

constexpr std::size_t head_bytes = 256;  // As in page.js.
constexpr std::size_t head_numbers = 7;
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

std::shared_ptr<document> behind(gpointer link) {
    return static_cast<document_link*>(link)->lock();
}

/// Nothing if it is no array buffer.
std::span<std::byte> bytes_of(JSCValue* buffer) {
    if (jsc_value_is_array_buffer(buffer) == FALSE) return {};
    gsize bytes = 0;
    auto* data = static_cast<std::byte*>(jsc_value_array_buffer_get_data(buffer, &bytes));
    if (data == nullptr) return {};
    return {data, bytes};
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

document::document(JSCContext* context)
    : context_{static_cast<JSCContext*>(g_object_ref(context))}, batch_{0} {}

document::~document() { end(); }

std::shared_ptr<document> document::create(JSCContext* context, bool with_clock) {
    std::shared_ptr<document> made{new document{context}};
    return made->run_script(with_clock) ? made : nullptr;
}

template <class Function, class... Types>
js_value document::function(char const* name, Function callback, GType returns,
                            Types... parameters) {
    return js_value{jsc_value_new_function(
        context_.get(), name, G_CALLBACK(+callback), new document_link{weak_from_this()},
        [](gpointer link) { delete static_cast<document_link*>(link); }, returns,
        static_cast<guint>(sizeof...(parameters)), parameters...)};
}

bool document::run_script(bool with_clock) {
    const auto text = page_script();
    const js_value script{jsc_context_evaluate_with_source_uri(
        context_.get(), text.data(), static_cast<gssize>(text.size()), "fairlead:page.js", 1)};
    if (jsc_value_is_function(script.get()) == FALSE) return false;

    const js_value natives{jsc_value_new_object(context_.get(), nullptr, nullptr)};
    const auto give = [&](char const* name, js_value value) {
        jsc_value_object_set_property(natives.get(), name, value.get());
    };
    give("send", function(
                     "send",
                     [](char const* lines, gpointer link) -> char* {
                         const auto self = behind(link);
                         const auto refused = self ? self->send(lines) : std::string{};
                         return refused.empty() ? nullptr
                                                : g_strndup(refused.data(), refused.size());
                     },
                     G_TYPE_STRING, G_TYPE_STRING));
    give("attach", function(
                       "attach",
                       [](double bytes, gpointer link) {
                           if (const auto self = behind(link)) self->attach(bytes);
                       },
                       G_TYPE_NONE, G_TYPE_DOUBLE));
    give("expect", function(
                       "expect",
                       [](double characters, gpointer link) {
                           if (const auto self = behind(link)) self->expect(characters);
                       },
                       G_TYPE_NONE, G_TYPE_DOUBLE));
    give("put", function(
                    "put",
                    [](int bytes, gpointer link) {
                        if (const auto self = behind(link)) self->put(bytes);
                    },
                    G_TYPE_NONE, G_TYPE_INT));
    give("pull", function(
                     "pull",
                     [](gpointer link) -> int {
                         const auto self = behind(link);
                         return self ? static_cast<int>(self->pull(self->room_)) : 0;
                     },
                     G_TYPE_INT));
    give("land", function(
                     "land",
                     [](JSCValue* buffer, gpointer link) -> double {
                         const auto self = behind(link);
                         return self ? static_cast<double>(self->pull(bytes_of(buffer))) : 0;
                     },
                     G_TYPE_DOUBLE, JSC_TYPE_VALUE));
    if (with_clock)
        give("now", function(
                        "now",
                        [](gpointer) -> double {
                            timespec now{};
                            ::clock_gettime(CLOCK_MONOTONIC, &now);
                            return static_cast<double>(now.tv_sec) * 1e6 +
                                   static_cast<double>(now.tv_nsec) / 1e3;
                        },
                        G_TYPE_DOUBLE));

    JSCValue* arguments[] = {natives.get()};
    const js_value made{jsc_value_function_callv(script.get(), 1, arguments)};
    if (jsc_context_get_exception(context_.get()) != nullptr ||
        jsc_value_is_object(made.get()) == FALSE) {
        jsc_context_clear_exception(context_.get());
        return false;
    }
    const auto part = [&](char const* name) {
        return js_value{jsc_value_object_get_property(made.get(), name)};
    };
    opened_ = part("opened");
    closed_ = part("closed");
    receive_ = part("receive");
    large_ = part("large");
    scratch_ = part("scratch");
    const auto bytes = bytes_of(scratch_.get());
    if (bytes.size() <= head_bytes) return false;
    words_ = reinterpret_cast<double*>(bytes.data());
    room_ = bytes.subspan(head_bytes);
    batch_ = turn_text{room_.size()};
    return true;
}

bool document::run(js_value const& function) {
    if (times_.is_queued()) [[unlikely]]
        times_.on_hand_over(wire::nanoseconds_now());
    const js_value answer{jsc_value_function_callv(function.get(), 0, nullptr)};
    if (times_.is_on()) [[unlikely]]
        tell_times();
    if (jsc_context_get_exception(context_.get()) != nullptr) {
        jsc_context_clear_exception(context_.get());
        return false;
    }
    return jsc_value_to_boolean(answer.get()) != FALSE;
}

// -- the channel comes and goes
// ------------------------------------------------------------------------

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
    run(opened_);
}

void document::refuse(std::string const& why) {
    if (!std::exchange(asking_, false)) return;
    const js_value ignored{
        jsc_value_function_call(closed_.get(), G_TYPE_STRING, why.c_str(), G_TYPE_NONE)};
    jsc_context_clear_exception(context_.get());
}

void document::shut(std::string const& why) {
    if (!channel_) return;
    destroy_later(std::move(channel_), std::move(watch_));
    times_.set(false);
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

// -- in
// ------------------------------------------------------------------------------------------------

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
    std::memcpy(room_.data(), text.data(), text.size());
    *words_ = static_cast<double>(text.size());
    const bool parsed = run(receive_);
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
    double* word = words_;
    for (const double number :
         {static_cast<double>(item.value.size()), static_cast<double>(item.id & 0xffff'ffff),
          static_cast<double>(item.code), static_cast<double>(item.route),
          static_cast<double>(attachments.size()), static_cast<double>(item.id >> 32),
          item.served ? 1.0 : 0.0})
        *word++ = number;
    static_assert(head_numbers + wire::attachments_max + 1 <= head_bytes / sizeof(double));
    pieces_.assign(1, wire::as_bytes(item.value));
    for (auto const& one : attachments) {
        *word++ = static_cast<double>(one.size());
        pieces_.push_back(one);
    }
    *word = is_string ? 1 : 0;
    piece_ = pulled_ = 0;
    run(large_);
    pieces_.clear();
}

std::size_t document::pull(std::span<std::byte> to) {
    while (piece_ < pieces_.size() && pulled_ == pieces_[piece_].size()) {
        ++piece_;
        pulled_ = 0;
    }
    if (piece_ == pieces_.size()) return 0;
    const auto left = pieces_[piece_].subspan(pulled_);
    const auto now = left.first(std::min(left.size(), to.size()));
    if (!now.empty()) std::memcpy(to.data(), now.data(), now.size());
    pulled_ += now.size();
    // Before the app hears of it, and calls again: else its owner would need another blob for the
    // next answer, which costs ten times as much as one that is in use already.
    if (piece_ + 1 == pieces_.size() && left.size() == now.size()) give_back_borrowed();
    return now.size();
}

// -- out
// -----------------------------------------------------------------------------------------------

void document::attach(double bytes) {
    if (!channel_ || collecting_failed_) return;
    if (!(bytes >= 0) || bytes > static_cast<double>(wire::payload_bytes_max) ||
        collected_.size() == wire::attachments_max) {
        collecting_failed_ = send_outcome::too_large;
        return;
    }
    collected_.push_back(channel_->make_room(static_cast<std::size_t>(bytes)));
    put_ = 0;
}

/// A text of so many characters begins: if it has no others than ASCII it fits into the blob.
void document::expect(double characters) {
    constexpr double most = static_cast<double>(wire::payload_bytes_max);
    if (!channel_ || !(characters >= static_cast<double>(wire::attached_json_bytes)) ||
        characters > most)
        return;
    collected_json_ = channel_->make_room(static_cast<std::size_t>(characters));
    json_put_ = 0;
}

void document::put_text(std::span<const std::byte> piece) {
    if (collected_json_) {
        const auto to = collected_json_->bytes();
        if (piece.size() <= to.size() - json_put_) {
            std::memcpy(to.data() + json_put_, piece.data(), piece.size());
            json_put_ += piece.size();
            return;
        }
        collected_text_ = wire::as_text(to.first(json_put_));
        collected_json_.reset();
    }
    if (collected_text_.size() + piece.size() > wire::payload_bytes_max)
        collecting_failed_ = send_outcome::too_large;
    else collected_text_ += wire::as_text(piece);
}

void document::put(int bytes) {
    if (!channel_ || collecting_failed_ || bytes < 0 ||
        static_cast<std::size_t>(bytes) > room_.size())
        return;
    const auto piece = room_.first(static_cast<std::size_t>(bytes));
    if (collected_.empty()) return put_text(piece);
    const auto to = collected_.back().bytes();
    if (piece.size() > to.size() - put_) {
        collecting_failed_ = send_outcome::too_large;
        return;
    }
    if (!piece.empty()) std::memcpy(to.data() + put_, piece.data(), piece.size());
    put_ += piece.size();
}

std::string document::send(std::string_view lines) {
    std::string refused;
    if (!channel_) return refused;
    if (times_.is_on()) [[unlikely]]
        times_.on_lines(wire::nanoseconds_now());
    while (const auto line = take_line(lines)) {
        const auto outcome = send_line(*line);
        if (shm::accepted(outcome)) {
            if (times_.is_on()) [[unlikely]]
                tell_times();
            continue;
        }
        if (outcome == send_outcome::broken) {
            shut("the broker broke the ring");
            return {};
        }
        const auto code = outcome == send_outcome::full ? errc::overloaded : errc::too_large;
        if ((line->kind == frame_kind::result || line->kind == frame_kind::error) &&
            !answer_refused(line->id, code)) {
            shut("the broker does not read the answers of this page");
            return {};
        }
        refused += line->letter + std::to_string(raw(line->id)) + ' ' +
                   std::to_string(static_cast<int>(code)) + '\n';
    }
    // More than one large text would keep what it grew to.
    if (collected_text_.capacity() > room_.size()) collected_text_ = {};
    collected_text_.clear();
    collected_json_.reset();
    collected_.clear();
    collecting_failed_.reset();
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

send_outcome document::send_line(page_line const& line) {
    if (collecting_failed_) return *collecting_failed_;
    if (!line.name.empty() && !wire::is_valid_name(line.name)) return send_outcome::too_large;
    wire::frame_header header;
    header.kind = line.kind;
    header.request = line.kind == frame_kind::event ? no_request : line.id;
    header.route = line.route;
    header.deadline_ms = line.deadline_ms;
    header.aux = line.aux;
    header.code = line.code;
    if (line.last) header.flags |= wire::frame_flag::last;
    if (line.kind == frame_kind::call)
        header.flags |= wire::frame_flag::takes_binary | wire::frame_flag::takes_progress |
                        wire::frame_flag::takes_items;
    if (line.context && line.kind == frame_kind::call) [[unlikely]] {
        wire::frame_header ahead;
        ahead.kind = frame_kind::context;
        ahead.request = line.id;
        const auto ids = line.context->to_payload();
        channel_->send(ahead, {}, wire::as_text(ids));
    }
    if (times_.is_on()) [[unlikely]]
        header.flags |= times_.on_line(line.kind, line.id, wire::nanoseconds_now());
    if (line.body_went_ahead && collected_json_) {
        if (line.kind == frame_kind::call && collected_.size() < wire::attachments_max) {
            collected_json_->shorten(json_put_);
            collected_.push_back(std::move(*collected_json_));
            return channel_->send(header, line.name, {}, collected_);
        }
        return channel_->send(header, line.name,
                              wire::as_text(collected_json_->bytes().first(json_put_)), collected_);
    }
    return channel_->send(header, line.name, line.body_went_ahead ? collected_text_ : line.body,
                          collected_);
}

}  // namespace fairlead::page
