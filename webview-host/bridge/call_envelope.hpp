// SPDX-License-Identifier: MIT
//
// call_envelope — the JSON around a call and around its answer, for the rare reader in the host:
// most of it passes through here unread.
#pragma once

#include <fairlead/vocabulary/errc.hpp>
#include <fairlead/vocabulary/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace fairlead::host {

/// `{"name"|"id","args","callbackID"}`.
struct call_envelope {
    std::string name;         ///< "method 7" for an id.
    std::string args = "[]";  ///< As it came.
    std::string callback_id;
};

/// Or a sentence that says what is wrong with it.
struct call_envelope_read {
    std::optional<call_envelope> call;
    std::string problem;
};

enum class call_args { keep, skip };  ///< They may be many MiB, and not everybody wants a copy.

call_envelope_read read_call_envelope(std::string_view body, call_args args = call_args::keep);

/// `{"result","error","callbackid"[,"code"][,"data"]}`.
struct answer_envelope {
    std::string callback_id;
    bool ok = false;
    std::string value;  ///< The result as JSON, or the error as text.
    std::string code;   ///< Of an error, "" if it has none.
};

/// Nothing: it is no answer, but something along a call, or not JSON.
std::optional<answer_envelope> read_answer_envelope(std::string_view text);

/// Whose a message along a call is; neither: that cannot be read.
struct live_subject {
    std::optional<std::string> callback_id;  ///< A call of the page …
    std::string request;                     ///< … or one that it serves: digits.
};
live_subject read_live_subject(std::string_view body);

/// The text for window.wails.Callback that rejects this call.
std::string rejection_text(std::string_view callback_id, errc code, std::string_view message);

}  // namespace fairlead::host
