// SPDX-License-Identifier: MIT
//
// broker_return — tries again and again; a socket without a broker refuses at once.
#include "webview-host/bridge/broker_return.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace fairlead::host {
namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto greeting_patience = 2s;
constexpr auto pause_between_tries = 50ms;

std::unique_ptr<client::connection> try_to_connect(client::connect_options const& as) {
    try {
        return client::connection::connect(as);
    } catch (client::connect_error const&) {
        return nullptr;
    }
}

std::unique_ptr<client::connection> find_one(std::stop_token const& stop,
                                             client::connect_options const& as,
                                             clock::time_point until) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    while (!stop.stop_requested() && clock::now() < until) {
        if (auto found = try_to_connect(as)) return found;
        std::unique_lock lock{mutex};
        stopped.wait_for(lock, stop, pause_between_tries, [] { return false; });
    }
    return nullptr;
}

}  // namespace

broker_return::broker_return(client::connect_options as, main_thread& thread)
    : as_{std::move(as)}, thread_{thread} {
    as_.patience = greeting_patience;
}

void broker_return::wait_for_it(std::chrono::milliseconds patience, handler came) {
    waiting_ = std::jthread{[this, as = as_, until = clock::now() + patience,
                             came = std::move(came)](std::stop_token const& stop) {
        // A task is copied, a connection is not.
        const auto found =
            std::make_shared<std::unique_ptr<client::connection>>(find_one(stop, as, until));
        if (!stop.stop_requested()) thread_.post([found, came] { came(std::move(*found)); });
    }};
}

}  // namespace fairlead::host
