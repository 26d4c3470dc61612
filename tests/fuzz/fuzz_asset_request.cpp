// SPDX-License-Identifier: MIT
//
// fuzz_asset_request — a request of any bytes, "METHOD TARGET" and a header on each line: what
// answers it is HTTP that a webview can take, and a part is that part of the file.
#include "tests/fuzz/input.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/assets/asset_server.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

using namespace fairlead;
using namespace fairlead::host;

namespace {

constexpr std::string_view long_text = "0123456789abcdefghijklmnopqrstuvwxyz";

struct front_end {
    tests::temporary_directory folder;

    front_end() {
        folder.write("index.html", "<!DOCTYPE html><html><head></head><body>index</body></html>");
        folder.write("docs/index.html", "<p>docs");
        folder.write("long.txt", long_text);
        folder.write("empty.css", "");
    }
};

page_request request_of(std::string_view text) {
    const auto line = [&] {
        const auto end = std::min(text.find('\n'), text.size());
        const auto taken = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        return taken;
    };
    const auto first = line();
    const auto blank = std::min(first.find(' '), first.size());
    page_request request;
    request.method = first.substr(0, blank);
    request.target = first.substr(std::min(blank + 1, first.size()));
    while (!text.empty()) {
        const auto header = line();
        const auto colon = std::min(header.find(": "), header.size());
        request.headers.push_back({std::string{header.substr(0, colon)},
                                   std::string{header.substr(std::min(colon + 2, header.size()))}});
    }
    return request;
}

std::string all_of(asset_body const& body) {
    if (auto const* text = std::get_if<std::string>(&body)) return *text;
    auto const& slice = std::get<file_slice>(body);
    const auto bytes = read_at(slice.fd.get(), slice.offset, slice.bytes);
    FAIRLEAD_ASSERT(bytes && bytes->size() == slice.bytes);
    return *bytes;
}

void check(asset_request const& request, asset_response const& response) {
    FAIRLEAD_ASSERT(response.status >= 200 && response.status < 600);
    FAIRLEAD_ASSERT(reason_phrase(response.status) != "Unknown");
    for (auto const& [name, value] : response.headers)
        FAIRLEAD_ASSERT((name + value).find_first_of(std::string_view{"\r\n\0", 3}) ==
                        std::string::npos);
    const auto body = all_of(response.body);
    if (request.method == "HEAD" || response.status == 304) {
        FAIRLEAD_ASSERT(body.empty());
        return;
    }
    FAIRLEAD_ASSERT(response.header("Content-Length") == std::to_string(body.size()));
    if (response.status != 206) return;
    const auto range = std::string{response.header("Content-Range")};
    unsigned long first = 0, last = 0, whole = 0;
    FAIRLEAD_ASSERT(std::sscanf(range.c_str(), "bytes %lu-%lu/%lu", &first, &last, &whole) == 3);
    FAIRLEAD_ASSERT(first <= last && last < whole && body.size() == last - first + 1);
    if (whole == long_text.size()) FAIRLEAD_ASSERT(body == long_text.substr(first, body.size()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static const front_end app;
    static const asset_server server{open_assets(app.folder.path()),
                                     [] { return std::string{R"({"main":{}})"}; },
                                     [](std::string_view id) -> std::optional<std::string> {
                                         if (id != "7") return std::nullopt;
                                         return "parked";
                                     }};
    const auto asked = request_of({reinterpret_cast<char const*>(data), size});
    check(asked.view(), server.answer(asked.view()));
    return 0;
}
