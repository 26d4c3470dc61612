// SPDX-License-Identifier: MIT
//
// html_injection — a scanner for tags, as much of HTML's tokenizer as telling tags from text needs.
#include "webview-host/assets/html_injection.hpp"

#include "webview-host/assets/html_text.hpp"
#include "webview-host/assets/wails_paths.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead::host {
namespace {

constexpr std::string_view blanks = " \t\r\n\f";

bool is_blank(char c) { return blanks.find(c) != blanks.npos; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    const auto last = text.find_last_not_of(blanks);
    return last == text.npos ? std::string_view{} : text.substr(first, last + 1 - first);
}

struct attribute {
    std::string_view name, value;
};

struct token {
    enum class kind { text, start_tag, end_tag, prolog };  ///< prolog: comments and declarations.
    kind what;
    std::size_t begin, end;
    std::string_view name;
    std::vector<attribute> attributes;

    std::string_view value_of(std::string_view wanted) const {
        const auto found = std::ranges::find_if(
            attributes, [&](attribute const& a) { return same_word(a.name, wanted); });
        return found == attributes.end() ? std::string_view{} : found->value;
    }
};

class scanner {
public:
    explicit scanner(std::string_view html) : html_{html} {
        if (html_.starts_with("\xef\xbb\xbf")) at_ = 3;
    }

    std::size_t at() const { return at_; }

    std::optional<token> next() {
        if (at_ >= html_.size()) return std::nullopt;
        if (!raw_until_.empty()) return raw_text();
        if (html_[at_] != '<') return text();
        const char second = at_ + 1 < html_.size() ? html_[at_ + 1] : '\0';
        const char third = at_ + 2 < html_.size() ? html_[at_ + 2] : '\0';
        if (second == '!' || second == '?' || (second == '/' && !is_letter(third))) return prolog();
        if (is_letter(second)) return tag(token::kind::start_tag, at_ + 1);
        if (second == '/') return tag(token::kind::end_tag, at_ + 2);
        return text();  // A lone '<'.
    }

private:
    token text() { return ended_at(token::kind::text, html_.find('<', at_ + 1)); }

    token prolog() {
        if (!html_.substr(at_).starts_with("<!--"))
            return ended_at(token::kind::prolog, after(html_.find('>', at_), 1));
        const auto rest = html_.substr(at_ + 4);  // "<!-->" and "<!--->" are whole comments.
        if (rest.starts_with(">")) return ended_at(token::kind::prolog, at_ + 5);
        if (rest.starts_with("->")) return ended_at(token::kind::prolog, at_ + 6);
        const auto close =
            std::min(after(html_.find("-->", at_ + 4), 3), after(html_.find("--!>", at_ + 4), 4));
        return ended_at(token::kind::prolog, close);
    }

    /// The content of a script, a style …: text up to its own end tag, whatever it looks like.
    token raw_text() {
        auto end = at_;
        for (;; ++end) {
            end = html_.find("</", end);
            if (end == html_.npos) break;
            const auto name = html_.substr(end + 2, raw_until_.size());
            const auto behind = end + 2 + raw_until_.size();
            if (same_word(name, raw_until_) && (behind >= html_.size() || is_blank(html_[behind]) ||
                                                html_[behind] == '/' || html_[behind] == '>'))
                break;
        }
        raw_until_ = {};
        return ended_at(token::kind::text, end);
    }

    token tag(token::kind what, std::size_t name_at) {
        token found{what, at_, 0, {}, {}};
        auto i = name_at;
        while (i < html_.size() && !is_blank(html_[i]) && html_[i] != '/' && html_[i] != '>') ++i;
        found.name = html_.substr(name_at, i - name_at);
        while (i < html_.size() && html_[i] != '>') {
            if (is_blank(html_[i]) || html_[i] == '/') ++i;
            else i = read_attribute(i, found.attributes);
        }
        at_ = found.end = std::min(i + 1, html_.size());
        if (what == token::kind::start_tag && holds_raw_text(found.name)) raw_until_ = found.name;
        return found;
    }

    std::size_t read_attribute(std::size_t i, std::vector<attribute>& into) const {
        const auto begin = i++;  // Even '=' begins a name.
        while (i < html_.size() && !is_blank(html_[i]) && html_[i] != '/' && html_[i] != '>' &&
               html_[i] != '=')
            ++i;
        const auto name = html_.substr(begin, i - begin);
        auto value = i;
        while (value < html_.size() && is_blank(html_[value])) ++value;
        if (value >= html_.size() || html_[value] != '=') {
            into.push_back({name, {}});
            return i;
        }
        ++value;
        while (value < html_.size() && is_blank(html_[value])) ++value;
        if (value < html_.size() && (html_[value] == '"' || html_[value] == '\'')) {
            const auto close = std::min(html_.find(html_[value], value + 1), html_.size());
            into.push_back({name, html_.substr(value + 1, close - value - 1)});
            return std::min(close + 1, html_.size());
        }
        i = value;
        while (i < html_.size() && !is_blank(html_[i]) && html_[i] != '>') ++i;
        into.push_back({name, html_.substr(value, i - value)});
        return i;
    }

    static bool holds_raw_text(std::string_view name) {
        constexpr std::array<std::string_view, 9> names{"script",   "style",    "title",
                                                        "textarea", "noscript", "xmp",
                                                        "iframe",   "noembed",  "noframes"};
        return std::ranges::any_of(names, [&](auto other) { return same_word(name, other); });
    }

    static std::size_t after(std::size_t found, std::size_t length) {
        return found == std::string_view::npos ? found : found + length;
    }

    token ended_at(token::kind what, std::size_t end) {
        token found{what, at_, std::min(end, html_.size()), {}, {}};
        at_ = found.end;
        return found;
    }

    std::string_view html_;
    std::size_t at_ = 0;
    std::string_view raw_until_;  ///< Inside an element whose content is not markup: its name.
};

/// Where the head's content begins, found while the tokens pass by.
class head_finder {
public:
    explicit head_finder(std::size_t start) : at_{start} {}

    void see(token const& next, std::string_view html) {
        if (settled_ || next.what == token::kind::prolog) return;
        const bool is_start = next.what == token::kind::start_tag;
        if (next.what == token::kind::text &&
            trimmed(html.substr(next.begin, next.end - next.begin)).empty())
            return;
        if (is_start && same_word(next.name, "html")) {
            at_ = next.end;
        } else if (is_start && same_word(next.name, "head")) {
            at_ = next.end;
            settled_ = true;
        } else {
            at_ = next.begin;  // The browser begins a head here by itself.
            settled_ = true;
        }
    }

    /// `end` is for a document of nothing but a prolog.
    std::size_t position(std::size_t end) const { return settled_ ? at_ : std::max(at_, end); }

private:
    std::size_t at_;
    bool settled_ = false;
};

/// What the page has to say about the scripts.
class page_wishes {
public:
    void see(token const& next) {
        if (next.what != token::kind::start_tag) return;
        if (same_word(next.name, "base")) has_base_ |= !next.value_of("href").empty();
        else if (is_relative(next.value_of("src"))) refers_relatively_ = true;
        else if (same_word(next.name, "link") && is_relative(next.value_of("href")))
            refers_relatively_ = true;
        if (same_word(next.name, "meta") && same_word(next.value_of("name"), "wails-options"))
            read_options(next.value_of("content"));
        if (same_word(next.name, "script")) {
            if (refers_to(next.value_of("src"), ipc_path)) has_ipc_ = true;
            if (refers_to(next.value_of("src"), runtime_path)) has_runtime_ = true;
        }
    }

    bool wants_runtime() const { return !no_runtime_ && !has_runtime_; }

    /// The page's own ipc.js would come after an inserted runtime.js, which needs it: then both are
    /// inserted, and the second ipc.js does no harm.
    bool wants_ipc() const { return !no_ipc_ && (!has_ipc_ || wants_runtime()); }

    bool needs_base() const { return refers_relatively_ && !has_base_; }

private:
    void read_options(std::string_view content) {
        while (!content.empty()) {
            const auto comma = std::min(content.find(','), content.size());
            const auto option = trimmed(content.substr(0, comma));
            content.remove_prefix(std::min(comma + 1, content.size()));
            const bool both = same_word(option, "noautoinject");
            no_runtime_ |= both || same_word(option, "noautoinjectruntime");
            no_ipc_ |= both || same_word(option, "noautoinjectipc");
        }
    }

    /// "assets/app.js", "./app.js": what it means depends on the page's address.
    static bool is_relative(std::string_view address) {
        address = trimmed(address);
        if (address.empty() || address.starts_with('/') || address.starts_with('#')) return false;
        const auto colon = address.find(':');
        return colon == address.npos || address.find_first_of("/?#") < colon;
    }

    /// Absolute on this origin or relative to the page: "/wails/ipc.js?v=1", "../wails/ipc.js".
    static bool refers_to(std::string_view src, std::string_view path) {
        src = trimmed(src);
        src = src.substr(0, src.find_first_of("?#"));
        while (src.starts_with("./") || src.starts_with("../"))
            src.remove_prefix(src.find('/') + 1);
        if (src.starts_with('/')) src.remove_prefix(1);
        return src == path.substr(1);
    }

    bool no_ipc_ = false, no_runtime_ = false;
    bool has_ipc_ = false, has_runtime_ = false;
    bool has_base_ = false, refers_relatively_ = false;
};

}  // namespace

std::string inject_scripts(std::string_view html, std::string_view base) {
    if (html.starts_with("\xff\xfe") || html.starts_with("\xfe\xff")) return std::string{html};

    scanner tokens{html};
    head_finder head{tokens.at()};
    page_wishes wishes;
    while (const auto next = tokens.next()) {
        head.see(*next, html);
        wishes.see(*next);
    }

    const auto position = head.position(html.size());
    std::string out{html.substr(0, position)};
    for (auto [wanted, path] :
         {std::pair{wishes.wants_ipc(), ipc_path}, std::pair{wishes.wants_runtime(), runtime_path}})
        if (wanted) out.append("<script src=\"").append(path).append("\"></script>");
    if (!base.empty() && wishes.needs_base())
        out.append("<base href=\"").append(escaped_for_html(base)).append("\">");
    return out.append(html.substr(position));
}

}  // namespace fairlead::host
