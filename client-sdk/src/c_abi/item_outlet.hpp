// SPDX-License-Identifier: MIT
//
// item_outlet — the writer's end of a call's streams: who writes waits while a window is closed.
#pragma once

#include "item_inbox.hpp"

#include <map>

namespace fairlead::c_abi {

class item_outlet {
public:
    /// From the connection's thread. A credit with `last`: nothing more of it is read.
    void open(client::stream_credit const& more);
    /// The call is over: nobody waits any longer.
    void end();

    struct written {
        std::string_view json;
        std::span<const bytes> attachments;
        bool reader_takes_binary = true;
    };
    /// FAIRLEAD_OK, _TIMEOUT, _CANCELLED, or FAIRLEAD_TOO_LARGE.
    int write(client::call_line const& line, wire::stream_id which, written const& item,
              moment until);

private:
    struct place {
        wire::stream_window window;
        bool closed = false;
    };
    place& at(wire::stream_id which);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<wire::stream_id, place> places_;
    bool ended_ = false;
};

}  // namespace fairlead::c_abi
