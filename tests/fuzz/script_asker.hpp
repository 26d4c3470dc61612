// SPDX-License-Identifier: MIT
//
// script_asker — the lines of peers that want something: calls in every way there is, offers,
// subscriptions, and what belongs to a call while it runs.
#pragma once

#include "tests/fuzz/script_words.hpp"

#include <array>
#include <string>

namespace fairlead::fuzz {

class script_asker {
public:
    explicit script_asker(witness_house& house) : house_{house} {}

    void call(witness& who, script_step const& one) {
        const auto id = number_of(one);
        const auto which = one.a % words::methods.size();
        const auto args =
            words::args_of(house_.ledger.ask(who.as_self(), {0, id}, which, may_run_twice_[which]));
        wire::frame_header header{.kind = frame_kind::call, .request = request_id{id}};
        header.flags = one.c & (flag::takes_binary | flag::takes_progress | flag::takes_items);
        if ((one.c & 0x80) != 0) header.deadline_ms = one.b * 8u + 1;
        const auto known = house_.dispatcher.names().find(words::methods[which]);
        std::string payload = args;
        if ((one.c & 1) != 0) payload = words::attached(who, header, args, one.b / 8u % 5);
        if ((one.c & 2) == 0 || known == no_route) {
            header.flags |= flag::named;
            payload = words::named(words::methods[which], payload);
        } else {
            header.route = known;
        }
        who.owe({0, id});
        house_.say(who, header, payload);
    }

    /// As the text of a page, which a host passes on and a page with a channel sends itself.
    void invoke(witness& who, script_step const& one) {
        const auto id = number_of(one);
        const auto which = one.a % words::methods.size();
        const bool is_host = who.speaks_texts();
        const std::uint64_t page = is_host ? one.c % 3u + 1 : raw(who.self.papers.page);
        const auto as = is_host ? who.as_page(page) : who.as_self();
        const request_key key{is_host ? page : 0, id};
        const auto args = words::args_of(house_.ledger.ask(as, key, which, may_run_twice_[which]));
        who.owe(key);
        wire::frame_header header{
            .kind = frame_kind::invoke, .request = request_id{id}, .aux = page};
        header.flags = one.c & (flag::takes_progress | flag::takes_items);
        house_.say(who, header,
                   "C{\"name\":\"" + std::string{words::methods[which]} + "\",\"args\":" + args +
                       ",\"callbackID\":\"c" + std::to_string(id) + "\"}");
    }

    void offer(witness& who, script_step const& one) {
        const auto which = one.a % words::methods.size();
        const bool idempotent = (one.c & 1) != 0;
        if (idempotent) may_run_twice_[which] = true;
        request(who, frame_kind::offer, number_of(one), words::methods[which], one.c / 2,
                idempotent ? 1 : 0);
    }
    void withdraw(witness& who, script_step const& one) {
        request(who, frame_kind::withdraw, number_of(one),
                words::methods[one.a % words::methods.size()]);
    }
    void subscribe(witness& who, script_step const& one) {
        request(who, one.c % 4 == 0 ? frame_kind::unsubscribe : frame_kind::subscribe,
                number_of(one), words::topics[one.a % words::topics.size()]);
    }

    void cancel(witness& who, script_step const& one) {
        house_.say(who, {.kind = frame_kind::cancel, .request = request_id{number_of(one)}}, {});
    }

    /// Of an argument of a call that it made, or did not make.
    void item(witness& who, script_step const& one) {
        wire::frame_header header{.kind = frame_kind::item,
                                  .request = request_id{one.a % 8u},
                                  .route = route_id{one.b % 20u}};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        auto payload = words::argument(house_.ledger, who.as_self());
        if ((one.c & 4) != 0) payload = words::attached(who, header, payload, one.b % 5u);
        else if ((one.c & 8) != 0) payload.resize(40'000, ' ');
        house_.say(who, header, payload);
    }
    void credit(witness& who, script_step const& one) {
        wire::frame_header header{
            .kind = frame_kind::credit, .request = request_id{one.a % 8u}, .aux = one.b * 1'000u};
        if ((one.c & 2) != 0) header.flags |= flag::last;
        if ((one.c & 4) != 0) header.aux = ~std::uint64_t{0} >> (one.c >> 4);
        house_.say(who, header, {});
    }

    /// What a page without a channel says of its calls and offers, through its host.
    void live(witness& who, script_step const& one) {
        if (!who.speaks_texts()) return;
        const std::uint64_t page = one.c % 3u + 1, id = number_of(one);
        const auto callback = "\"callbackID\":\"c" + std::to_string(id) + '"';
        switch (one.a % 6) {
            case 0: return house_.say_text(who, page, "FX{" + callback + "}");
            case 1:
                return house_.say_text(who, page,
                                       "FK{" + callback + ",\"stream\":0,\"bytes\":" +
                                           std::to_string(one.b * 1'000u) + "}");
            case 2:
                return house_.say_text(who, page,
                                       "FI{" + callback + ",\"stream\":1,\"item\":" +
                                           words::argument(house_.ledger, who.as_self()) + "}");
            case 3: return house_.say_text(who, page, "FL{" + callback + ",\"stream\":1}");
            default: {
                who.owe({page, id});
                const auto name = "\"name\":\"" +
                                  std::string{words::methods[one.c / 4u % words::methods.size()]} +
                                  "\",";
                return house_.say_text(who, page,
                                       one.a % 6 == 4
                                           ? "FO{" + name + "\"handler\":3," + callback + "}"
                                           : "FW{" + name + callback + "}");
            }
        }
    }

private:
    /// Few, so that they meet again.
    static std::uint64_t number_of(script_step const& one) noexcept { return one.b % 8u; }

    /// Something that the broker itself answers, at once.
    void request(witness& who, frame_kind kind, std::uint64_t id, std::string_view name,
                 std::uint64_t aux = 0, std::uint16_t code = 0) {
        if (id != 0) who.owe({0, id});
        house_.say(who,
                   {.kind = kind,
                    .flags = flag::named,
                    .code = code,
                    .request = request_id{id},
                    .aux = aux},
                   words::named(name));
    }

    witness_house& house_;
    std::array<bool, words::methods.size()> may_run_twice_{};
};

}  // namespace fairlead::fuzz
