// SPDX-License-Identifier: MIT
//
// crowd — the first of the extra peers is a plugin that offers the methods; all of them subscribe.
#include "cli/bench/crowd.hpp"

#include "cli/bench/idleness.hpp"
#include "cli/bench/stand.hpp"
#include "cli/exit_code.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace fairlead::cli {
namespace {

constexpr unsigned rounds = 5;
constexpr unsigned turns_per_round = 4;  // Of each app.
constexpr auto patience = std::chrono::seconds{60};

/// Answers that are still missing.
class answers {
public:
    explicit answers(std::size_t expected) : missing_{expected} {}

    client::reply_handler one() {
        return [this](client::reply const& reply) {
            const std::lock_guard lock{mutex_};
            if (!reply.ok && failed_.empty()) failed_ = reply.message;
            --missing_;
            changed_.notify_one();
        };
    }
    void wait() {
        std::unique_lock lock{mutex_};
        if (!changed_.wait_for(lock, patience, [&] { return missing_ == 0; }))
            throw command_failed{exit_code::timeout, "bench", "the crowd does not assemble"};
        if (!failed_.empty()) throw command_failed{exit_code::failure, "bench", failed_};
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t missing_;
    std::string failed_;
};

class crowd {
public:
    crowd(bench_app const& app, crowd_size const& size)
        : joined_{std::size_t{size.methods} + size.subscriptions} {
        for (unsigned i = 0; i < size.peers; ++i)
            peers_.push_back(
                app.connect(i == 0 ? wire::peer_role::plugin : wire::peer_role::tool, "crowd"));
        for (unsigned i = 0; i < size.methods; ++i)
            peers_.front()->offer(
                "crowd.Crowd.Method" + std::to_string(i),
                [](client::incoming_call call) { call.answer.result("null"); }, joined_.one());
        peers_.front()->ready();
        for (unsigned i = 0; i < size.subscriptions; ++i)
            peers_[i % size.peers]->subscribe(
                "crowd/" + std::to_string(i), [](auto, auto) {}, joined_.one());
        joined_.wait();
    }

private:
    answers joined_;  // Outlives those that answer.
    std::vector<std::unique_ptr<client::connection>> peers_;
};

}  // namespace

crowd_figures measure_crowd(double seconds, std::function<void(std::string const&)> const& say) {
    crowd_figures figures{.rounds = rounds};
    const std::chrono::duration<double> turn{seconds / turns_per_round};
    std::vector<double> p50_bare, p50_crowded, p99_bare, p99_crowded;
    for (unsigned round = 0; round < rounds; ++round) {
        say("measuring in a crowd, round " + std::to_string(round + 1) + " of " +
            std::to_string(rounds) + " …");
        // New ones in each round: where their memory happens to lie is not to decide.
        const auto bare = std::make_unique<stand>(), crowded = std::make_unique<stand>();
        const auto of_bare = std::make_unique<tally>(), of_crowded = std::make_unique<tally>();
        const crowd others{crowded->app, figures.size};
        let_settle(crowded->app);
        for (unsigned i = 0; i < 2 * turns_per_round; ++i) {
            const bool of_others = (i + i / 2 + round) % 2 == 0;  // Whoever is first in turns, too.
            (of_others ? crowded : bare)->measure(of_others ? *of_crowded : *of_bare, turn);
        }
        p50_bare.push_back(of_bare->us(0.5));
        p99_bare.push_back(of_bare->us(0.99));
        p50_crowded.push_back(of_crowded->us(0.5));
        p99_crowded.push_back(of_crowded->us(0.99));
    }
    figures.p50_bare_us = median(p50_bare);
    figures.p99_bare_us = median(p99_bare);
    figures.p50_crowded_us = median(p50_crowded);
    figures.p99_crowded_us = median(p99_crowded);
    return figures;
}

}  // namespace fairlead::cli
