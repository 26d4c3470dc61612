// SPDX-License-Identifier: MIT
//
// live_call — many threads meet here: the connection's, which brings news; that which runs the
// method; and whoever answers. The mutex guards answer and end, nothing is run under it.
#include <fairlead/live/live_call.hpp>

#include "answer_exception.hpp"
#include "open_calls.hpp"

#include <fairlead/call_context.hpp>
#include <fairlead/call_failed.hpp>
#include <fairlead/live/part_of_trace.hpp>
#include <fairlead/method.hpp>

#include <map>
#include <mutex>

namespace fairlead::live {
namespace {

thread_local live_call* read_by_this_thread = nullptr;

}  // namespace

struct live_call::parts {
    parts(live_call& self, std::weak_ptr<open_calls> them, method const& method,
          client::incoming_call&& arrived, std::shared_ptr<shm::blob_pool> pool)
        : all{std::move(them)}, what{method}, args{arrived.args},
          attachments{arrived.attachments.begin(), arrived.attachments.end()},
          request{arrived.request}, takes_binary{arrived.takes_binary},
          takes_items{arrived.takes_items}, takes_progress{arrived.takes_progress},
          caller{arrived.caller}, trace{arrived.answer.context() != nullptr
                                            ? std::optional{*arrived.answer.context()}
                                            : std::nullopt},
          blobs{std::move(pool)}, answer{std::move(arrived.answer)}, line{answer.line()},
          items{line, wire::result_stream, wire::item_window_bytes, takes_binary}, context{self} {
        if (arrived.deadline_ms != 0)
            deadline =
                std::chrono::steady_clock::now() + std::chrono::milliseconds{arrived.deadline_ms};
    }

    std::weak_ptr<open_calls> all;
    method const& what;
    const std::string args;
    const std::vector<bytes> attachments;
    const request_id request;
    const bool takes_binary, takes_items, takes_progress;
    const std::uint64_t caller;
    const std::optional<wire::trace_context> trace;
    std::optional<std::chrono::steady_clock::time_point> deadline;
    std::shared_ptr<shm::blob_pool> blobs;
    std::stop_source stopping;

    std::mutex mutex;  // Guards those of the next block.
    client::responder answer;
    bool begun = false;
    bool taken_back = false;
    bool later = false;
    bool finished = false;
    std::shared_ptr<void> ticket;  // Of its lane, if it is in one.
    std::map<std::uint32_t, std::shared_ptr<remote_stream>> arguments;

    client::call_line line;
    outgoing_stream items;
    call_context context;
    std::optional<driver> coroutine;  // Goes first: it may look at all above.
};

live_call::live_call(std::weak_ptr<open_calls> all, method const& what,
                     client::incoming_call arrived, std::shared_ptr<shm::blob_pool> blobs)
    : parts_{std::make_unique<parts>(*this, std::move(all), what, std::move(arrived),
                                     std::move(blobs))} {}

live_call::~live_call() {
    // A frame that waits for ever ends here; what it holds may still speak to this.
    parts_->coroutine.reset();
}

std::string_view live_call::arguments() const noexcept { return parts_->args; }
bool live_call::takes_binary() const noexcept { return parts_->takes_binary; }
bool live_call::takes_items() const noexcept { return parts_->takes_items; }
bool live_call::takes_progress() const noexcept { return parts_->takes_progress; }
std::uint64_t live_call::caller() const noexcept { return parts_->caller; }
std::optional<std::chrono::steady_clock::time_point> live_call::deadline() const noexcept {
    return parts_->deadline;
}
bool live_call::is_cancelled() const noexcept { return parts_->stopping.stop_requested(); }
std::stop_token live_call::stop_token() const noexcept { return parts_->stopping.get_token(); }
wire::trace_context const* live_call::context_ids() const noexcept {
    return parts_->trace ? &*parts_->trace : nullptr;
}
call_context& live_call::context() noexcept { return parts_->context; }
outgoing_stream& live_call::items() noexcept { return parts_->items; }

live_call::reading::reading(live_call& what) noexcept
    : before_{std::exchange(read_by_this_thread, &what)}, scope_{what.parts_->attachments,
                                                                 nullptr} {}
live_call::reading::~reading() { read_by_this_thread = before_; }

std::shared_ptr<remote_stream> argument_stream(std::uint32_t number) {
    auto* const call = read_by_this_thread;
    if (call == nullptr) throw json::bad_value{"a stream stands in the arguments of a call alone"};
    return call->argument(number);
}

std::shared_ptr<remote_stream> live_call::argument(std::uint32_t number) {
    const auto which = static_cast<wire::stream_id>(number);
    if (!wire::is_argument_stream(which))
        throw json::bad_value{"there is no stream " + std::to_string(number)};
    const std::lock_guard lock{parts_->mutex};
    auto& place = parts_->arguments[number];
    if (place) throw json::bad_value{"stream " + std::to_string(number) + " stands there twice"};
    place = std::make_shared<remote_stream>(
        [line = parts_->line, which](std::uint64_t bytes, bool last) {
            line.credit({which, bytes, last});
        },
        false);
    if (parts_->stopping.stop_requested())
        place->end(client::failure{errc::cancelled, "the caller took the call back", {}});
    return place;
}

// -- answering ------------------------------------------------------------------------------------

void live_call::answer(written const& result) {
    const std::lock_guard lock{parts_->mutex};
    parts_->answer.result(result.json, result.attachments);
}

void live_call::refuse(errc code, std::string_view message) {
    const std::lock_guard lock{parts_->mutex};
    parts_->answer.error(code, message);
}

void live_call::fail(std::exception_ptr why) noexcept {
    const std::lock_guard lock{parts_->mutex};
    if (is_cancelled() && !parts_->taken_back)
        return parts_->answer.error(errc::backend_gone, "the plugin has ended before the call did");
    answer_exception(parts_->answer, parts_->what, why);
}

void live_call::progress(std::string_view json) const { parts_->line.progress(json); }

// -- its life -------------------------------------------------------------------------------------

void live_call::begin(std::shared_ptr<void> ticket) {
    const auto self = shared_from_this();  // Until here has been left.
    {
        const std::lock_guard lock{parts_->mutex};
        if (parts_->finished) return;
        parts_->begun = true;
        parts_->answer.begins();
        parts_->ticket = std::move(ticket);
    }
    const use_blob_pool from{parts_->blobs};
    const part_of_trace trace{context_ids()};
    try {
        parts_->what.live(*this);
    } catch (...) {
        fail(std::current_exception());
        finish();
    }
}

void live_call::run(driver what) {
    parts_->coroutine.emplace(std::move(what));
    parts_->coroutine->start();
}

void live_call::resume(std::coroutine_handle<> which) {
    const use_blob_pool from{parts_->blobs};
    const part_of_trace trace{context_ids()};
    which.resume();
}

void live_call::answered_later() noexcept {
    std::unique_lock lock{parts_->mutex};
    parts_->later = true;
    const bool is_over = parts_->taken_back;
    lock.unlock();
    if (is_over) finish();
}

void live_call::finish() noexcept {
    std::shared_ptr<void> ticket;  // Its end begins the next call of the lane.
    {
        const std::lock_guard lock{parts_->mutex};
        if (std::exchange(parts_->finished, true)) return;
        ticket = std::move(parts_->ticket);
    }
    if (const auto all = parts_->all.lock()) all->finished(parts_->request);
}

void live_call::take_back() noexcept {
    bool is_over = false;
    {
        const std::lock_guard lock{parts_->mutex};
        parts_->taken_back = true;
        parts_->answer.forget();  // The caller has been told by the broker.
        is_over = !parts_->begun || parts_->later;
    }
    stop();
    if (is_over) finish();
}

void live_call::stop() noexcept {
    std::map<std::uint32_t, std::shared_ptr<remote_stream>> sources;
    {
        const std::lock_guard lock{parts_->mutex};
        sources = parts_->arguments;
    }
    parts_->stopping.request_stop();
    for (auto const& [number, one] : sources)
        one->end(client::failure{errc::cancelled, "the caller took the call back", {}});
}

void live_call::on_item(client::stream_item const& item) {
    std::shared_ptr<remote_stream> to;
    {
        const std::lock_guard lock{parts_->mutex};
        const auto found = parts_->arguments.find(raw(item.stream));
        if (found != parts_->arguments.end()) to = found->second;
    }
    if (to) to->deliver(item);
}

void live_call::on_credit(client::stream_credit const& more) { parts_->items.open(more.bytes); }

void live_call::resume_soon(std::coroutine_handle<> which) {
    if (const auto all = parts_->all.lock())
        all->run_soon(parts_->what.where == execution::loop,
                      [self = shared_from_this(), which] { self->resume(which); });
}

void live_call::run_after(std::chrono::milliseconds delay, std::function<void()> what) const {
    if (const auto all = parts_->all.lock()) all->run_after(delay, std::move(what));
}

}  // namespace fairlead::live
