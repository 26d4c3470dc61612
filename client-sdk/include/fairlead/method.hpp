// SPDX-License-Identifier: MIT
//
// method — a C++ function as something that takes a JSON array and gives a JSON value.
#pragma once

#include <fairlead/json/arguments.hpp>
#include <fairlead/live/live_method.hpp>

#include <algorithm>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

namespace fairlead {

/// Where a method runs.
enum class execution {
    pool,  ///< On one of a few threads: it may block, and others run beside it.
    /// On the connection's own thread: it must be quick, and nothing runs beside it. Saves two
    loop,
    ///< changes of thread, which is most of what a small call costs.
    /// On the pool, but of each caller (a page, a peer) one at a time, in the order of its calls:
    /// the next begins when the one before is over, a coroutine's end included.
    serial,
    /// On the pool, but of each bound object one at a time, whoever calls: it needs no guards. A
    /// method of it that waits for another of the same object waits for ever.
    object,
};

/// For the manifest, and for errors.
struct parameter {
    std::string name;  ///< Empty: nobody said it.
    json::catalogue::describe_function type = nullptr;
};

struct method {
    std::string name;     ///< `main.App.Greet`
    std::string package;  ///< `main`: where the types live that it is the first to mention.
    std::string doc;
    std::vector<parameter> parameters;
    json::catalogue::describe_function result = nullptr;
    /// Throws json::bad_value for arguments that do not fit, whatever the function throws, and
    /// json::not_encodable.
    /// The result is written into `result`, whose memory is used again from call to call.
    std::function<void(std::string_view args, std::string& result)> invoke;
    execution where = execution::pool;
    /// Instead of invoke, of a method that has more to do with its call than answer it.
    std::function<void(live::live_call& call)> live;
    /// The object, of execution::object.
    std::shared_ptr<void const> object;
};

namespace detail {

template <class Function>
struct signature;
template <class Result, class... Args>
struct signature<Result(Args...)> {
    using shape = live::function_shape<Result, Args...>;
    using arguments = typename shape::values;
    static std::vector<parameter> parameters() {
        std::vector<parameter> all;
        boost::mp11::mp_for_each<
            boost::mp11::mp_transform<boost::mp11::mp_identity, typename shape::arguments>>(
            [&](auto one) {
                all.push_back(parameter{{}, &json::describe<typename decltype(one)::type>});
            });
        return all;
    }
};
template <class Class, class Result, class... Args>
struct signature<Result (Class::*)(Args...)> : signature<Result(Args...)> {};
template <class Class, class Result, class... Args>
struct signature<Result (Class::*)(Args...) const> : signature<Result(Args...)> {};
template <class Class, class Result, class... Args>
struct signature<Result (Class::*)(Args...) noexcept> : signature<Result(Args...)> {};
template <class Class, class Result, class... Args>
struct signature<Result (Class::*)(Args...) const noexcept> : signature<Result(Args...)> {};

}  // namespace detail

/// `callable` takes the arguments of `Signature`.
template <class Signature, class Callable>
method make_method(std::string name, Callable callable) {
    using shape = typename detail::signature<Signature>::shape;
    method made;
    made.name = name;
    made.package = name.substr(0, std::min(name.rfind('.'), name.size()));
    made.parameters = detail::signature<Signature>::parameters();
    made.result = &json::describe<typename shape::result>;
    if constexpr (shape::is_live) {
        made.live = [name = std::move(name), callable = std::move(callable)](
                        live::live_call& call) { live::begin_live<shape>(call, callable, name); };
    } else {
        made.invoke = [name = std::move(name),
                       callable = std::move(callable)](std::string_view args, std::string& result) {
            auto values = json::read_arguments<typename shape::values>(args, name);
            result.clear();
            if constexpr (std::is_void_v<typename shape::result>) {
                std::apply(callable, std::move(values));
                result = "null";
            } else {
                json::write(result, std::apply(callable, std::move(values)));
            }
        };
    }
    return made;
}

}  // namespace fairlead
