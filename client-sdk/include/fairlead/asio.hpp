// SPDX-License-Identifier: MIT
//
// asio — a connection in a program that has an event loop of its own. The one header here that
// includes Boost.Asio; link fairlead::asio with it.
//
//   answer = co_await fairlead::async_call(broker, "main.App.Greet", R"(["Ada"])", {5s},
//                                          boost::asio::use_awaitable);
//   broker.offer("tools.add", fairlead::calls_on(io, [](client::incoming_call&& call) { … }));
//   broker.subscribe("saved", fairlead::events_on(io, [](auto topic, auto data) { … }));
//
// The connection keeps its own thread and reads on it; only what you hand over runs with you.
#pragma once

#include <fairlead/client/connection.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>

#include <atomic>
#include <mutex>
#include <type_traits>

namespace fairlead {
namespace detail {

/// One call that somebody waits for with a completion token.
template <class Handler, class Executor>
class awaited_call : public std::enable_shared_from_this<awaited_call<Handler, Executor>> {
public:
    awaited_call(client::connection& broker, Handler handler, Executor const& executor)
        : broker_{&broker}, handler_{std::move(handler)}, work_{executor} {}

    void start(std::string_view method, std::string_view args, client::call_options options,
               std::span<const bytes> attachments) {
        const auto self = this->shared_from_this();
        auto* const broker = broker_;  // It is forgotten with the answer, which may come at once.
        if (auto slot = boost::asio::get_associated_cancellation_slot(handler_);
            slot.is_connected())
            slot.assign([self](boost::asio::cancellation_type) { self->cancel(); });
        const auto id = broker->call(
            method, args, options, [self](client::reply const& reply) { self->end(reply); },
            attachments);
        const std::lock_guard lock{mutex_};
        id_ = id;
    }

private:
    void cancel() {
        const std::lock_guard lock{mutex_};
        if (broker_ != nullptr) broker_->cancel(id_);
    }
    void end(client::reply const& reply) {
        {
            // A connection answers all its calls before it goes: it is there until here.
            const std::lock_guard lock{mutex_};
            broker_ = nullptr;
        }
        client::connection::answer answer{reply.ok,
                                          std::string{reply.json},
                                          reply.ok ? client::failure{} : reply.to_failure(),
                                          {reply.attachments.begin(), reply.attachments.end()}};
        auto complete = [self = this->shared_from_this(), answer = std::move(answer)]() mutable {
            if (auto slot = boost::asio::get_associated_cancellation_slot(self->handler_);
                slot.is_connected())
                slot.clear();
            self->work_.reset();
            std::move(self->handler_)(std::move(answer));
        };
        // system_executor is Asio's word for "said nothing": a thread pool that nobody asked for.
        if constexpr (std::is_same_v<Executor, boost::asio::system_executor>) complete();
        else boost::asio::post(work_.get_executor(), std::move(complete));
    }

    std::mutex mutex_;
    client::connection* broker_;
    client::call_id id_{};
    Handler handler_;
    boost::asio::executor_work_guard<Executor> work_;
};

/// A handler, and how many wait for it.
template <class Handler>
class posted {
public:
    posted(Handler handler, std::size_t places) : handler_{std::move(handler)}, places_{places} {}
    /// False: no more may wait.
    bool enter() noexcept {
        if (waiting_.fetch_add(1, std::memory_order_relaxed) < places_) return true;
        waiting_.fetch_sub(1, std::memory_order_relaxed);
        return false;
    }
    template <class... Args>
    void run(Args&&... args) {
        waiting_.fetch_sub(1, std::memory_order_relaxed);
        handler_(std::forward<Args>(args)...);
    }
    std::size_t places() const noexcept { return places_; }

private:
    Handler handler_;
    std::size_t places_;
    std::atomic<std::size_t> waiting_{0};
};

template <class Context>
auto executor_of(Context& where) {
    if constexpr (std::is_convertible_v<Context&, boost::asio::execution_context&>)
        return where.get_executor();
    else return where;
}

}  // namespace detail

inline constexpr std::size_t asio_waiting_max = 4'096;

/// Completes once with client::connection::answer, on the executor of the token's handler; a plain
/// function has none and runs on the connection's thread, where it must not block. Asio's
/// cancellation (of a co_spawn, of a bind_cancellation_slot) cancels the call: it then completes
/// with `cancelled`.
template <class Token>
auto async_call(client::connection& broker, std::string_view method, std::string_view args_json,
                client::call_options options, Token&& token,
                std::span<const bytes> attachments = {}) {
    return boost::asio::async_initiate<Token, void(client::connection::answer)>(
        [](auto handler, client::connection* to, std::string name, std::string args,
           client::call_options how, std::vector<bytes> attached) {
            const auto executor = boost::asio::get_associated_executor(handler);
            using call = detail::awaited_call<decltype(handler), std::decay_t<decltype(executor)>>;
            std::make_shared<call>(*to, std::move(handler), executor)
                ->start(name, args, how, attached);
        },
        token, &broker, std::string{method}, std::string{args_json}, options,
        std::vector<bytes>(attachments.begin(), attachments.end()));
}

/// A handler for connection::offer that runs `handler` on an executor or io_context. What the call
/// views is there until `handler` returns. Beyond `waiting_max` that wait, callers get
/// `overloaded`.
template <class Context, class Handler>
client::call_handler calls_on(Context&& where, Handler handler,
                              std::size_t waiting_max = asio_waiting_max) {
    const auto state = std::make_shared<detail::posted<Handler>>(std::move(handler), waiting_max);
    return [state, executor = detail::executor_of(where)](client::incoming_call&& arrived) {
        if (!state->enter())
            return arrived.answer.error(errc::overloaded, std::to_string(state->places()) +
                                                              " calls are waiting here already");
        std::string args{arrived.args};
        std::vector<bytes> attachments(arrived.attachments.begin(), arrived.attachments.end());
        boost::asio::post(executor,
                          [state, args = std::move(args), attachments = std::move(attachments),
                           call = std::move(arrived)]() mutable {
                              call.args = args;
                              call.attachments = attachments;
                              state->run(std::move(call));
                          });
    };
}

/// A handler for connection::subscribe that runs `handler(topic, data_json)` on an executor or
/// io_context, in order if that keeps order. Beyond `waiting_max` that wait, events are dropped.
template <class Context, class Handler>
client::event_handler events_on(Context&& where, Handler handler,
                                std::size_t waiting_max = asio_waiting_max) {
    const auto state = std::make_shared<detail::posted<Handler>>(std::move(handler), waiting_max);
    return [state, executor = detail::executor_of(where)](std::string_view topic,
                                                          std::string_view data) {
        if (!state->enter()) return;
        boost::asio::post(executor, [state, topic = std::string{topic}, data = std::string{data}] {
            state->run(std::string_view{topic}, std::string_view{data});
        });
    };
}

}  // namespace fairlead
