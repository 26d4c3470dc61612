// SPDX-License-Identifier: MIT
//
// stuck_main_thread — preloaded into an app: its window's main thread waits for something that does
// not come, as toolkits do when the display has gone in the middle of something.
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <dlfcn.h>

void g_main_loop_run(void* loop) {
    if (strcmp(program_invocation_short_name, "fairlead-webview") == 0)
        for (;;) pause();
    void (*run)(void*);
    *(void**)&run = dlsym(RTLD_NEXT, "g_main_loop_run");
    run(loop);
}
