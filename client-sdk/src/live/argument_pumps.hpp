// SPDX-License-Identifier: MIT
//
// argument_pumps — the streams in the arguments of one call that we made, from the call's begin to
// its end. None runs before the other side has opened its window.
#pragma once

#include <fairlead/client/call_line.hpp>
#include <fairlead/live/argument_source.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace fairlead::live {

class argument_pumps {
public:
    /// Takes work to the plugin's pool, or drops it when the plugin ends.
    using runner = std::function<void(std::function<void()>)>;

    argument_pumps(std::vector<std::unique_ptr<argument_source>> sources, runner run);
    ~argument_pumps();

    /// The call has its number now.
    void begin(client::call_line line);
    void on_credit(client::stream_credit const& more);
    /// The call has ended. Sources that were never read go with this, not here: they may speak to
    /// whoever calls.
    void stop();

private:
    class pump;
    struct one_stream {
        std::unique_ptr<argument_source> source;  // Until it is pumped.
        std::uint64_t early = 0;                  // Credit that came before the call's number.
        std::shared_ptr<pump> running;
    };
    /// To be started without the lock; null: it was unwanted before.
    std::shared_ptr<pump> make(std::size_t index, std::uint64_t bytes);

    runner run_;
    std::mutex mutex_;
    bool stopped_ = false;
    std::optional<client::call_line> line_;
    std::vector<one_stream> streams_;
};

}  // namespace fairlead::live
