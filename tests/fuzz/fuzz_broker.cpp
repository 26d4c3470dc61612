// SPDX-License-Identifier: MIT
//
// fuzz_broker — bytes are a script: plugins, tools, hosts and pages come, say things that are right
// and things that are not, do not read, and go. Behind each turn the broker's promises are checked.
//
// A step is five bytes: what, who and three operands; a bit of `who` says that the turn goes on.
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/witness_house.hpp"

#include <array>
#include <string>
#include <string_view>

using namespace fairlead;
using namespace fairlead::fuzz;
namespace flag = wire::frame_flag;

namespace {

constexpr std::size_t steps_max = 600;
constexpr std::array<std::string_view, 12> methods{"a.one",
                                                   "a.two",
                                                   "b.one",
                                                   "page.fn",
                                                   ":wails:Size",
                                                   "fairlead.window.move",
                                                   "fairlead.before-close",
                                                   "fairlead.list",
                                                   "fairlead.methods",
                                                   "lazy.one",
                                                   "#7",
                                                   "fairlead.plugin.stop"};
constexpr std::array<std::string_view, 8> topics{
    "news", "block/x",         "latest/x",     "cut/x",
    "*",    "fairlead/window", "fairlead/own", "fairlead/window/x"};

struct step {
    std::uint8_t what, who, a, b, c;
};

class script {
public:
    explicit script(input bytes) : bytes_{bytes} {}

    void run() {
        for (std::size_t seat = 0; seat < 6; ++seat) house_.come(seat, 3);
        for (std::size_t steps = 0; steps < steps_max && !bytes_.is_empty(); ++steps) {
            const auto one = bytes_.number<step>();
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

    static std::string args_of(std::uint64_t serial) {
        return "[\"s" + std::to_string(serial) + "\",{\"$stream\":1}]";
    }
    static std::string from(char mark, std::uint64_t id, party who) {
        return std::string{'"', mark} + std::to_string(id) + ":p" + std::to_string(who.peer) +
               ":d" + std::to_string(who.page);
    }
    std::string answer(std::uint64_t id, party who) { return from('r', id, who) + '"'; }
    std::string part(std::uint64_t id, party who) {
        return from('i', id, who) + ":n" + std::to_string(house_.ledger.next_part()) + '"';
    }
    static std::string named(std::string_view name, std::string_view rest = {}) {
        std::string whole{wire::as_text(wire::encode_name_length(name))};
        return whole.append(name).append(rest);
    }
    /// JSON with one blob behind it and one attachment inline.
    static std::string attached(std::string_view json, std::uint32_t blob, std::uint64_t bytes) {
        const wire::attachment_head head{static_cast<std::uint32_t>(json.size()), 2};
        const std::array<wire::attachment_ref, 2> table{
            {{static_cast<wire::blob_id>(blob), 0, bytes}, {wire::no_blob, 0, 3}}};
        std::string whole{wire::as_text(std::as_bytes(std::span{&head, 1}))};
        return whole.append(wire::as_text(std::as_bytes(std::span{table})))
            .append(json)
            .append("abc");
    }

    /// What happens to the house, or to a seat.
    void play(step const& one, std::size_t seat) {
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
    void play(step const& one, witness& who) {
        const auto id = std::uint64_t{one.b} % 8;
        switch (one.what % kinds) {
            case 8:
            case 9:
            case 10: return call(who, one, id);
            case 11:
            case 12: return invoke(who, one, id);
            case 13: return offer(who, one, id);
            case 14: return ask(who, frame_kind::withdraw, id, methods[one.a % methods.size()]);
            case 15: return house_.say(who, {.kind = frame_kind::ready}, {});
            case 16:
            case 17:
            case 18: return settle(who, one);
            case 19: return lie(who, one);
            case 20:
                return house_.say(who, {.kind = frame_kind::cancel, .request = request_id{id}}, {});
            case 21:
            case 22: return item(who, one);
            case 23: return credit(who, one);
            case 24: return progress(who, one);
            case 25: return emit(who, one);
            case 26:
                return ask(who, one.c % 4 == 0 ? frame_kind::unsubscribe : frame_kind::subscribe,
                           id, topics[one.a % topics.size()]);
            case 27: return blob(who, one);
            case 28:
                if (who.speaks_texts()) who.forgive_page(one.a % 3 + 1u);
                return house_.say(who, {.kind = frame_kind::forget, .aux = one.a % 3 + 1u}, {});
            case 29: return live(who, one);
            case 30: return mood(who, one);
            default: return raw_frame(who, one);
        }
    }

    /// A request that the broker itself answers, at once.
    void ask(witness& who, frame_kind kind, std::uint64_t id, std::string_view name,
             std::uint64_t aux = 0, std::uint16_t code = 0) {
        if (id != 0) who.owe({0, id});
        house_.say(who,
                   {.kind = kind,
                    .flags = flag::named,
                    .code = code,
                    .request = request_id{id},
                    .aux = aux},
                   named(name));
    }

    void offer(witness& who, step const& one, std::uint64_t id) {
        const auto which = one.a % methods.size();
        const bool idempotent = (one.c & 1) != 0;
        if (idempotent) may_run_twice_[which] = true;
        ask(who, frame_kind::offer, id, methods[which], one.c / 2, idempotent ? 1 : 0);
    }

    void call(witness& who, step const& one, std::uint64_t id) {
        const auto which = one.a % methods.size();
        const auto args =
            args_of(house_.ledger.ask(who.as_self(), {0, id}, which, may_run_twice_[which]));
        wire::frame_header header{.kind = frame_kind::call, .request = request_id{id}};
        header.flags = one.c & (flag::takes_binary | flag::takes_progress | flag::takes_items);
        if ((one.c & 0x80) != 0) header.deadline_ms = one.b * 8u + 1;
        const auto known = house_.dispatcher.names().find(methods[which]);
        std::string payload = args;
        if ((one.c & 1) != 0) payload = binary(who, header, args, one.b / 8u % 5);
        if ((one.c & 2) == 0 || known == no_route) {
            header.flags |= flag::named;
            payload = named(methods[which], payload);
        } else {
            header.route = known;
        }
        who.owe({0, id});
        house_.say(who, header, payload);
    }

    /// The last blob number was never offered.
    std::string binary(witness& who, wire::frame_header& header, std::string_view json,
                       std::uint32_t blob) {
        header.flags |= flag::binary;
        if (blob != 0) who.use_blob(blob);
        return attached(json, blob, blob != 0 ? 16 : 0);
    }

    void invoke(witness& who, step const& one, std::uint64_t id) {
        const auto which = one.a % methods.size();
        const bool is_host = who.speaks_texts();
        const std::uint64_t page = is_host ? one.c % 3u + 1 : raw(who.self.papers.page);
        const auto as = is_host ? who.as_page(page) : who.as_self();
        const request_key key{is_host ? page : 0, id};
        const auto args = args_of(house_.ledger.ask(as, key, which, may_run_twice_[which]));
        who.owe(key);
        wire::frame_header header{
            .kind = frame_kind::invoke, .request = request_id{id}, .aux = page};
        header.flags = one.c & (flag::takes_progress | flag::takes_items);
        house_.say(who, header,
                   "C{\"name\":\"" + std::string{methods[which]} + "\",\"args\":" + args +
                       ",\"callbackID\":\"c" + std::to_string(id) + "\"}");
    }

    /// One of the calls that were given to it, or to a page of its.
    std::optional<std::pair<party, std::uint64_t>> given_to(witness const& who, step const& one) {
        const auto as =
            one.a % 4 == 0 || !who.speaks_texts() ? who.as_self() : who.as_page(one.a % 4);
        auto const& open = house_.ledger.open_of(as);
        if (open.empty()) return std::nullopt;
        return std::pair{as, open[one.a / 4u % open.size()]};
    }

    void settle(witness& who, step const& one) {
        const auto given = given_to(who, one);
        if (!given) return;
        const auto [as, id] = *given;
        const bool failed = one.b % 3 == 1;
        house_.ledger.close(as, id);
        if (as.page != 0) {
            const auto number = std::to_string(id);
            return host_says(who, as.page,
                             failed ? "FE{\"request\":\"" + number +
                                          "\",\"code\":\"denied\",\"message\":\"no\",\"data\":" +
                                          answer(id, as) + "}"
                                    : "FR{\"request\":\"" + number +
                                          "\",\"result\":" + answer(id, as) + "}");
        }
        wire::frame_header header{.kind = failed ? frame_kind::error : frame_kind::result,
                                  .request = request_id{id}};
        auto payload = answer(id, as);
        if (failed) {
            header.code = one.c % 12u;
            header.aux = one.c % 3u;
            payload = "no" + payload;
        } else if (one.b % 3 == 2) {
            payload = binary(who, header, payload, one.c % 5u);
        }
        house_.say(who, header, payload);
    }

    /// An answer to a call of others, or to none.
    void lie(witness& who, step const& one) {
        for (std::size_t seat = 0; seat < witness_house::seats; ++seat) {
            auto* other = house_.at(seat);
            if (other == nullptr || other == &who) continue;
            for (const auto id : house_.ledger.open_of(other->as_self())) victims_.push_back(id);
        }
        const auto id = victims_.empty() ? one.b : victims_[one.a % victims_.size()] + one.b % 2u;
        victims_.clear();
        static constexpr std::array lies{frame_kind::result, frame_kind::error, frame_kind::item,
                                         frame_kind::progress, frame_kind::credit};
        house_.say(who, {.kind = lies[one.c % lies.size()], .request = request_id{id}},
                   answer(id, who.as_self()));
    }

    /// Of a call that was given to it, or, of an argument, that it made.
    void item(witness& who, step const& one) {
        wire::frame_header header{.kind = frame_kind::item};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        std::string payload;
        if ((one.c & 1) == 0) {
            const auto given = given_to(who, one);
            if (!given) return;
            const auto [as, id] = *given;
            if (as.page != 0)
                return host_says(who, as.page,
                                 "FI{\"request\":\"" + std::to_string(id) +
                                     "\",\"stream\":0,\"item\":" + part(id, as) + "}");
            header.request = request_id{id};
            payload = part(id, as);
        } else {
            header.request = request_id{one.a % 8u};
            header.route = route_id{one.b % 20u};
            payload = "\"j" + std::to_string(who.as_self().peer) + ":n" +
                      std::to_string(house_.ledger.next_part()) + '"';
        }
        if ((one.c & 4) != 0) payload = binary(who, header, payload, one.b % 5u);
        if ((one.c & 8) != 0 && (one.c & 4) == 0) payload.resize(40'000, ' ');
        house_.say(who, header, payload);
    }

    void credit(witness& who, step const& one) {
        wire::frame_header header{.kind = frame_kind::credit, .aux = one.b * 1'000u};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        if ((one.c & 1) == 0) {
            const auto given = given_to(who, one);
            if (!given || given->first.page != 0) return;
            header.request = request_id{given->second};
            header.route = route_id{one.b % 18u};
        } else {
            header.request = request_id{one.a % 8u};
        }
        if ((one.c & 4) != 0) header.aux = ~std::uint64_t{0} >> (one.c >> 4);
        house_.say(who, header, {});
    }

    void progress(witness& who, step const& one) {
        const auto given = given_to(who, one);
        if (!given) return;
        const auto [as, id] = *given;
        if (as.page != 0)
            return host_says(who, as.page,
                             "FP{\"request\":\"" + std::to_string(id) +
                                 "\",\"progress\":" + part(id, as) + "}");
        house_.say(who, {.kind = frame_kind::progress, .request = request_id{id}}, part(id, as));
    }

    void emit(witness& who, step const& one) {
        const auto which = one.a % topics.size();
        // The last state of the window is kept for whoever asks, its host too.
        const bool is_kept = topics[which] == "fairlead/window";
        const auto data = is_kept ? "[{}]"
                                  : "[\"e" + std::to_string(raw(who.self.id)) + ":t" +
                                        std::to_string(which) + ":n" +
                                        std::to_string(house_.ledger.next_part()) + "\"]";
        if (who.speaks_texts() && one.c % 4 == 1)
            return host_says(who, one.b % 3u + 1,
                             "EE{\"name\":\"" + std::string{topics[which]} + "\",\"data\":" + data +
                                 "}");
        wire::frame_header header{.kind = frame_kind::event, .request = request_id{one.b % 8u}};
        if (one.b % 8 != 0) ++who.optional[one.b % 8u];
        const auto known = house_.dispatcher.names().find(topics[which]);
        if (one.c % 2 == 0 || known == no_route) {
            header.flags = flag::named;
            return house_.say(who, header, named(topics[which], data));
        }
        header.route = known;
        house_.say(who, header, data);
    }

    void blob(witness& who, step const& one) {
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

    void host_says(witness& who, std::uint64_t page, std::string_view text) {
        house_.say(who, {.kind = frame_kind::invoke, .request = request_id{7}, .aux = page}, text);
    }

    /// What a page without a channel says through its host.
    void live(witness& who, step const& one) {
        if (!who.speaks_texts()) return;
        const std::uint64_t page = one.c % 3u + 1, id = one.b % 8u;
        const auto callback = "\"callbackID\":\"c" + std::to_string(id) + '"';
        switch (one.a % 6) {
            case 0: return host_says(who, page, "FX{" + callback + "}");
            case 1:
                return host_says(who, page,
                                 "FK{" + callback + ",\"stream\":0,\"bytes\":" +
                                     std::to_string(one.b * 1'000u) + "}");
            case 2:
                return host_says(who, page,
                                 "FI{" + callback + ",\"stream\":1,\"item\":\"j" +
                                     std::to_string(raw(who.self.id)) + ":n" +
                                     std::to_string(house_.ledger.next_part()) + "\"}");
            case 3: return host_says(who, page, "FL{" + callback + ",\"stream\":1}");
            default: {
                who.owe({page, id});
                const auto name = "\"name\":\"" + std::string{methods[one.c / 4u % 12]} + "\",";
                return host_says(who, page,
                                 one.a % 6 == 4 ? "FO{" + name + "\"handler\":3," + callback + "}"
                                                : "FW{" + name + callback + "}");
            }
        }
    }

    void mood(witness& who, step const& one) {
        if (one.b % 4 == 1) who.takes_blobs = one.c % 2 == 0;
        if (one.b % 4 == 2) who.loses = {.dropped = one.c, .last_key = one.a};
        who.now = static_cast<witness::mood>(one.a % 4);
        if (who.now == witness::mood::reads) house_.dispatcher.on_caught_up(who.self);
    }

    /// Fields that fit nothing.
    void raw_frame(witness& who, step const& one) {
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
    std::array<bool, methods.size()> may_run_twice_{};
    std::vector<std::uint64_t> victims_;
    std::size_t last_seat_ = 2;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    script{input{data, size}}.run();
    return 0;
}
