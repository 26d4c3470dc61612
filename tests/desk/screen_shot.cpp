// SPDX-License-Identifier: MIT
//
// screen_shot — what a display really shows: `screen_shot FILE.png`, or `screen_shot X Y` for the
// colour of one point as #rrggbb.
#include <gtk/gtk.h>

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (gtk_init_check(nullptr, nullptr) == FALSE || (argc != 2 && argc != 3)) return 2;
    auto* root = gdk_get_default_root_window();
    const bool one = argc == 3;
    const int x = one ? std::atoi(argv[1]) : 0, y = one ? std::atoi(argv[2]) : 0;
    auto* seen = gdk_pixbuf_get_from_window(root, x, y, one ? 1 : gdk_window_get_width(root),
                                            one ? 1 : gdk_window_get_height(root));
    if (seen == nullptr) return 1;
    int code = 0;
    if (one) {
        auto const* colour = gdk_pixbuf_read_pixels(seen);
        std::printf("#%02x%02x%02x\n", colour[0], colour[1], colour[2]);
    } else {
        code = gdk_pixbuf_save(seen, argv[1], "png", nullptr, nullptr) == FALSE ? 1 : 0;
    }
    g_object_unref(seen);
    return code;
}
