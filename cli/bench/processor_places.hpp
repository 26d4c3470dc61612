// SPDX-License-Identifier: MIT
//
// processor_places — which processor a process runs on, where the scheduler's choice would decide
// what is measured.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <vector>

namespace fairlead::cli {

/// Those that this process may use, in ascending order; at least one.
std::vector<unsigned> allowed_processors();

/// All threads that it has now, and those that they start. One that has just gone is no error; else
/// throws: whoever measures relies on it.
void keep_on(pid_t process, unsigned processor);

/// This process, as long as this is there.
class kept_on {
public:
    explicit kept_on(unsigned processor);
    ~kept_on();
    kept_on(kept_on const&) = delete;
    kept_on& operator=(kept_on const&) = delete;

private:
    ::cpu_set_t before_;
};

}  // namespace fairlead::cli
