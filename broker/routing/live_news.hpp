// SPDX-License-Identifier: MIT
//
// live_news — what a page without a channel is told of its calls while they run, and of those that
// it serves: text for window.wails.Callback.
//
//   {"live":"item","item":…,"cost":n,"callbackid":"…"}
//   {"live":"progress","progress":…,"callbackid":"…"}
//   {"live":"credit","stream":n,"bytes":n,"last":b,"callbackid":"…"}
//   {"args":[…],"live":"call","handler":n,"takes":n,"request":"…"}   takes: 2 progress, 4 items
//   {"live":"cancel","request":"…"}
//   {"item":…,"live":"item","stream":n,"cost":n,"request":"…"}
//   {["data":…,]"live":"end","stream":n[,"code":"…","message":"…"],"request":"…"}
//   {"live":"credit","stream":0,"bytes":n,"last":b,"request":"…"}
#pragma once

#include <fairlead/wire/frame.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead::broker::routing {

/// Each text is valid until the next.
class live_news {
public:
    /// Along a call of the page; `header` is the frame that a peer would get.
    std::string_view of_asked(wire::frame_header const& header, std::string_view json,
                              std::uint64_t cost, std::string_view callback_id);
    /// A call that the page serves, or what comes along it.
    std::string_view of_served(wire::frame_header const& header, std::string_view payload);

private:
    void append_end(wire::frame_header const& header, std::string_view payload);

    std::string text_;
};

}  // namespace fairlead::broker::routing
