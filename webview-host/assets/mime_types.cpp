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
    entry{"BM", "image/bmp"},
    entry{{"\0\0\1\0", 4}, "image/x-icon"},
    entry{{"\0\0\2\0", 4}, "image/x-icon"},
    entry{"%PDF-", "application/pdf"},
    entry{"%!PS-Adobe-", "application/postscript"},
    entry{{"\0asm", 4}, "application/wasm"},
    entry{"wOFF", "font/woff"},
    entry{"wOF2", "font/woff2"},
    entry{"OTTO", "font/otf"},
    entry{"ttcf", "font/collection"},
    entry{{"\0\1\0\0", 4}, "font/ttf"},
    entry{{"OggS\0", 5}, "application/ogg"},
    entry{{"MThd\0\0\0\6", 8}, "audio/midi"},
    entry{"ID3", "audio/mpeg"},
    entry{{".snd", 4}, "audio/basic"},
    entry{"\x1a\x45\xdf\xa3", "video/webm"},
    entry{"\x1f\x8b\x08", "application/x-gzip"},
    entry{"PK\x03\x04", "application/zip"},
    entry{"Rar!\x1a\x07", "application/x-rar-compressed"},
    entry{"\xfe\xff", "text/plain; charset=utf-16be"},
    entry{"\xff\xfe", "text/plain; charset=utf-16le"},
};

// Behind four bytes of length: which kind of RIFF or FORM it is.
constexpr std::array by_form{
    entry{"RIFFWEBPVP", "image/webp"},
    entry{"RIFFWAVE", "audio/wave"},
    entry{"RIFFAVI ", "video/avi"},
    entry{"FORMAIFF", "audio/aiff"},
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

bool begins_with_tag(std::string_view text, std::string_view tag) {
    if (lower(text.substr(0, tag.size())) != tag) return false;
    // "<b>" and not "<button>".
    return tag == "<!--" ||
           (text.size() > tag.size() && (text[tag.size()] == ' ' || text[tag.size()] == '>'));
}

bool looks_like_html(std::string_view head) {
    if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n\f"), head.size()));
    constexpr std::array<std::string_view, 17> tags{"<!doctype html",
                                                    "<html",
                                                    "<head",
                                                    "<script",
                                                    "<iframe",
                                                    "<h1",
                                                    "<div",
                                                    "<font",
                                                    "<table",
                                                    "<a",
                                                    "<style",
                                                    "<title",
                                                    "<b",
                                                    "<body",
                                                    "<br",
                                                    "<p",
                                                    "<!--"};
    return std::ranges::any_of(tags,
                               [&](std::string_view tag) { return begins_with_tag(head, tag); });
}

bool looks_like_xml(std::string_view head) {
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n\f"), head.size()));
    return head.starts_with("<?xml");
}

/// A box of that name comes first in every MP4 file, with the kinds it is good for.
bool looks_like_mp4(std::string_view head) {
    if (head.size() < 12 || head.substr(4, 4) != "ftyp") return false;
    std::size_t box = 0;
    for (const char c : head.substr(0, 4)) box = box << 8 | static_cast<unsigned char>(c);
    if (box % 4 != 0) return false;
    for (std::size_t at = 8; at + 4 <= std::min(box, head.size()); at += 4)
        if (at != 12 && head.substr(at, 3) == "mp4") return true;  // 12 is a version.
    return false;
}

/// Text has no control bytes but white space and escape.
bool looks_like_text(std::string_view head) {
    return std::ranges::none_of(head, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x1b;
    });
}

std::string_view sniff(std::string_view head) {
    if (looks_like_html(head)) return "text/html; charset=utf-8";
    if (looks_like_xml(head)) return "text/xml; charset=utf-8";
    for (auto const& [signature, type] : by_signature)
        if (head.starts_with(signature)) return type;
    for (auto const& [form, type] : by_form)
        if (head.starts_with(form.substr(0, 4)) && head.size() > 8 &&
            head.substr(8).starts_with(form.substr(4)))
            return type;
    if (looks_like_mp4(head)) return "video/mp4";
    return looks_like_text(head) ? "text/plain; charset=utf-8" : "application/octet-stream";
}

}  // namespace

std::string_view mime_type_of(std::string_view name, std::string_view head) {
    const auto extension = extension_of(name);
    const auto found = std::ranges::find(by_extension, extension, &entry::first);
    return found != by_extension.end() ? found->second : sniff(head.substr(0, sniffed_bytes_max));
}

bool is_html(std::string_view mime_type) { return mime_type.starts_with("text/html"); }

}  // namespace fairlead::host
