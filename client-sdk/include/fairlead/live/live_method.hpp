// SPDX-License-Identifier: MIT
//
// live_method — a function that takes call_context&, a stream or reply_to, or gives task or stream,
// as something that a live_call can begin.
#pragma once

#include <fairlead/call_context.hpp>
#include <fairlead/json/arguments.hpp>
#include <fairlead/reply_to.hpp>
#include <fairlead/stream.hpp>
#include <fairlead/task.hpp>

#include <boost/mp11.hpp>

#include <functional>
#include <string>
#include <tuple>
#include <type_traits>

namespace fairlead::live {

enum class result_kind { plain, task, stream, reply };

template <class Result>
struct result_shape {
    using type = Result;  ///< What the caller gets.
    static constexpr auto kind = result_kind::plain;
};
template <class T>
struct result_shape<task<T>> {
    using type = T;
    static constexpr auto kind = result_kind::task;
};
template <class T>
struct result_shape<stream<T>> {
    using type = stream<T>;
    static constexpr auto kind = result_kind::stream;
};

template <class T>
struct is_stream : std::false_type {};
template <class T>
struct is_stream<stream<T>> : std::true_type {};

template <class Last>
struct reply_shape : std::false_type {};
template <class T>
struct reply_shape<reply_to<T>> : std::true_type {
    using type = T;
};

/// What of a function's parameters is an argument of the call.
template <class... Args>
struct parameter_shape {
    using all = boost::mp11::mp_list<Args...>;
    static constexpr bool has_context = [] {
        if constexpr (sizeof...(Args) == 0) return false;
        else return std::is_same_v<boost::mp11::mp_front<all>, call_context&>;
    }();
    using behind_context = boost::mp11::mp_drop_c<all, has_context ? 1 : 0>;
    using backwards = boost::mp11::mp_reverse<behind_context>;
    using last =
        boost::mp11::mp_front<boost::mp11::mp_append<backwards, boost::mp11::mp_list<void>>>;
    using reply = reply_shape<std::decay_t<last>>;
    static constexpr bool has_reply = reply::value;
    /// As they are written; decayed they are the values.
    using arguments = boost::mp11::mp_reverse<boost::mp11::mp_drop_c<backwards, has_reply ? 1 : 0>>;
    using values =
        boost::mp11::mp_rename<boost::mp11::mp_transform<std::decay_t, arguments>, std::tuple>;
    static constexpr bool has_streams =
        boost::mp11::mp_any_of<boost::mp11::mp_transform<std::decay_t, arguments>,
                               is_stream>::value;
    static_assert(!boost::mp11::mp_contains<arguments, call_context&>::value,
                  "call_context& is a method's first parameter");
};

/// One callable, by the shape of its signature.
template <class Result, class... Args>
struct function_shape : parameter_shape<Args...> {
    using parameters = parameter_shape<Args...>;
    using outcome = result_shape<Result>;
    static constexpr auto kind = parameters::has_reply ? result_kind::reply : outcome::kind;
    static constexpr bool is_live =
        parameters::has_context || parameters::has_streams || kind != result_kind::plain;
    static_assert(!parameters::has_reply || std::is_void_v<Result>,
                  "a method with reply_to answers through it and returns void");
    using result = typename std::conditional_t<parameters::has_reply, typename parameters::reply,
                                               outcome>::type;
};

template <class Shape, class Callable>
decltype(auto) invoke_live(Callable const& callable, live_call& call,
                           typename Shape::values& values) {
    return std::apply(
        [&](auto&... each) -> decltype(auto) {
            if constexpr (Shape::has_context) return callable(call.context(), std::move(each)...);
            else return callable(std::move(each)...);
        },
        values);
}

template <class Shape, class Callable>
driver drive_task(live_call& call, Callable const& callable, typename Shape::values values) {
    if constexpr (std::is_void_v<typename Shape::result>) {
        co_await invoke_live<Shape>(callable, call, values);
        call.answer({"null", {}});
    } else {
        const auto result = co_await invoke_live<Shape>(callable, call, values);
        call.answer(call.write(result));
    }
}

template <class Shape, class Callable>
driver drive_stream(live_call& call, Callable const& callable, typename Shape::values values) {
    auto from = invoke_live<Shape>(callable, call, values);
    while (auto value = co_await from.next()) {
        if (call.is_cancelled()) throw_cancelled();
        co_await call.items().wait_for_room();
        call.items().send(call.write(*value));
    }
    call.answer({"null", {}});
}

template <class Shape, class Callable>
void begin_with_reply(live_call& call, Callable const& callable, typename Shape::values values) {
    reply_to<typename Shape::result> reply{std::make_shared<answer_owed>(call.shared_from_this())};
    try {
        std::apply(
            [&](auto&... each) {
                // A copy stays here: what is thrown is the answer, not that there is none.
                if constexpr (Shape::has_context)
                    callable(call.context(), std::move(each)..., reply);
                else callable(std::move(each)..., reply);
            },
            values);
    } catch (...) {
        call.fail(std::current_exception());
    }
    call.answered_later();
}

template <class Shape, class Callable>
void begin_live(live_call& call, Callable const& callable, std::string const& name) {
    if (Shape::kind == result_kind::stream && !call.takes_items()) {
        call.refuse(errc::bad_arguments,
                    "'" + name + "' gives a stream, and the caller asked for one value");
        return call.finish();
    }
    auto values = [&] {
        const live_call::reading scope{call};
        return json::read_arguments<typename Shape::values>(call.arguments(), name);
    }();
    if constexpr (Shape::kind == result_kind::task) {
        call.run(drive_task<Shape>(call, callable, std::move(values)));
    } else if constexpr (Shape::kind == result_kind::stream) {
        call.run(drive_stream<Shape>(call, callable, std::move(values)));
    } else if constexpr (Shape::kind == result_kind::reply) {
        begin_with_reply<Shape>(call, callable, std::move(values));
    } else {
        if constexpr (std::is_void_v<typename Shape::result>) {
            invoke_live<Shape>(callable, call, values);
            call.answer({"null", {}});
        } else {
            call.answer(call.write(invoke_live<Shape>(callable, call, values)));
        }
        call.finish();
    }
}

}  // namespace fairlead::live
