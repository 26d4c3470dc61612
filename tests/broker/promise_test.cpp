// SPDX-License-Identifier: MIT
//
// promise_test — the first promise under random weather: every call is settled exactly once,
// whatever providers, callers, pages and clocks do in between. The seed is part of each failure.
#include "tests/broker/fake_peer.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <memory>
#include <random>
#include <set>

using namespace fairlead;
using namespace fairlead::tests;
using namespace std::chrono_literals;
using routing::push_result;
using wire::frame_kind;

namespace {

class weather {
public:
    explicit weather(unsigned seed) : random_{seed} {
        for (int i = 0; i < 3; ++i) providers_.push_back(arrive(i));
    }

    void blow() {
        switch (roll(24)) {
            case 0: return replace_provider();
            case 1: return cancel();
            case 2: return reload_page();
            case 3: house_.pass(std::chrono::milliseconds{roll(200)}); return listen();
            case 4: provider().answer = push_result::full; return;
            case 5: provider().answer = push_result::accepted; return;
            case 6:
            case 7:
            case 8: return call_by_page();
            case 9:
            case 10:
            case 11:
            case 12: return call_by_tool();
            case 13: return repeat_an_answer();
            case 14: return send_items();
            case 15: return say_along_the_call();
            default: return answer();
        }
    }

    /// Everybody who owes leaves; then nothing may be open.
    void calm_down() {
        for (auto& one : providers_) house_.gone(*one);
        house_.pass(60s);
        listen();
        REQUIRE(by_tool_.empty());
        REQUIRE(by_page_.empty());
        REQUIRE(house_.dispatcher.calls().in_flight() == 0);
        REQUIRE(house_.dispatcher.calls().parked() == 0);
        REQUIRE(house_.tool.self.use.used(routing::resource::calls) == 0);
        REQUIRE(house_.host.self.use.used(routing::resource::calls) == 0);
        REQUIRE(house_.dispatcher.next_deadline() == routing::never);
        REQUIRE(settled_ > 100);
    }

private:
    std::uint32_t roll(std::uint32_t sides) {
        return static_cast<std::uint32_t>(random_() % sides);
    }
    fake_peer& provider() { return *providers_[roll(3)]; }
    static std::string method(std::uint32_t which) { return "method." + std::to_string(which); }

    std::unique_ptr<fake_peer> arrive(int which) {
        auto one = std::make_unique<fake_peer>(wire::peer_role::plugin,
                                               "plugin-" + std::to_string(which), ++last_id_);
        house_.offer(*one, method(static_cast<std::uint32_t>(which)));
        house_.ready(*one);
        house_.dispatcher.on_plugin(one->self.name, routing::outlook::running, house_.now);
        return one;
    }

    void replace_provider() { replace(provider()); }
    void replace(fake_peer& leaver) {
        const auto which = static_cast<std::size_t>(
            std::ranges::find(providers_, &leaver, [](auto const& one) { return one.get(); }) -
            providers_.begin());
        house_.gone(leaver);
        if (roll(2) == 0) call_by_tool();  // Parked: the plugin comes back.
        providers_[which] = arrive(static_cast<int>(which));
        listen();
    }

    void call_by_tool() {
        const auto request = ++last_request_;
        by_tool_.insert(request_id{request});
        if (roll(2) == 0) house_.call_live(house_.tool, request, method(roll(4)));
        else
            house_.call(house_.tool, request, method(roll(4)), "[]",
                        roll(3) == 0 ? 1 + roll(500) : 0);
        listen();
    }

    /// Of a call that is answered later, never, or was settled long ago.
    void send_items() {
        auto& one = provider();
        if (one.frames.empty()) return;
        const auto request = one.frames.front().header.request;
        if (roll(3) == 0) house_.progress(one, request, "0.5");
        for (auto left = roll(4); left > 0; --left) house_.item(one, request, 0, "1");
        if (one.cut_because) replace(one);
        listen();
    }

    void say_along_the_call() {
        const request_id mine{by_tool_.empty() ? 1 : raw(*by_tool_.begin())};
        house_.credit(house_.tool, mine, roll(3), roll(100'000));
        auto& one = provider();
        if (!one.frames.empty())
            house_.credit(one, one.frames.front().header.request, 1 + roll(3), 1'000'000,
                          roll(2) == 0 ? wire::frame_flag::last : std::uint8_t{0});
        listen();
    }

    void call_by_page() {
        const auto request = ++last_request_;
        by_page_[request_id{request}] = page_;
        const std::string name = roll(8) == 0 ? "" : R"("name":")" + method(roll(4)) + R"(",)";
        house_.invoke(house_.host,
                      "C{" + name + R"("callbackID":")" + std::to_string(request) + "\"}", page_,
                      request);
        listen();
    }

    void cancel() {
        if (by_tool_.empty()) return;
        house_.say(house_.tool, {.kind = frame_kind::cancel, .request = *by_tool_.begin()});
        listen();
    }

    void reload_page() {
        house_.say(house_.host, {.kind = frame_kind::forget, .aux = page_});
        settled_ += std::erase_if(by_page_, [&](auto const& one) { return one.second == page_; });
        ++page_;
        listen();
    }

    void answer() {
        auto& one = provider();
        if (one.frames.empty()) return;
        const auto frame = one.take();
        if (frame.header.kind != frame_kind::call) return;
        last_answer_ = frame.header.request;
        answered_by_ = &one;
        if (roll(4) == 0) house_.error(one, last_answer_, errc::app_error, "no");
        else house_.result(one, last_answer_, "1");
        listen();
    }

    /// By whoever did, or by somebody else: neither may settle anything.
    void repeat_an_answer() {
        auto& one = provider();
        if (&one != answered_by_ && answered_by_ != nullptr) house_.result(one, last_answer_, "2");
        const auto before = settled_;
        listen();
        REQUIRE(settled_ == before);
    }

    void listen() {
        while (!house_.tool.frames.empty()) {
            const auto frame = house_.tool.take();
            if (frame.header.kind == frame_kind::item ||
                frame.header.kind == frame_kind::progress) {
                REQUIRE(by_tool_.contains(frame.header.request));  // Never behind its answer.
                continue;
            }
            if (frame.header.kind == frame_kind::credit) continue;
            REQUIRE((frame.header.kind == frame_kind::result ||
                     frame.header.kind == frame_kind::error));
            REQUIRE(by_tool_.erase(frame.header.request) == 1);
            ++settled_;
        }
        while (!house_.host.frames.empty()) {
            const auto frame = house_.host.take();
            if (frame.header.kind == frame_kind::credit) continue;
            REQUIRE(frame.header.kind == frame_kind::callback);
            const auto at = by_page_.find(frame.header.request);
            REQUIRE(at != by_page_.end());
            REQUIRE(frame.header.aux == at->second);
            REQUIRE(frame.payload.find("\"callbackid\":\"" + std::to_string(raw(at->first)) +
                                       "\"") != std::string::npos);
            by_page_.erase(at);
            ++settled_;
        }
    }

    std::mt19937 random_;
    routing_house house_;
    std::vector<std::unique_ptr<fake_peer>> providers_;
    std::uint32_t last_id_ = 100;
    std::uint64_t last_request_ = 0;
    std::uint64_t page_ = 1;
    std::set<request_id> by_tool_;
    std::map<request_id, std::uint64_t> by_page_;
    request_id last_answer_ = no_request;
    fake_peer const* answered_by_ = nullptr;
    std::uint64_t settled_ = 0;
};

}  // namespace

TEST_CASE("every call is settled exactly once, whatever happens in between", "[broker][routing]") {
    const auto seed = GENERATE(range(1u, 21u));
    CAPTURE(seed);
    weather storm{seed};
    for (int i = 0; i < 3'000; ++i) storm.blow();
    storm.calm_down();
}

TEST_CASE("random frames from all roles break no table", "[broker][routing]") {
    const auto seed = GENERATE(range(1u, 11u));
    CAPTURE(seed);
    std::mt19937 random{seed};
    routing_house house;
    const auto roll = [&](std::uint32_t sides) {
        return static_cast<std::uint32_t>(random() % sides);
    };
    fake_peer* const all[] = {&house.plugin, &house.other, &house.tool,
                              &house.host,   &house.host2, &house.page};
    for (int i = 0; i < 5'000; ++i) {
        auto& who = *all[roll(6)];
        wire::frame_header header;
        header.kind =
            static_cast<frame_kind>(1 + roll(static_cast<std::uint32_t>(wire::frame_kind_last)));
        header.code = static_cast<std::uint16_t>(roll(20));
        header.request = request_id{(std::uint64_t{roll(4)} << 32) | roll(40)};
        header.route = route_id{roll(12)};
        header.deadline_ms = roll(2) * roll(50);
        header.aux = roll(5);
        header.flags = static_cast<std::uint8_t>(roll(2) * roll(256));
        const std::string name = "n" + std::to_string(roll(8));
        if (roll(2) == 0) house.say_named(who, header, name, "[1]");
        else house.say(who, header, roll(2) == 0 ? R"(C{"name":"n1","callbackID":"x"})" : "[1]");
        if (roll(50) == 0) house.pass(20ms);
        // A cut peer is taken away and another one comes, as the session table would do it.
        if (who.cut_because) {
            house.gone(who);
            who.cut_because.reset();
            who.answer = push_result::accepted;
            who.self.ready = false;
            who.self.use.set(routing::resource::offers, 0);
            who.self.use.set(routing::resource::subscriptions, 0);
            REQUIRE(who.self.use.used(routing::resource::calls) == 0);
        }
        who.frames.clear();
    }
    for (auto* who : all) house.gone(*who);
    house.pass(60s);
    CHECK(house.dispatcher.calls().in_flight() == 0);
    for (auto* who : all) CHECK(who->self.use.used(routing::resource::calls) == 0);
}
