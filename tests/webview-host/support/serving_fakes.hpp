// SPDX-License-Identifier: MIT
//
// serving_fakes — a main thread that waits for workers, and a plugin that a test plays.
#pragma once

#include "webview-host/loop/main_thread.hpp"
#include "webview-host/serving/plugin_line.hpp"

#include <fairlead/client/asset_messages.hpp>
#include <fairlead/json/arguments.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::tests {

/// Tasks run when the test waits for something.
class awaited_thread final : public host::main_thread {
public:
    void post(task job) override {
        const std::lock_guard lock{mutex_};
        tasks_.push_back(std::move(job));
        came_.notify_one();
    }
    int run() override { return 0; }
    void quit(int) override {}
    void on_stop_signal(task) override {}

    template <class Condition>
    void run_until(Condition&& holds) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (!holds()) {
            std::vector<task> now;
            {
                std::unique_lock lock{mutex_};
                if (!came_.wait_until(lock, end, [&] { return !tasks_.empty(); }))
                    throw std::runtime_error{"what was waited for did not happen"};
                now.swap(tasks_);
            }
            for (auto& job : now) job();
        }
    }
    /// What is there, and what that posts.
    void run_all() {
        for (;;) {
            std::vector<task> now;
            {
                const std::lock_guard lock{mutex_};
                now.swap(tasks_);
            }
            if (now.empty()) return;
            for (auto& job : now) job();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<task> tasks_;
};

/// Calls that wait for the test to answer them.
class played_line final : public host::plugin_line {
public:
    struct asked {
        client::call_id id;
        std::string method, args;
        client::reply_handler on_reply;
        std::vector<bytes> attachments;
    };

    using plugin_line::plugin_line;

    client::call_id call(std::string_view method, std::string_view args,
                         client::reply_handler on_reply,
                         std::span<const bytes> attachments) override {
        const client::call_id id{++calls_};
        open.push_back({id,
                        std::string{method},
                        std::string{args},
                        std::move(on_reply),
                        {attachments.begin(), attachments.end()}});
        // What nobody stands at is said at once, as the broker does.
        for (auto const& name : vacant)
            if (name == method) fail(errc::no_such_method, "nobody offers '" + name + "'");
        return id;
    }
    void cancel(client::call_id id) override {
        cancelled.push_back(id);
        for (std::size_t i = 0; i < open.size(); ++i)
            if (open[i].id == id) return fail(errc::cancelled, "taken back", i);
    }
    void tell(std::string_view method, std::string_view args) override {
        told.push_back(std::string{method} + ' ' + std::string{args});
    }
    bytes keep(std::string_view text) const override { return bytes::copy_of(text); }

    client::asset_question question(std::size_t which = 0) const {
        auto const& one = open.at(which);
        const json::attachment_scope scope{one.attachments, nullptr};
        return std::get<0>(
            json::read_arguments<std::tuple<client::asset_question>>(one.args, one.method));
    }
    void answer(client::asset_reply const& reply, std::size_t which = 0) { result(reply, which); }
    void give(std::string_view piece, std::size_t which = 0) {
        result(bytes::copy_of(piece), which);
    }
    void fail(errc code, std::string const& why, std::size_t which) {
        auto one = std::move(open.at(which));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
        one.on_reply({false, {}, code, why, {}, {}});
    }
    void fail(errc code, std::string const& why) { fail(code, why, open.size() - 1); }
    void say(std::string_view json, std::size_t which = 0) {
        auto one = std::move(open.at(which));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
        one.on_reply({true, json, {}, {}, {}, {}});
    }

    std::vector<asked> open;
    std::vector<client::call_id> cancelled;
    std::vector<std::string> told;
    std::vector<std::string> vacant;

private:
    template <class Value>
    void result(Value const& value, std::size_t which) {
        std::vector<bytes> attachments;
        std::string text;
        {
            const json::attachment_scope scope{{}, &attachments};
            json::write(text, value);
        }
        auto one = std::move(open.at(which));
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
        one.on_reply({true, text, {}, {}, {}, attachments});
    }

    std::uint64_t calls_ = 0;
};

}  // namespace fairlead::tests
