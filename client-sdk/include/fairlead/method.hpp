// SPDX-License-Identifier: MIT
//
// method — a C++ function as something that takes a JSON array and gives a JSON value.
#pragma once

#include <fairlead/json/arguments.hpp>

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
};

namespace detail {

template <class Function>
struct signature;
template <class Result, class... Args>
struct signature<Result(Args...)> {
    using result = Result;
    using arguments = std::tuple<std::decay_t<Args>...>;
    static std::vector<parameter> parameters() { return {parameter{{}, &json::describe<Args>}...}; }
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
    using shape = detail::signature<Signature>;
    method made;
    made.name = name;
    made.package = name.substr(0, std::min(name.rfind('.'), name.size()));
    made.parameters = shape::parameters();
    made.result = &json::describe<typename shape::result>;
    made.invoke = [name = std::move(name), callable = std::move(callable)](std::string_view args,
                                                                           std::string& result) {
        auto values = json::read_arguments<typename shape::arguments>(args, name);
        result.clear();
        if constexpr (std::is_void_v<typename shape::result>) {
            std::apply(callable, std::move(values));
            result = "null";
        } else {
            json::write(result, std::apply(callable, std::move(values)));
        }
    };
    return made;
}

}  // namespace fairlead
