// SPDX-License-Identifier: MIT
//
// mime_types — the table, and the few signatures worth knowing.
#include "webview-host/assets/mime_types.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace fairlead::host {
namespace {

using entry = std::pair<std::string_view, std::string_view>;

// The first sixteen are Wails' own table, the rest is what front ends carry besides.
constexpr std::array by_extension{
    entry{".avif", "image/avif"},
    entry{".css", "text/css; charset=utf-8"},
    entry{".gif", "image/gif"},
    entry{".htm", "text/html; charset=utf-8"},
    entry{".html", "text/html; charset=utf-8"},
    entry{".jpeg", "image/jpeg"},
    entry{".jpg", "image/jpeg"},
    entry{".js", "text/javascript; charset=utf-8"},
    entry{".json", "application/json"},
    entry{".mjs", "text/javascript; charset=utf-8"},
    entry{".pdf", "application/pdf"},
    entry{".png", "image/png"},
    entry{".svg", "image/svg+xml"},
    entry{".wasm", "application/wasm"},
    entry{".webp", "image/webp"},
    entry{".xml", "text/xml; charset=utf-8"},
    entry{".cjs", "text/javascript; charset=utf-8"},
    entry{".csv", "text/csv; charset=utf-8"},
    entry{".ico", "image/x-icon"},
    entry{".map", "application/json"},
    entry{".md", "text/markdown; charset=utf-8"},
    entry{".mp3", "audio/mpeg"},
    entry{".mp4", "video/mp4"},
    entry{".ogg", "audio/ogg"},
    entry{".otf", "font/otf"},
    entry{".ttf", "font/ttf"},
    entry{".txt", "text/plain; charset=utf-8"},
    entry{".wav", "audio/wav"},
    entry{".webm", "video/webm"},
    entry{".webmanifest", "application/manifest+json"},
    entry{".woff", "font/woff"},
    entry{".woff2", "font/woff2"},
    entry{".xhtml", "application/xhtml+xml"},
};

constexpr std::array by_signature{
    entry{"\x89PNG\r\n\x1a\n", "image/png"},
    entry{"\xff\xd8\xff", "image/jpeg"},
    entry{"GIF87a", "image/gif"},
    entry{"GIF89a", "image/gif"},
    entry{"%PDF-", "application/pdf"},
    entry{{"\0asm", 4}, "application/wasm"},
    entry{"wOFF", "font/woff"},
    entry{"wOF2", "font/woff2"},
    entry{"OggS", "audio/ogg"},
    entry{"<?xml", "text/xml; charset=utf-8"},
};

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string extension_of(std::string_view name) {
    const auto file = name.substr(name.rfind('/') + 1);  // npos + 1 is 0: the whole name.
    const auto dot = file.rfind('.');
    return dot == file.npos ? std::string{} : lower(file.substr(dot));
}

bool looks_like_html(std::string_view head) {
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n\f"), head.size()));
    const auto start = lower(head.substr(0, 14));
    return std::ranges::any_of(
        std::array<std::string_view, 5>{"<!doctype html", "<html", "<head", "<body", "<script"},
        [&](std::string_view tag) { return start.starts_with(tag); });
}

/// Text has no control bytes but white space and escape.
bool looks_like_text(std::string_view head) {
    return std::ranges::none_of(head, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x1b;
    });
}

std::string_view sniff(std::string_view head) {
    for (auto const& [signature, type] : by_signature)
        if (head.starts_with(signature)) return type;
    if (head.starts_with("RIFF") && head.substr(0, 12).ends_with("WEBP")) return "image/webp";
    if (looks_like_html(head)) return "text/html; charset=utf-8";
    if (looks_like_text(head)) return "text/plain; charset=utf-8";
    return "application/octet-stream";
}

}  // namespace

std::string_view mime_type_of(std::string_view name, std::string_view head) {
    const auto extension = extension_of(name);
    const auto found = std::ranges::find(by_extension, extension, &entry::first);
    return found != by_extension.end() ? found->second : sniff(head.substr(0, sniffed_bytes_max));
}

bool is_html(std::string_view mime_type) { return mime_type.starts_with("text/html"); }

}  // namespace fairlead::host
