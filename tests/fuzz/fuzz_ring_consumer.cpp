// SPDX-License-Identifier: MIT
//
// fuzz_ring_consumer — a hostile producer: any control words, any data, changed between any two
// looks.
#include "tests/fuzz/input.hpp"

#include <fairlead/shm/ring.hpp>

#include <memory>

using namespace fairlead;

namespace {

class hostile_ring {
public:
    explicit hostile_ring(fuzz::input& from)
        : bytes_{std::size_t{64} << from.number<std::uint8_t>() % 5},
          data_{std::make_unique<std::byte[]>(bytes_)} {
        control_->written = from.number<std::uint64_t>();
        write(0, from.take(from.number<std::uint16_t>()));
    }

    /// One step of consumer or producer.
    void step(fuzz::input& from) {
        switch (from.number<std::uint8_t>() % 8) {
            case 0:
            case 1:
            case 2: return look();
            case 3: static_cast<void>(consumer_.publish()); return;
            case 4:
                if (consumer_.try_sleep()) consumer_.wake();
                return;
            case 5: control_->written += 8 * std::uint64_t{from.number<std::uint8_t>()}; return;
            case 6: control_->written = from.number<std::uint64_t>(); return;
            case 7: {
                const auto at = from.number<std::uint16_t>();
                const auto count = from.number<std::uint8_t>();
                return write(at, from.take(count));
            }
        }
    }

private:
    std::span<std::byte> all() { return {data_.get(), bytes_}; }

    void look() {
        const auto record = consumer_.peek();
        if (!record || !*record) return;
        const auto data = all();
        FAIRLEAD_ASSERT((*record)->data() >= data.data() + 8);
        FAIRLEAD_ASSERT((*record)->size() <= data.size() - 8);
        FAIRLEAD_ASSERT((*record)->data() + (*record)->size() <= data.data() + data.size());
        FAIRLEAD_ASSERT(((*record)->data() - data.data()) % 8 == 0);
        fuzz::touch(**record);
        consumer_.release();
    }

    void write(std::size_t at, std::span<const std::byte> what) {
        const auto place = all().subspan(std::min(at, bytes_));
        std::copy_n(what.begin(), std::min(what.size(), place.size()), place.begin());
    }

    std::size_t bytes_;
    std::unique_ptr<std::byte[]> data_;
    std::unique_ptr<shm::ring_control> control_ = std::make_unique<shm::ring_control>();
    shm::ring_consumer consumer_{*control_, all()};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::input from{data, size};
    hostile_ring ring{from};
    while (!from.is_empty()) ring.step(from);
    return 0;
}
