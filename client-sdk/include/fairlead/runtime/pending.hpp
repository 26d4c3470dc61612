// SPDX-License-Identifier: MIT
//
// pending — an answer of the window that is on its way: drop it, wait for it, or say what then.
//
//   window.set_title("Notes");                                  // Nobody waits.
//   const auto path = dialogs.open_file({}).wait();             // This thread waits.
//   dialogs.open_file({}).then([](auto path) { if (path) … });  // Nobody waits, and it is heard.
#pragma once

#include <fairlead/client/reply.hpp>
#include <fairlead/json/arguments.hpp>

#include <boost/system/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace fairlead {

/// Thrown by pending::wait: the window refused, nobody has one, or it did not answer.
class call_failed : public std::runtime_error {
public:
    explicit call_failed(client::failure const& why)
        : std::runtime_error{why.message}, code_{why.code} {}
    errc code() const noexcept { return code_; }

private:
    errc code_;
};

namespace client {
/// What value() of an answer throws that is none.
[[noreturn]] void throw_exception_from_error(failure const& why, boost::source_location const&);
}  // namespace client

class runtime_port;

/// What pending<T> stands on, without the type.
class pending_answer {
public:
    using text = boost::system::result<std::string, client::failure>;  // JSON.

    explicit pending_answer(std::weak_ptr<runtime_port> port);
    ~pending_answer();
    pending_answer(pending_answer const&) = delete;
    pending_answer& operator=(pending_answer const&) = delete;

    text wait(std::chrono::milliseconds patience);
    void then(std::function<void(text const&)> handler);
    void cancel();

    void settle(text how);
    void asked_as(std::uint64_t call);

private:
    void tell(std::function<void(text const&)> const& handler, text const& how);

    struct parts;
    std::unique_ptr<parts> parts_;
};

template <class T>
class pending {
public:
    /// A T, or why not: `if (answer) use(*answer); else log(answer.error().message);`
    using answer = boost::system::result<T, client::failure>;

    explicit pending(std::shared_ptr<pending_answer> what) : what_{std::move(what)} {}

    /// Blocks, so not on the connection's thread: there it throws std::logic_error. Throws
    /// call_failed; after `patience` as well, and then the call is taken back. 0 is for ever.
    T wait(std::chrono::milliseconds patience = {}) const {
        return read(what_->wait(patience)).value();
    }

    /// `handler` gets an `answer`, once: on the connection's thread (it must not block there), or
    /// here and now if it has come already. What it throws becomes a line in the log. Without a
    /// handler a failure is told to nobody.
    template <class Handler>
    void then(Handler handler) const {
        what_->then([handler = std::move(handler)](pending_answer::text const& text) mutable {
            handler(read(text));
        });
    }

    /// Takes the call back: a dialog closes. The answer is then `cancelled`, if it was none before.
    void cancel() const { what_->cancel(); }

private:
    static answer read(pending_answer::text const& text) {
        if (!text) return text.error();
        if constexpr (std::is_void_v<T>) {
            return {};
        } else {
            try {
                return std::get<0>(
                    json::read_arguments<std::tuple<T>>('[' + *text + ']', "the window"));
            } catch (json::bad_value const& problem) {
                return client::failure{errc::protocol_error,
                                       std::string{"the window's answer: "} + problem.what(),
                                       {}};
            }
        }
    }

    std::shared_ptr<pending_answer> what_;
};

}  // namespace fairlead
