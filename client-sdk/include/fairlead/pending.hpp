// SPDX-License-Identifier: MIT
//
// pending — an answer that is on its way: drop it, wait for it, await it, or say what then.
//
//   window.set_title("Notes");                                  // Nobody waits.
//   const auto path = dialogs.open_file({}).wait();             // This thread waits.
//   const auto path = co_await dialogs.open_file({});           // This coroutine waits.
//   dialogs.open_file({}).then([](auto path) { if (path) … });  // Nobody waits, and it is heard.
#pragma once

#include <fairlead/call_failed.hpp>
#include <fairlead/client/reply.hpp>
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/live/bell.hpp>
#include <fairlead/live/remote_stream.hpp>

#include <boost/system/result.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

namespace fairlead {

namespace client {
/// What value() of an answer throws that is none.
[[noreturn]] void throw_exception_from_error(failure const& why, boost::source_location const&);
}  // namespace client

class call_port;

/// What pending<T> stands on, without the type.
class pending_answer {
public:
    using text = boost::system::result<live::written, client::failure>;

    explicit pending_answer(std::weak_ptr<call_port> port);
    ~pending_answer();
    pending_answer(pending_answer const&) = delete;
    pending_answer& operator=(pending_answer const&) = delete;

    text wait(std::chrono::milliseconds patience);
    void then(std::function<void(text const&)> handler);
    void cancel();
    /// Nothing: it has not come yet.
    std::optional<text> come() const;

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

    /// In a coroutine: the T. Throws call_failed, also when the awaiting call itself is taken back;
    /// this one is then taken back, too.
    class outcome;
    outcome operator co_await() const { return outcome{what_}; }

private:
    static answer read(pending_answer::text const& text) {
        if (!text) return text.error();
        if constexpr (std::is_void_v<T>) {
            return {};
        } else {
            try {
                const json::attachment_scope scope{text->attachments, nullptr};
                return json::read_result<T>(text->json);
            } catch (json::bad_value const& problem) {
                return client::failure{
                    errc::protocol_error, std::string{"the answer: "} + problem.what(), {}};
            }
        }
    }

    std::shared_ptr<pending_answer> what_;
};

template <class T>
class pending<T>::outcome {
public:
    explicit outcome(std::shared_ptr<pending_answer> what) noexcept : what_{std::move(what)} {}
    outcome(outcome const&) = delete;
    outcome& operator=(outcome const&) = delete;
    ~outcome() { leave(); }

    bool await_ready() const { return what_->come().has_value(); }
    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> waiting) {
        auto& where = *waiting.promise().where;
        bell_ = std::make_shared<live::bell>(news_);
        taken_back_.emplace(where.stop_token(), live::settler{&news_});
        what_->then([bell = bell_](pending_answer::text const&) { bell->ring(); });
        return news_.arm(waiting, where);
    }
    T await_resume() {
        leave();
        const auto text = what_->come();
        if (text) return read(*text).value();
        what_->cancel();
        live::throw_cancelled();
    }

private:
    void leave() noexcept {
        taken_back_.reset();
        if (bell_) bell_->leave();
    }

    std::shared_ptr<pending_answer> what_;
    live::wake_up news_;
    std::shared_ptr<live::bell> bell_;
    std::optional<std::stop_callback<live::settler>> taken_back_;
};

}  // namespace fairlead
