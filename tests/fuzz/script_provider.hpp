// SPDX-License-Identifier: MIT
//
// script_provider — the lines of peers that serve a call: answers, items, credit and progress of
// those that were given to them, and lies about those that were not.
#pragma once

#include "tests/fuzz/script_words.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead::fuzz {

class script_provider {
public:
    explicit script_provider(witness_house& house) : house_{house} {}

    void settle(witness& who, script_step const& one) {
        const auto given = given_to(who, one);
        if (!given) return;
        const auto [as, id] = *given;
        const bool failed = one.b % 3 == 1;
        house_.ledger.close(as, id);
        if (as.page != 0) {
            const auto number = std::to_string(id);
            return house_.say_text(who, as.page,
                                   failed
                                       ? "FE{\"request\":\"" + number +
                                             "\",\"code\":\"denied\",\"message\":\"no\",\"data\":" +
                                             words::answer(id, as) + "}"
                                       : "FR{\"request\":\"" + number +
                                             "\",\"result\":" + words::answer(id, as) + "}");
        }
        wire::frame_header header{.kind = failed ? frame_kind::error : frame_kind::result,
                                  .request = request_id{id}};
        auto payload = words::answer(id, as);
        if (failed) {
            header.code = one.c % 12u;
            header.aux = one.c % 3u;
            payload = "no" + payload;
        } else if (one.b % 3 == 2) {
            payload = words::attached(who, header, payload, one.c % 5u);
        }
        house_.say(who, header, payload);
    }

    /// An answer to a call of others, or to none.
    void lie(witness& who, script_step const& one) {
        std::vector<std::uint64_t> victims;
        for (std::size_t seat = 0; seat < witness_house::seats; ++seat) {
            auto* other = house_.at(seat);
            if (other == nullptr || other == &who) continue;
            for (const auto id : house_.ledger.open_of(other->as_self())) victims.push_back(id);
        }
        const auto id = victims.empty() ? one.b : victims[one.a % victims.size()] + one.b % 2u;
        static constexpr std::array lies{frame_kind::result, frame_kind::error, frame_kind::item,
                                         frame_kind::progress, frame_kind::credit};
        house_.say(who, {.kind = lies[one.c % lies.size()], .request = request_id{id}},
                   words::answer(id, who.as_self()));
    }

    void item(witness& who, script_step const& one) {
        const auto given = given_to(who, one);
        if (!given) return;
        const auto [as, id] = *given;
        if (as.page != 0)
            return house_.say_text(
                who, as.page,
                "FI{\"request\":\"" + std::to_string(id) +
                    "\",\"stream\":0,\"item\":" + words::part(house_.ledger, id, as) + "}");
        wire::frame_header header{.kind = frame_kind::item, .request = request_id{id}};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        auto payload = words::part(house_.ledger, id, as);
        if ((one.c & 4) != 0) payload = words::attached(who, header, payload, one.b % 5u);
        else if ((one.c & 8) != 0) payload.resize(40'000, ' ');
        house_.say(who, header, payload);
    }

    /// For a stream of an argument.
    void credit(witness& who, script_step const& one) {
        const auto given = given_to(who, one);
        if (!given || given->first.page != 0) return;
        wire::frame_header header{.kind = frame_kind::credit,
                                  .request = request_id{given->second},
                                  .route = route_id{one.b % 18u},
                                  .aux = one.b * 1'000u};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        if ((one.c & 4) != 0) header.aux = ~std::uint64_t{0} >> (one.c >> 4);
        house_.say(who, header, {});
    }

    void progress(witness& who, script_step const& one) {
        const auto given = given_to(who, one);
        if (!given) return;
        const auto [as, id] = *given;
        const auto payload = words::part(house_.ledger, id, as);
        if (as.page != 0)
            return house_.say_text(who, as.page,
                                   "FP{\"request\":\"" + std::to_string(id) +
                                       "\",\"progress\":" + payload + "}");
        house_.say(who, {.kind = frame_kind::progress, .request = request_id{id}}, payload);
    }

private:
    /// One of the calls that were given to it, or to a page of its.
    std::optional<std::pair<party, std::uint64_t>> given_to(witness const& who,
                                                            script_step const& one) {
        const auto as =
            one.a % 4 == 0 || !who.speaks_texts() ? who.as_self() : who.as_page(one.a % 4);
        auto const& open = house_.ledger.open_of(as);
        if (open.empty()) return std::nullopt;
        return std::pair{as, open[one.a / 4u % open.size()]};
    }

    witness_house& house_;
};

}  // namespace fairlead::fuzz
