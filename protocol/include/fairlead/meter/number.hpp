// SPDX-License-Identifier: MIT
//
// number, label — what one process writes while others read: no lock, no tearing. One writer: it
// adds by a load and a store, which costs what a plain variable does.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace fairlead::meter {

class number {
public:
    [[gnu::always_inline]] std::uint64_t get() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }
    [[gnu::always_inline]] void set(std::uint64_t value) noexcept {
        value_.store(value, std::memory_order_relaxed);
    }
    // Always inline: three instructions many times for each frame, of which GCC makes a call.
    [[gnu::always_inline]] void add(std::uint64_t more = 1) noexcept { set(get() + more); }
    [[gnu::always_inline]] void subtract(std::uint64_t less = 1) noexcept { set(get() - less); }

    operator std::uint64_t() const noexcept { return get(); }
    number& operator++() noexcept { return *this += 1; }
    number& operator+=(std::uint64_t more) noexcept {
        add(more);
        return *this;
    }

private:
    std::atomic<std::uint64_t> value_{0};
};
static_assert(sizeof(number) == 8 && std::atomic<std::uint64_t>::is_always_lock_free);

/// A name of at most 95 bytes; of a longer one what fits, and `…`.
class label {
public:
    static constexpr std::size_t bytes = 96;

    void set(std::string_view text) noexcept {
        std::array<char, bytes> whole{};
        auto length = std::min(text.size(), bytes - 1);
        std::memcpy(whole.data(), text.data(), length);
        if (length < text.size()) {
            constexpr std::string_view more = "\u2026";
            length -= more.size();
            while (length > 0 && (text[length] & 0xC0) == 0x80) --length;  // No half characters.
            std::memset(whole.data() + length, 0, whole.size() - length);
            std::memcpy(whole.data() + length, more.data(), more.size());
        }
        for (std::size_t i = 0; i < words_.size(); ++i) {
            std::uint64_t word;
            std::memcpy(&word, whole.data() + i * sizeof word, sizeof word);
            words_[i].set(word);
        }
    }
    std::string get() const {
        std::array<char, bytes> whole;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const auto word = words_[i].get();
            std::memcpy(whole.data() + i * sizeof word, &word, sizeof word);
        }
        return {whole.data(), std::find(whole.begin(), whole.end(), '\0')};
    }

private:
    std::array<number, bytes / sizeof(number)> words_;
};
static_assert(sizeof(label) == label::bytes);

}  // namespace fairlead::meter
