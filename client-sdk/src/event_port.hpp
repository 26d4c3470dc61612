// SPDX-License-Identifier: MIT
//
// event_port — where events go while the plugin is connected, and who listens to what, also before
// it is. The broker hears of a topic once, however many listen.
#pragma once

#include <fairlead/client/connection.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead {

struct event_listener {
    std::string topic;
    std::function<void(std::string_view data_array)> handler;
    int times_left = -1;  // Negative: without end. Guarded by the port, as the next.
    bool ended = false;
};

class event_port : public std::enable_shared_from_this<event_port> {
public:
    bool emit(std::string_view topic, std::string_view data) {
        const std::lock_guard lock{mutex_};
        return to_ != nullptr && to_->emit(topic, data);
    }
    void add(std::shared_ptr<event_listener> who);
    void remove(event_listener& who);
    void remove_topic(std::string_view topic);
    void remove_all();

    void open(client::connection& to);
    void close() {
        const std::lock_guard lock{mutex_};
        to_ = nullptr;
    }
    /// All handlers: they may hold the events, and through them us. Once no thread runs one.
    void forget();

private:
    using list = std::vector<std::shared_ptr<event_listener>>;

    void subscribe(std::string const& topic);
    void deliver(std::string const& topic, std::string_view data);
    bool may_hear(event_listener& who);
    void drop(event_listener& who);
    void complain(std::string const& sentence);

    std::mutex mutex_;
    client::connection* to_ = nullptr;  // Lives until close().
    std::map<std::string, list, std::less<>> topics_;
};

}  // namespace fairlead
