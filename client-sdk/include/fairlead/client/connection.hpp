// SPDX-License-Identifier: MIT
//
// connection — one peer's life with the broker: calls, offers, events. What a plugin, the host and
// the command line all stand on.
//
// Threading: every function may be called from any thread. None of them waits for the broker,
// except connect() and the functions named `…_wait`, which have deadlines and must not be called on
// the connection's own thread. Handlers run on that thread, one at a time; they must not block or
// throw. When the connection ends, every open call is answered with backend-gone, then on_closed
// runs.
#pragma once

#include <fairlead/client/connect_options.hpp>
#include <fairlead/client/incoming_call.hpp>
#include <fairlead/client/page_channel.hpp>
#include <fairlead/client/reply.hpp>

#include <chrono>
#include <memory>
#include <span>
#include <vector>

namespace fairlead::client {

enum class log_level : std::uint16_t { trace = 1, debug, info, warning, error, fatal };

struct call_options {
    std::chrono::milliseconds deadline{0};  ///< 0: as long as it takes.
    /// The call is a part of that trace; null: of none. Borrowed while it is sent.
    wire::trace_context const* context = nullptr;
};

/// Names a call in flight, to cancel it.
enum class call_id : std::uint64_t {};

/// The topic and its data, a JSON array text. Views: gone when the handler returns.
using event_handler = std::function<void(std::string_view topic, std::string_view data_json)>;

/// Text for window.wails.Callback of one page generation; a view. Whoever gives it to the page says
/// settled() then, if the time has a request.
using callback_handler =
    std::function<void(generation page, std::string_view text, callback_time const& time)>;

class connection {
public:
    /// Greets the broker and starts the connection's thread. Throws connect_error.
    static std::unique_ptr<connection> connect(connect_options options);
    ~connection();  ///< Open calls are answered with backend-gone first; no handler runs after it.

    std::string const& app() const noexcept;  ///< The app whose broker this is.
    session_id session() const noexcept;

    // -- asking ----------------------------------------------------------------------------------

    /// `args_json` is a JSON array. `on_reply` runs once, whatever happens.
    /// {"$bytes":n} in it means attachment n.
    call_id call(std::string_view method, std::string_view args_json, call_options options,
                 reply_handler on_reply, std::span<const bytes> attachments = {});
    /// The same, for one that may bring more than an answer.
    call_id call(std::string_view method, std::string_view args_json, call_options options,
                 live_handlers live, reply_handler on_reply,
                 std::span<const bytes> attachments = {});
    call_line line(call_id id) const;
    /// The call ends with `cancelled`, unless it has ended already.
    void cancel(call_id id);

    struct answer {
        bool ok = false;
        std::string json;
        failure why;
        std::vector<bytes> attachments{};
    };
    answer call_wait(std::string_view method, std::string_view args_json, call_options options = {},
                     std::span<const bytes> attachments = {});

    /// Memory from which large attachments go out without a copy: byte_buffer{size, pool()}.
    std::shared_ptr<shm::blob_pool> const& pool() const noexcept;

    // -- events ----------------------------------------------------------------------------------

    /// `data_json` is a JSON array. False: the event was dropped, the broker does not keep up.
    bool emit(std::string_view topic, std::string_view data_json);
    /// `*` hears every topic. `done` tells when it is in force, or why it is not. A second handler
    /// for a topic is added to the first.
    void subscribe(std::string_view topic, event_handler on_event, reply_handler done = {});
    /// Ends all handlers of that topic.
    void unsubscribe(std::string_view topic);

    // -- serving ---------------------------------------------------------------------------------

    /// Of an idempotent method calls that we die in are sent again to whoever comes in our place.
    void offer(std::string_view method, call_handler on_call, reply_handler done = {},
               bool idempotent = false);
    /// Everything is offered, calls may come.
    void ready();
    /// An asker no longer wants the answer to this request.
    void on_cancel(std::function<void(request_id)> handler);
    /// For a call to one of our methods: an item of its arguments, credit for its result.
    void on_call_item(std::function<void(request_id, stream_item const&)> handler);
    void on_call_credit(std::function<void(request_id, stream_credit const&)> handler);
    /// The broker asks us to finish what runs and leave.
    void on_goodbye(std::function<void()> handler);

    // -- the host's pages -------------------------------------------------------------------------

    /// Raw WailsInvoke text of class C, E or F. False: refused, the broker does not keep up.
    /// `takes_live`: the page understands items and progress of the call, too.
    bool invoke(generation page, std::string_view text, bool takes_live = false);
    void on_callback(callback_handler handler);
    void settled(callback_time const& what);
    /// That page is gone: its calls are cancelled, its late replies dropped, its channel ends.
    /// False: refused, the broker does not keep up.
    bool forget(generation page);
    /// A channel of its own for that page; ends those of earlier ones. `done` runs on the
    /// connection's thread, exactly once: after the broker's answer, or after 5 s without one, or
    /// when the connection ends. (On a connection that has ended: at once, on this thread.)
    void request_page(generation page, std::string origin, page_handler done);

    // -- its thread -------------------------------------------------------------------------------

    /// Runs `work` on the connection's thread, soon or not before `delay`; never on this stack.
    /// Dropped when the connection ends first.
    void post(std::function<void()> work);
    void post_after(std::chrono::milliseconds delay, std::function<void()> work);

    // -- whoever reads for somebody slower --------------------------------------------------------

    /// Nothing more is read until it is said with false: the broker then treats us as any reader
    /// that is behind, by the rules of the topics. What is being read ends first, at most a turn.
    void hold_reading(bool hold);
    /// What we sent and the broker has not made room for yet.
    std::size_t waiting_bytes() const;

    // -- life -------------------------------------------------------------------------------------

    bool log(log_level level, std::string_view text);
    /// What the broker says to us in log frames (a page message that it could not read, say).
    void on_log(std::function<void(log_level, std::string_view)> handler);
    /// Runs once; `reason` is a sentence.
    void on_closed(std::function<void(std::string_view reason)> handler);
    bool is_open() const noexcept;
    /// This thread is the own one of a connection, which must not wait for anything.
    static bool is_loop_thread() noexcept;

private:
    explicit connection(std::shared_ptr<connection_core> core);
    std::shared_ptr<connection_core> core_;
};

}  // namespace fairlead::client
