// SPDX-License-Identifier: MIT
//
// jumping_clock — preloaded into an app: its wall clock is wrong by as many nanoseconds as a file
// says at that moment. Who is to set the machine's own clock would need to be root, and disturb
// everybody. Only what programs read jumps; what the kernel measures by itself does not, nor do
// steady clocks.
//
// Who waits on a condition until some wall time has made that of the time he was told, and the
// kernel knows another one: left alone, WebKit's half a second in the middle of drawing would be
// 400 days. So such a deadline is told the kernel in its own time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
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

/// A clock that begins at the start of the machine is decades below.
static const time_t wall_times_begin = 1000000000;
/// A jump between the reading and the wait must not become one of the wait.
static const time_t longest_wait = 5;

static struct timespec in_kernel_time(const struct timespec* until) {
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    const int64_t all = until->tv_sec * INT64_C(1000000000) + until->tv_nsec - *offset;
    struct timespec made = {all / INT64_C(1000000000), all % INT64_C(1000000000)};
    if (made.tv_sec > now.tv_sec + longest_wait) made.tv_sec = now.tv_sec + longest_wait;
    return made;
}

typedef int (*timed_wait)(pthread_cond_t*, pthread_mutex_t*, const struct timespec*);
/// Looked up at each wait: libraries that are begun before this one wait, too.
static timed_wait real_wait(void) {
    timed_wait found;
    *(void**)&found = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
    return found;
}

int pthread_cond_timedwait(pthread_cond_t* restrict what, pthread_mutex_t* restrict held,
                           const struct timespec* restrict until) {
    if (offset == NULL || until->tv_sec < wall_times_begin) return real_wait()(what, held, until);
    const struct timespec ours = in_kernel_time(until);
    return real_wait()(what, held, &ours);
}
