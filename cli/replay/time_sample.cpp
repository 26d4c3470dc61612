// SPDX-License-Identifier: MIT
//
// time_sample — a monitor of answers without what is in them.
#include "cli/replay/time_sample.hpp"

#include <boost/json.hpp>

#include <mutex>

namespace fairlead::cli::replay {
namespace {

namespace json = boost::json;

constexpr std::size_t samples_max = 200'000;
/// Answers alone: slow ones, which all are, and errors.
constexpr std::string_view filter =
    R"([{"peer":"fairlead","payload":0,"errors":true,"slowMs":0.001,"rate":2000}])";

}  // namespace

struct time_sample::shared {
    std::uint64_t whose;
    std::mutex mutex;
    client::call_line line;
    std::uint64_t read = 0;  // Before there was a line.
    std::size_t samples = 0;
    std::map<std::string, std::vector<double>> times;

    void add(client::stream_item const& item) {
        boost::system::error_code failed;
        const auto value = json::parse(item.json, failed);
        const std::lock_guard lock{mutex};
        read += item.cost;
        if (line.request() != no_request)
            line.credit({wire::result_stream, std::exchange(read, 0), false});
        if (failed || !value.is_object() || samples >= samples_max) return;
        auto const& record = value.get_object();
        auto const *session = record.if_contains("session"), *us = record.if_contains("us"),
                   *name = record.if_contains("name");
        if (session == nullptr || us == nullptr || name == nullptr || !name->is_string()) return;
        if (!session->is_int64() || static_cast<std::uint64_t>(session->get_int64()) != whose)
            return;
        if (!us->is_number()) return;
        ++samples;
        times[std::string{name->get_string()}].push_back(us->to_number<double>());
    }
};

time_sample::time_sample(common_options const& common, session_id whose)
    : shared_{std::make_shared<shared>()}, broker_{attach(common.to)} {
    shared_->whose = raw(whose);
    client::live_handlers live;
    live.on_item = [to = shared_](client::stream_item const& item) { to->add(item); };
    const auto id = broker_->call("fairlead.control.monitor", filter, {}, std::move(live),
                                  [](client::reply const&) {});
    {
        const std::lock_guard lock{shared_->mutex};
        shared_->line = broker_->line(id);
    }
    // Frames of one peer are read in order: it looks when this is answered.
    broker_->call_wait("fairlead.list", "[]", {common.to.timeout});
}

time_sample::~time_sample() = default;

std::map<std::string, std::vector<double>> time_sample::take(std::chrono::milliseconds patience) {
    // Given credit it tells what it has; frames of one peer are read in order.
    shared_->line.credit({wire::result_stream, 0, false});
    broker_->call_wait("fairlead.list", "[]", {patience});
    const std::lock_guard lock{shared_->mutex};
    return std::move(shared_->times);
}

}  // namespace fairlead::cli::replay
