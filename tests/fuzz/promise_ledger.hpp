// SPDX-License-Identifier: MIT
//
// promise_ledger — what the peers of a fuzzed broker have been promised, kept beside it and by
// other means: each call bears a number in its arguments and each answer the number it was given
// under, so whoever hears either knows whose it is.
#pragma once

#include <fairlead/vocabulary/assert.hpp>
#include <fairlead/vocabulary/ids.hpp>

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace fairlead::fuzz {

/// A peer for its life, or a page by messages: its host and its document.
struct party {
    std::uint64_t peer = 0;
    std::uint64_t page = 0;  ///< 0: the peer itself.
    auto operator<=>(party const&) const = default;
};

/// What an asker knows a call by: its number, or the document and number of a callback.
struct request_key {
    std::uint64_t page = 0;  ///< 0: a request frame.
    std::uint64_t number = 0;
    auto operator<=>(request_key const&) const = default;
};

/// The first number that stands right behind `mark` in that text.
inline std::optional<std::uint64_t> number_behind(std::string_view mark, std::string_view text) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
        std::uint64_t number = 0;
        const auto* first = text.data() + at + mark.size();
        if (std::from_chars(first, text.data() + text.size(), number).ec == std::errc{})
            return number;
    }
    return std::nullopt;
}

class promise_ledger {
public:
    /// A call is about to be made. What its arguments must bear.
    std::uint64_t ask(party caller, request_key key, std::size_t method, bool may_run_twice) {
        errands_.push_back({caller, key, method, may_run_twice});
        return errands_.size();
    }

    /// A call arrives at its provider under the broker's number `id`.
    void give(party provider, std::uint64_t id, std::string_view args) {
        const auto serial = number_behind("\"s", args).value_or(0);
        // A number serves once, so that a late answer can be no other's.
        FAIRLEAD_ASSERT(given_.try_emplace(id, handed{provider, serial}).second);
        open_[provider].push_back(id);
        if (serial == 0) return;
        auto& one = errand_of(serial);
        FAIRLEAD_ASSERT(!one.answered);
        ++one.deliveries;
        FAIRLEAD_ASSERT(one.deliveries == 1 || (one.deliveries == 2 && one.may_run_twice));
        if (one.deliveries > 1) return;
        auto& last = last_call_[{one.caller, provider, one.method}];
        FAIRLEAD_ASSERT(last < serial);  // In the order in which they were made.
        last = serial;
    }

    /// The provider has answered, or was told that nobody wants it any more.
    void close(party provider, std::uint64_t id) {
        const auto at = given_.find(id);
        if (at == given_.end() || at->second.provider != provider) return;
        at->second.open = false;
        std::erase(open_[provider], id);
    }
    bool is_open(party provider, std::uint64_t id) const {
        const auto at = given_.find(id);
        return at != given_.end() && at->second.provider == provider && at->second.open;
    }
    std::vector<std::uint64_t> const& open_of(party provider) { return open_[provider]; }

    /// An answer's text reaches that asker.
    void check_answer(party caller, request_key key, std::string_view payload) {
        const auto id = number_behind("\"r", payload);
        if (!id) return;
        auto& one = check_source(caller, key, *id, payload);
        FAIRLEAD_ASSERT(!one.answered);  // Not twice.
        one.answered = true;
    }

    /// An item or progress of a call reaches its asker.
    void check_part(party caller, request_key key, std::string_view payload) {
        const auto id = number_behind("\"i", payload);
        if (!id) return;
        FAIRLEAD_ASSERT(!check_source(caller, key, *id, payload).answered);
        check_order(last_part_[{caller, *id}], payload);
    }

    /// An item of an argument reaches the provider of that call.
    void check_argument(party provider, std::uint64_t id, std::uint64_t stream,
                        std::string_view payload) {
        const auto source = number_behind("\"j", payload);
        const auto at = given_.find(id);
        if (!source || at == given_.end() || at->second.serial == 0) return;
        FAIRLEAD_ASSERT(errand_of(at->second.serial).caller.peer == *source);
        check_order(last_argument_[{provider, id, stream}], payload);
    }

    std::uint64_t next_part() noexcept { return ++parts_; }

private:
    struct errand {
        party caller;
        request_key key;
        std::size_t method;
        bool may_run_twice;
        unsigned deliveries = 0;
        bool answered = false;
    };
    struct handed {
        party provider;
        std::uint64_t serial;
        bool open = true;
    };

    errand& errand_of(std::uint64_t serial) {
        FAIRLEAD_ASSERT(serial >= 1 && serial <= errands_.size());
        return errands_[serial - 1];
    }

    /// It comes from whom that asker's call was given to, and from nobody else.
    errand& check_source(party caller, request_key key, std::uint64_t id,
                         std::string_view payload) {
        const auto at = given_.find(id);
        FAIRLEAD_ASSERT(at != given_.end());
        FAIRLEAD_ASSERT(number_behind(":p", payload) == at->second.provider.peer);
        FAIRLEAD_ASSERT(number_behind(":d", payload) == at->second.provider.page);
        auto& one = at->second.serial != 0 ? errand_of(at->second.serial) : unnumbered_;
        if (at->second.serial == 0) unnumbered_ = {caller, key, 0, false};
        FAIRLEAD_ASSERT(one.caller == caller && one.key == key);
        return one;
    }

    static void check_order(std::uint64_t& last, std::string_view payload) {
        const auto number = number_behind(":n", payload);
        FAIRLEAD_ASSERT(number && last < *number);
        last = *number;
    }

    std::vector<errand> errands_;
    errand unnumbered_{};
    std::map<std::uint64_t, handed> given_;
    std::map<party, std::vector<std::uint64_t>> open_;
    std::map<std::tuple<party, party, std::size_t>, std::uint64_t> last_call_;
    std::map<std::tuple<party, std::uint64_t>, std::uint64_t> last_part_;
    std::map<std::tuple<party, std::uint64_t, std::uint64_t>, std::uint64_t> last_argument_;
    std::uint64_t parts_ = 0;
};

}  // namespace fairlead::fuzz
