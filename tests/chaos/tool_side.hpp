// SPDX-License-Identifier: MIT
//
// tool_side — a tool of this program's own: makes calls and checks what comes back, emits a series
// and hears those of others. It comes back to the next broker.
#pragma once

#include "tests/chaos/ledger.hpp"
#include "tests/chaos/series.hpp"
#include "tests/chaos/tally.hpp"

#include <fairlead/client/connection.hpp>

#include <filesystem>
#include <memory>

namespace fairlead::chaos {

class tool_side {
public:
    tool_side(std::string name, std::filesystem::path socket, ledger& owed, tally& counts);
    ~tool_side();
    tool_side(tool_side const&) = delete;
    tool_side& operator=(tool_side const&) = delete;

    std::string const& name() const noexcept { return name_; }
    bool is_open() const noexcept;
    /// Whether it is connected now; its subscriptions are made anew.
    bool come_back(std::chrono::milliseconds patience);
    /// Ends the connection, with whatever is open.
    void leave();

    void perform(errand const& what);
    /// A call that is none of the ledger's.
    client::connection::answer ask(std::string_view method, std::string_view args,
                                   std::chrono::milliseconds deadline);
    /// The same, without waiting.
    void ask_then(std::string_view method, std::string_view args,
                  std::chrono::milliseconds deadline, client::reply_handler then);

    void emit(std::uint32_t count);
    std::string incarnation() const { return std::to_string(incarnation_); }
    std::uint32_t last_emitted() const noexcept { return last_; }
    series::state heard() const { return heard_.look(); }
    void forgive() { heard_.forgive(); }

private:
    struct streaming;
    void judge(errand const& what, client::reply const& reply, streaming const* stream);

    std::string name_;
    std::filesystem::path socket_;
    ledger& owed_;
    tally& counts_;
    series heard_;
    std::uint64_t incarnation_ = 0;
    std::uint32_t last_ = 0;
    std::unique_ptr<client::connection> broker_;  // Last: its handlers use the rest.
};

}  // namespace fairlead::chaos
