// SPDX-License-Identifier: MIT
//
// handles — what is behind the opaque types of fairlead.h.
#pragma once

#include "boundary.hpp"
#include "callback_queue.hpp"
#include "request_book.hpp"

#include <fairlead/client/connection.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace fairlead::c_abi {

/// A function that hears a topic, until it is unsubscribed.
struct listener {
    fairlead_event_fn hear;
    void* user;
    std::atomic<bool> listens{true};
};

struct offered_method {
    std::string name;
    fairlead_request_fn serve;
    void* user;
};

/// In the broker's shared memory when large: sent without another copy.
std::vector<bytes> copies_of(fairlead_bytes const* attachments, size_t count,
                             std::shared_ptr<shm::blob_pool> const& pool);

struct prepared_call {
    client::call_options options;
    std::vector<bytes> attachments;
    std::function<void(std::string_view)> on_progress;  // Empty: nobody wants to know.
};
/// FAIRLEAD_OK, or what is wrong with it.
int prepare_call(fairlead_connection const* connection, char const* method, char const* arguments,
                 fairlead_call_options const* options, prepared_call& to);

inline client::connection::answer copy_of(client::reply const& ended) {
    return {ended.ok,
            std::string{ended.json},
            ended.ok ? client::failure{} : ended.to_failure(),
            {ended.attachments.begin(), ended.attachments.end()}};
}

}  // namespace fairlead::c_abi

struct fairlead_connection {
    std::shared_ptr<fairlead::c_abi::callback_queue> queue;
    std::shared_ptr<fairlead::c_abi::request_book> book =
        std::make_shared<fairlead::c_abi::request_book>();
    std::mutex mutex;
    std::multimap<std::string, std::shared_ptr<fairlead::c_abi::listener>, std::less<>> listeners;
    std::unique_ptr<fairlead::client::connection> broker;  // Last: its handlers use the rest.
};

struct fairlead_request {
    fairlead_request(std::shared_ptr<fairlead::c_abi::offered_method const> which,
                     std::shared_ptr<fairlead::c_abi::callback_queue> begun_in,
                     std::shared_ptr<fairlead::c_abi::request_book> noted_in,
                     std::shared_ptr<fairlead::shm::blob_pool> memory,
                     fairlead::client::incoming_call&& arrived);
    ~fairlead_request();
    fairlead_request(fairlead_request const&) = delete;
    fairlead_request& operator=(fairlead_request const&) = delete;

    /// False: it was answered before.
    bool begin_answer() noexcept { return !answered.exchange(true); }
    void end_answer();
    /// Nobody will look at it any more.
    void refuse(fairlead::errc code, std::string_view why);
    /// Until then, or until its own deadline, which is the earlier.
    fairlead::c_abi::moment bounded(fairlead::c_abi::moment until) const;

    std::shared_ptr<fairlead::c_abi::offered_method const> method;
    std::shared_ptr<fairlead::c_abi::callback_queue> queue;
    std::shared_ptr<fairlead::c_abi::request_book> book;
    std::shared_ptr<fairlead::c_abi::request_state> state;
    std::shared_ptr<fairlead::shm::blob_pool> pool;
    std::string arguments;
    std::vector<fairlead::bytes> attachments;
    std::optional<std::chrono::steady_clock::time_point> deadline;
    fairlead::request_id id;
    bool takes_binary, takes_items;
    bool begun = false;  // Its function has it.
    std::atomic<bool> answered{false};
    fairlead::client::responder answer;
    fairlead::client::call_line line;  // Its streams go on where it goes.
};

struct fairlead_reply {
    fairlead::client::connection::answer answer;
};

/// Of a call, or of an argument.
struct fairlead_stream {
    ~fairlead_stream() { inbox->stop(); }

    std::shared_ptr<fairlead::c_abi::item_inbox> inbox;
    std::shared_ptr<fairlead::c_abi::item_outlet> outlet;  // Null: of an argument.
    std::shared_ptr<fairlead::shm::blob_pool> pool;
    fairlead::client::call_line line;
};
