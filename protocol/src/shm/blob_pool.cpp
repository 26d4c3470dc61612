// SPDX-License-Identifier: MIT
//
// blob_pool — sizes are powers of two, so that slots fit again.
#include <fairlead/shm/blob_pool.hpp>

#include <algorithm>
#include <bit>

namespace fairlead::shm {

blob_pool::loan::~loan() { pool_->drop_loan(id_); }

std::shared_ptr<blob_pool::loan> blob_pool::try_take(std::size_t bytes) {
    if (bytes > blob_bytes_max) return nullptr;
    const auto size = std::bit_ceil(std::max(bytes, blob_knee_bytes));
    const std::lock_guard lock{mutex_};
    const auto fits = [&](wire::blob_id id) { return find(id)->memory.bytes().size() == size; };
    wire::blob_id id;
    if (const auto found = std::find_if(free_.rbegin(), free_.rend(), fits);
        found != free_.rend()) {
        id = *found;
        free_.erase(std::next(found).base());
    } else {
        if (slots_.size() >= blob_pool_slots_max || size > blob_pool_bytes_max - bytes_)
            return nullptr;
        auto memory = segment::create(size);
        if (!memory) return nullptr;
        slots_.push_back(std::make_unique<slot>(slot{std::move(*memory)}));
        bytes_ += size;
        id = static_cast<wire::blob_id>(slots_.size());
    }
    auto& one = *find(id);
    one.held = true;
    return std::shared_ptr<loan>{new loan{shared_from_this(), id, one.memory.bytes().first(bytes)}};
}

std::optional<blob_pool::announcement> blob_pool::lend(wire::blob_id id) {
    const std::lock_guard lock{mutex_};
    auto& one = *find(id);
    ++one.lent;
    if (std::exchange(one.announced, true)) return std::nullopt;
    return announcement{one.memory.fd(), one.memory.bytes().size()};
}

void blob_pool::unlend(wire::blob_id id, bool announced) {
    const std::lock_guard lock{mutex_};
    auto& one = *find(id);
    one.announced = announced;
    --one.lent;
    free_if_unused(id, one);
}

bool blob_pool::give_back(wire::blob_id id) {
    const std::lock_guard lock{mutex_};
    auto* one = find(id);
    if (one == nullptr || one->lent == 0) return false;
    --one->lent;
    free_if_unused(id, *one);
    return true;
}

void blob_pool::drop_loan(wire::blob_id id) {
    const std::lock_guard lock{mutex_};
    auto& one = *find(id);
    one.held = false;
    free_if_unused(id, one);
}

void blob_pool::free_if_unused(wire::blob_id id, slot const& one) {
    if (!one.held && one.lent == 0) free_.push_back(id);
}

blob_pool::slot* blob_pool::find(wire::blob_id id) noexcept {
    const auto number = raw(id);
    return number != 0 && number <= slots_.size() ? slots_[number - 1].get() : nullptr;
}

}  // namespace fairlead::shm
