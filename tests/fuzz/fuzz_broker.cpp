// SPDX-License-Identifier: MIT
//
// fuzz_broker — bytes are a script: plugins, tools, hosts and pages come, say things that are right
// and things that are not, do not read, and go. Behind each turn the broker's promises are checked.
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/script_asker.hpp"
#include "tests/fuzz/script_provider.hpp"
#include "tests/fuzz/witness_house.hpp"

#include <algorithm>
#include <string>

using namespace fairlead;
using namespace fairlead::fuzz;

namespace {

constexpr std::size_t steps_max = 600;

class script {
public:
    explicit script(input bytes) : bytes_{bytes} {}

    void run() {
        for (std::size_t seat = 0; seat < 6; ++seat) house_.come(seat, 3);
        for (std::size_t steps = 0; steps < steps_max && !bytes_.is_empty(); ++steps) {
            const auto one = bytes_.number<script_step>();
            const auto seat = one.who % witness_house::seats;
            if (one.what % kinds < without_peer) play(one, seat);
            else if (auto* who = house_.at(seat)) play(one, *who);
            if ((one.who & 0x80) == 0) house_.finish_turn();
        }
        house_.finish_turn();
        house_.close(last_seat_);
    }

private:
    static constexpr std::uint8_t without_peer = 8, kinds = 32;

    /// What happens to the house, or to a seat.
    void play(script_step const& one, std::size_t seat) {
        switch (one.what % kinds) {
            case 0: return house_.come(seat, one.a % 3 + 1u);
            case 1: return house_.leave(seat);
            case 2: return house_.pass(std::chrono::milliseconds{one.a * one.b});
            case 3:
                return house_.dispatcher.on_plugin(witness_house::plugin_names[one.a % 3],
                                                   static_cast<routing::outlook>(one.b % 5),
                                                   house_.now);
            case 4: return house_.take_over();
            case 5:
                house_.dispatcher.on_promise("gamma", {"lazy.one"});
                return void(house_.dispatcher.take_wanted());
            case 6:
                if (one.a % 2 == 0) return house_.dispatcher.await_page(house_.now);
                return house_.dispatcher.publish("fairlead/plugin/alpha", "[1]", house_.now);
            default: last_seat_ = seat; return;
        }
    }

    /// What a peer does or says.
    void play(script_step const& one, witness& who) {
        switch (one.what % kinds) {
            case 8:
            case 9:
            case 10: return asker_.call(who, one);
            case 11:
            case 12: return asker_.invoke(who, one);
            case 13: return asker_.offer(who, one);
            case 14: return asker_.withdraw(who, one);
            case 15: return house_.say(who, {.kind = frame_kind::ready}, {});
            case 16:
            case 17:
            case 18: return provider_.settle(who, one);
            case 19: return provider_.lie(who, one);
            case 20: return asker_.cancel(who, one);
            case 21:
            case 22: return (one.c & 1) == 0 ? provider_.item(who, one) : asker_.item(who, one);
            case 23: return (one.c & 1) == 0 ? provider_.credit(who, one) : asker_.credit(who, one);
            case 24: return provider_.progress(who, one);
            case 25: return emit(who, one);
            case 26: return asker_.subscribe(who, one);
            case 27: return blob(who, one);
            case 28:
                if (who.speaks_texts()) who.forgive_page(one.a % 3 + 1u);
                return house_.say(who, {.kind = frame_kind::forget, .aux = one.a % 3 + 1u}, {});
            case 29: return asker_.live(who, one);
            case 30: return mood(who, one);
            default: return raw_frame(who, one);
        }
    }

    void emit(witness& who, script_step const& one) {
        const auto which = one.a % words::topics.size();
        // The last state of the window is kept for whoever asks, its host too.
        const bool is_kept = words::topics[which] == "fairlead/window";
        const auto data = "[\"e" + std::to_string(raw(who.self.id)) + ":t" + std::to_string(which) +
                          ":n" + std::to_string(house_.ledger.next_part()) +
                          (is_kept ? ":kept" : "") + "\"]";
        if (who.speaks_texts() && one.c % 4 == 1)
            return house_.say_text(who, one.b % 3u + 1,
                                   "EE{\"name\":\"" + std::string{words::topics[which]} +
                                       "\",\"data\":" + data + "}");
        wire::frame_header header{.kind = frame_kind::event, .request = request_id{one.b % 8u}};
        if (one.b % 8 != 0) ++who.optional[one.b % 8u];
        const auto known = house_.dispatcher.names().find(words::topics[which]);
        if (one.c % 2 == 0 || known == no_route) {
            header.flags = flag::named;
            return house_.say(who, header, words::named(words::topics[which], data));
        }
        header.route = known;
        house_.say(who, header, data);
    }

    void blob(witness& who, script_step const& one) {
        if (one.c % 2 == 0) {
            const wire::blob_offer offer{static_cast<wire::blob_id>(one.a % 4 + 1),
                                         one.c == 2 ? ~std::uint64_t{0} : one.b};
            // What the session does with a peer that breaks a bound.
            if (!house_.dispatcher.on_blob(who.self, offer, witness_house::some_memory()))
                who.cut(errc::protocol_error, "a blob that it must not offer");
            return;
        }
        who.release_one(one.a % 6u);
        house_.say(who, {.kind = frame_kind::release, .aux = one.a % 6u}, {});
    }

    void mood(witness& who, script_step const& one) {
        if (one.b % 4 == 1) who.takes_blobs = one.c % 2 == 0;
        if (one.b % 4 == 2) who.loses = {.dropped = one.c, .last_key = one.a};
        who.now = static_cast<witness::mood>(one.a % 4);
        if (who.now == witness::mood::reads) house_.dispatcher.on_caught_up(who.self);
    }

    /// Fields that fit nothing.
    void raw_frame(witness& who, script_step const& one) {
        wire::frame_header header;
        header.kind =
            static_cast<frame_kind>(one.a % (static_cast<unsigned>(wire::frame_kind_last) + 1));
        header.flags = one.b & flag::all & static_cast<std::uint8_t>(~flag::more);
        header.code = one.c;
        header.request = request_id{bytes_.number<std::uint8_t>() % 16u};
        header.route = route_id{bytes_.number<std::uint8_t>()};
        header.deadline_ms = bytes_.number<std::uint16_t>();
        header.aux = bytes_.number<std::uint32_t>();
        std::string payload{wire::as_text(bytes_.take(bytes_.number<std::uint8_t>()))};
        // No marks of ours.
        std::ranges::replace(payload, '"', '\'');
        who.is_loose = true;
        house_.say(who, header, payload);
    }

    input bytes_;
    witness_house house_;
    script_asker asker_{house_};
    script_provider provider_{house_};
    std::size_t last_seat_ = 2;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    script{input{data, size}}.run();
    return 0;
}
