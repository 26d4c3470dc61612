// SPDX-License-Identifier: MIT
//
// mime_types_test — what a file is called when it is served.
#include "tests/support/catch.hpp"
#include "webview-host/assets/mime_types.hpp"

#include <string>
#include <string_view>
#include <utility>

using namespace fairlead::host;

// Wails: a fixed table of sixteen extensions.
// Here: the same, and some more.
TEST_CASE("9 the extensions that Wails knows have the types that Wails gives",
          "[assets][contract]") {
    for (auto const& [name, type] : {
             std::pair{"a.avif", "image/avif"},
             std::pair{"a.css", "text/css; charset=utf-8"},
             std::pair{"a.gif", "image/gif"},
             std::pair{"a.htm", "text/html; charset=utf-8"},
             std::pair{"a.html", "text/html; charset=utf-8"},
             std::pair{"a.jpeg", "image/jpeg"},
             std::pair{"a.jpg", "image/jpeg"},
             std::pair{"a.js", "text/javascript; charset=utf-8"},
             std::pair{"a.json", "application/json"},
             std::pair{"a.mjs", "text/javascript; charset=utf-8"},
             std::pair{"a.pdf", "application/pdf"},
             std::pair{"a.png", "image/png"},
             std::pair{"a.svg", "image/svg+xml"},
             std::pair{"a.wasm", "application/wasm"},
             std::pair{"a.webp", "image/webp"},
             std::pair{"a.xml", "text/xml; charset=utf-8"},
         }) {
        CAPTURE(name);
        CHECK(mime_type_of(name, {}) == type);
    }
}

TEST_CASE("an extension is read from the file's name, in either case", "[assets]") {
    CHECK(mime_type_of("LOGO.PNG", {}) == "image/png");
    CHECK(mime_type_of("v1.2/readme", "plain") == "text/plain; charset=utf-8");
    CHECK(mime_type_of("assets.js/module.min.css", {}) == "text/css; charset=utf-8");
}

TEST_CASE("a known extension wins over the content", "[assets]") {
    CHECK(mime_type_of("page.txt", "<!DOCTYPE html><html>") == "text/plain; charset=utf-8");
}

// Wails: the first 512 bytes, by the rules that browsers have.
// Here: the same.
TEST_CASE("9 without a known extension the first bytes decide", "[assets][contract]") {
    using namespace std::string_view_literals;
    for (auto const& [head, type] : {
             std::pair{"\x89PNG\r\n\x1a\n...."sv, "image/png"sv},
             std::pair{"\xff\xd8\xff\xe0"sv, "image/jpeg"sv},
             std::pair{"GIF89a"sv, "image/gif"sv},
             std::pair{"RIFF\1\2\3\4WEBPVP8 "sv, "image/webp"sv},
             std::pair{"%PDF-1.7"sv, "application/pdf"sv},
             std::pair{"\0asm\1\0\0\0"sv, "application/wasm"sv},
             std::pair{"\xef\xbb\xbf \n<!DocType HTML>"sv, "text/html; charset=utf-8"sv},
             std::pair{"<html lang=en>"sv, "text/html; charset=utf-8"sv},
             std::pair{"\n <P>a"sv, "text/html; charset=utf-8"sv},
             std::pair{"<!-- a -->"sv, "text/html; charset=utf-8"sv},
             std::pair{"<button>"sv, "text/plain; charset=utf-8"sv},
             std::pair{" <?xml version='1.0'?>"sv, "text/xml; charset=utf-8"sv},
             std::pair{"BM\1\2\3"sv, "image/bmp"sv},
             std::pair{"\0\0\1\0\1"sv, "image/x-icon"sv},
             std::pair{"RIFF\1\2\3\4WAVEfmt "sv, "audio/wave"sv},
             std::pair{"RIFF\1\2\3\4AVI LIST"sv, "video/avi"sv},
             std::pair{"RIFF\1\2"sv, "application/octet-stream"sv},
             std::pair{"FORM\1\2\3\4AIFF"sv, "audio/aiff"sv},
             std::pair{"\0\0\0\x18"
                       "ftypmp42\0\0\0\0isommp42"sv,
                       "video/mp4"sv},
             std::pair{"\0\0\0\x14"
                       "ftypavif\0\0\0\0mif1"sv,
                       "application/octet-stream"sv},
             std::pair{"\x1a\x45\xdf\xa3\1"sv, "video/webm"sv},
             std::pair{"OggS\0\2"sv, "application/ogg"sv},
             std::pair{"MThd\0\0\0\6\0"sv, "audio/midi"sv},
             std::pair{"ID3\4"sv, "audio/mpeg"sv},
             std::pair{"PK\x03\x04"sv, "application/zip"sv},
             std::pair{"\x1f\x8b\x08\0"sv, "application/x-gzip"sv},
             std::pair{"wOF2\0"sv, "font/woff2"sv},
             std::pair{"\0\1\0\0\0"sv, "font/ttf"sv},
             std::pair{"\xff\xfe"
                       "a\0"sv,
                       "text/plain; charset=utf-16le"sv},
             std::pair{"words\n\twith blanks"sv, "text/plain; charset=utf-8"sv},
             std::pair{""sv, "text/plain; charset=utf-8"sv},
             std::pair{"\1\2\3"sv, "application/octet-stream"sv},
             std::pair{"\0\0\0\0"sv, "application/octet-stream"sv},
         }) {
        CAPTURE(head);
        CHECK(mime_type_of("file", head) == type);
    }
}

TEST_CASE("only the first 512 bytes are looked at", "[assets]") {
    CHECK(mime_type_of("file", std::string(sniffed_bytes_max, 'a') + '\1') ==
          "text/plain; charset=utf-8");
}
