// SPDX-License-Identifier: MIT
//
// frame_queue_test — what waits for a browser: order, bounds, and whom they hold up.
#include "tests/support/catch.hpp"
#include "webview-host/dev/frame_queue.hpp"

using namespace fairlead::host;
using Catch::Matchers::Contains;

namespace {

struct held_queue {
    int frames_told = 0, fulls = 0;
    std::vector<bool> paces;
    frame_queue queue;

    explicit held_queue(page_script script, frame_queue_limits limits = {})
        : queue{script,
                {.on_frames = [this] { ++frames_told; },
                 .on_pace = [this](bool slow) { paces.push_back(slow); },
                 .on_full = [this] { ++fulls; }},
                limits} {}

    std::string next() {
        const auto frame = queue.take();
        if (!frame) return "nothing";
        queue.written(frame->bytes());
        return frame->kind + frame->text;
    }
};

}  // namespace

TEST_CASE("a browser gets Wails' frames, and ours only if it is ours", "[webview-host][dev]") {
    held_queue plain{page_script::wails}, ours{page_script::ours};
    for (auto* one : {&plain, &ours}) {
        one->queue.callback("{1}");
        one->queue.event("{2}");
        one->queue.tell("{3}");
        one->queue.word("reload");
        one->queue.flush();
    }
    CHECK(plain.next() == "c{1}");
    CHECK(plain.next() == "n{2}");
    CHECK(plain.next() == "reload");
    CHECK(plain.next() == "nothing");
    CHECK(ours.next() == "c{1}");
    CHECK(ours.next() == "n{2}");
    CHECK(ours.next() == "f{3}");
    CHECK(ours.next() == "reload");
    CHECK(plain.frames_told > 0);
}

TEST_CASE("bytes that are no text do not end a browser's connection", "[webview-host][dev]") {
    held_queue one{page_script::wails};
    one.queue.event("{\"name\":\"\xff\xc3\xa4\xc3\"}");
    CHECK(one.next() == "n{\"name\":\"\xef\xbf\xbd\xc3\xa4\xef\xbf\xbd\"}");
}

TEST_CASE("when the broker goes a plain browser's open calls are rejected one by one",
          "[webview-host][dev]") {
    held_queue plain{page_script::wails}, ours{page_script::ours};
    const auto sent = [](held_queue& to, std::string const& id) {
        const auto text = R"(C{"name":"a.B.C","args":[],"callbackID":")" + id + "\"}";
        to.queue.on_sent({text, std::string_view{text}.substr(1)});
    };
    for (auto* one : {&plain, &ours}) {
        sent(*one, "a");
        sent(*one, "b");
        sent(*one, "c");
        one->queue.on_settled(R"({"result":1,"error":null,"callbackid":"b"})");
        one->queue.end_calls("it \"went\"");
    }
    const auto first = plain.next();
    CHECK_THAT(first, Contains(R"("callbackid":"a")") && Contains(R"("code":"backend-gone")"));
    CHECK_THAT(plain.next(), Contains(R"("callbackid":"c")"));
    CHECK(plain.next() == "nothing");
    plain.queue.end_calls("again");
    CHECK(plain.next() == "nothing");
    CHECK(ours.next() == R"(f{"ends":"it \"went\""})");
    for (auto* one : {&plain, &ours}) one->queue.offer_again();
    CHECK(plain.next() == "nothing");
    CHECK(ours.next() == R"(f{"broker":"back"})");
}

TEST_CASE("whoever is slow holds up those who fill the queue, until it has caught up",
          "[webview-host][dev]") {
    held_queue one{page_script::ours, {.slow_bytes = 100, .quick_bytes = 20}};
    for (int i = 0; i < 3; ++i) one.queue.event(std::string(49, 'e'));
    CHECK(one.paces == std::vector{true});
    one.next();
    one.next();
    CHECK(one.paces == std::vector{true});
    one.next();
    CHECK(one.paces == std::vector{true, false});
    CHECK(one.queue.waiting_bytes() == 0);
}

TEST_CASE("a browser that does not read loses events first, and is cut at last",
          "[webview-host][dev]") {
    held_queue one{page_script::ours, {.events_bytes_max = 100, .bytes_max = 1'000}};
    CHECK(one.queue.event(std::string(500, 'e')) == push_outcome::queued);  // One of any size.
    CHECK(one.queue.event("x") == push_outcome::refused);
    CHECK(one.queue.callback(std::string(600, 'c')) == push_outcome::queued);
    CHECK(one.fulls == 0);
    CHECK(one.queue.callback("x") == push_outcome::refused);
    CHECK(one.fulls == 1);
}
