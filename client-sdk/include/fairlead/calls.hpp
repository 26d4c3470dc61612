// SPDX-License-Identifier: MIT
//
// calls — methods of other peers: of plugins, of the broker, functions of pages. A handle: copies
// ask through the same connection, from any thread.
//
//   auto sum = calls.call<int>("main.Calc.Add", 1, 2).wait();      // Or co_await, or then.
//   auto log = calls.stream<std::string>("main.Log.Follow", path);
//   while (auto line = co_await log.next()) …                      // Or wait_next().
#pragma once

#include <fairlead/live/argument_source.hpp>
#include <fairlead/pending.hpp>
#include <fairlead/stream.hpp>
#include <fairlead/wire/trace_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fairlead {

/// How to ask, beside whom for what.
struct call_terms {
    std::chrono::milliseconds deadline{0};  ///< 0: as long as it takes.
    std::function<void(std::string_view json)> on_progress{};
    std::optional<wire::trace_context> context{};  ///< The trace that it is a part of.
};

class calls {
public:
    explicit calls(std::shared_ptr<call_port> port) noexcept : port_{std::move(port)} {}

    /// Asks. Never blocks; what can be wrong is wrong with the answer. An argument may be a stream:
    /// it is moved in, and read when the other side wants it, on the plugin's pool.
    template <class Result = void, class... Args>
    pending<Result> call(std::string_view method, Args&&... args) const {
        return pending<Result>{ask(method, live::write_call(std::forward<Args>(args)...))};
    }
    /// The same for a method that gives a stream. Who drops it takes the call back.
    template <class T, class... Args>
    fairlead::stream<T> stream(std::string_view method, Args&&... args) const {
        return fairlead::stream<T>{read(method, live::write_call(std::forward<Args>(args)...))};
    }

    /// A handle whose calls end with `timeout` after that.
    calls within(std::chrono::milliseconds deadline) const {
        auto other = *this;
        other.terms_.deadline = deadline;
        return other;
    }
    /// A handle whose calls are parts of that trace, a W3C `traceparent`; else they are of the one
    /// that the method is called in which makes them. Throws std::invalid_argument for any other
    /// text.
    calls as_part_of(std::string_view traceparent) const {
        auto other = *this;
        other.terms_.context = wire::trace_context::parse(traceparent);
        if (!other.terms_.context)
            throw std::invalid_argument{"'" + std::string{traceparent.substr(0, 80)} +
                                        "' is no traceparent"};
        return other;
    }
    /// A handle whose calls tell how far they are: `handler(T)`, on the connection's thread. What
    /// is no T is passed over.
    template <class T, class Handler>
    calls on_progress(Handler handler) const {
        auto other = *this;
        other.terms_.on_progress = [handler = std::move(handler)](std::string_view json) {
            std::optional<T> value;
            try {
                value.emplace(json::read_result<T>(json));
            } catch (json::bad_value const&) {
                return;
            }
            handler(std::move(*value));
        };
        return other;
    }

private:
    std::shared_ptr<pending_answer> ask(std::string_view method, live::outgoing_call what) const;
    std::shared_ptr<live::remote_stream> read(std::string_view method,
                                              live::outgoing_call what) const;

    std::shared_ptr<call_port> port_;
    call_terms terms_;
};

}  // namespace fairlead
