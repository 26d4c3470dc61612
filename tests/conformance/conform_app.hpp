// SPDX-License-Identifier: MIT
//
// conform_app — one of the conformance plugins below a real broker, and somebody who asks it.
#pragma once

#include "tests/support/broker_process.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace fairlead::tests {

/// The languages that a plugin is written in: the file name's end of the program.
std::vector<std::string> languages();
std::filesystem::path conform_plugin(std::string const& language);
/// Where a plugin in Python finds its package.
std::filesystem::path python_path();

struct conform_app {
    explicit conform_app(std::string const& language);

    using answer = client::connection::answer;
    answer call(std::string_view method, std::string_view args = "[]",
                std::chrono::milliseconds deadline = patience(),
                std::span<const bytes> attachments = {});
    /// Its result, or "code: message".
    std::string text(std::string_view method, std::string_view args = "[]");

    void listen(std::string const& topic);
    /// The data of the next event of those topics.
    std::string next_event();

    temporary_directory folder;
    broker_process broker;

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::string> heard_;

public:
    std::unique_ptr<client::connection> asker;  ///< Last: its handlers use the rest.
};

}  // namespace fairlead::tests
