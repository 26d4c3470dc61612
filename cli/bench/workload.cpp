// SPDX-License-Identifier: MIT
//
// workload — everything happens on the connection's thread: an answer starts the next call, as in a
// program that lives in its callbacks. The measuring thread only waits for the end.
#include "cli/bench/workload.hpp"

#include "cli/bench/pattern.hpp"
#include "cli/exit_code.hpp"

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

namespace fairlead::cli {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::string_view args = "[{\"$bytes\":0}]";

class runner {
public:
    runner(client::connection& broker, workload const& what) : broker_{broker}, what_{what} {
        lanes_.resize(what.in_flight);
    }

    measurement operator()(std::chrono::duration<double> length, bool measure) {
        measure_ = measure;
        result_ = {};
        open_ = what_.in_flight;
        const auto begun = clock::now();
        end_ = begun + std::chrono::duration_cast<clock::duration>(length);
        if (what_.every.count() != 0) return sparse(begun);
        for (std::size_t number = 0; number < what_.in_flight; ++number)
            start(number, clock::now());
        return finish(begun);
    }

private:
    struct lane {
        clock::time_point begun;
        std::uint64_t seed = 0;
    };

    void start(std::size_t number, clock::time_point now) {
        auto& one = lanes_[number];
        one.seed += 0x9e37'79b9'7f4a'7c15 + number;  // Its own: lanes start on two threads.
        one.begun = now;
        byte_buffer payload{what_.size, broker_.pool()};
        fill(payload.span(), one.seed);
        const bytes attachment = std::move(payload);
        broker_.call(echo_method, args, {},
                     [this, number](client::reply const& reply) { on(number, reply); },
                     {&attachment, 1});
    }

    void on(std::size_t number, client::reply const& reply) {
        auto const& one = lanes_[number];
        const auto now = clock::now();
        if (!reply.ok)
            return fail(std::string{to_text(reply.code)} + ": " + std::string{reply.message});
        if (reply.attachments.size() != 1 || reply.attachments[0].size() != what_.size ||
            !is_filled(reply.attachments[0].span(), one.seed))
            return fail("the echo is not what was sent");
        // Of a large one, reading and writing are part of it.
        const auto ended = what_.size > 4'096 ? clock::now() : now;
        if (measure_) {
            result_.round_trips->add(static_cast<std::uint64_t>((ended - one.begun).count()));
        }
        if (now < end_ && what_.every.count() == 0) return start(number, ended);
        leave();
    }

    void leave() {
        const std::lock_guard lock{mutex_};
        --open_;
        changed_.notify_one();
    }
    void fail(std::string why) {
        const std::lock_guard lock{mutex_};
        if (failed_.empty()) failed_ = std::move(why);
        --open_;
        changed_.notify_one();
    }

    measurement finish(clock::time_point begun) {
        std::unique_lock lock{mutex_};
        if (!changed_.wait_until(lock, end_ + std::chrono::seconds{30}, [&] { return open_ == 0; }))
            throw command_failed{exit_code::timeout, "bench", "answers are missing"};
        if (!failed_.empty()) throw command_failed{exit_code::failure, "bench", failed_};
        result_.seconds = std::chrono::duration<double>(clock::now() - begun).count();
        return std::move(result_);
    }

    measurement sparse(clock::time_point begun) {
        for (auto next = begun; next < end_; next += what_.every) {
            std::this_thread::sleep_until(next);
            {
                const std::lock_guard lock{mutex_};
                open_ = 1;
            }
            start(0, clock::now());
            std::unique_lock lock{mutex_};
            if (!changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return open_ == 0; }))
                throw command_failed{exit_code::timeout, "bench", "an answer is missing"};
        }
        return finish(begun);
    }

    client::connection& broker_;
    workload const& what_;
    std::vector<lane> lanes_;
    bool measure_ = false;
    clock::time_point end_;
    measurement result_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t open_ = 0;
    std::string failed_;
};

}  // namespace

measurement run(client::connection& broker, workload const& what,
                std::function<void()> const& when_warm) {
    runner work{broker, what};
    work(std::min(what.length * 0.2, std::chrono::duration<double>{0.3}), false);
    if (when_warm) when_warm();
    return work(what.length, true);
}

}  // namespace fairlead::cli
