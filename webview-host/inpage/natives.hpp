// SPDX-License-Identifier: MIT
//
// natives — the functions of a document that page.js is given. JavaScript may hold them longer than
// the document lives: then they do nothing.
#pragma once

#include "webview-host/inpage/js_value.hpp"

#include <memory>

namespace fairlead::page {

class document;

/// `with_clock`: among them one that is finer than performance.now().
js_value natives_of(std::shared_ptr<document> const& here, JSCContext* context, bool with_clock);

}  // namespace fairlead::page
