// SPDX-License-Identifier: MIT
//
// bridge_fakes — the bridge's neighbours, played by lists of what they were told.
#pragma once

#include "webview-host/bridge/neighbours.hpp"
#include "webview-host/loop/main_thread.hpp"

#include <string>
#include <utility>
#include <vector>

namespace fairlead::tests {

/// Runs nothing by itself: a turn is one line of the test.
class stepped_thread final : public host::main_thread {
public:
    void post(task job) override { tasks_.push_back(std::move(job)); }
    int run() override { return 0; }
    void quit(int) override {}
    void on_stop_signal(task) override {}

    std::size_t waiting() const { return tasks_.size(); }
    void turn() {
        for (auto& job : std::exchange(tasks_, {})) job();
    }

private:
    std::vector<task> tasks_;
};

class fake_door final : public host::broker_door {
public:
    bool invoke(generation page, std::string_view text, bool takes_live) override {
        if (!accepts) return false;
        did.push_back("invoke " + std::to_string(raw(page)) + ' ' + std::string{text});
        took_live = takes_live;
        return true;
    }
    void settled(client::callback_time const& what) override {
        did.push_back("settled " + std::to_string(raw(what.request)));
    }
    bool is_open() const override { return open; }
    void request_page(generation page, std::string origin, client::page_handler done) override {
        did.push_back("request_page " + std::to_string(raw(page)) + ' ' + origin);
        page_asked = std::move(done);
    }
    bool forget(generation page) override {
        if (accepts) did.push_back("forget " + std::to_string(raw(page)));
        return accepts;
    }
    void run_soon(std::function<void()> work) override { soon = std::move(work); }
    void subscribe(std::string_view topic) override {
        did.push_back("subscribe " + std::string{topic});
    }
    void unsubscribe(std::string_view topic) override {
        did.push_back("unsubscribe " + std::string{topic});
    }
    void log(host::log_level level, std::string_view text) override {
        did.push_back("log " + std::to_string(static_cast<int>(level)) + ' ' + std::string{text});
    }

    bool accepts = true, open = true;
    bool took_live = false;  ///< The last that was invoked for.
    client::page_handler page_asked;
    std::function<void()> soon;
    std::vector<std::string> did;
};

class fake_port final : public host::page_port {
public:
    void start(std::string_view name) override { got.push_back("start " + std::string{name}); }
    host::push_outcome callback(std::string text) override { return take("c" + text); }
    host::push_outcome event(std::string text) override { return take("n" + text); }
    host::push_outcome end_calls(std::string reason) override { return take("x" + reason); }
    host::push_outcome offer_again() override { return take("o"); }
    void flush() override { ++flushes; }

    std::vector<std::string> got;
    int flushes = 0;
    host::push_outcome outcome = host::push_outcome::queued;

private:
    host::push_outcome take(std::string text) {
        got.push_back(std::move(text));
        return outcome;
    }
};

class fake_actions final : public host::host_actions {
public:
    void perform(host::page_message const& message) override {
        performed.push_back(message.index());
    }
    void complain(std::string_view sentence) override { complaints.emplace_back(sentence); }
    void quit(int code) override { quits.push_back(code); }

    std::vector<std::size_t> performed;
    std::vector<std::string> complaints;
    std::vector<int> quits;
};

}  // namespace fairlead::tests
