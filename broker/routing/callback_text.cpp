// SPDX-License-Identifier: MIT
//
// callback_text — lower-case `callbackid`, as Wails spells it.
#include "broker/routing/callback_text.hpp"
#include "broker/routing/json_escape.hpp"

namespace fairlead::broker::routing {

callback_text::pieces callback_text::of_result(std::string_view result_json,
                                               std::string_view callback_id) {
    if (!is_json_plain(callback_id)) {
        buffer_.clear();
        append_json_escaped(buffer_, callback_id);
        callback_id = buffer_;
    }
    return {"{\"result\":", result_json.empty() ? "null" : result_json,
            ",\"error\":null,\"callbackid\":\"", callback_id, "\"}"};
}

std::string_view callback_text::of_error(errc code, std::string_view message,
                                         std::string_view data_json, std::string_view callback_id) {
    // An empty error is falsy in JavaScript: the promise would resolve.
    if (message.empty()) message = to_text(code);
    buffer_ = "{\"result\":null,\"error\":\"";
    append_json_escaped(buffer_, message);
    buffer_.append("\",\"callbackid\":\"");
    append_json_escaped(buffer_, callback_id);
    buffer_.append("\",\"code\":\"").append(to_text(code)).append("\"");
    if (!data_json.empty()) buffer_.append(",\"data\":").append(data_json);
    buffer_.append("}");
    return buffer_;
}

}  // namespace fairlead::broker::routing
