// SPDX-License-Identifier: MIT
//
// stream — values that come one after the other. A coroutine that gives them:
//
//   fairlead::stream<int> Count(int n) {
//       for (int i = 0; i < n; ++i) co_yield i;
//   }
//
// and whoever reads them, wherever they come from:
//
//   fairlead::task<int> Sum(fairlead::stream<int> numbers) {
//       int sum = 0;
//       while (auto number = co_await numbers.next()) sum += *number;
//       co_return sum;
//   }
//
// The giver waits at co_yield while the reader is behind by more than a window (256 KiB). A reader
// that goes destroys the giver there; a giver that throws throws out of next().
#pragma once

#include <fairlead/call_failed.hpp>
#include <fairlead/json/arguments.hpp>
#include <fairlead/json/bytes_codec.hpp>
#include <fairlead/live/here.hpp>
#include <fairlead/live/remote_stream.hpp>
#include <fairlead/task.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace fairlead {

template <class T>
class [[nodiscard]] stream {
public:
    using value_type = T;

    struct promise_type : live::promise_base {
        std::optional<T> value;
        stream get_return_object() noexcept {
            return stream{std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        template <class From>
        live::promise_base::tell yield_value(From&& from) {
            value.emplace(std::forward<From>(from));
            return {};
        }
        void return_void() const noexcept {}
    };

    /// One that has ended.
    stream() noexcept = default;
    explicit stream(std::coroutine_handle<promise_type> giver) noexcept : giver_{giver} {}
    explicit stream(std::shared_ptr<live::remote_stream> remote) noexcept
        : remote_{std::move(remote)} {}
    stream(stream&&) noexcept = default;
    stream& operator=(stream&& other) noexcept {
        if (this != &other) {
            stop();
            giver_ = std::move(other.giver_);
            remote_ = std::move(other.remote_);
        }
        return *this;
    }
    ~stream() { stop(); }

    class next_value;
    /// Awaited in a coroutine: the next value, or nothing at the end. Throws what the giver threw;
    /// call_failed for one in another process, or when the awaiting call was taken back.
    next_value next() { return next_value{*this}; }

    /// The same, for functions that are no coroutines: this thread waits.
    std::optional<T> wait_next() {
        if (remote_) {
            remote_->wait();
            return take_remote();
        }
        if (!giver_ || giver_.done()) return std::nullopt;
        live::here where;
        auto& promise = giver_.promise();
        promise.where = &where;
        promise.news.reset();
        giver_.resume();
        where.run_until(promise.news);
        return take_given();
    }

private:
    void stop() noexcept {
        giver_.reset();
        if (remote_) std::exchange(remote_, nullptr)->stop();
    }
    std::optional<T> take_given() {
        auto& promise = giver_.promise();
        if (promise.failed) std::rethrow_exception(std::exchange(promise.failed, {}));
        return std::exchange(promise.value, std::nullopt);
    }
    std::optional<T> take_remote() {
        const auto item = remote_->take();
        if (!item) return std::nullopt;
        const json::attachment_scope scope{item->attachments, nullptr};
        return json::read_result<T>(item->json);
    }

    live::frame<promise_type> giver_;
    std::shared_ptr<live::remote_stream> remote_;
};

template <class T>
class stream<T>::next_value {
public:
    explicit next_value(stream& from) noexcept : from_{from} {}
    next_value(next_value const&) = delete;
    next_value& operator=(next_value const&) = delete;
    ~next_value() { leave(); }

    bool await_ready() {
        if (from_.remote_) return from_.remote_->has_news();
        return !from_.giver_ || from_.giver_.done();
    }
    template <class Promise>
    bool await_suspend(std::coroutine_handle<Promise> reader) {
        if (!from_.remote_) return from_.giver_.run_for(reader);
        auto& where = *reader.promise().where;
        taken_back_.emplace(where.stop_token(), live::settler{&news_});
        from_.remote_->tell(&news_);
        return news_.arm(reader, where);
    }
    std::optional<T> await_resume() {
        leave();
        if (from_.remote_) return from_.take_remote();
        if (!from_.giver_) return std::nullopt;
        return from_.take_given();
    }

private:
    void leave() noexcept {
        taken_back_.reset();
        if (from_.remote_) from_.remote_->tell(nullptr);
    }

    stream& from_;
    live::wake_up news_;
    std::optional<std::stop_callback<live::settler>> taken_back_;
};

namespace live {

/// The stream that {"$stream":n} means in the arguments of the call that this thread begins.
/// Throws json::bad_value.
std::shared_ptr<remote_stream> argument_stream(std::uint32_t number);

}  // namespace live

template <class T>
struct json::codec<stream<T>> {
    static void read(json::value& from, stream<T>& to) {
        std::map<std::string, std::uint32_t> reference;
        json::read(from, reference);
        const auto number = reference.find("$stream");
        if (number == reference.end()) throw bad_value{"expected a stream, got an object"};
        to = stream<T>{live::argument_stream(number->second)};
    }
    static std::string describe(catalogue& types) {
        return R"({"stream":)" + json::describe<T>(types) + '}';
    }
};

}  // namespace fairlead
