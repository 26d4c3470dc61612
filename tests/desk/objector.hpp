// SPDX-License-Identifier: MIT
//
// objector — a plugin, started by hand, that is asked before the app closes, and answers when told.
#pragma once

#include <fairlead/client/connection.hpp>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string>

namespace fairlead::tests {

class objector {
public:
    explicit objector(std::filesystem::path const& socket);
    ~objector();  ///< What was not answered stays so.
    objector(objector const&) = delete;
    objector& operator=(objector const&) = delete;

    void wait_until_asked(int times);
    int asked() const;
    /// The oldest question that is open.
    void answer(std::string const& json);
    void refuse(std::string const& why);

private:
    client::responder take();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    int asked_ = 0;
    std::deque<client::responder> open_;
    std::unique_ptr<client::connection> broker_;
};

}  // namespace fairlead::tests
