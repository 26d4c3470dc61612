// SPDX-License-Identifier: MIT
//
// loaded_script — page.js as it runs in one document: the functions that it gave us, and the buffer
// that it shares with us, the scratch.
#pragma once

#include "webview-host/inpage/js_value.hpp"

#include <memory>
#include <span>
#include <string>

namespace fairlead::page {

class loaded_script {
public:
    /// `natives` is what it may call of us. Null: it did not run.
    static std::unique_ptr<loaded_script> load(JSCContext* context, js_value natives);

    /// The scratch: numbers in front, bytes behind.
    double* words() const noexcept { return words_; }
    std::span<std::byte> room() const noexcept { return room_; }

    // False: it says so, or has thrown.
    bool opened() { return run(opened_); }
    bool receive() { return run(receive_); }
    bool large() { return run(large_); }
    void closed(std::string const& why);

private:
    loaded_script(JSCContext* context, JSCValue* made);
    bool run(js_value const& function);

    js_context context_;
    js_value scratch_, opened_, closed_, receive_, large_;
    double* words_ = nullptr;  // Both in the scratch.
    std::span<std::byte> room_;
};

}  // namespace fairlead::page
