// SPDX-License-Identifier: MIT
//
// allocations_test — a small call allocates nothing once things run: neither in the caller's SDK,
// nor in the broker, nor in the plugin's. All three run here, over their real sockets and rings, so
// that one counter sees all of them.
#include "broker/daemon.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/counting_new.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/plugin.hpp>

#include <boost/asio/post.hpp>

#include <cstring>
#include <future>
#include <thread>

using namespace fairlead;
using namespace std::chrono_literals;
using fairlead::tests::allocations;

namespace {

constexpr char const* app_name = "steady";
/// Longer than a test: when its alarm rings, once in so long, the broker sorts out what is late.
constexpr auto deadline = 60s;

struct Maths {
    int Add(int a, int b) { return a + b; }
    std::string Greet(std::string name) { return "Hello " + name + "!"; }
    bytes Echo(bytes data) {
        byte_buffer answer{data.size()};
        std::memcpy(answer.data(), data.data(), data.size());
        return answer;
    }
};
BOOST_DESCRIBE_STRUCT(Maths, (), (Add, Greet, Echo))

/// The broker on a thread of its own.
class house {
public:
    house() {
        const auto dir = folder_.path() / "fairlead" / app_name;
        std::filesystem::create_directories(dir);
        std::filesystem::permissions(dir, std::filesystem::perms::owner_all);
        // Nobody else runs yet.
        ::setenv("XDG_RUNTIME_DIR", folder_.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
        daemon_.emplace(loop_,
                        broker::daemon_settings{.app = app_name,
                                                .app_dir = folder_.path(),
                                                .broker_dir = folder_.path(),
                                                .runtime_dir = dir,
                                                .host_token = {}},
                        broker::config::app_config{.name = app_name});
        broker_ = std::thread{[this] { daemon_->run(); }};
        plugin_ = std::thread{[this] {
            std::string words[] = {"maths", "--attach", app_name};
            char* argv[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
            plugin_code_ = plugin{"maths"}
                               .bind("on.loop", Maths{}, execution::loop)
                               .bind("on.pool", Maths{}, execution::pool)
                               .run(3, argv);
        }};
    }
    ~house() {
        boost::asio::post(loop_, [this] { daemon_->stop(); });
        plugin_.join();
        broker_.join();
        CHECK(plugin_code_ == 0);
    }
    house(house const&) = delete;
    house& operator=(house const&) = delete;

    std::unique_ptr<client::connection> connect() const {
        client::connect_options options;
        options.socket = handshake::socket_path(app_name);
        auto tool = client::connection::connect(std::move(options));
        // It has no supervisor that would let calls wait for it.
        const auto until = std::chrono::steady_clock::now() + 10s;
        while (!tool->call_wait("on.pool.Maths.Add", "[1,2]", {deadline}).ok)
            if (std::chrono::steady_clock::now() > until)
                throw std::runtime_error{"the plugin does not come"};
        return tool;
    }

private:
    tests::temporary_directory folder_;
    boost::asio::io_context loop_{1};
    std::optional<broker::daemon> daemon_;
    int plugin_code_ = -1;
    std::thread broker_, plugin_;
};

struct call {
    std::string_view method;
    std::string_view args;
    std::string_view result;
    client::call_options options{};
    std::size_t attached = 0;  ///< Bytes, as attachment 0 of the call and of the answer.
};

/// Each answer makes the next call, as in a program that lives in its callbacks.
class chain {
public:
    chain(client::connection& broker, call what) : broker_{broker}, what_{what} {}

    /// Of all threads, in the last 1000 of the calls.
    std::size_t allocations_when_warm() {
        next();
        if (finished_.get_future().wait_for(60s) != std::future_status::ready)
            throw std::runtime_error{"answers are missing"};
        CHECK(right_ == warm_up + counted + 1);
        return after_ - before_;
    }

private:
    static constexpr std::size_t warm_up = 3'000, counted = 1'000;

    void next() {
        if (what_.attached == 0)
            return static_cast<void>(
                broker_.call(what_.method, what_.args, what_.options,
                             [this](client::reply const& reply) { on(reply); }));
        byte_buffer payload{what_.attached, broker_.pool()};
        std::memset(payload.data(), static_cast<int>(done_ & 0x7f), payload.size());
        const bytes attachment = std::move(payload);
        broker_.call(what_.method, what_.args, what_.options,
                     [this](client::reply const& reply) { on(reply); }, {&attachment, 1});
    }

    void on(client::reply const& reply) {
        right_ += reply.ok && reply.json == what_.result && has_come_back(reply) ? 1 : 0;
        if (done_ == warm_up) before_ = allocations();
        if (done_ == warm_up + counted) {
            after_ = allocations();
            return finished_.set_value();
        }
        ++done_;
        next();
    }

    bool has_come_back(client::reply const& reply) const {
        if (what_.attached == 0) return reply.attachments.empty();
        return reply.attachments.size() == 1 && reply.attachments[0].size() == what_.attached &&
               std::to_integer<std::size_t>(reply.attachments[0].span().back()) == (done_ & 0x7f);
    }

    client::connection& broker_;
    call what_;
    std::size_t done_ = 0, right_ = 0, before_ = 0, after_ = 0;
    std::promise<void> finished_;
};

std::size_t allocations_of(call what) {
    const house everybody;
    const auto tool = everybody.connect();
    return chain{*tool, what}.allocations_when_warm();
}

}  // namespace

TEST_CASE("a call with numbers allocates nothing, in any process on its way", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Add", "[2,3]", "5"}) == 0);
}

TEST_CASE("nor does one with a deadline", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Add", "[2,3]", "5", {deadline}}) == 0);
}

TEST_CASE("nor one with text, but for texts that std::string puts on the heap", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Greet", R"(["Ada"])", R"("Hello Ada!")"}) == 0);
}

TEST_CASE("nor one with binary both ways", "[allocations]") {
    CHECK(allocations_of({"on.loop.Maths.Echo", R"([{"$bytes":0}])", R"({"$bytes":0})", {}, 64}) ==
          0);
}

TEST_CASE("nor one that a plugin's pool of threads answers", "[allocations]") {
    CHECK(allocations_of({"on.pool.Maths.Add", "[2,3]", "5"}) == 0);
}
