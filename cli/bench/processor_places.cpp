// SPDX-License-Identifier: MIT
//
// processor_places — sched_setaffinity(2) is about one thread, whatever its argument is called.
#include "cli/bench/processor_places.hpp"

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <new>
#include <string>
#include <system_error>

namespace fairlead::cli {
namespace {

::cpu_set_t allowed() {
    ::cpu_set_t places;
    if (::sched_getaffinity(0, sizeof places, &places) != 0)
        throw std::system_error{errno, std::system_category(), "sched_getaffinity"};
    return places;
}

/// 0, or why a thread that is there cannot be kept in them.
int keep_in(pid_t process, ::cpu_set_t const& places) noexcept try {
    const auto threads = "/proc/" + std::to_string(process) + "/task";
    std::error_code gone;
    for (std::filesystem::directory_iterator one{threads, gone}, end; one != end;
         one.increment(gone)) {
        const auto name = one->path().filename().native();
        pid_t id = 0;
        std::from_chars(name.data(), name.data() + name.size(), id);
        if (::sched_setaffinity(id, sizeof places, &places) != 0 && errno != ESRCH) return errno;
    }
    return 0;
} catch (std::bad_alloc const&) {
    return ENOMEM;
}

::cpu_set_t only(unsigned processor) {
    ::cpu_set_t places;
    CPU_ZERO(&places);
    CPU_SET(processor, &places);
    return places;
}

}  // namespace

std::vector<unsigned> allowed_processors() {
    const auto places = allowed();
    std::vector<unsigned> all;
    for (unsigned one = 0; one < CPU_SETSIZE; ++one)
        if (CPU_ISSET(one, &places)) all.push_back(one);
    return all;
}

void keep_on(pid_t process, unsigned processor) {
    if (const int failed = keep_in(process, only(processor)); failed != 0)
        throw std::system_error{failed, std::system_category(), "sched_setaffinity"};
}

kept_on::kept_on(unsigned processor) : before_{allowed()} { keep_on(::getpid(), processor); }
kept_on::~kept_on() { keep_in(::getpid(), before_); }

}  // namespace fairlead::cli
