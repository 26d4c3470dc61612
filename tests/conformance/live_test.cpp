// SPDX-License-Identifier: MIT
//
// live — streams and progress of plugins in every language, as a caller sees them frame by frame.
#include "tests/conformance/conform_app.hpp"
#include "tests/support/catch.hpp"

#include <fairlead/wire/limits.hpp>

#include <future>

using namespace fairlead;
using namespace fairlead::tests;

namespace {

/// A call whose items a test reads, and lets more of them come when it likes.
class reader {
public:
    reader(conform_app& app, std::string_view method, std::string_view args) : app_{app} {
        client::live_handlers live;
        live.on_item = [this](client::stream_item const& item) { note(item); };
        live.on_progress = [this](std::string_view json) { told_ = std::stoi(std::string{json}); };
        live.on_credit = [this](client::stream_credit const& more) { opened_ += more.bytes; };
        call_ = app.asker->call(method, args, {patience()}, std::move(live),
                                [this](client::reply const& reply) {
                                    ended_.set_value({reply.ok, std::string{reply.json}, {}, {}});
                                });
    }
    ~reader() {
        app_.asker->cancel(call_);
        if (end_.valid()) end_.wait();  // Nothing comes behind the answer.
    }

    client::call_line line() const { return app_.asker->line(call_); }
    /// Each item may be followed by as much.
    void go_on() {
        reads_ = true;
        line().credit({wire::result_stream, unread_.exchange(0), false});
    }
    conform_app::answer result() { return end_.get(); }
    std::size_t items() const { return items_; }
    bool in_order() const { return in_order_; }
    std::uint64_t unread() const { return unread_; }
    std::uint64_t opened() const { return opened_; }
    int progress() const { return told_; }

private:
    void note(client::stream_item const& item) {
        in_order_ = in_order_ && item.json == std::to_string(items_);
        ++items_;
        if (reads_) line().credit({wire::result_stream, item.cost, false});
        else unread_ += item.cost;
    }

    conform_app& app_;
    client::call_id call_{};
    std::promise<conform_app::answer> ended_;
    std::future<conform_app::answer> end_ = ended_.get_future();
    std::atomic<std::size_t> items_{0};
    std::atomic<std::uint64_t> unread_{0}, opened_{0};
    std::atomic<bool> reads_{false}, in_order_{true};
    std::atomic<int> told_{-1};
};

struct each_live_app {
    std::string language = GENERATE(from_range(languages()));
    conform_app app{language};
};

}  // namespace

TEST_CASE("a stream waits for its reader, and then arrives whole and in order",
          "[system][conformance]") {
    each_live_app each;
    CAPTURE(each.language);
    reader numbers{each.app, "conform.count", "[30000]"};
    eventually("the window is full", [&] { return numbers.unread() >= wire::item_window_bytes; });
    CHECK(each.app.text("conform.add", "[1,2]") == "3");  // It could have sent more meanwhile.
    CHECK(numbers.unread() < wire::item_window_bytes + 128);
    numbers.go_on();
    const auto result = numbers.result();
    CHECK(result.ok);
    CHECK(result.json == "null");
    CHECK(numbers.items() == 30'000);
    CHECK(numbers.in_order());
}

TEST_CASE("who gives a stream hears that nobody reads it any more", "[system][conformance]") {
    each_live_app each;
    CAPTURE(each.language);
    CHECK(each.app.text("conform.add", "[1,2]") == "3");
    each.app.listen("conform/counted");
    {
        const reader numbers{each.app, "conform.count", "[2000000000]"};
        eventually("it gives", [&] { return numbers.items() > 0; });
    }
    CHECK(each.app.next_event() == R"(["cancelled"])");
}

TEST_CASE("an argument may be a stream, read as it comes", "[system][conformance]") {
    each_live_app each;
    CAPTURE(each.language);
    reader asked{each.app, "conform.sum", R"([{"$stream":1}])"};
    eventually("it reads", [&] { return asked.opened() > 0; });
    const wire::stream_id first{1};
    for (int i = 1; i <= 100; ++i) REQUIRE(asked.line().item(first, std::to_string(i)));
    asked.line().end(first);
    CHECK(asked.result().json == "5050");
}

TEST_CASE("a source that fails fails the call that reads it", "[system][conformance]") {
    each_live_app each;
    CAPTURE(each.language);
    reader asked{each.app, "conform.sum", R"([{"$stream":1}])"};
    eventually("it reads", [&] { return asked.opened() > 0; });
    const client::failure torn{errc::app_error, "the paper is torn", {}};
    REQUIRE(asked.line().item(wire::stream_id{1}, "1"));
    asked.line().end(wire::stream_id{1}, &torn);
    CHECK_FALSE(asked.result().ok);
}

TEST_CASE("progress comes before the result", "[system][conformance]") {
    each_live_app each;
    CAPTURE(each.language);
    reader asked{each.app, "conform.steps", "[50]"};
    CHECK(asked.result().json == "50");
    CHECK(asked.progress() == 49);
    CHECK(each.app.text("conform.steps", "[50]") == "50");  // Also for who does not listen.
}
