// SPDX-License-Identifier: MIT
//
// ticker — emits `tick` with a count and the time of day, until it is stopped.
#pragma once

#include <fairlead/events.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace greeter {

struct tick {
    int count = 0;
    std::string at;
};
BOOST_DESCRIBE_STRUCT(tick, (), (count, at))

class ticker {
public:
    explicit ticker(fairlead::events events) : events_{std::move(events)} {}

    void start(std::chrono::milliseconds interval) {
        const std::lock_guard lock{changing_};
        end();
        stopping_ = false;
        thread_ = std::jthread{[this, interval] { run(interval); }};
    }
    void stop() {
        const std::lock_guard lock{changing_};
        end();
    }
    ~ticker() { stop(); }

private:
    void end() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

    void run(std::chrono::milliseconds interval) {
        std::unique_lock lock{mutex_};
        for (int count = 1; !wake_.wait_for(lock, interval, [&] { return stopping_; }); ++count)
            events_.emit("tick", tick{count, time_of_day()});
    }

    static std::string time_of_day() {
        const auto now = std::time(nullptr);
        std::tm parts{};
        ::localtime_r(&now, &parts);
        char text[16];
        return {text, std::strftime(text, sizeof text, "%H:%M:%S", &parts)};
    }

    fairlead::events events_;
    std::mutex changing_;  // One start or stop at a time: calls come on several threads.
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace greeter
