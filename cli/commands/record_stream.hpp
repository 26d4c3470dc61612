// SPDX-License-Identifier: MIT
//
// record_stream — what one of the broker's desks tells, record by record.
#pragma once

#include <fairlead/client/connection.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead::cli {

class record_stream {
public:
    record_stream(client::connection& broker, std::string_view method, std::string_view args);

    /// Waits for it. Nothing: it has ended. Throws command_failed.
    std::optional<std::string> next();

    /// What was seen until then, and nothing more.
    void end_after(std::chrono::milliseconds time);
    /// From any thread.
    void end();

private:
    struct shared;
    static void ask_for_the_rest(client::connection& broker, std::shared_ptr<shared> const& call);

    client::connection& broker_;    // Outlives this and what is asked of it.
    std::shared_ptr<shared> call_;  // The handlers may outlive this.
};

}  // namespace fairlead::cli
