// SPDX-License-Identifier: MIT
//
// boundary — the failure of each thread, in memory that is always there.
#include "boundary.hpp"

#include <fairlead/vocabulary/errc.hpp>

#include <algorithm>
#include <array>

namespace fairlead::c_abi {
namespace {

thread_local std::array<char, 1024> last_failure{};

}  // namespace

int fail(int code, std::string_view why) noexcept {
    const auto size = std::min(why.size(), last_failure.size() - 1);
    std::copy_n(why.data(), size, last_failure.data());
    last_failure[size] = '\0';
    return code;
}

void forget_failure() noexcept { last_failure[0] = '\0'; }

}  // namespace fairlead::c_abi

uint32_t fairlead_abi_version(void) { return FAIRLEAD_ABI_VERSION; }
char const* fairlead_version(void) { return FAIRLEAD_VERSION; }
char const* fairlead_last_error(void) { return fairlead::c_abi::last_failure.data(); }

char const* fairlead_code_text(int code) {
    if (code >= FAIRLEAD_APP_ERROR && code <= FAIRLEAD_PROTOCOL_ERROR)
        return fairlead::to_text(static_cast<fairlead::errc>(code)).data();
    switch (code) {
        case FAIRLEAD_OK: return "ok";
        case FAIRLEAD_INVALID: return "invalid";
        case FAIRLEAD_NOT_STARTED: return "not-started";
        case FAIRLEAD_NO_BROKER: return "no-broker";
        case FAIRLEAD_STOPPED: return "stopped";
        case FAIRLEAD_WRONG_THREAD: return "wrong-thread";
        case FAIRLEAD_NO_MEMORY: return "no-memory";
        case FAIRLEAD_FAILED: return "failed";
        case FAIRLEAD_END: return "end";
        default: return "unknown";
    }
}
