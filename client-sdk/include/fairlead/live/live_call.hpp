// SPDX-License-Identifier: MIT
//
// live_call — a call to one of our methods that can be taken back, can tell progress, may give and
// take streams and be answered later. What methods see of it is call_context; what they are called
// by is live/live_method.hpp. Plain methods have none.
//
// Owned by the plugin's open_calls until it is finished: answered and run to its end.
#pragma once

#include <fairlead/client/incoming_call.hpp>
#include <fairlead/live/frame_owner.hpp>
#include <fairlead/live/outgoing_stream.hpp>
#include <fairlead/live/remote_stream.hpp>

#include <fairlead/json/arguments.hpp>
#include <fairlead/json/bytes_codec.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace fairlead {

class call_context;
class open_calls;
struct method;

namespace live {

class live_call final : public frame_owner, public std::enable_shared_from_this<live_call> {
public:
    live_call(std::weak_ptr<open_calls> all, method const& what, client::incoming_call arrived,
              std::shared_ptr<shm::blob_pool> blobs);
    ~live_call();

    // -- what came --------------------------------------------------------------------------------
    std::string_view arguments() const noexcept;
    bool takes_items() const noexcept;
    bool takes_progress() const noexcept;
    std::uint64_t caller() const noexcept;
    std::optional<std::chrono::steady_clock::time_point> deadline() const noexcept;
    bool is_cancelled() const noexcept;
    /// Null: it is a part of no trace.
    wire::trace_context const* context_ids() const noexcept;

    /// While it lives, this thread reads that call's attachments and streams.
    class reading {
    public:
        explicit reading(live_call& what) noexcept;
        ~reading();
        reading(reading const&) = delete;
        reading& operator=(reading const&) = delete;

    private:
        live_call* before_;
        json::attachment_scope scope_;
    };

    // -- what goes --------------------------------------------------------------------------------
    call_context& context() noexcept;
    template <class T>
    written write(T const& value) const {
        written made;
        const json::attachment_scope scope{{}, takes_binary() ? &made.attachments : nullptr};
        json::write(made.json, value);
        return made;
    }
    /// The first answer counts, from any thread.
    void answer(written const& result);
    void refuse(errc code, std::string_view message);
    void fail(std::exception_ptr why) noexcept;
    void progress(std::string_view json) const;
    outgoing_stream& items() noexcept;
    void run_after(std::chrono::milliseconds delay, std::function<void()> what) const;

    /// Its coroutine.
    void run(driver what);
    /// Nothing of it runs any more.
    void finish() noexcept;
    /// Has somebody taken it over who answers later?
    void answered_later() noexcept;

    // -- from open_calls --------------------------------------------------------------------------
    void begin(std::shared_ptr<void> ticket);
    void take_back() noexcept;  ///< The caller does not want it any more.
    void stop() noexcept;       ///< The plugin ends.
    void on_item(client::stream_item const& item);
    void on_credit(client::stream_credit const& more);
    void resume(std::coroutine_handle<> which);
    std::shared_ptr<remote_stream> argument(std::uint32_t number);
    client::responder const& answer_line() const noexcept;

    // -- home and frame_owner ---------------------------------------------------------------------
    void resume_soon(std::coroutine_handle<> which) override;
    std::stop_token stop_token() const noexcept override;
    void on_failed(std::exception_ptr why) noexcept override { fail(std::move(why)); }
    void on_end() noexcept override { finish(); }

private:
    bool takes_binary() const noexcept;

    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace live
}  // namespace fairlead
