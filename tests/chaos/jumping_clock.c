// SPDX-License-Identifier: MIT
//
// jumping_clock — preloaded into an app: its wall clock is wrong by as many nanoseconds as a file
// says at that moment. Who is to set the machine's own clock would need to be root, and disturb
// everybody. Only what programs read jumps; what the kernel measures by itself does not, nor do
// steady clocks.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t* offset;

__attribute__((constructor)) static void open_file(void) {
    const char* path = getenv("FAIRLEAD_CHAOS_CLOCK");
    const int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    void* mapped = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED) offset = mapped;
}

int clock_gettime(clockid_t which, struct timespec* now) {
    const long result = syscall(SYS_clock_gettime, which, now);
    if (result != 0 || offset == NULL) return (int)result;
    if (which != CLOCK_REALTIME && which != CLOCK_REALTIME_COARSE) return 0;
    const int64_t all = now->tv_sec * INT64_C(1000000000) + now->tv_nsec + *offset;
    now->tv_sec = all / INT64_C(1000000000);
    now->tv_nsec = all % INT64_C(1000000000);
    return 0;
}

int gettimeofday(struct timeval* restrict now, void* restrict zone) {
    struct timespec at;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &at);
    now->tv_sec = at.tv_sec;
    now->tv_usec = at.tv_nsec / 1000;
    return 0;
}

time_t time(time_t* to) {
    struct timespec at;
    clock_gettime(CLOCK_REALTIME, &at);
    if (to != NULL) *to = at.tv_sec;
    return at.tv_sec;
}
