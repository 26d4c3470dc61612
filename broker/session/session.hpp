// SPDX-License-Identifier: MIT
//
// session — one peer's life in the broker, from its welcome to closed: its rings, its control
// socket, and what routing knows of it.
//
// It never ends in the middle of things: whoever wants it gone marks it, and the table takes it
// away when the turn is over, because a frame of that very peer may just be handled.
//
// It is also where everything ends that is thrown while something of its peer is handled: that peer
// is cut, and the broker goes on.
#pragma once

#include "broker/loop/fd_watch.hpp"
#include "broker/loop/turn_clock.hpp"
#include "broker/routing/frame_sink.hpp"
#include "broker/routing/peer.hpp"

#include <fairlead/handshake/control_stream.hpp>
#include <fairlead/io/pump.hpp>
#include <fairlead/shm/channel.hpp>

#include <memory>
#include <optional>
#include <string>

namespace fairlead::broker::session {

class session;

/// What a session tells its table.
class session_observer {
public:
    virtual ~session_observer() = default;
    virtual void on_frame(session& from, wire::frame_view const& frame) = 0;
    virtual bool on_blob(session& from, wire::blob_offer const& offer, unique_fd fd) = 0;
    virtual bool on_page_request(session& from, wire::page_request const& wanted) = 0;
    virtual void on_unflushed(session& one) = 0;  ///< Once until it is flushed.
    virtual void on_caught_up(session& one) = 0;  ///< Nothing waits beside its ring any more.
    virtual void on_marked(session& one) = 0;     ///< It wants to be taken away; once.
    /// Handling what it sent has thrown; it is cut for that. The sample is for people.
    virtual void on_fault(session& one, std::string_view what, std::string_view sample) = 0;
};

/// What the greeting made.
struct admitted_peer {
    session_id id{};
    wire::hello hello;
    pid_t pid = 0;
    unique_fd socket;
    handshake::control_stream control;  ///< Over that socket; may hold bytes already.
    std::unique_ptr<shm::channel> channel;
    routing::page_papers papers{};  ///< Of a page.
    accounting::peer_limits limits{};
};

enum class ending {
    left,       ///< The peer went; nobody is to blame.
    dismissed,  ///< The broker stops.
    cut,        ///< It broke a rule.
};

class session final : public routing::frame_sink, public io::pumped {
public:
    session(boost::asio::io_context& loop, io::pump& pump, turn_clock& clock,
            session_observer& observer, admitted_peer who);
    session(session const&) = delete;
    session& operator=(session const&) = delete;
    ~session() override;

    routing::peer& peer() noexcept { return peer_; }
    routing::peer const& peer() const noexcept { return peer_; }

    // frame_sink
    routing::push_result try_push(wire::frame_header const& header, pieces payload) override;
    routing::event_outcome push_event(wire::frame_header const& header, pieces payload,
                                      shm::overflow_terms terms) override;
    routing::push_result push_latest(wire::frame_header const& header, pieces payload,
                                     std::uint32_t key) override;
    void pause() override { paused_ = true; }
    void resume() override;
    bool give_blob(wire::blob_id id, int fd, std::uint64_t bytes) override;
    void fetch_blobs() override;
    void cut(errc code, std::string reason) override;
    std::string backlog() const override;

    // pumped
    bool drain() override;
    bool try_sleep() override;
    bool expects_answer() const override { return asked_; }
    void wake() override { channel_->in().wake(); }
    shm::doorbell const& bell() const override { return channel_->bell(); }

    /// Shows the peer what was pushed since the last time.
    void flush();

    /// Says it on the control socket. False: it does not read that, or is ending.
    bool tell(wire::control_message const& what, std::span<const int> fds = {});

    /// Ends without blame, with a farewell.
    void dismiss(std::string reason);

    /// The peer is known to be gone: hears its last words, then ends.
    void on_peer_gone();

    /// How many frames it has sent by itself: a pong is our doing.
    std::uint64_t heard() const noexcept { return heard_; }

    bool marked() const noexcept { return marked_; }
    ending how() const noexcept { return how_; }
    std::string const& reason() const noexcept { return farewell_.reason; }

    /// The last thing before it is destroyed: shows what is left and says why.
    void say_farewell();

private:
    void mark(ending how, errc code, std::string reason);
    void on_control();
    bool read_control();  // False: the peer has gone.
    void heed(wire::control_message const& what, std::vector<unique_fd>& fds);
    void on_fault(std::string_view sample) noexcept;
    routing::push_result note(shm::send_outcome outcome, pieces payload);
    void set_queue(std::size_t bytes) noexcept;
    result<std::size_t> receive();

    turn_clock& clock_;
    io::pump& pump_;
    session_observer& observer_;
    unique_fd socket_;
    handshake::control_stream control_;
    std::unique_ptr<shm::channel> channel_;
    routing::peer peer_;
    std::uint64_t heard_ = 0;
    std::uint64_t unflushed_bytes_ = 0;  // Said to it and not counted yet.
    bool unflushed_ = false;
    bool asked_ = false;  // A call was passed to it since it last slept.
    bool paused_ = false;
    bool slept_paused_ = false;  // Nothing will wake it: its ring is not armed.
    bool marked_ = false;
    ending how_ = ending::left;
    wire::farewell farewell_;
    std::optional<turn_clock::clock::time_point> behind_since_;  // Something waits beside the ring.
    fd_watch control_watch_;                                     // Goes before the socket.
    io::pump::membership membership_;                            // Goes before the channel.
};

}  // namespace fairlead::broker::session
