// SPDX-License-Identifier: MIT
//
// shm_errc — the sentences that logs show.
#include <fairlead/shm/shm_errc.hpp>

#include <string>

namespace fairlead::shm {
namespace {

class category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "fairlead.shm"; }
    std::string message(int value) const override {
        switch (static_cast<shm_errc>(value)) {
            case shm_errc::wrong_size: return "the segment is not as large as agreed";
            case shm_errc::not_sealed: return "the segment is not sealed against shrinking";
            case shm_errc::writable:
                return "the segment is not sealed against writing by others than its maker";
            case shm_errc::index_out_of_range: return "a ring index is out of range";
            case shm_errc::bad_record: return "a ring record leads out of what was written";
        }
        return "unknown shared-memory error";
    }
};

}  // namespace

boost::system::error_category const& shm_category() noexcept {
    static const category instance;
    return instance;
}

}  // namespace fairlead::shm
