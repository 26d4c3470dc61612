// SPDX-License-Identifier: MIT
//
// service — a plain small call allocates nothing here; what lives has an object of its own.
#include "service.hpp"

#include "live/answer_exception.hpp"

#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/live/part_of_trace.hpp>

namespace fairlead {
namespace {

constexpr std::size_t calls_waiting_max = 4'096;
constexpr std::size_t calls_open_max = 4'096;

void answer(method const& one, client::incoming_call& call,
            std::shared_ptr<shm::blob_pool> const& pool) {
    auto& to = call.answer;
    // Kept: a small result costs no allocation.
    thread_local std::string result;
    thread_local std::vector<bytes> attachments;
    constexpr std::size_t kept_bytes_max = 1u << 20;
    if (result.capacity() > kept_bytes_max) result = {};
    attachments.clear();
    to.begins();
    const live::part_of_trace trace{to.context()};
    try {
        const use_blob_pool from{pool};
        const json::attachment_scope scope{call.attachments,
                                           call.takes_binary ? &attachments : nullptr};
        one.invoke(call.args, result);
        to.result(result, attachments);
        attachments.clear();
    } catch (...) {
        answer_exception(to, one, std::current_exception());
    }
}

lane_key lane_of(method const& one, std::uint64_t caller) {
    if (one.where == execution::object) return {one.object.get(), 0};
    return {nullptr, caller};
}

bool has_lane(method const& one) {
    return one.where == execution::serial || one.where == execution::object;
}

std::string too_many(std::size_t calls, std::string_view what) {
    return std::to_string(calls) + " calls are " + std::string{what} + " in this plugin already";
}

}  // namespace

service::service(std::size_t threads)
    : kept_{threads + 1},  // Each thread may have answered one and still hold it.
      pool_{std::in_place, threads, calls_waiting_max}, lanes_{*pool_, calls_waiting_max},
      open_{std::make_shared<open_calls>(calls_open_max)} {}

service::~service() {
    close();
    pool_.reset();
    open_->destroy_all();  // Nothing runs coroutines any more.
}

void service::open(client::connection& broker) {
    blobs_ = broker.pool();
    open_->open(*pool_, broker);
    broker.on_cancel([this](request_id request) { on_cancel(request); });
    broker.on_call_item([this](request_id request, client::stream_item const& item) {
        if (const auto call = open_->find(request)) call->on_item(item);
    });
    broker.on_call_credit([this](request_id request, client::stream_credit const& more) {
        if (const auto call = open_->find(request)) call->on_credit(more);
    });
}

void service::on_call(method const& one, client::incoming_call&& arrived) {
    if (one.live) return begin_live(one, std::move(arrived));
    if (one.where == execution::loop) return answer(one, arrived, blobs_);
    begin_plain(one, std::move(arrived));
}

void service::begin_plain(method const& one, client::incoming_call&& arrived) {
    const auto request = arrived.request;
    const auto lane = lane_of(one, arrived.caller);
    auto mine = kept_.keep(std::move(arrived));
    auto& call = *mine->call;
    if (has_lane(one)) {
        const std::shared_ptr<kept_call> shared{std::move(mine)};
        if (!lanes_.try_run(lane, request, [this, &one, shared](call_lanes::ticket const&) {
                answer(one, *shared->call, blobs_);
            }))
            call.answer.error(errc::overloaded, too_many(calls_waiting_max, "waiting"));
        return;
    }
    work what{[this, &one, mine = std::move(mine)] { answer(one, *mine->call, blobs_); }};
    if (!pool_->try_run(request, std::move(what)))
        call.answer.error(errc::overloaded, too_many(calls_waiting_max, "waiting"));
}

void service::begin_live(method const& one, client::incoming_call&& arrived) {
    const auto request = arrived.request;
    const auto lane = lane_of(one, arrived.caller);
    const auto call = open_->admit(one, arrived);
    if (!call) return arrived.answer.error(errc::overloaded, too_many(calls_open_max, "open"));
    if (one.where == execution::loop) return call->begin({});
    const bool waits =
        has_lane(one)
            ? lanes_.try_run(lane, request, [call](auto ticket) { call->begin(std::move(ticket)); })
            : pool_->try_run(request, work{[call] { call->begin({}); }});
    if (waits) return;
    call->refuse(errc::overloaded, too_many(calls_waiting_max, "waiting"));
    call->finish();
}

void service::on_cancel(request_id request) {
    pool_->cancel(request);
    lanes_.cancel(request);
    if (const auto call = open_->find(request)) call->take_back();
}

void service::finish_until(std::chrono::steady_clock::time_point leave_at) {
    const auto left = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            leave_at - std::chrono::steady_clock::now());
    };
    open_->wait_empty(left());
    pool_->wait_idle(left());
}

void service::close() {
    constexpr std::chrono::milliseconds unwinding_max{200};
    lanes_.close();
    open_->stop_all();
    open_->wait_empty(unwinding_max);
    open_->leave_threads();
}

}  // namespace fairlead
