// SPDX-License-Identifier: MIT
//
// request_bodies_test — bodies of answers, piece by piece: as long as they were promised, in parts,
// and closed when nobody reads them any more.
#include "tests/webview-host/support/serving_desk.hpp"

#include <fcntl.h>

#include <filesystem>

using namespace fairlead;
using namespace fairlead::host;
using namespace fairlead::tests;

TEST_CASE("a streamed body is asked for piece by piece, and no piece before it is wanted",
          "[assets]") {
    desk one;
    const auto page = one.get("/made");
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed({}));
    auto& response = one.answered(page);
    one.thread.run_all();
    CHECK(one.line->open.empty());
    CHECK(response.header("Content-Length").empty());

    auto source = std::get<std::shared_ptr<body_source>>(response.body);
    std::string all;
    for (std::string_view piece : {"abc", "defg", ""}) {
        bool came = false;
        source->read([&](result<body_chunk> const& part) {
            all.append(reinterpret_cast<char const*>(part->data.data()), part->data.size());
            came = true;
        });
        REQUIRE(one.line->open.size() == 1);
        CHECK(one.line->open[0].args ==
              json::write_arguments(stream, all.size(), std::uint64_t{piece_bytes}));
        one.line->give(piece);
        one.thread.run_until([&] { return came; });
        CHECK(one.line->open.empty());
    }
    CHECK(all == "abcdefg");
    // Read to its end: the plugin knows.
    response.body = std::string{};
    source.reset();
    CHECK(one.line->told.empty());
}

TEST_CASE("a body that nobody reads any more is closed in the plugin, and its call taken back",
          "[assets]") {
    desk one;
    const auto page = one.get("/made");
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed(100));
    auto& response = one.answered(page);
    std::get<std::shared_ptr<body_source>>(response.body)->read([](result<body_chunk> const&) {
        FAIL("nobody is there to read it");
    });
    REQUIRE(one.line->open.size() == 1);
    const auto call = one.line->open[0].id;
    response.body = std::string{};
    CHECK(one.line->cancelled == std::vector{call});
    CHECK(one.line->told == std::vector<std::string>{handler + ":close [\"" + stream + "\"]"});
    one.thread.run_all();
}

TEST_CASE("9 a body that can be read anywhere is served in parts", "[assets][contract]") {
    desk one;
    const auto page = one.get("/film", {{"Range", "bytes=10-13"}});
    one.asked(handler);
    const auto stream = one.line->question().stream;
    one.line->answer(streamed(1'000, true));
    auto& response = one.answered(page);
    CHECK(response.status == 206);
    CHECK(response.header("Content-Range") == "bytes 10-13/1000");
    CHECK(response.header("Content-Length") == "4");
    std::string part;
    std::get<std::shared_ptr<body_source>>(response.body)->read([&](result<body_chunk> came) {
        part.assign(reinterpret_cast<char const*>(came->data.data()), came->data.size());
    });
    CHECK(one.line->open.at(0).args == json::write_arguments(stream, 10, 4));
    one.line->give("film");
    one.thread.run_until([&] { return !part.empty(); });
    CHECK(part == "film");
}

TEST_CASE("a part of a body that can only be read from front to end is not promised", "[assets]") {
    desk one;
    const auto page = one.get("/made", {{"Range", "bytes=10-13"}});
    one.asked(handler);
    one.line->answer(streamed(1'000));
    CHECK(one.answered(page).status == 200);
    CHECK(page->response->header("Accept-Ranges").empty());
}

TEST_CASE("9 an etag of the handler spares the body", "[assets][contract]") {
    desk one;
    const auto page = one.get("/made", {{"If-None-Match", "\"7\""}});
    one.asked(handler);
    auto reply = streamed(1'000, true);
    reply.headers = {{"ETag", "\"7\""}};
    one.line->answer(reply);
    CHECK(one.answered(page).status == 304);
    CHECK(one.line->told.size() == 1);  // Closed unread.
}

TEST_CASE("a body that is shorter or longer than was promised is an error, not a hang",
          "[assets]") {
    desk one;
    for (std::string_view piece : {"", "too long"}) {
        const auto page = one.get("/made");
        one.asked(handler);
        one.line->answer(streamed(4));
        auto& response = one.answered(page);
        std::optional<result<body_chunk>> came;
        std::get<std::shared_ptr<body_source>>(response.body)->read([&](result<body_chunk> part) {
            came = std::move(part);
        });
        one.line->give(piece);
        one.thread.run_until([&] { return came.has_value(); });
        CHECK_FALSE(came->has_value());
    }
}

TEST_CASE("a file is read in pieces by other threads, and ends as an error if it is cut short",
          "[assets]") {
    temporary_directory folder;
    const auto path = folder.write("film", std::string(600'000, 'f'));
    awaited_thread thread;
    worker_pool readers{1};
    const auto open = [&] { return unique_fd{::open(path.c_str(), O_RDONLY | O_CLOEXEC)}; };
    const auto read = [&](file_body& body) {
        std::optional<result<body_chunk>> piece;
        body.read([&](result<body_chunk> came) { piece = std::move(came); });
        thread.run_until([&] { return piece.has_value(); });
        return std::move(*piece);
    };
    file_body body{{open(), 0, 600'000}, readers, thread};
    body.cut(100, 500'000);
    CHECK(read(body)->data.size() == piece_bytes);
    CHECK(body.bytes() == 500'000 - piece_bytes);
    std::filesystem::resize_file(path, 400'000);
    CHECK(read(body)->data.size() == 400'000 - 100 - piece_bytes);
    CHECK_FALSE(read(body).has_value());
    file_body empty{{open(), 0, 0}, readers, thread};
    CHECK(read(empty)->data.empty());
}
