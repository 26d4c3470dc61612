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

    std::shared_ptr<fairlead::c_abi::offered_method const> method;
    std::shared_ptr<fairlead::c_abi::callback_queue> queue;
    std::shared_ptr<fairlead::c_abi::request_book> book;
    std::shared_ptr<fairlead::shm::blob_pool> pool;
    std::string arguments;
    std::vector<fairlead::bytes> attachments;
    std::optional<std::chrono::steady_clock::time_point> deadline;
    fairlead::request_id id;
    bool takes_binary;
    std::atomic<bool> answered{false};
    fairlead::client::responder answer;
};

struct fairlead_reply {
    fairlead::client::connection::answer answer;
};
