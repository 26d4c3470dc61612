// SPDX-License-Identifier: MIT
//
// connection — the public face of connection_core.
#include <fairlead/client/connection.hpp>

#include "connection_core.hpp"

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/wire/frame_codec.hpp>

#include <condition_variable>

namespace fairlead::client {

std::unique_ptr<connection> connection::connect(connect_options options) {
    auto core = std::make_shared<connection_core>(greet(options));
    core->start();
    return std::unique_ptr<connection>{new connection{std::move(core)}};
}

connection::connection(std::shared_ptr<connection_core> core) : core_{std::move(core)} {}
connection::~connection() { core_->stop(); }

std::string const& connection::app() const noexcept { return core_->welcome().app; }
session_id connection::session() const noexcept { return core_->welcome().session; }

call_id connection::call(std::string_view method, std::string_view args_json, call_options options,
                         reply_handler on_reply, std::span<const bytes> attachments) {
    return core_->asked().call(method, args_json, options, std::move(on_reply), attachments);
}

call_id connection::call(std::string_view method, std::string_view args_json, call_options options,
                         live_handlers live, reply_handler on_reply,
                         std::span<const bytes> attachments) {
    return core_->asked().call(method, args_json, options, std::move(on_reply), attachments,
                               std::make_unique<live_handlers>(std::move(live)));
}

call_line connection::line(call_id id) const {
    return {core_, request_id{static_cast<std::uint64_t>(id)}};
}

std::shared_ptr<shm::blob_pool> const& connection::pool() const noexcept {
    return core_->outlet().pool();
}

void connection::cancel(call_id id) { core_->asked().cancel(id); }

connection::answer connection::call_wait(std::string_view method, std::string_view args_json,
                                         call_options options, std::span<const bytes> attachments) {
    FAIRLEAD_ASSERT(!core_->outlet().is_own_thread());
    struct box {
        std::mutex mutex;
        std::condition_variable filled;
        std::optional<answer> content;
    };
    // Shared: if we stop waiting first, the reply still has somewhere to go.
    const auto shared = std::make_shared<box>();
    const auto id = call(
        method, args_json, options,
        [shared](reply const& ended) {
            answer got{ended.ok,
                       std::string{ended.json},
                       ended.ok ? failure{} : ended.to_failure(),
                       {ended.attachments.begin(), ended.attachments.end()}};
            const std::lock_guard lock{shared->mutex};
            shared->content = std::move(got);
            shared->filled.notify_one();
        },
        attachments);

    std::unique_lock lock{shared->mutex};
    const auto answered = [&] { return shared->content.has_value(); };
    if (options.deadline.count() == 0) {
        shared->filled.wait(lock, answered);
    } else if (constexpr std::chrono::seconds grace{
                   2};  // The broker says `timeout` itself, if it lives.
               !shared->filled.wait_for(lock, options.deadline + grace, answered)) {
        lock.unlock();
        cancel(id);
        return {false, {}, {errc::timeout, "the broker did not answer in time", {}}, {}};
    }
    return std::move(*shared->content);
}

bool connection::emit(std::string_view topic, std::string_view data_json) {
    return core_->events().emit(topic, data_json);
}
void connection::subscribe(std::string_view topic, event_handler on_event, reply_handler done) {
    core_->events().subscribe(topic, std::move(on_event), std::move(done));
}
void connection::unsubscribe(std::string_view topic) { core_->events().unsubscribe(topic); }

void connection::offer(std::string_view method, call_handler on_call, reply_handler done,
                       bool idempotent) {
    core_->offer(method, std::move(on_call), std::move(done), idempotent);
}
void connection::ready() {
    wire::frame_header header;
    header.kind = wire::frame_kind::ready;
    core_->outlet().post(header, {});
}
void connection::on_cancel(std::function<void(request_id)> handler) {
    core_->served().cancels.set(std::move(handler));
}
void connection::on_goodbye(std::function<void()> handler) {
    core_->goodbyes.set(std::move(handler));
}

void connection::on_call_item(std::function<void(request_id, stream_item const&)> handler) {
    core_->served().items.set(std::move(handler));
}
void connection::on_call_credit(std::function<void(request_id, stream_credit const&)> handler) {
    core_->served().credits.set(std::move(handler));
}

void connection::post(std::function<void()> work) { core_->post(std::move(work)); }
void connection::post_after(std::chrono::milliseconds delay, std::function<void()> work) {
    core_->post_after(delay, std::move(work));
}

void connection::hold_reading(bool hold) { core_->hold_reading(hold); }

std::size_t connection::waiting_bytes() const { return core_->waiting_bytes(); }

bool connection::invoke(generation page, std::string_view text, bool takes_live) {
    return core_->texts().invoke(page, text, takes_live);
}
void connection::settled(callback_time const& what) { core_->texts().settled(what); }
void connection::on_callback(callback_handler handler) {
    core_->texts().callbacks.set(std::move(handler));
}
bool connection::forget(generation page) {
    wire::frame_header header;
    header.kind = wire::frame_kind::forget;
    header.aux = raw(page);
    return core_->outlet().post(header, {});
}

void connection::request_page(generation page, std::string origin, page_handler done) {
    core_->request_page(page, std::move(origin), std::move(done));
}

bool connection::log(log_level level, std::string_view text) {
    wire::frame_header header;
    header.kind = wire::frame_kind::log;
    header.code = static_cast<std::uint16_t>(level);
    return core_->outlet().post(header, {wire::as_bytes(text)});
}
void connection::on_log(std::function<void(log_level, std::string_view)> handler) {
    core_->logs.set(std::move(handler));
}
void connection::on_closed(std::function<void(std::string_view)> handler) {
    core_->set_on_closed(std::move(handler));
}
bool connection::is_open() const noexcept { return core_->is_open(); }
bool connection::is_loop_thread() noexcept { return frame_outlet::is_any_loop_thread(); }

}  // namespace fairlead::client
