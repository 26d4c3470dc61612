// SPDX-License-Identifier: MIT
//
// connection_core — the reading loop and the guarded writer.
#include "connection_core.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/limits.hpp>
#include <fairlead/wire/offer_traits.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstring>
#include <utility>

namespace fairlead::client {

using wire::as_bytes;
using wire::as_text;
using wire::frame_kind;

namespace {

constexpr std::string_view gone_text = "the connection to the broker has ended";

/// Whose loop this thread runs.
thread_local connection_core const* own_loop = nullptr;

reply refusal(failure const& why) { return {false, {}, why.code, why.message, why.data}; }

}  // namespace

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
        const std::lock_guard lock{mutex_};
        if (open_ && !channel_->out().flush()) close_soon("the broker broke the ring");
    });
    watch_control();
    thread_ = std::thread{[this] {
        own_loop = this;
        pump_.run();
    }};
}

bool connection_core::on_own_thread() const noexcept { return own_loop == this; }
bool connection_core::on_a_loop_thread() noexcept { return own_loop != nullptr; }

void connection_core::stop() {
    FAIRLEAD_ASSERT(!on_own_thread());
    boost::asio::post(loop_, [this] { close("the connection was closed here"); });
    thread_.join();
    membership_ = {};
    control_watch_.release();
}

bool connection_core::is_open() const noexcept {
    const std::lock_guard lock{mutex_};
    return open_;
}

// -- writing: any thread --------------------------------------------------------------------------

bool connection_core::send_locked(wire::frame_header const& header,
                                  shm::frame_writer::pieces payload, shm::send_outcome& outcome) {
    if ((header.flags & wire::frame_flag::traced) != 0) [[unlikely]]
        sent_at_ = wire::nanoseconds_now();
    outcome = channel_->out().send(header, payload);
    if (outcome == shm::send_outcome::broken) close_soon("the broker broke the ring");
    if (!shm::accepted(outcome)) return false;
    // The loop flushes at the end of its turn, once for all it sent; everybody else at once.
    if (on_own_thread()) asked_ |= header.kind == frame_kind::call;
    else if (!channel_->out().flush()) close_soon("the broker broke the ring");
    return true;
}

bool connection_core::post_frame(wire::frame_header header, shm::frame_writer::pieces payload) {
    const std::lock_guard lock{mutex_};
    shm::send_outcome outcome;
    return open_ && send_locked(header, payload, outcome);
}

bool connection_core::send_outgoing(wire::frame_header& header, outgoing const& payload,
                                    shm::send_outcome& outcome) {
    const bool named = (header.flags & wire::frame_flag::named) != 0;
    const auto name = named ? payload.name : std::string_view{};
    const auto length = wire::encode_name_length(name);
    const auto prefix = std::span<const std::byte>{length}.first(named ? length.size() : 0);
    const bool attach_json = payload.reader_takes_binary &&
                             payload.json.size() >= wire::attached_json_bytes &&
                             payload.attachments.size() < wire::attachments_max;
    if (payload.cost != nullptr) *payload.cost = wire::item_cost(payload.json.size());
    if (attach_json) {
        byte_buffer copy{payload.json.size(), pool_};
        std::memcpy(copy.data(), payload.json.data(), payload.json.size());
        std::vector<bytes> all{payload.attachments.begin(), payload.attachments.end()};
        all.push_back(std::move(copy));
        return send_attached(header, {name, {}, all, true, payload.cost}, {prefix, as_bytes(name)},
                             outcome);
    }
    if (payload.attachments.empty())
        return send_locked(header, {prefix, as_bytes(name), as_bytes(payload.json)}, outcome);
    return send_attached(header, payload, {prefix, as_bytes(name)}, outcome);
}

/// Attachments that are large and not in our pool yet are copied there; then a frame names them.
bool connection_core::send_attached(wire::frame_header& header, outgoing const& payload,
                                    shm::frame_writer::pieces front, shm::send_outcome& outcome) {
    header.flags |= wire::frame_flag::binary;
    outgoing_attachments packed{payload.json, payload.attachments, pool_};
    for (auto const& [id, what] : packed.unannounced())
        if (!announce(id, what)) packed.keep_inline(id);
    if (!send_locked(header,
                     {front.begin()[0], front.begin()[1], packed.head(), as_bytes(payload.json),
                      packed.inline_bytes()},
                     outcome))
        return false;
    packed.sent();
    if (payload.cost != nullptr) *payload.cost = packed.item_cost();
    return true;
}

std::uint64_t connection_core::ask(wire::frame_header& header, outgoing const& payload,
                                   reply_handler&& on_reply, std::unique_ptr<live_handlers> live) {
    std::uint64_t begun = 0;
    if (timing_.load(std::memory_order_relaxed) && header.kind == frame_kind::call) [[unlikely]] {
        begun = wire::nanoseconds_now();
        header.flags |= wire::frame_flag::traced;
    }
    std::unique_lock lock{mutex_};
    if (!open_) {
        lock.unlock();
        if (on_reply) on_reply(refusal({errc::backend_gone, std::string{gone_text}, {}}));
        return 0;
    }
    pending asked{header.kind, {}, std::move(on_reply), std::move(live)};
    const auto known = header.kind == frame_kind::call ? routes_.find(payload.name) : routes_.end();
    if (known != routes_.end()) {
        header.route = known->second;
    } else {
        if (!wire::is_valid_name(payload.name)) {
            lock.unlock();
            if (asked.on_reply)
                asked.on_reply(
                    refusal({errc::bad_arguments,
                             "'" + std::string{payload.name.substr(0, 80)} +
                                 "' is not a name: 1 to 512 bytes of UTF-8 without line feed",
                             {}}));
            return 0;
        }
        asked.name = payload.name;
        header.flags |= wire::frame_flag::named;
    }
    const auto id = pending_.insert(std::move(asked));
    header.request = request_id{id};
    shm::send_outcome outcome;
    if (payload.context != nullptr) [[unlikely]] {
        wire::frame_header ahead;
        ahead.kind = frame_kind::context;
        ahead.request = header.request;
        const auto ids = payload.context->to_payload();
        send_locked(ahead, {ids}, outcome);
    }
    if (send_outgoing(header, payload, outcome)) {
        if (begun != 0) [[unlikely]] {
            auto* const one = pending_.find(id);
            one->begun = begun;
            one->sent = sent_at_;
        }
        return id;
    }
    if (outcome == shm::send_outcome::too_large)
        settle_soon(id, {errc::too_large,
                         "the arguments are above the limit of " +
                             std::to_string(wire::payload_bytes_max) + " bytes",
                         {}});
    else settle_soon(id, {errc::overloaded, "the broker does not keep up with this peer", {}});
    return id;
}

bool connection_core::announce(wire::blob_id id, shm::blob_pool::announcement const& what) {
    const int fds[] = {what.fd};
    return !control_.send(wire::blob_offer{id, what.bytes}, fds);
}

void connection_core::settle_soon(std::uint64_t id, failure why) {
    boost::asio::post(loop_, [this, id, why = std::move(why)] {
        std::unique_lock lock{mutex_};
        auto ended = pending_.take(id);
        lock.unlock();
        if (ended && ended->on_reply) ended->on_reply(refusal(why));
    });
}

call_id connection_core::call(std::string_view method, std::string_view args, call_options options,
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

void connection_core::cancel(call_id id) {
    wire::frame_header header;
    header.kind = frame_kind::cancel;
    header.request = request_id{static_cast<std::uint64_t>(id)};
    {
        const std::lock_guard lock{mutex_};
        if (pending_.find(raw(header.request)) == nullptr) return;
    }
    post_frame(header, {});
}

bool connection_core::emit(std::string_view topic, std::string_view data) {
    if (!wire::is_valid_name(topic)) return false;
    wire::frame_header header;
    header.kind = frame_kind::event;
    header.flags = wire::frame_flag::named;
    const auto length = wire::encode_name_length(topic);
    return post_frame(header, {length, as_bytes(topic), as_bytes(data)});
}

void connection_core::subscribe(std::string_view topic, event_handler on_event,
                                reply_handler done) {
    bool first;
    {
        const std::lock_guard lock{mutex_};
        first = topics_.add(topic, std::move(on_event));
    }
    if (!first) {
        // Already in force, or asked for earlier in the same ring.
        if (done)
            boost::asio::post(loop_, [done = std::move(done)] {
                done({true, "null", {}, {}, {}});
            });
        return;
    }
    wire::frame_header header;
    header.kind = frame_kind::subscribe;
    ask(header, {topic, {}, {}}, std::move(done));
}

void connection_core::unsubscribe(std::string_view topic) {
    {
        const std::lock_guard lock{mutex_};
        if (!topics_.remove(topic)) return;
    }
    wire::frame_header header;
    header.kind = frame_kind::unsubscribe;
    ask(header, {topic, {}, {}}, {});
}

void connection_core::offer(std::string_view method, call_handler on_call, reply_handler done,
                            bool idempotent) {
    wire::frame_header header;
    header.kind = frame_kind::offer;
    if (idempotent) header.code = wire::offer_trait::idempotent;
    {
        const std::lock_guard lock{mutex_};
        header.aux = offered_.size();
        offered_.push_back(std::move(on_call));
    }
    ask(header, {method, {}, {}}, std::move(done));
}

void connection_core::send_result(request_id request, std::string_view json,
                                  std::span<const bytes> attachments, bool takes_binary,
                                  call_notes* notes) {
    wire::frame_header header;
    header.kind = frame_kind::result;
    header.request = request;
    const bool timed = notes != nullptr && notes->timed;
    if (timed) header.flags = wire::frame_flag::traced;
    std::unique_lock lock{mutex_};
    shm::send_outcome outcome;
    if (!open_) return;
    if (send_outgoing(header, {{}, json, attachments, takes_binary}, outcome)) {
        if (timed) [[unlikely]] {
            notes->times[3] = sent_at_;
            tell_times_locked(request, wire::timed_as::provider, notes->times);
        }
        return;
    }
    lock.unlock();
    if (outcome == shm::send_outcome::too_large)
        return send_error(request, errc::too_large,
                          "the result of " + std::to_string(json.size()) +
                              " bytes is above the limit of " +
                              std::to_string(wire::payload_bytes_max),
                          {}, notes);
    // An answer must not get lost: without this connection the broker settles the call.
    close_soon("the broker does not read our answers");
}

void connection_core::drop_arguments(std::span<const bytes> answer) noexcept {
    // Less than that still lies in this core's own cache, and to write it anew from another one
    // costs more than to write into a second buffer (measured: 1 MiB 152 against 108 us, 16 MiB
    // 2.7 against 3.2 ms).
    constexpr std::size_t cached_bytes = 2u << 20;
    std::size_t total = 0;
    bool answered_with = false;
    for (auto const& one : arrived_) {
        total += one.size();
        answered_with |= !answer.empty() && &one == &answer.front();
    }
    if (total >= cached_bytes && !answered_with) arrived_.clear();
}

void connection_core::send_error(request_id request, errc code, std::string_view message,
                                 std::string_view data, call_notes* notes) {
    wire::frame_header header;
    header.kind = frame_kind::error;
    header.request = request;
    const bool timed = notes != nullptr && notes->timed;
    if (timed) header.flags = wire::frame_flag::traced;
    header.code = static_cast<std::uint16_t>(code);
    header.aux = message.size();
    const std::lock_guard lock{mutex_};
    shm::send_outcome outcome;
    if (!open_) return;
    if (!send_locked(header, {as_bytes(message), as_bytes(data)}, outcome))
        return close_soon("the broker does not read our answers");
    if (!timed) return;
    notes->times[3] = sent_at_;
    tell_times_locked(request, wire::timed_as::provider, notes->times);
}

std::optional<std::uint64_t> connection_core::send_item(wire::frame_header& header,
                                                        std::string_view json,
                                                        std::span<const bytes> attachments,
                                                        bool takes_binary) {
    std::uint64_t cost = 0;
    const std::lock_guard lock{mutex_};
    shm::send_outcome outcome;
    if (!open_ || !send_outgoing(header, {{}, json, attachments, takes_binary, &cost}, outcome))
        return std::nullopt;
    return cost;
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

void connection_core::request_page(generation page, std::string origin, page_handler done) {
    std::unique_lock lock{mutex_};
    if (!open_) {
        lock.unlock();
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

// -- reading: the loop's thread -------------------------------------------------------------------

void connection_core::hold_reading(bool hold) {
    boost::asio::post(loop_, [this, hold] {
        if (std::exchange(held_, hold) == hold || hold) return;
        // The bell may have been silent, and the pump looks elsewhere: it begins anew.
        membership_ = {};
        membership_ = pump_.serve(*this);
    });
}

std::size_t connection_core::waiting_bytes() const {
    const std::lock_guard lock{mutex_};
    return channel_->out().overflow_bytes();
}

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
    asked_ = false;
    if (held_) return true;  // Whatever comes, it is not for now.
    return channel_->in().try_sleep();
}

template <class Handler, class... Args>
void connection_core::notify(std::shared_ptr<Handler> connection_core::*which, Args&&... args) {
    std::shared_ptr<Handler> handler;
    {
        const std::lock_guard lock{mutex_};
        handler = this->*which;
    }
    if (handler && *handler) (*handler)(std::forward<Args>(args)...);
}

void connection_core::receive(wire::frame_view const& frame) {
    auto const& header = frame.header;
    switch (header.kind) {
        case frame_kind::result:
        case frame_kind::error: return receive_answer(frame);
        case frame_kind::call: return receive_call(frame);
        case frame_kind::event: return receive_event(frame);
        case frame_kind::item: return receive_item(frame);
        case frame_kind::credit: return receive_credit(frame);
        case frame_kind::progress: return receive_progress(frame);
        case frame_kind::callback: return receive_callback(frame);
        case frame_kind::trace: return receive_trace(frame);
        case frame_kind::context: return receive_context(frame);
        case frame_kind::cancel: return notify(&connection_core::on_cancel_, header.request);
        case frame_kind::goodbye: return notify(&connection_core::on_goodbye_);
        case frame_kind::log:
            return notify(&connection_core::on_log_, static_cast<log_level>(header.code),
                          as_text(frame.payload));
        case frame_kind::withdraw:
            return attachments_.withdrawn(static_cast<wire::blob_id>(header.aux));
        case frame_kind::release: {
            if (!pool_->give_back(static_cast<wire::blob_id>(header.aux)))
                close_soon("the broker gave back what it never had");
            return;
        }
        case frame_kind::ping: {
            auto answer = header;
            answer.kind = frame_kind::pong;
            post_frame(answer, {});
            return;
        }
        default:
            return;  // A later broker may send kinds that this peer does not know what to do with.
    }
}

std::string_view connection_core::take_apart(wire::frame_header const& header,
                                             std::span<const std::byte> payload) {
    arrived_.clear();
    arrived_cost_ = wire::item_cost(payload.size());
    if ((header.flags & wire::frame_flag::binary) == 0) return as_text(payload);
    const auto parts = wire::attached_payload::parse(payload);
    if (!parts) {
        close_soon("the broker sent a broken table of attachments");
        return {};
    }
    arrived_cost_ = wire::item_cost(payload.size(), parts->table());
    // A descriptor is sent before the first frame that names it: it is here, if not read yet.
    for (auto const& one : parts->table())
        if (one.blob != wire::no_blob && !attachments_.knows(one.blob)) read_control();
    const auto make_releaser = [](void* self) -> attachment_reader::releaser {
        return [core = static_cast<connection_core*>(self)->weak_from_this()](wire::blob_id id) {
            if (const auto alive = core.lock()) alive->release(id);
        };
    };
    if (!attachments_.read(*parts, arrived_, make_releaser, this)) {
        arrived_.clear();
        close_soon("the broker named a blob that it never gave");
        return {};
    }
    if (!parts->is_json_attached()) return as_text(parts->json());
    // Its sender could write it while it is parsed; and gets it back at once.
    arrived_text_ = as_text(arrived_.back().span());
    arrived_.pop_back();
    return arrived_text_;
}

void connection_core::forget_arrived() {
    constexpr std::size_t kept_bytes_max = 32u << 20;  // Fresh memory costs more than the copy.
    arrived_.clear();
    if (arrived_text_.capacity() > kept_bytes_max) arrived_text_ = {};
}

void connection_core::release(wire::blob_id id) {
    wire::frame_header header;
    header.kind = frame_kind::release;
    header.aux = raw(id);
    post_frame(header, {});
}

void connection_core::receive_answer(wire::frame_view const& frame) {
    const bool timed = (frame.header.flags & wire::frame_flag::traced) != 0;
    const auto received = timed ? wire::nanoseconds_now() : 0;
    std::unique_lock lock{mutex_};
    auto asked = pending_.take(raw(frame.header.request));
    if (!asked) return;  // Answered or cancelled already.
    const bool ok = frame.header.kind == frame_kind::result;
    if (!asked->name.empty() && frame.header.route != no_route && ok) {
        if (asked->asked == frame_kind::call)
            routes_.insert_or_assign(asked->name, frame.header.route);
        if (asked->asked == frame_kind::subscribe)
            topics_.learn_route(asked->name, frame.header.route);
    }
    lock.unlock();
    if (!asked->on_reply) return;
    const auto settle = [&](reply const& how) {
        if (!timed || asked->begun == 0) [[likely]]
            return asked->on_reply(how);
        // What the handler does with it is no part of the call.
        const wire::call_points times{asked->begun, asked->sent, received, wire::nanoseconds_now()};
        asked->on_reply(how);
        tell_times(frame.header.request, wire::timed_as::asker, times);
    };
    if (ok) {
        const auto json = take_apart(frame.header, frame.payload);
        settle({true, json, {}, {}, {}, arrived_});
        return forget_arrived();
    }
    const auto body = wire::parse_error_body(frame.header, frame.payload);
    settle({false, {}, errc_from_wire(frame.header.code), body.message, body.data});
}

live_handlers const* connection_core::live_of(request_id request) {
    const std::lock_guard lock{mutex_};
    auto const* asked = pending_.find(raw(request));
    return asked != nullptr ? asked->live.get() : nullptr;  // Calls end on this thread alone.
}

void connection_core::receive_item(wire::frame_view const& frame) {
    auto const& header = frame.header;
    stream_item item{.stream = wire::stream_of(header),
                     .last = (header.flags & wire::frame_flag::last) != 0};
    failure why;
    if (!item.last) {
        item.json = take_apart(header, frame.payload);
        item.attachments = arrived_;
        item.cost = arrived_cost_;
    } else if (header.code != 0) {
        const auto body = wire::parse_error_body(header, frame.payload);
        why = {errc_from_wire(header.code), std::string{body.message}, std::string{body.data}};
        item.why = &why;
    }
    if (item.stream != wire::result_stream) {
        notify(&connection_core::on_call_item_, header.request, item);
    } else if (auto const* live = live_of(header.request); live != nullptr && live->on_item) {
        live->on_item(item);
    }
    forget_arrived();
}

void connection_core::receive_credit(wire::frame_view const& frame) {
    auto const& header = frame.header;
    const stream_credit more{wire::stream_of(header), header.aux,
                             (header.flags & wire::frame_flag::last) != 0};
    if (more.stream == wire::result_stream)
        return notify(&connection_core::on_call_credit_, header.request, more);
    if (auto const* live = live_of(header.request); live != nullptr && live->on_credit)
        live->on_credit(more);
}

void connection_core::receive_progress(wire::frame_view const& frame) {
    if (auto const* live = live_of(frame.header.request); live != nullptr && live->on_progress)
        live->on_progress(as_text(frame.payload));
}

call_handler const* connection_core::handler_at(std::size_t index) {
    if (index >= known_handlers_.size()) {
        const std::lock_guard lock{mutex_};
        for (auto i = known_handlers_.size(); i < offered_.size(); ++i)
            known_handlers_.push_back(&offered_[i]);
    }
    return index < known_handlers_.size() ? known_handlers_[index] : nullptr;
}

std::unique_ptr<call_notes> connection_core::notes_of(wire::frame_view const& call) {
    const bool timed = (call.header.flags & wire::frame_flag::traced) != 0;
    const bool has_context = context_for_ != no_request && context_for_ == call.header.request;
    if (!timed && !has_context) [[likely]]
        return nullptr;
    auto notes = std::make_unique<call_notes>();
    const auto now = wire::nanoseconds_now();
    notes->timed = timed;
    notes->times = {now, now, now, now};
    if (has_context) notes->context = context_;
    context_for_ = no_request;
    return notes;
}

void connection_core::receive_call(wire::frame_view const& frame) {
    auto const* handler = handler_at(raw(frame.header.route));
    if (handler == nullptr)
        return send_error(frame.header.request, errc::no_such_method,
                          "this peer has no such handler", {});
    const auto json = take_apart(frame.header, frame.payload);
    const auto takes = [&](std::uint8_t flag) { return (frame.header.flags & flag) != 0; };
    const bool takes_binary = takes(wire::frame_flag::takes_binary);
    (*handler)({frame.header.request, json, frame.header.deadline_ms,
                responder{*this, frame.header.request, takes_binary, notes_of(frame)}, arrived_,
                takes_binary, takes(wire::frame_flag::takes_items),
                takes(wire::frame_flag::takes_progress), frame.header.aux});
    forget_arrived();
}

void connection_core::receive_callback(wire::frame_view const& frame) {
    callback_time time;
    if ((frame.header.flags & wire::frame_flag::traced) != 0) [[unlikely]]
        time = {frame.header.request, wire::nanoseconds_now()};
    notify(&connection_core::on_callback_, generation{frame.header.aux}, as_text(frame.payload),
           time);
}

void connection_core::receive_event(wire::frame_view const& frame) {
    auto deliver = [](topic_table::snapshot const& topic, std::string_view name,
                      std::string_view data) {
        if (!topic) return;  // Unsubscribed while it was on its way.
        for (auto const& handler : topic->handlers) handler(name, data);
    };
    topic_table::snapshot topic;
    if ((frame.header.flags & wire::frame_flag::named) == 0) {
        {
            const std::lock_guard lock{mutex_};
            topic = topics_.find(frame.header.route);
        }
        return deliver(topic, topic ? topic->name : std::string_view{}, as_text(frame.payload));
    }
    const auto named = wire::named_payload::parse(frame.payload);
    if (!named) return close("the broker sent an event without a name");
    {
        const std::lock_guard lock{mutex_};
        topic = topics_.find("*");
    }
    deliver(topic, named->name(), as_text(named->rest()));
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
            attachments_.offered(*offer, std::move(fds.front()))) {
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
        const std::lock_guard lock{mutex_};
        if (!open_) return;
        channel_->out().flush();  // Answers that were given in this turn still go out.
        open_ = false;
        closed_because_ = reason;
        std::vector<std::uint64_t> ids;
        pending_.for_each([&](std::uint64_t id, pending&) { ids.push_back(id); });
        for (const auto id : ids) owed.push_back(pending_.take(id)->on_reply);
        on_closed = std::exchange(on_closed_, {});
    }
    const failure gone{errc::backend_gone, std::string{gone_text} + ": " + std::string{reason}, {}};
    for (auto const& on_reply : owed)
        if (on_reply) on_reply(refusal(gone));
    pages_.settle_all(gone.message);
    if (on_closed) on_closed(reason);
    loop_.stop();
}

void connection_core::set_on_closed(std::function<void(std::string_view)> handler) {
    std::unique_lock lock{mutex_};
    if (open_) {
        on_closed_ = std::move(handler);
        return;
    }
    const auto reason = closed_because_;
    lock.unlock();
    handler(reason);
}

}  // namespace fairlead::client
