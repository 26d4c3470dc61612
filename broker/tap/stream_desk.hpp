// SPDX-License-Identifier: MIT
//
// stream_desk — what the broker's methods that show others have in common: each caller gets a
// stream of notes, and never holds anything up. What it is to see is noted while frames are routed.
// The first note is sent when the turn is over, others a moment later and together: to wake a
// reader for each takes more from what is watched than the notes do. Who gives credit is told what
// waits. Beyond so many in a second, or what its window has no room for, is counted, and it is told
// how much that was. Only tools may.
//
// Without watchers nobody listens at the dispatcher.
#pragma once

#include "broker/loop/alarm.hpp"
#include "broker/loop/turn_clock.hpp"
#include "broker/routing/dispatcher.hpp"
#include "broker/tap/watch_filter.hpp"

#include <fairlead/wire/streams.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead::broker::tap {

class stream_desk : public routing::frame_sink {
public:
    static constexpr std::size_t watches_max = 16;

    /// `is_tool` is asked about the number of a session. `watchers` is what they are called.
    stream_desk(boost::asio::io_context& loop, routing::dispatcher& dispatcher, turn_clock& clock,
                std::function<bool(session_id)> is_tool, std::string_view method,
                std::string_view watchers);

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override;
    void cut(errc, std::string) override {}
    std::string backlog() const override { return "nothing waits for it"; }

    /// A turn is over: what is due goes out, or all. False: there was nothing.
    bool send_notes(bool at_once = false);

protected:
    struct noted {
        std::string text;
        bool whole = false;  // With a payload behind it.
    };
    struct watch {
        request_id request;
        session_id by;
        watch_filter filter;
        wire::stream_window window{wire::item_window_bytes};
        double tokens = 0;
        routing::time_point tokens_at{};
        routing::time_point sated_until{};  // No token until then.
        routing::time_point told_at{};      // When notes were last sent.
        std::uint64_t skipped = 0;
        std::vector<noted> notes{};    // Not sent yet.
        std::int64_t noted_bytes = 0;  // What they will take from the window.
    };

    /// One has come, or gone.
    virtual void on_watches_changed() = 0;

    /// What all of them have missed since it was last asked.
    virtual std::uint64_t missed_by_all() { return 0; }

    /// There is room for one more note; else it is counted as skipped.
    bool may_note(watch& one);
    /// The same for one that is noted later.
    bool may_begin(watch& one);
    void note(watch& one, noted what);

    std::string_view name_of(route_id route) const;

    routing::dispatcher& dispatcher_;
    turn_clock& clock_;
    routing::peer self_;
    std::vector<watch> watches_;

private:
    void begin(wire::frame_header const& header, std::string_view args);
    void end(request_id request);
    void refuse(request_id request, errc code, std::string_view why);
    void count_missed();
    bool has_room(watch const& one) const noexcept;
    void skip(watch& one);
    static void keep(watch& one, noted what);
    static void tell_skipped(watch& one);
    void tell_skipped();
    void tell_skipped_soon();
    void open_window(request_id request, std::uint64_t bytes);
    bool is_due(watch const& one);  // If not, the alarm is set for when it is.
    void send(watch& one);
    bool send_item(watch& one, noted const& what);

    std::function<bool(session_id)> is_tool_;
    std::string watchers_;
    alarm due_;  // Notes wait for others.
    bool due_set_ = false;
    alarm late_;  // Something was skipped, and perhaps nothing follows that would tell.
    bool late_set_ = false;
};

/// `,"key":"text"`
void add_text(std::string& to, std::string_view key, std::string_view text);

}  // namespace fairlead::broker::tap
