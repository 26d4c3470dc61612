// SPDX-License-Identifier: MIT
//
// front_end — who has the app's page and files, when that is not a folder: its own server, while
// it is developed.
#pragma once

#include "webview-host/assets/http_message.hpp"

#include <functional>

namespace fairlead::host {

class front_end {
public:
    virtual ~front_end() = default;

    /// `done` runs on the main thread, once, also when there is no answer: then the response is a
    /// page that says so, whose body is a text. What has been answered comes as a body_source.
    virtual void ask(page_request const& request, page_responder done) = 0;
};

}  // namespace fairlead::host
