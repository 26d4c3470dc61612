// SPDX-License-Identifier: MIT
//
// event_port — where events go while the plugin is connected, and who wants to hear before it is.
#pragma once

#include <fairlead/client/connection.hpp>

#include <mutex>
#include <vector>

namespace fairlead {

class event_port {
public:
    using handler = std::function<void(std::string_view data_array)>;

    bool emit(std::string_view topic, std::string_view data) {
        const std::lock_guard lock{mutex_};
        return to_ != nullptr && to_->emit(topic, data);
    }
    void on(std::string topic, handler on_event);
    void open(client::connection& to);
    void close() {
        const std::lock_guard lock{mutex_};
        to_ = nullptr;
    }

private:
    static void subscribe(client::connection& to, std::string const& topic, handler on_event);

    std::mutex mutex_;
    client::connection* to_ = nullptr;  // Lives until close().
    std::vector<std::pair<std::string, handler>> early_;
};

}  // namespace fairlead
