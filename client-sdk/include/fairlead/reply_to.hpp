// SPDX-License-Identifier: MIT
//
// reply_to — the duty to answer a call, as the last parameter of a method: keep it, hand it on, and
// answer from anywhere, once.
//
//   void Later(int n, fairlead::reply_to<std::string> reply) {
//       queue_.push([n, reply] { reply("done " + std::to_string(n)); });
//   }
#pragma once

#include <fairlead/call_context.hpp>

#include <memory>
#include <stdexcept>

namespace fairlead {

namespace live {

/// Shared by all copies of a reply_to. The last that goes without an answer answers.
class answer_owed {
public:
    explicit answer_owed(std::shared_ptr<live_call> call) noexcept : call_{std::move(call)} {}
    answer_owed(answer_owed const&) = delete;
    answer_owed& operator=(answer_owed const&) = delete;
    ~answer_owed() {
        call_->refuse(errc::app_error, "the handler ended without an answer");
        call_->finish();
    }
    live_call& call() const noexcept { return *call_; }

private:
    std::shared_ptr<live_call> call_;
};

}  // namespace live

/// May be copied; safe after the call or the plugin has ended.
template <class T>
class reply_to {
public:
    reply_to() = default;
    explicit reply_to(std::shared_ptr<live::answer_owed> owed) noexcept : owed_{std::move(owed)} {}

    /// The first answer counts.
    template <class Value = T>
        requires(!std::is_void_v<T> && std::convertible_to<Value const&, T>)
    void operator()(Value const& value) const {
        settle([&](live::live_call& call) { call.answer(call.write(static_cast<T>(value))); });
    }
    void operator()() const requires std::is_void_v<T> {
        settle([](live::live_call& call) { call.answer({"null", {}}); });
    }
    /// As if the method had thrown it.
    template <class Exception>
    void fail(Exception const& why) const {
        settle([&](live::live_call& call) { call.fail(std::make_exception_ptr(why)); });
    }

    /// Of the call; as long as this is kept.
    call_context& context() const noexcept { return owed_->call().context(); }

private:
    template <class How>
    void settle(How&& how) const {
        auto& call = owed_->call();
        try {
            how(call);
        } catch (...) {
            call.fail(std::current_exception());  // It cannot be written.
        }
        call.finish();
    }

    std::shared_ptr<live::answer_owed> owed_;
};

}  // namespace fairlead
