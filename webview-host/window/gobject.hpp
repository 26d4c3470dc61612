// SPDX-License-Identifier: MIT
//
// gobject — owners for what GLib counts, frees and connects.
#pragma once

#include <gtk/gtk.h>

#include <memory>
#include <string>

namespace fairlead::host {

struct gobject_unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};

/// One counted reference.
template <class T>
using gobject = std::unique_ptr<T, gobject_unref>;

/// Another reference to an object that somebody else owns.
template <class T>
gobject<T> retain(T* object) {
    return gobject<T>{static_cast<T*>(g_object_ref(object))};
}

/// Takes a floating reference, as new widgets are born with.
template <class T>
gobject<T> adopt(T* widget) {
    return gobject<T>{static_cast<T*>(g_object_ref_sink(widget))};
}

struct gfree {
    void operator()(void* memory) const noexcept { g_free(memory); }
};
using gtext = std::unique_ptr<char, gfree>;

struct gerror_free {
    void operator()(GError* error) const noexcept { g_error_free(error); }
};
using gerror = std::unique_ptr<GError, gerror_free>;

inline std::string message_of(gerror const& error) {
    return error ? error->message : "no reason given";
}

}  // namespace fairlead::host
