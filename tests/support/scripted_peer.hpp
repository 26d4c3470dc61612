// SPDX-License-Identifier: MIT
//
// scripted_peer — a peer in the test's own process that speaks the wire by hand over the real
// socket and real shared memory: any frame, any bytes, any index. Every wait has a deadline and
// throws.
#pragma once

#include "tests/support/child.hpp"

#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/shm/channel.hpp>
#include <fairlead/vocabulary/unique_fd.hpp>
#include <fairlead/wire/control_message.hpp>

#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fairlead::tests {

/// A whole message, copied.
struct received_frame {
    wire::frame_header header;
    std::string payload;

    errc code() const noexcept { return errc_from_wire(header.code); }
    /// Of an error frame.
    std::string message() const { return payload.substr(0, header.aux); }
    std::string data() const { return payload.substr(header.aux); }
    /// Of a frame with flag `named`.
    std::string name() const;
    std::string rest() const;
};

/// What a host was granted for a page.
struct granted_page {
    wire::page_grant grant;
    std::vector<unique_fd> descriptors;
};

class scripted_peer {
public:
    /// Knocks and expects to be let in.
    scripted_peer(std::filesystem::path const& socket, wire::hello hello);
    scripted_peer(std::filesystem::path const& socket, wire::peer_role role, std::string name,
                  std::string token = "");
    /// Plays the page itself.
    explicit scripted_peer(granted_page granted);
    scripted_peer(scripted_peer&&) = default;

    /// Knocks and expects to be sent away.
    static wire::farewell turned_away(std::filesystem::path const& socket, wire::hello hello);
    /// Only knocks: what then comes is up to the test.
    static unique_fd knock(std::filesystem::path const& socket);

    wire::welcome const& welcome() const noexcept { return welcome_; }

    // Saying something. Shown to the broker at once.
    void send(wire::frame_header header, std::string_view payload = {});
    void send_named(wire::frame_header header, std::string_view name,
                    std::string_view payload = {});
    /// Into the ring, not yet shown.
    void push(wire::frame_header header, std::string_view payload = {});
    void flush();
    /// One ring record of exactly these bytes.
    void send_record(std::string_view bytes);

    /// The usual sentences; each returns the request number it used.
    request_id call(std::string_view method, std::string_view args = "[]",
                    std::uint32_t deadline_ms = 0);
    request_id call(route_id route, std::string_view args = "[]", std::uint32_t deadline_ms = 0);
    request_id invoke(std::string_view text, std::uint64_t page = 1);
    void cancel(request_id request);
    void result(request_id request, std::string_view json);
    void error(request_id request, errc code, std::string_view message, std::string_view data = {});
    void emit(std::string_view topic, std::string_view data = "[]");
    void ready();
    /// Waits for the answer; throws when it is an error.
    route_id offer(std::string_view method, std::uint32_t handler = 0);
    route_id subscribe(std::string_view topic);

    // A host's pages, over the control socket.
    void say_control(wire::control_message const& message);
    void ask_for_page(std::uint64_t page, std::string origin = "wails://wails");
    /// The next answer to that, a grant or a refusal.
    std::variant<granted_page, wire::page_refusal> page_answer();
    /// Asks and plays the page; throws when it is refused.
    scripted_peer page(std::uint64_t page_generation);

    // Hearing something.
    /// The next message on the control socket that is no farewell.
    handshake::control_stream::received next_control();
    /// The next frame, whatever it is.
    received_frame next(std::chrono::milliseconds within = patience());
    /// The next frame, which must be of that kind.
    received_frame expect(wire::frame_kind kind, std::chrono::milliseconds within = patience());
    /// All that came before the answer to a ping: what is not in it was not sent.
    std::vector<received_frame> everything_until_pong();
    /// The broker ends this session; nothing: without a farewell.
    std::optional<wire::farewell> wait_for_end(std::chrono::milliseconds within = patience());

    // Going.
    void leave();                           ///< Closes the control socket.
    void say_farewell(std::string reason);  ///< The polite form of it.

    /// The control words of both rings, towards the broker first.
    shm::ring_control& control_words(std::size_t which);
    shm::channel& channel() noexcept { return *channel_; }
    int socket() const noexcept { return socket_.get(); }

private:
    request_id next_request() noexcept { return static_cast<request_id>(++last_request_); }
    bool take_from_ring();
    void look_at_control();
    void wait_readable(std::chrono::steady_clock::time_point deadline, std::string_view what);

    unique_fd socket_;
    std::unique_ptr<handshake::control_stream> control_;
    std::unique_ptr<shm::channel> channel_;
    std::optional<shm::segment> raw_;
    wire::welcome welcome_;
    std::deque<received_frame> heard_;
    std::deque<handshake::control_stream::received> told_;  // On the control socket.
    std::optional<wire::farewell> farewell_;
    bool ended_ = false;
    std::uint64_t last_request_ = 0;
};

/// For messages and CAPTURE.
std::string to_text(received_frame const& frame);

}  // namespace fairlead::tests
