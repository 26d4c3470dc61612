// SPDX-License-Identifier: MIT
//
// page_guard — secret and page name have fixed lengths, so a message is opened by two comparisons.
#include "webview-host/window/page_guard.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace fairlead::host {
namespace {

constexpr std::size_t secret_bytes = 16;

bool is_page_name(std::string_view text) {
    return text.size() == page_name_bytes &&
           text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

page_guard::page_guard(std::string secret) : secret_{std::move(secret)} {}

std::string page_guard::random_secret() {
    std::array<unsigned char, secret_bytes> bytes{};
    while (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        if (errno != EINTR) throw std::system_error{errno, std::system_category(), "getrandom"};
    std::string text;
    for (const auto byte : bytes) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::string page_guard::user_script() const {
    // postMessage is bound before the page's own scripts could replace it, and the secret is not in
    // the text of any function that they can read.
    return R"js((() => {
  const secret = ')js" +
           secret_ + R"js(';
  const external = window.webkit.messageHandlers.external;
  const send = external.postMessage.bind(external);
  const words = crypto.getRandomValues(new Uint32Array(2));
  const page = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  const prefix = secret + page;
  const post = (message) => { send(prefix + message); };
  Object.defineProperty(window, '_fairleadHost', { value: Object.freeze({ page, post }) });
})();)js";
}

std::string_view page_guard::child_frame_script() {
    return R"js((() => {
  if (window === window.top) return;
  const post = () => {
    const error = new Error('only the top page of an app calls its plugins; ask it by postMessage');
    error.code = 'denied';
    throw error;
  };
  Object.defineProperty(window, '_fairleadHost', { value: Object.freeze({ post }) });
})();)js";
}

std::optional<page_guard::message> page_guard::open(std::string_view sealed) const {
    if (!sealed.starts_with(secret_)) return std::nullopt;
    sealed.remove_prefix(secret_.size());
    const auto page = sealed.substr(0, page_name_bytes);
    if (!is_page_name(page)) return std::nullopt;
    return message{page, sealed.substr(page_name_bytes)};
}

}  // namespace fairlead::host
