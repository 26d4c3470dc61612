// SPDX-License-Identifier: MIT
//
// work — something to run once, on any thread. Unlike std::function it need not be copyable, and it
// never goes to the heap: what does not fit does not compile.
#pragma once

#include <concepts>
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace fairlead {

class work {
public:
    work() noexcept = default;
    template <class Function>
        requires(!std::same_as<std::decay_t<Function>, work>)
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    work(Function&& what) : how_{&how_of<std::decay_t<Function>>} {
        using stored = std::decay_t<Function>;
        static_assert(sizeof(stored) <= room && alignof(stored) <= alignof(std::max_align_t));
        static_assert(std::is_nothrow_move_constructible_v<stored>);
        ::new (storage_) stored(std::forward<Function>(what));
    }
    work(work&& other) noexcept { take(other); }
    work& operator=(work&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }
    ~work() { reset(); }

    void operator()() { how_->run(storage_); }
    void reset() noexcept {
        if (how_ != nullptr) std::exchange(how_, nullptr)->destroy(storage_);
    }

private:
    static constexpr std::size_t room = 48;

    struct how {
        void (*run)(void*);
        void (*move)(void* from, void* to) noexcept;  // Leaves nothing behind.
        void (*destroy)(void*) noexcept;
    };
    template <class Stored>
    static constexpr how how_of{[](void* self) { (*static_cast<Stored*>(self))(); },
                                [](void* from, void* to) noexcept {
                                    ::new (to) Stored(std::move(*static_cast<Stored*>(from)));
                                    static_cast<Stored*>(from)->~Stored();
                                },
                                [](void* self) noexcept { static_cast<Stored*>(self)->~Stored(); }};

    void take(work& other) noexcept {
        how_ = std::exchange(other.how_, nullptr);
        if (how_ != nullptr) how_->move(other.storage_, storage_);
    }

    how const* how_ = nullptr;
    alignas(std::max_align_t) std::byte storage_[room];
};

}  // namespace fairlead
