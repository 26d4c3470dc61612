// SPDX-License-Identifier: MIT
//
// payload — the first word is the message's number; each further word follows from it and its
// place.
#include "benchmarks/support/payload.hpp"

#include <cstring>
#include <string>

namespace fairlead::bench {
namespace {

using word = std::uint64_t;
// One by one, words would cost more than what many a peer does with them; so do vectors that are
// wider than what every x86-64 and aarch64 has.
constexpr std::size_t block_words = 2;
using block = word __attribute__((vector_size(block_words * sizeof(word))));
constexpr block count_up{0, 1};

constexpr word key_of(word number) noexcept {
    number = (number ^ (number >> 30)) * 0xbf58'476d'1ce4'e5b9u;
    return number ^ (number >> 27);
}

}  // namespace

payload::payload(std::size_t bytes) : own_(bytes) {
    if (bytes < bytes_min)
        throw std::invalid_argument{"a payload has at least " + std::to_string(bytes_min) +
                                    " bytes"};
}

void payload::write(std::uint64_t number, std::span<std::byte> to) const noexcept {
    const auto key = key_of(number);
    const auto words = to.size() / sizeof(word);
    auto* at = to.data();
    std::size_t i = 0;
    block values = count_up + key;
    for (; i + block_words <= words; i += block_words, at += sizeof values) {
        std::memcpy(at, &values, sizeof values);
        values += block_words;
    }
    for (; i < words; ++i, at += sizeof(word)) {
        const word one = key + i;
        std::memcpy(at, &one, sizeof one);
    }
    for (auto rest = to.subspan(words * sizeof(word)); auto& byte : rest)
        byte = static_cast<std::byte>(key);
    std::memcpy(to.data(), &number, sizeof number);
}

std::span<const std::byte> payload::stamp(std::uint64_t number) noexcept {
    write(number, own_);
    return own_;
}

std::uint64_t payload::number_of(std::span<const std::byte> message) const {
    if (message.size() != size())
        throw broken_payload{"an answer of " + std::to_string(message.size()) + " bytes where " +
                             std::to_string(size()) + " were sent"};
    word number;
    std::memcpy(&number, message.data(), sizeof number);
    return number;
}

void payload::verify(std::span<const std::byte> message, std::uint64_t number) const {
    const auto key = key_of(number);
    const auto words = message.size() / sizeof(word);
    auto const* at = message.data();
    word wrong = number_of(message) ^ number;
    std::size_t i = 1;
    at += sizeof(word);
    block values = count_up + (key + i), found, differs{};
    for (; i + block_words <= words; i += block_words, at += sizeof found) {
        std::memcpy(&found, at, sizeof found);
        differs |= found ^ values;
        values += block_words;
    }
    for (std::size_t j = 0; j < block_words; ++j) wrong |= differs[j];
    for (; i < words; ++i, at += sizeof(word)) {
        word one;
        std::memcpy(&one, at, sizeof one);
        wrong |= one ^ (key + i);
    }
    for (const auto byte : message.subspan(words * sizeof(word)))
        wrong |= std::to_integer<word>(byte ^ static_cast<std::byte>(key));
    if (wrong != 0)
        throw broken_payload{"the answer to message " + std::to_string(number) + " is damaged"};
}

}  // namespace fairlead::bench
