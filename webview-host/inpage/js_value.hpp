// SPDX-License-Identifier: MIT
//
// js_value — JavaScriptCore's objects, owned.
#pragma once

#include <jsc/jsc.h>

#include <cstddef>
#include <memory>
#include <span>

namespace fairlead::page {

struct gobject_unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
using js_value = std::unique_ptr<JSCValue, gobject_unref>;
using js_context = std::unique_ptr<JSCContext, gobject_unref>;

/// Nothing if it is no array buffer.
inline std::span<std::byte> bytes_of(JSCValue* buffer) {
    if (jsc_value_is_array_buffer(buffer) == FALSE) return {};
    gsize bytes = 0;
    auto* data = static_cast<std::byte*>(jsc_value_array_buffer_get_data(buffer, &bytes));
    if (data == nullptr) return {};
    return {data, bytes};
}

}  // namespace fairlead::page
