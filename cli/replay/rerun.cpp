// SPDX-License-Identifier: MIT
//
// rerun — one thread asks, the connection's compares. Unless it is a load test, a call waits for
// the answers that its caller had seen before.
#include "cli/replay/rerun.hpp"

#include "cli/capture/json_text.hpp"
#include "cli/exit_code.hpp"
#include "cli/replay/time_sample.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace fairlead::cli::replay {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

constexpr unsigned in_flight_with_timing = 1'024;

class rerun {
public:
    rerun(plan const& what, replay_command const& how, client::connection& broker)
        : plan_{what}, how_{how}, broker_{broker}, compare_{how.ignore}, heirs_{how.follow},
          is_load_{how.in_flight > 1}, in_flight_max_{how.in_flight > 0 ? how.in_flight
                                                      : how.fast        ? 1
                                                                        : in_flight_with_timing},
          done_(what.calls.size()) {
        for (auto const& one : plan_.calls) texts_.push_back(text_of(one.args));
    }

    rerun_result run() {
        for (auto const& one : plan_.calls) result_.methods[one.name].captured.push_back(one.us);
        const auto began = steady_clock::now();
        for (unsigned round = 0; round < how_.repeat && broker_.is_open(); ++round) make_round();
        wait_for_all();
        if (!broker_.is_open())
            throw command_failed{exit_code::failure, "replay", "the broker has gone"};
        result_.seconds = std::chrono::duration<double>{steady_clock::now() - began}.count();
        return std::move(result_);
    }

private:
    static std::string text_of(capture::payload const& said) {
        return said.value ? json::serialize(*said.value) : said.text;
    }

    void make_round() {
        if (!is_load_) {
            wait_for_all();
            done_.assign(done_.size(), false);
        }
        answers_seen_ = 0;
        round_began_ = steady_clock::now();
        std::size_t event = 0;
        auto const& events = plan_.of_others;
        for (std::size_t i = 0; i < plan_.calls.size() && broker_.is_open(); ++i) {
            for (; how_.events && event < events.size() && events[event].time < plan_.calls[i].time;
                 ++event)
                emit(events[event]);
            wait_until(plan_.calls[i].time);
            make(i);
        }
        for (; how_.events && event < events.size(); ++event) emit(events[event]);
    }

    void wait_until(double captured) const {
        if (how_.fast) return;
        const std::chrono::duration<double> since{(captured - plan_.calls.front().time) /
                                                  how_.speed};
        std::this_thread::sleep_until(round_began_ +
                                      std::chrono::duration_cast<steady_clock::duration>(since));
    }
    void emit(emitted const& one) {
        wait_until(one.time);
        broker_.emit(one.topic, one.data);
    }

    void make(std::size_t index) {
        auto const& one = plan_.calls[index];
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return in_flight_ < in_flight_max_; });
        if (!is_load_)
            for (; answers_seen_ < one.answers_before; ++answers_seen_)
                changed_.wait(lock, [&] { return done_[plan_.answer_order[answers_seen_]]; });
        auto args = texts_[index];
        if (heirs_.is_wanted() && one.args.value) {
            auto value = *one.args.value;
            heirs_.replace_in(value);
            args = json::serialize(value);
        }
        ++in_flight_;
        lock.unlock();
        std::vector<bytes> attached;
        for (auto const& part : one.args.attachments)
            attached.push_back(bytes::copy_of(*part.content));
        broker_.call(
            one.name, args, {how_.common.to.timeout},
            [this, index](client::reply const& reply) { settle(index, reply); }, attached);
    }

    void settle(std::size_t index, client::reply const& reply) {
        auto const& one = plan_.calls[index];
        client::connection::answer now{.ok = reply.ok, .json = std::string{reply.json}, .why = {}};
        if (!reply.ok) now.why = reply.to_failure();
        now.attachments.assign(reply.attachments.begin(), reply.attachments.end());
        const std::lock_guard lock{mutex_};
        if (heirs_.is_wanted() && now.ok && one.answer.value)
            if (const auto value = capture::parsed(now.json))
                heirs_.learn(*one.answer.value, *value);
        auto where = compare_.of(one, now, heirs_);
        auto& method = result_.methods[one.name];
        ++result_.calls;
        ++method.calls;
        if (!where.empty()) {
            ++result_.differing;
            ++method.differing;
            if (result_.differences.size() < rerun_result::kept_max)
                result_.differences.push_back({one.number, one.name, std::move(where)});
        }
        done_[index] = true;
        --in_flight_;
        changed_.notify_one();
    }

    void wait_for_all() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return in_flight_ == 0; });
    }

    plan const& plan_;
    replay_command const& how_;
    client::connection& broker_;
    comparison compare_;
    succession heirs_;
    const bool is_load_;
    const unsigned in_flight_max_;
    std::vector<std::string> texts_;
    steady_clock::time_point round_began_;
    std::size_t answers_seen_ = 0;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<bool> done_;
    unsigned in_flight_ = 0;
    rerun_result result_;
};

}  // namespace

rerun_result run_again(plan const& what, replay_command const& how, client::connection& broker) {
    if (what.calls.empty()) return {};
    time_sample times{how.common, broker.session()};
    auto result = rerun{what, how, broker}.run();
    for (auto& [method, measured] : times.take(how.common.to.timeout))
        if (const auto found = result.methods.find(method); found != result.methods.end())
            found->second.now = std::move(measured);
    return result;
}

}  // namespace fairlead::cli::replay
