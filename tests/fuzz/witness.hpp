// SPDX-License-Identifier: MIT
//
// witness — a peer of a fuzzed broker: its sink, which may be full or narrow, and what it checks of
// all that reaches it.
#pragma once

#include "broker/routing/dispatcher.hpp"
#include "tests/fuzz/promise_ledger.hpp"

#include <fairlead/wire/frame_codec.hpp>
#include <fairlead/wire/streams.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace fairlead::fuzz {

namespace routing = broker::routing;
namespace flag = wire::frame_flag;
using wire::frame_kind;

class witness final : public routing::frame_sink {
public:
    enum class mood { reads, full, narrow, behind };
    static constexpr std::size_t narrow_bytes = 1'024;

    witness(promise_ledger& ledger, wire::peer_role role, std::string name, std::uint32_t id,
            routing::page_papers papers = {})
        : self{.sink = *this,
               .id = session_id{id},
               .role = role,
               .name = std::move(name),
               .pid = static_cast<pid_t>(1000 + id),
               .papers = std::move(papers)},
          ledger_{ledger} {}

    routing::push_result try_push(wire::frame_header const& header, pieces payload) override {
        if (is_cut) return routing::push_result::gone;
        std::string whole;
        for (auto const piece : payload) whole.append(wire::as_text(piece));
        if (now == mood::full) return was_read = false, routing::push_result::full;
        if (now == mood::narrow && whole.size() > narrow_bytes)
            return routing::push_result::too_large;
        hear(header, whole);
        return routing::push_result::accepted;
    }
    routing::event_outcome push_event(wire::frame_header const& header, pieces payload,
                                      shm::overflow_terms) override {
        return {.result = try_push(header, payload),
                .waits = now == mood::behind,
                .lost = std::exchange(loses, {})};
    }
    void pause() override { is_paused = true; }
    void resume() override { is_paused = false; }
    bool give_blob(wire::blob_id id, int, std::uint64_t bytes) override {
        if (is_cut || !takes_blobs) return false;
        FAIRLEAD_ASSERT(lent_.try_emplace(wire::raw(id), loan{bytes}).second);
        return true;
    }
    void cut(errc, std::string reason) override {
        FAIRLEAD_ASSERT(!reason.empty());
        is_cut = true;
    }
    std::string backlog() const override { return "something waits for it"; }

    party as_self() const noexcept { return {raw(self.id), 0}; }
    party as_page(std::uint64_t page) const noexcept { return {raw(self.id), page}; }
    bool speaks_texts() const noexcept { return self.role == wire::peer_role::host; }

    void owe(request_key key) { ++owed_[key]; }
    void forgive_page(std::uint64_t page) {
        std::erase_if(owed_, [&](auto const& one) { return one.first.page == page; });
    }
    std::size_t owed() const noexcept {
        std::size_t all = 0;
        for (auto const& [key, count] : owed_) all += count;
        return all;
    }

    /// A blob that it owns has gone out in a frame of its own.
    void use_blob(std::uint32_t id) { ++used_[id]; }
    std::size_t blobs_in_use() const noexcept {
        std::size_t all = 0;
        for (auto const& [id, count] : used_) all += count;
        return all;
    }
    /// It gives one back that it was lent; false: there is none.
    bool release_one(std::uint32_t id) {
        const auto at = lent_.find(id);
        if (at == lent_.end() || at->second.frames == 0) return false;
        --at->second.frames;
        return true;
    }

    routing::peer self;
    mood now = mood::reads;
    bool is_cut = false;
    bool is_paused = false;
    bool takes_blobs = true;
    bool was_read = true;   ///< It has always read: nothing meant for it was lost.
    bool is_loose = false;  ///< It has said things that nobody took down.
    std::map<std::uint64_t, unsigned> optional;  ///< Requests that may be answered once, or not.
    shm::overflow_losses loses;

private:
    struct loan {
        std::uint64_t bytes = 0;
        unsigned frames = 0;
        bool withdrawn = false;
    };

    void hear(wire::frame_header const& header, std::string const& payload) {
        const auto id = raw(header.request);
        if ((header.flags & flag::binary) != 0) borrow(payload);
        switch (header.kind) {
            case frame_kind::call:
                FAIRLEAD_ASSERT(self.role != wire::peer_role::tool);
                FAIRLEAD_ASSERT(self.part == routing::peer_part::acting);
                FAIRLEAD_ASSERT(routing::takes_calls(self));
                return ledger_.give(as_self(), id, payload);
            case frame_kind::cancel:
                FAIRLEAD_ASSERT(ledger_.is_open(as_self(), id));
                return ledger_.close(as_self(), id);
            case frame_kind::result:
            case frame_kind::error: return settle({0, id}, payload);
            case frame_kind::callback: return hear_text(header.aux, payload);
            case frame_kind::item:
                if (wire::stream_of(header) == wire::result_stream) return part({0, id}, payload);
                return argument(as_self(), id, raw(header.route), payload);
            case frame_kind::credit:
                if (wire::stream_of(header) != wire::result_stream) return part({0, id}, {});
                return FAIRLEAD_ASSERT(ledger_.is_open(as_self(), id));
            case frame_kind::progress: return part({0, id}, payload);
            case frame_kind::event: return hear_event(payload);
            case frame_kind::release: {
                auto& count = used_[static_cast<std::uint32_t>(header.aux)];
                FAIRLEAD_ASSERT(count > 0 || is_loose);
                if (count > 0) --count;
                return;
            }
            case frame_kind::withdraw: {
                const auto at = lent_.find(static_cast<std::uint32_t>(header.aux));
                FAIRLEAD_ASSERT(at != lent_.end() && !at->second.withdrawn);
                at->second.withdrawn = true;
                return;
            }
            case frame_kind::log:
                return FAIRLEAD_ASSERT(speaks_texts() || self.role == wire::peer_role::page);
            case frame_kind::context:
                return FAIRLEAD_ASSERT(self.role != wire::peer_role::tool && !self.by_messages);
            case frame_kind::pong: return;
            default: FAIRLEAD_ASSERT(!"a kind of frame that is not the broker's");
        }
    }

    /// For a page by messages, or the callback of one.
    void hear_text(std::uint64_t page, std::string const& text) {
        FAIRLEAD_ASSERT(speaks_texts() || page == raw(self.papers.page));
        const auto caller = speaks_texts() ? as_page(page) : as_self();
        const auto live = [&](std::string_view kind) {
            return text.find("\"live\":\"" + std::string{kind}) != text.npos;
        };
        if (const auto id = number_behind("\"request\":\"", text); id && live("call"))
            return ledger_.give(caller, *id, text);
        else if (id && live("cancel"))
            return FAIRLEAD_ASSERT(ledger_.is_open(caller, *id)), ledger_.close(caller, *id);
        else if (id && live(""))
            return argument(caller, *id, number_behind("\"stream\":", text).value_or(0), text);
        const auto callback = number_behind("\"callbackid\":\"c", text);
        if (!callback) return FAIRLEAD_ASSERT(is_loose);
        // A page with a channel knows its calls by one number, whichever way it called.
        const request_key key{speaks_texts() ? page : 0, *callback};
        live("") ? part(key, text) : settle(key, text);
    }

    void settle(request_key key, std::string_view payload) {
        if (auto& may = optional[key.number]; key.page == 0 && may > 0) return void(--may);
        auto& left = owed_[key];
        FAIRLEAD_ASSERT(left > 0 || is_loose);
        if (left > 0) --left;
        ledger_.check_answer(asking(key), key, payload);
    }
    void part(request_key key, std::string_view payload) {
        FAIRLEAD_ASSERT(owed_[key] > 0 || is_loose);
        ledger_.check_part(asking(key), key, payload);
    }
    void argument(party as, std::uint64_t id, std::uint64_t stream, std::string_view payload) {
        FAIRLEAD_ASSERT(ledger_.is_open(as, id));
        ledger_.check_argument(as, id, stream, payload);
    }
    party asking(request_key key) const noexcept {
        return key.page != 0 && speaks_texts() ? as_page(key.page) : as_self();
    }

    void hear_event(std::string_view payload) {
        const auto emitter = number_behind("\"e", payload);
        if (!emitter) return;
        // What is kept reaches its emitter, too, and again whoever asks again.
        const bool is_kept = payload.find(":kept\"") != payload.npos;
        FAIRLEAD_ASSERT(*emitter != raw(self.id) || is_kept);
        auto& last = last_event_[{*emitter, number_behind(":t", payload).value_or(0)}];
        const auto number = number_behind(":n", payload).value_or(0);
        FAIRLEAD_ASSERT(last < number || (is_kept && last == number));
        last = number;
    }

    void borrow(std::string const& payload) {
        const auto parts = wire::attached_payload::parse(wire::as_bytes(payload));
        FAIRLEAD_ASSERT(parts.has_value());
        for (auto const& one : parts->table()) {
            if (one.blob == wire::no_blob) continue;
            const auto at = lent_.find(wire::raw(one.blob));
            FAIRLEAD_ASSERT(at != lent_.end() && !at->second.withdrawn);
            FAIRLEAD_ASSERT(one.bytes <= at->second.bytes);
            ++at->second.frames;
        }
    }

    promise_ledger& ledger_;
    std::map<request_key, unsigned> owed_;
    std::map<std::uint32_t, unsigned> used_;
    std::map<std::uint32_t, loan> lent_;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::uint64_t> last_event_;
};

}  // namespace fairlead::fuzz
