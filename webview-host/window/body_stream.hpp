// SPDX-License-Identifier: MIT
//
// body_stream — a body that comes in pieces, as the stream that WebKit reads: the next piece is
// asked for while the one before is being read, and none before that.
#pragma once

#include "webview-host/assets/body_source.hpp"
#include "webview-host/window/gobject.hpp"

#include <gio/gio.h>

#include <functional>
#include <memory>

namespace fairlead::host {

/// Calls `passed` once, later, when the page's process has taken everything that was sent to it
/// until now; or when there is no such process any more.
using page_fence = std::function<void(std::function<void()> passed)>;

/// WebKit passes on what it reads without asking whether the page's process keeps up: what that has
/// not taken yet would pile up there, in front of everything else that it is told. So after each
/// half MiB comes a fence, and at most one is open.
///
/// Only to be read asynchronously, on the main thread. When the reader gives up, by its cancellable
/// or by letting go of the stream, the source goes.
gobject<GInputStream> make_body_stream(std::shared_ptr<body_source> source, page_fence fence);

}  // namespace fairlead::host
