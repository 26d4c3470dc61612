// SPDX-License-Identifier: MIT
//
// slot_map — values by a 64-bit key that is never valid twice: slot index and how often that slot
// was used. Finding is an index and a comparison; a key that comes back late finds nothing. No
// allocation once it has grown to its working size.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead {

template <class Value>
class slot_map {
public:
    /// The key of the new value; never 0.
    std::uint64_t insert(Value value) {
        if (free_.empty()) {
            free_.push_back(static_cast<std::uint32_t>(slots_.size()));
            slots_.emplace_back();
            free_.reserve(slots_.capacity());
        }
        const auto index = free_.back();
        free_.pop_back();
        auto& slot = slots_[index];
        slot.value.emplace(std::move(value));
        ++size_;
        return (std::uint64_t{slot.use} << 32) | index;
    }

    Value* find(std::uint64_t key) noexcept {
        auto* slot = used(key);
        return slot != nullptr ? &*slot->value : nullptr;
    }

    /// Takes the value out, if the key is still valid.
    std::optional<Value> take(std::uint64_t key) {
        auto* slot = used(key);
        if (slot == nullptr) return std::nullopt;
        std::optional<Value> value{std::move(slot->value)};
        slot->value.reset();
        if (++slot->use == 0) slot->use = 1;
        free_.push_back(static_cast<std::uint32_t>(key));
        --size_;
        return value;
    }

    std::size_t size() const noexcept { return size_; }

    /// visit(key, value&) for each; it must not insert or take.
    template <class Visit>
    void for_each(Visit&& visit) {
        for (std::uint32_t index = 0; index < slots_.size(); ++index) {
            auto& slot = slots_[index];
            if (slot.value) visit((std::uint64_t{slot.use} << 32) | index, *slot.value);
        }
    }

private:
    struct place {
        std::uint32_t use = 1;
        std::optional<Value> value;
    };
    place* used(std::uint64_t key) noexcept {
        const auto index = static_cast<std::uint32_t>(key);
        if (index >= slots_.size()) return nullptr;
        auto& slot = slots_[index];
        return slot.use == key >> 32 && slot.value ? &slot : nullptr;
    }

    std::vector<place> slots_;
    std::vector<std::uint32_t> free_;  // Last freed first: its slot is still in the cache.
    std::size_t size_ = 0;
};

}  // namespace fairlead
