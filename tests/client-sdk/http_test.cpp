// SPDX-License-Identifier: MIT
//
// http_test — requests read, responses made, files below a folder and nowhere else.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/http.hpp>

#include <string>
#include <string_view>

#include <sys/stat.h>

using namespace fairlead;

namespace {

http_request request(std::string target) { return {"GET", std::move(target), {}, {}}; }

std::string content(http_response const& response) {
    auto const& read = std::get<read_piece>(response.body);
    const auto piece = read(0, response.size.value());
    return {reinterpret_cast<char const*>(piece.data()), piece.size()};
}

}  // namespace

TEST_CASE("a path is decoded, without its query, and never climbs", "[sdk]") {
    CHECK(request("/a%20b/%C3%BC?c=%20#d").path() == "/a b/ü");
    CHECK(request("/a%20b?c=%20#d").query() == "c=%20");
    CHECK(request("/a?b?c").query() == "b?c");
    CHECK(request("/").path() == "/");
    CHECK(request("/a/..b").path() == "/a/..b");
    for (std::string_view target :
         {"/../a", "/a/%2e%2e/b", "/..%2fa", "/..", "/%", "/%4", "/%zz", "/a%00b"}) {
        CAPTURE(target);
        CHECK(request(std::string{target}).path().empty());
    }
}

TEST_CASE("headers are found in either case", "[sdk]") {
    const http_request one{"GET", "/", {{"Content-Type", "a/b"}, {"X", "1"}, {"x", "2"}}, {}};
    CHECK(one.header("content-type") == "a/b");
    CHECK(one.header("X") == "1");
    CHECK(one.header("Y").empty());
}

TEST_CASE("a file below a folder is served whole or from anywhere", "[sdk]") {
    const tests::temporary_directory folder;
    folder.write("root/docs/a.txt", "0123456789");
    const auto file = http_response::file_below(folder.path() / "root", "/docs/a.txt");
    CHECK(file.status == 200);
    CHECK(file.size == 10);
    CHECK(file.file_name == "a.txt");
    CHECK(file.modified.has_value());
    CHECK(header_in(file.headers, "ETag").size() > 2);
    CHECK(content(file) == "0123456789");
    const auto end = std::get<read_piece>(file.body)(8, 100);
    CHECK(end.size() == 2);
    CHECK(content(http_response::file(folder.path() / "root/docs/a.txt")) == "0123456789");
}

TEST_CASE("nothing outside of the folder is served, and nothing that is no file", "[sdk]") {
    const tests::temporary_directory folder;
    folder.write("root/a.txt", "a");
    folder.write("secret.txt", "secret");
    std::filesystem::create_symlink("../secret.txt", folder.path() / "root/up.txt");
    std::filesystem::create_symlink(folder.path() / "secret.txt", folder.path() / "root/abs.txt");
    REQUIRE(::mkfifo((folder.path() / "root/pipe").c_str(), 0600) == 0);
    for (std::string_view path : {"../secret.txt", "/../secret.txt", "up.txt", "abs.txt", "pipe",
                                  "nothing", "", "/", ".", "a.txt/", "//secret.txt"}) {
        CAPTURE(path);
        CHECK(http_response::file_below(folder.path() / "root", path).status == 404);
    }
    CHECK(http_response::file(folder.path() / "nothing").status == 404);
}
