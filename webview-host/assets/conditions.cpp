// SPDX-License-Identifier: MIT
//
// conditions — in the order that the standard gives them.
#include "webview-host/assets/conditions.hpp"

#include "webview-host/assets/http_date.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace fairlead::host {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

/// A weak tag names the same content, but not the same bytes.
enum class comparison { strong, weak };

bool same_tag(std::string_view a, std::string_view b, comparison how) {
    if (how == comparison::strong) return a == b && !a.starts_with("W/");
    if (a.starts_with("W/")) a.remove_prefix(2);
    if (b.starts_with("W/")) b.remove_prefix(2);
    return a == b;
}

bool lists_tag(std::string_view list, std::string_view etag, comparison how) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        const auto item = trimmed(list.substr(0, comma));
        if (item == "*" || (!etag.empty() && same_tag(item, etag, how))) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

/// Nothing where one of the two is no date: then the condition does not count.
std::optional<bool> is_newer(asset_response const& response, std::string_view than) {
    const auto modified = parse_http_date(response.header("Last-Modified"));
    const auto known = parse_http_date(than);
    if (!modified || !known) return std::nullopt;
    return *modified > *known;
}

bool must_fail(asset_request const& request, asset_response const& response) {
    const auto etag = response.header("ETag");
    if (const auto wanted = request.header("If-Match"); !wanted.empty())
        return !lists_tag(wanted, etag, comparison::strong);
    return is_newer(response, request.header("If-Unmodified-Since")).value_or(false);
}

bool is_known(asset_request const& request, asset_response const& response) {
    if (const auto known = request.header("If-None-Match"); !known.empty())
        return lists_tag(known, response.header("ETag"), comparison::weak);
    return !is_newer(response, request.header("If-Modified-Since")).value_or(true);
}

struct byte_range {
    std::uint64_t first, last;
};

enum class range_verdict { whole, part, unsatisfiable };

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "bytes=0-99", "bytes=100-", "bytes=-50". Several ranges, or what is not understood: the whole.
std::pair<range_verdict, byte_range> parse_range(std::string_view header, std::uint64_t size) {
    constexpr std::pair whole{range_verdict::whole, byte_range{0, 0}};
    constexpr std::pair nothing{range_verdict::unsatisfiable, byte_range{0, 0}};
    if (!header.starts_with("bytes=")) return whole;
    header = trimmed(header.substr(6));
    const auto dash = header.find('-');
    if (dash == header.npos || header.find(',') != header.npos) return whole;
    const auto first = number_in(header.substr(0, dash)), last = number_in(header.substr(dash + 1));

    if (dash == 0) {
        if (!last) return whole;
        if (*last == 0 || size == 0) return nothing;
        return {range_verdict::part, {size - std::min(*last, size), size - 1}};
    }
    if (!first || (!last && dash + 1 != header.size()) || (last && *last < *first)) return whole;
    if (*first >= size) return nothing;
    return {range_verdict::part, {*first, std::min(last.value_or(size - 1), size - 1)}};
}

void cut(asset_body& body, byte_range range) {
    const auto bytes = range.last - range.first + 1;
    if (auto* text = std::get_if<std::string>(&body)) {
        *text = text->substr(range.first, bytes);
    } else if (auto* slice = std::get_if<file_slice>(&body)) {
        slice->offset += range.first;
        slice->bytes = bytes;
    } else {
        std::get<std::shared_ptr<body_source>>(body)->cut(range.first, bytes);
    }
}

/// Whether the part that is asked for is a part of this version.
bool is_same_version(asset_request const& request, asset_response const& response) {
    const auto condition = request.header("If-Range");
    if (condition.empty()) return true;
    if (condition.find('"') != condition.npos)
        return same_tag(condition, response.header("ETag"), comparison::strong);
    return condition == response.header("Last-Modified");
}

void narrow_to_range(asset_request const& request, asset_response& response) {
    const auto wanted = request.header("Range");
    const auto size = body_bytes(response.body);
    if (wanted.empty() || !size || response.header("Accept-Ranges") != "bytes") return;
    if (!is_same_version(request, response)) return;

    const auto [verdict, range] = parse_range(wanted, *size);
    if (verdict == range_verdict::whole) return;
    if (verdict == range_verdict::unsatisfiable) {
        response = error_page(416, "The file has no such part.");
        response.headers.push_back({"Content-Range", "bytes */" + std::to_string(*size)});
        return;
    }
    response.status = 206;
    set_header(response.headers, "Content-Range",
               "bytes " + std::to_string(range.first) + '-' + std::to_string(range.last) + '/' +
                   std::to_string(*size));
    cut(response.body, range);
}

}  // namespace

void apply_conditions(asset_request const& request, asset_response& response) {
    if (response.status != 200 || (request.method != "GET" && request.method != "HEAD")) return;
    if (must_fail(request, response)) {
        response = error_page(412, "The file is not the version that was asked for.");
        return;
    }
    if (is_known(request, response)) {
        response.status = 304;
        response.body = std::string{};
        return;
    }
    if (request.method == "GET") narrow_to_range(request, response);
}

}  // namespace fairlead::host
