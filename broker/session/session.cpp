// SPDX-License-Identifier: MIT
//
// session — drains in batches, pushes without waiting, ends when its table says so.
#include "broker/session/session.hpp"

#include <fairlead/shm/segment.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>

namespace fairlead::broker::session {

using routing::push_result;

namespace {

/// Of the exception that is just handled.
std::string caught() {
    try {
        throw;
    } catch (std::exception const& fault) {
        return fault.what();
    } catch (...) {
        return "something that is no exception";
    }
}

/// In hexadecimal: its header, and where its payload begins.
std::array<char, 128> head_of(wire::frame_view const& frame) noexcept {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::byte, 64> bytes{};
    std::memcpy(bytes.data(), &frame.header, sizeof frame.header);
    const auto payload = std::min(frame.payload.size(), bytes.size() - sizeof frame.header);
    std::copy_n(frame.payload.begin(), payload, bytes.begin() + sizeof frame.header);
    std::array<char, 128> text{};
    for (std::size_t i = 0; i < sizeof frame.header + payload; ++i) {
        text[2 * i] = digits[std::to_integer<unsigned>(bytes[i]) >> 4];
        text[2 * i + 1] = digits[std::to_integer<unsigned>(bytes[i]) & 15];
    }
    return text;
}

std::string_view text_of(std::array<char, 128> const& text) noexcept {
    return std::string_view{text.data(), text.size()}.substr(
        0, std::find(text.begin(), text.end(), '\0') - text.begin());
}

}  // namespace

session::session(boost::asio::io_context& loop, io::pump& pump, turn_clock& clock,
                 session_observer& observer, admitted_peer who)
    : clock_{clock}, pump_{pump}, observer_{observer}, socket_{std::move(who.socket)},
      control_{std::move(who.control)}, channel_{std::move(who.channel)},
      peer_{.sink = *this,
            .id = who.id,
            .role = who.hello.role,
            .name = std::move(who.hello.name),
            .pid = who.pid,
            .papers = std::move(who.papers),
            .use = accounting::account{who.limits}},
      control_watch_{loop, socket_.get(), [this] { on_control(); }}, membership_{
                                                                         pump.serve(*this)} {}

session::~session() = default;

push_result session::try_push(wire::frame_header const& header, pieces payload) {
    if (marked_) return push_result::gone;
    asked_ |= header.kind == wire::frame_kind::call;
    return note(channel_->out().send(header, payload), payload);
}

routing::event_outcome session::push_event(wire::frame_header const& header, pieces payload,
                                           shm::overflow_terms terms) {
    if (marked_) return {.result = push_result::gone};
    const auto sent = channel_->out().send(header, payload, terms);
    routing::event_outcome outcome{.result = note(sent, payload),
                                   .waits = sent == shm::send_outcome::queued};
    if (outcome.waits) peer_.last_queued = terms.key;
    // Only of what waits can anything be lost.
    if (behind_since_) outcome.lost = channel_->out().take_losses();
    return outcome;
}

push_result session::push_latest(wire::frame_header const& header, pieces payload,
                                 std::uint32_t key) {
    if (marked_) return push_result::gone;
    // What it displaced is told with the next event.
    return note(channel_->out().send(header, payload, {shm::worth::latest, key}), payload);
}

void session::set_queue(std::size_t bytes) noexcept {
    if (auto* row = peer_.row) {
        row->queue_bytes.add(bytes);
        row->queue_bytes.subtract(peer_.use.used(routing::resource::queue_bytes));
    }
    peer_.use.set(routing::resource::queue_bytes, bytes);
}

push_result session::note(shm::send_outcome outcome, pieces payload) {
    switch (outcome) {
        case shm::send_outcome::full: return push_result::full;
        case shm::send_outcome::too_large: return push_result::too_large;
        case shm::send_outcome::broken:
            cut(errc::protocol_error, "the ring towards it has impossible indices");
            return push_result::gone;
        case shm::send_outcome::queued:
            if (!behind_since_) behind_since_ = clock_.now();
            set_queue(channel_->out().overflow_bytes());
            break;
        case shm::send_outcome::sent: break;
    }
    unflushed_bytes_ += sizeof(wire::frame_header);
    for (auto const& piece : payload) unflushed_bytes_ += piece.size();
    if (!unflushed_) {
        unflushed_ = true;
        observer_.on_unflushed(*this);
    }
    return push_result::accepted;
}

void session::flush() {
    unflushed_ = false;
    const auto said = std::exchange(unflushed_bytes_, 0);
    if (peer_.row != nullptr) peer_.row->bytes_out.add(said);
    if (!channel_->out().flush())
        return cut(errc::protocol_error, "the ring towards it has impossible indices");
    if (!behind_since_) return;
    set_queue(channel_->out().overflow_bytes());
    if (channel_->out().overflow_bytes() > 0) return;
    behind_since_.reset();
    observer_.on_caught_up(*this);
}

void session::resume() {
    paused_ = false;
    // Its ring was left unread and unarmed, so no bell will tell: served anew, it is looked at.
    if (!std::exchange(slept_paused_, false) || marked_) return;
    membership_ = {};
    membership_ = pump_.serve(*this);
}

bool session::try_sleep() {
    asked_ = false;
    if (marked_) return true;
    if (!paused_) return channel_->in().try_sleep();
    slept_paused_ = true;
    return true;
}

result<std::size_t> session::receive() {
    return channel_->in().receive(wire::frames_per_turn_max, [this](wire::frame_view const& frame) {
        if (marked_) return;
        if (frame.header.kind != wire::frame_kind::pong) ++heard_;
        try {
            observer_.on_frame(*this, frame);
        } catch (...) {
            on_fault(text_of(head_of(frame)));
        }
    });
}

bool session::drain() {
    if (marked_) return false;
    const auto received = paused_ ? result<std::size_t>{0} : receive();
    if (!received) {
        cut(received.error() == wire::wire_errc::payload_too_large ? errc::too_large
                                                                   : errc::protocol_error,
            received.error().message());
        return true;
    }
    // Its bell may have been about room in the ring towards it.
    if (channel_->out().overflow_bytes() > 0 && !unflushed_) {
        unflushed_ = true;
        observer_.on_unflushed(*this);
    }
    return *received > 0;
}

bool session::give_blob(wire::blob_id id, int fd, std::uint64_t bytes) {
    const int fds[] = {fd};
    return tell(wire::blob_offer{id, bytes}, fds);
}

bool session::tell(wire::control_message const& what, std::span<const int> fds) {
    return !marked_ && !control_.send(what, fds);
}

void session::fetch_blobs() {
    // That it has gone is heard again from the watch: here a frame of it is just being handled.
    static_cast<void>(read_control());
}

void session::on_control() {
    if (!read_control()) on_peer_gone();
}

bool session::read_control() {
    while (!marked_) {
        auto message = control_.try_receive();
        if (!message) {
            const boost::system::error_code broken = wire::wire_errc::bad_control_message;
            if (message.error().category() != broken.category()) return false;
            // It is there, and says what cannot be read, or brings too many descriptors.
            cut(errc::protocol_error, "its control socket: " + message.error().message());
            return true;
        }
        if (!*message) return true;
        auto& [what, fds] = **message;
        if (auto const* goodbye = std::get_if<wire::farewell>(&what)) {
            farewell_.reason = goodbye->reason;
            return false;
        }
        try {
            heed(what, fds);
        } catch (...) {
            on_fault("a control message");
        }
    }
    return true;
}

void session::heed(wire::control_message const& what, std::vector<unique_fd>& fds) {
    auto const* offer = std::get_if<wire::blob_offer>(&what);
    auto const* page = std::get_if<wire::page_request>(&what);
    if (offer != nullptr && fds.size() == 1) {
        // Tried and given up again: what cannot be mapped, or could be torn under a mapping, would
        // be its readers' end.
        if (const auto fit = shm::segment::open_to_read(fds.front(), offer->bytes); !fit)
            return cut(errc::protocol_error,
                       fmt::format("it offers as a blob of {} bytes what no reader may map: {}",
                                   offer->bytes, fit.error().message()));
        if (observer_.on_blob(*this, *offer, std::move(fds.front()))) return;
        return cut(
            errc::protocol_error,
            fmt::format("it offers a blob twice, or of {} bytes beside the {} that it has of "
                        "at most {}, together {} of at most {} bytes",
                        offer->bytes, peer_.use.used(routing::resource::blobs),
                        peer_.use.bound(routing::resource::blobs),
                        peer_.use.used(routing::resource::blob_bytes),
                        peer_.use.bound(routing::resource::blob_bytes)));
    }
    if (page == nullptr || !fds.empty() || !observer_.on_page_request(*this, *page))
        cut(errc::protocol_error, "a message on its control socket that is not allowed");
}

/// Called while it is handled. Nothing may leave from here: memory may be what is missing.
void session::on_fault(std::string_view sample) noexcept {
    constexpr char const* short_reason = "broker fault";  // Needs no memory.
    try {
        const auto what = caught();
        observer_.on_fault(*this, what, sample);
        cut(errc::protocol_error, "what it sent made the broker fail: " + what);
    } catch (...) {
        cut(errc::protocol_error, short_reason);
    }
}

void session::on_peer_gone() {
    control_watch_.stop();
    // What it wrote before it went still counts. A ring holds only so much; a peer that goes on
    // writing after its goodbye is not listened to for ever.
    constexpr std::size_t rounds_max =
        wire::ring_bytes_default / sizeof(wire::frame_header) / wire::frames_per_turn_max + 1;
    for (std::size_t round = 0; round < rounds_max && !marked_; ++round)
        if (const auto received = receive(); !received || *received == 0) break;
    mark(ending::left, errc::backend_gone, std::move(farewell_.reason));
}

void session::cut(errc code, std::string reason) { mark(ending::cut, code, std::move(reason)); }

void session::dismiss(std::string reason) {
    mark(ending::dismissed, errc::backend_gone, std::move(reason));
}

void session::mark(ending how, errc code, std::string reason) {
    if (marked_) return;  // The first reason counts.
    marked_ = true;
    how_ = how;
    farewell_ = {code, std::move(reason)};
    // Nobody reads it any more: what is in it, or its end, would keep the loop busy until the turn
    // ends, and a busy loop never ends its turn.
    control_watch_.stop();
    observer_.on_marked(*this);
}

void session::say_farewell() {
    channel_->out().flush();
    // A peer that has gone, or does not read, cannot be told.
    if (how_ != ending::left) control_.send(farewell_);
}

std::string session::backlog() const {
    const auto bytes = channel_->out().overflow_bytes();
    std::chrono::duration<double> behind{0};
    if (behind_since_) behind = clock_.now() - *behind_since_;
    const bool much = bytes >= 1u << 20;
    return fmt::format("{:.1f} {} wait for it since {:.1f} s",
                       static_cast<double>(bytes) / (much ? 1u << 20 : 1u << 10),
                       much ? "MiB" : "KiB", behind.count());
}

}  // namespace fairlead::broker::session
