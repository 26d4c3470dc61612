// SPDX-License-Identifier: MIT
//
// scripted_peer — handshake, rings and doorbell without SDK and without event loop.
#include "tests/support/scripted_peer.hpp"

#include <fairlead/handshake/client_handshake.hpp>
#include <fairlead/handshake/page_grant.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <stdexcept>

namespace fairlead::tests {

using clock = std::chrono::steady_clock;
using handshake::page_fd;
using wire::as_bytes;
using wire::frame_kind;

namespace {

int milliseconds_until(clock::time_point deadline) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now());
    return static_cast<int>(std::max<long long>(left.count(), 0));
}

handshake::control_stream::received wait_for_message(int socket,
                                                     handshake::control_stream& control) {
    const auto deadline = clock::now() + patience();
    for (;;) {
        auto message = control.try_receive();
        if (!message) throw std::runtime_error{"control socket: " + message.error().message()};
        if (*message) return std::move(**message);
        pollfd readable{socket, POLLIN, 0};
        if (::poll(&readable, 1, milliseconds_until(deadline)) == 0)
            throw std::runtime_error{"no answer on the control socket"};
    }
}

}  // namespace

std::string received_frame::name() const {
    const auto named = wire::named_payload::parse(as_bytes(payload));
    return named ? std::string{named->name()} : "(no name)";
}

std::string received_frame::rest() const {
    const auto named = wire::named_payload::parse(as_bytes(payload));
    return named ? std::string{wire::as_text(named->rest())} : "(no name)";
}

std::string to_text(received_frame const& frame) {
    return "kind " + std::to_string(static_cast<int>(frame.header.kind)) + " request " +
           std::to_string(raw(frame.header.request)) + " code " +
           std::string{fairlead::to_text(frame.code())} + " payload " +
           frame.payload.substr(0, 400);
}

unique_fd scripted_peer::knock(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path) throw std::runtime_error{"path too long"};
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    unique_fd socket{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error{path.string() + ": " + last_system_error().message()};
    return socket;
}

scripted_peer::scripted_peer(std::filesystem::path const& socket, wire::hello hello)
    : socket_{knock(socket)}, control_{std::make_unique<handshake::control_stream>(socket_.get())} {
    handshake::client_handshake machine{std::move(hello)};
    if (const auto failed = control_->send(machine.opening()))
        throw std::runtime_error{"hello: " + failed.message()};
    auto [message, fds] = wait_for_message(socket_.get(), *control_);
    auto answer = machine.on(std::move(message), fds.size());
    if (!answer) throw std::runtime_error{"handshake: " + answer.error().message()};
    if (auto const* no = std::get_if<wire::farewell>(&*answer))
        throw std::runtime_error{"turned away: " + no->reason};
    welcome_ = std::get<wire::welcome>(*answer);
    const auto bytes = shm::channel::segment_bytes(welcome_.ring_bytes);
    raw_ = shm::segment::open(unique_fd{::fcntl(fds[0].get(), F_DUPFD_CLOEXEC, 0)}, bytes).value();
    channel_ =
        shm::channel::over(shm::segment::open(std::move(fds[0]), bytes).value(),
                           shm::doorbell{std::move(fds[1])}, welcome_.ring_bytes, shm::side::peer);
}

scripted_peer::scripted_peer(std::filesystem::path const& socket, wire::peer_role role,
                             std::string name, std::string token)
    : scripted_peer{socket,
                    wire::hello{.role = role, .name = std::move(name), .token = std::move(token)}} {
}

scripted_peer::scripted_peer(granted_page granted)
    : socket_{std::move(granted.descriptors.at(static_cast<std::size_t>(page_fd::control)))},
      control_{std::make_unique<handshake::control_stream>(socket_.get())},
      welcome_{.session = granted.grant.session, .ring_bytes = granted.grant.ring_bytes} {
    const auto take = [&](page_fd which) {
        return std::move(granted.descriptors.at(static_cast<std::size_t>(which)));
    };
    auto up = take(page_fd::up);
    const auto up_bytes = shm::channel::segment_bytes(0) + welcome_.ring_bytes;
    raw_ = shm::segment::open(unique_fd{::fcntl(up.get(), F_DUPFD_CLOEXEC, 0)}, up_bytes).value();
    channel_ =
        shm::channel::open_page({std::move(up), take(page_fd::down), take(page_fd::doorbell)},
                                welcome_.ring_bytes)
            .value();
}

wire::farewell scripted_peer::turned_away(std::filesystem::path const& path, wire::hello hello) {
    const auto socket = knock(path);
    handshake::control_stream control{socket.get()};
    if (const auto failed = control.send(std::move(hello)))
        throw std::runtime_error{failed.message()};
    const auto answer = wait_for_message(socket.get(), control);
    if (auto const* no = std::get_if<wire::farewell>(&answer.message)) return *no;
    throw std::runtime_error{"was let in, but should not have been"};
}

void scripted_peer::push(wire::frame_header header, std::string_view payload) {
    const auto outcome = channel_->out().send(header, {as_bytes(payload)});
    if (!shm::accepted(outcome)) throw std::runtime_error{"the ring towards the broker is full"};
}

void scripted_peer::flush() {
    if (!channel_->out().flush()) throw std::runtime_error{"the broker broke the ring"};
}

void scripted_peer::send(wire::frame_header header, std::string_view payload) {
    push(header, payload);
    const auto deadline = clock::now() + patience();
    flush();
    // A large message goes in parts, as the broker makes room. What comes meanwhile is not read.
    while (channel_->out().overflow_bytes() > 0) {
        pollfd bell{channel_->bell().fd(), POLLIN, 0};
        ::poll(&bell, 1, 1);
        if (bell.revents != 0) channel_->bell().clear();
        look_at_control();
        if (ended_) throw std::runtime_error{"the session ended while something was sent"};
        if (clock::now() > deadline) throw std::runtime_error{"the broker makes no room"};
        flush();
    }
}

void scripted_peer::send_named(wire::frame_header header, std::string_view name,
                               std::string_view payload) {
    header.flags |= wire::frame_flag::named;
    const auto length = wire::encode_name_length(name);
    std::string whole{wire::as_text(length)};
    whole.append(name).append(payload);
    send(header, whole);
}

void scripted_peer::send_record(std::string_view bytes) {
    // A producer of our own over the same memory: as far as this test goes it is the only one.
    auto data = raw_->bytes().subspan(shm::channel::segment_bytes(0), welcome_.ring_bytes);
    auto& words = control_words(0);
    std::uint32_t prefix[2] = {static_cast<std::uint32_t>(bytes.size()), 0};
    const auto needed = sizeof prefix + ((bytes.size() + 7) & ~std::size_t{7});
    auto written = words.written.load();
    if (const auto to_end = data.size() - written % data.size(); to_end < needed) {
        const std::uint32_t wrap[2] = {0xffff'ffff, 0};
        std::memcpy(data.data() + written % data.size(), wrap, sizeof wrap);
        written += to_end;
    }
    std::memcpy(data.data() + written % data.size(), prefix, sizeof prefix);
    std::memcpy(data.data() + written % data.size() + sizeof prefix, bytes.data(), bytes.size());
    words.written.store(written + needed);
    channel_->bell().ring();
}

request_id scripted_peer::call(std::string_view method, std::string_view args,
                               std::uint32_t deadline_ms) {
    wire::frame_header header{
        .kind = frame_kind::call, .request = next_request(), .deadline_ms = deadline_ms};
    send_named(header, method, args);
    return header.request;
}

request_id scripted_peer::call(route_id route, std::string_view args, std::uint32_t deadline_ms) {
    wire::frame_header header{.kind = frame_kind::call,
                              .request = next_request(),
                              .route = route,
                              .deadline_ms = deadline_ms};
    send(header, args);
    return header.request;
}

request_id scripted_peer::invoke(std::string_view text, std::uint64_t page) {
    wire::frame_header header{.kind = frame_kind::invoke, .request = next_request(), .aux = page};
    send(header, text);
    return header.request;
}

void scripted_peer::cancel(request_id request) {
    send({.kind = frame_kind::cancel, .request = request});
}

void scripted_peer::result(request_id request, std::string_view json) {
    send({.kind = frame_kind::result, .request = request}, json);
}

void scripted_peer::error(request_id request, errc code, std::string_view message,
                          std::string_view data) {
    send({.kind = frame_kind::error,
          .code = static_cast<std::uint16_t>(code),
          .request = request,
          .aux = message.size()},
         std::string{message}.append(data));
}

void scripted_peer::emit(std::string_view topic, std::string_view data) {
    send_named({.kind = frame_kind::event}, topic, data);
}

void scripted_peer::ready() { send({.kind = frame_kind::ready}); }

route_id scripted_peer::offer(std::string_view method, std::uint32_t handler) {
    send_named({.kind = frame_kind::offer, .request = next_request(), .aux = handler}, method);
    const auto answer = next();
    if (answer.header.kind != frame_kind::result)
        throw std::runtime_error{"offer refused: " + answer.payload};
    return answer.header.route;
}

route_id scripted_peer::subscribe(std::string_view topic) {
    send_named({.kind = frame_kind::subscribe, .request = next_request()}, topic);
    const auto answer = next();
    if (answer.header.kind != frame_kind::result)
        throw std::runtime_error{"subscription refused: " + answer.payload};
    return answer.header.route;
}

bool scripted_peer::take_from_ring() {
    const auto count = channel_->in().receive(1, [this](wire::frame_view const& frame) {
        heard_.push_back({frame.header, std::string{wire::as_text(frame.payload)}});
    });
    if (!count) throw std::runtime_error{"the broker broke the ring: " + count.error().message()};
    return *count > 0;
}

void scripted_peer::wait_readable(clock::time_point deadline, std::string_view what) {
    if (!channel_->in().try_sleep()) return;
    pollfd both[] = {{channel_->bell().fd(), POLLIN, 0}, {ended_ ? -1 : socket_.get(), POLLIN, 0}};
    const auto got = ::poll(both, 2, milliseconds_until(deadline));
    channel_->in().wake();
    if (got == 0 && !what.empty()) throw std::runtime_error{"nothing came: " + std::string{what}};
    // The farewell first: after the end nobody looks for it.
    if (both[1].revents != 0) look_at_control();
    if (both[0].revents != 0 && !channel_->bell().clear()) ended_ = true;
}

void scripted_peer::look_at_control() {
    if (ended_) return;
    auto message = control_->try_receive();
    if (!message) {
        ended_ = true;
    } else if (*message) {
        if (auto const* why = std::get_if<wire::farewell>(&(*message)->message)) farewell_ = *why;
        else told_.push_back(std::move(**message));
    }
}

handshake::control_stream::received scripted_peer::next_control() {
    const auto deadline = clock::now() + patience();
    while (told_.empty()) {
        pollfd readable{socket_.get(), POLLIN, 0};
        if (::poll(&readable, 1, milliseconds_until(deadline)) == 0)
            throw std::runtime_error{"nothing came on the control socket"};
        look_at_control();
        if (ended_) throw std::runtime_error{"the session has ended"};
    }
    auto first = std::move(told_.front());
    told_.pop_front();
    return first;
}

void scripted_peer::say_control(wire::control_message const& message) {
    if (const auto failed = control_->send(message))
        throw std::runtime_error{"control socket: " + failed.message()};
}

void scripted_peer::ask_for_page(std::uint64_t page, std::string origin) {
    say_control(wire::page_request{generation{page}, std::move(origin)});
}

std::variant<granted_page, wire::page_refusal> scripted_peer::page_answer() {
    auto [message, fds] = next_control();
    if (auto* no = std::get_if<wire::page_refusal>(&message)) return std::move(*no);
    return granted_page{std::get<wire::page_grant>(message), std::move(fds)};
}

scripted_peer scripted_peer::page(std::uint64_t page_generation) {
    ask_for_page(page_generation);
    auto answer = page_answer();
    if (auto const* no = std::get_if<wire::page_refusal>(&answer))
        throw std::runtime_error{"page refused: " + no->reason};
    return scripted_peer{std::get<granted_page>(std::move(answer))};
}

received_frame scripted_peer::next(std::chrono::milliseconds within) {
    const auto deadline = clock::now() + within;
    while (heard_.empty()) {
        if (take_from_ring()) continue;
        if (ended_)
            throw std::runtime_error{"the session has ended: " +
                                     (farewell_ ? farewell_->reason : "no farewell")};
        wait_readable(deadline, "a frame was expected");
    }
    auto frame = std::move(heard_.front());
    heard_.pop_front();
    return frame;
}

received_frame scripted_peer::expect(frame_kind kind, std::chrono::milliseconds within) {
    auto frame = next(within);
    if (frame.header.kind != kind)
        throw std::runtime_error{"expected kind " + std::to_string(static_cast<int>(kind)) +
                                 ", came " + to_text(frame)};
    return frame;
}

std::vector<received_frame> scripted_peer::everything_until_pong() {
    const auto request = next_request();
    send({.kind = frame_kind::ping, .request = request});
    std::vector<received_frame> all;
    for (;;) {
        auto frame = next();
        if (frame.header.kind == frame_kind::pong && frame.header.request == request) return all;
        all.push_back(std::move(frame));
    }
}

std::optional<wire::farewell> scripted_peer::wait_for_end(std::chrono::milliseconds within) {
    const auto deadline = clock::now() + within;
    while (!ended_) {
        const auto message = control_->try_receive();
        if (!message) break;
        if (*message) {
            if (auto const* why = std::get_if<wire::farewell>(&(*message)->message))
                farewell_ = *why;
            continue;
        }
        pollfd readable{socket_.get(), POLLIN, 0};
        if (::poll(&readable, 1, milliseconds_until(deadline)) == 0)
            throw std::runtime_error{"the session did not end"};
    }
    ended_ = true;
    return farewell_;
}

void scripted_peer::leave() { socket_.reset(); }

void scripted_peer::say_farewell(std::string reason) {
    if (control_->send(wire::farewell{errc::cancelled, std::move(reason)})) {}
    leave();
}

shm::ring_control& scripted_peer::control_words(std::size_t which) {
    return *reinterpret_cast<shm::ring_control*>(raw_->bytes().data() +
                                                 which * sizeof(shm::ring_control));
}

}  // namespace fairlead::tests
