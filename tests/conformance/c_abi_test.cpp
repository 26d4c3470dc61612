// SPDX-License-Identifier: MIT
//
// c_abi — fairlead.h beyond what plugins show: who misuses it gets a code and a sentence, and
// everything that was promised of threads and time.
#include "tests/support/catch.hpp"
#include "tests/system/broker_app.hpp"

#include <fairlead/fairlead.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>
#include <utility>

using namespace fairlead::tests;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

struct c_app : broker_app {
    std::string socket = broker.socket().native();
    fairlead_connection* server = connect("server", FAIRLEAD_ROLE_PLUGIN);
    fairlead_connection* asker = connect("asker", FAIRLEAD_ROLE_TOOL);

    fairlead_connection* connect(char const* name, int role, std::uint32_t waiting_max = 0) const {
        fairlead_options options{};
        options.struct_size = sizeof options;
        options.socket = socket.c_str();
        options.name = name;
        options.role = role;
        options.waiting_max = waiting_max;
        fairlead_connection* made = nullptr;
        REQUIRE(fairlead_connect(&options, &made) == FAIRLEAD_OK);
        return made;
    }
    ~c_app() {
        fairlead_close(asker);
        fairlead_close(server);
    }
    void offer(char const* name, fairlead_request_fn serve, void* user = nullptr) const {
        REQUIRE(fairlead_offer(server, name, serve, user) == FAIRLEAD_OK);
        REQUIRE(fairlead_ready(server) == FAIRLEAD_OK);
    }
    /// The code of the reply; the server's functions run on this thread meanwhile.
    int ask(char const* method, std::uint32_t deadline_ms = 0) const {
        auto code = std::async(std::launch::async, [&, deadline_ms] {
            fairlead_call_options options{};
            options.struct_size = sizeof options;
            options.deadline_ms = deadline_ms;
            fairlead_reply* reply = nullptr;
            REQUIRE(fairlead_call_wait(asker, method, "[]", &options, &reply) == FAIRLEAD_OK);
            const int ended = fairlead_reply_code(reply);
            fairlead_reply_release(reply);
            return ended;
        });
        while (code.wait_for(0s) != std::future_status::ready) fairlead_serve(server, 5);
        return code.get();
    }
};

void null(fairlead_request* request, void*) {
    fairlead_request_result(request, "null", nullptr, 0);
    fairlead_request_release(request);
}

}  // namespace

TEST_CASE("the library says what it is", "[c_abi]") {
    CHECK(fairlead_abi_version() == FAIRLEAD_ABI_VERSION);
    CHECK(std::string{fairlead_version()} == FAIRLEAD_VERSION);
    CHECK(std::string{fairlead_code_text(FAIRLEAD_BACKEND_GONE)} == "backend-gone");
    CHECK(std::string{fairlead_code_text(4711)} == "unknown");
}

TEST_CASE("where there is no broker, the code says so and the text says where", "[c_abi]") {
    fairlead_connection* made = nullptr;
    ::unsetenv("FAIRLEAD_SOCKET");
    CHECK(fairlead_connect(nullptr, &made) == FAIRLEAD_NOT_STARTED);
    CHECK_THAT(fairlead_last_error(), Contains("FAIRLEAD_SOCKET"));

    fairlead_options options{};
    options.struct_size = sizeof options;
    options.socket = "/nowhere/broker.sock";
    CHECK(fairlead_connect(&options, &made) == FAIRLEAD_NO_BROKER);
    CHECK(std::string{fairlead_last_error()} == "no broker listens at /nowhere/broker.sock");
    CHECK(made == nullptr);
}

TEST_CASE("options of another version are taken or refused, never misread", "[c_abi]") {
    fairlead_connection* made = nullptr;
    struct {
        fairlead_options known;
        void* unknown;
    } later{};
    later.known.struct_size = sizeof later;
    later.known.socket = "/nowhere";
    CHECK(fairlead_connect(&later.known, &made) == FAIRLEAD_NO_BROKER);
    later.unknown = &later;
    CHECK(fairlead_connect(&later.known, &made) == FAIRLEAD_INVALID);
    later.known.struct_size = 3;
    CHECK(fairlead_connect(&later.known, &made) == FAIRLEAD_INVALID);
}

TEST_CASE("what is not JSON does not leave the process", "[system][c_abi]") {
    c_app app;
    CHECK(fairlead_emit(app.asker, "knot", "{}") == FAIRLEAD_INVALID);
    CHECK(fairlead_emit(app.asker, "knot", "[1,]") == FAIRLEAD_INVALID);
    CHECK(fairlead_emit(app.asker, "knot", "[1] 2") == FAIRLEAD_INVALID);
    CHECK(fairlead_emit(app.asker, "knot", "[\"\xff\"]") == FAIRLEAD_INVALID);
    CHECK(fairlead_emit(app.asker, "knot", "[]") == FAIRLEAD_OK);
    CHECK(std::string{fairlead_last_error()}.empty());
    fairlead_reply* reply = nullptr;
    CHECK(fairlead_call_wait(app.asker, "x", "null", nullptr, &reply) == FAIRLEAD_INVALID);
    CHECK(fairlead_call_wait(app.asker, nullptr, "[]", nullptr, &reply) == FAIRLEAD_INVALID);
    CHECK(fairlead_log(app.asker, 99, "loud") == FAIRLEAD_INVALID);
}

TEST_CASE("the first answer counts, and none is an app-error", "[system][c_abi]") {
    c_app app;
    app.offer("twice", [](fairlead_request* request, void*) {
        CHECK(fairlead_request_result(request, "not JSON", nullptr, 0) == FAIRLEAD_INVALID);
        CHECK(fairlead_request_error(request, 11, "no such code", nullptr) == FAIRLEAD_INVALID);
        CHECK(fairlead_request_error(request, FAIRLEAD_DENIED, "no", R"({"why":1})") ==
              FAIRLEAD_OK);
        CHECK(fairlead_request_result(request, "1", nullptr, 0) == FAIRLEAD_INVALID);
        fairlead_request_release(request);
    });
    CHECK(app.ask("twice") == FAIRLEAD_DENIED);
    app.offer("never", [](fairlead_request* request, void*) { fairlead_request_release(request); });
    CHECK(app.ask("never") == FAIRLEAD_APP_ERROR);
}

TEST_CASE("a name that is taken is not offered", "[system][c_abi]") {
    c_app app;
    app.offer("one", null);
    auto* const other = app.connect("other", FAIRLEAD_ROLE_PLUGIN);
    CHECK(fairlead_offer(other, "one", null, nullptr) != FAIRLEAD_OK);
    CHECK_THAT(fairlead_last_error(), Contains("one"));
    CHECK(fairlead_close(other) == FAIRLEAD_OK);
}

TEST_CASE("a request may be answered on another thread, after its function", "[system][c_abi]") {
    c_app app;
    std::promise<fairlead_request*> kept;
    app.offer(
        "later",
        [](fairlead_request* request, void* user) {
            static_cast<std::promise<fairlead_request*>*>(user)->set_value(request);
        },
        &kept);
    std::thread answerer{[&] {
        auto* const request = kept.get_future().get();
        CHECK(std::string{fairlead_request_method(request)} == "later");
        CHECK(fairlead_request_deadline_ms(request) > 0);
        null(request, nullptr);
    }};
    CHECK(app.ask("later", static_cast<std::uint32_t>(patience().count())) == FAIRLEAD_OK);
    answerer.join();
}

TEST_CASE("a sleeping request wakes when it is cancelled, and when its time is over",
          "[system][c_abi]") {
    c_app app;
    struct {
        std::atomic<bool> began{false};
        std::atomic<int> slept{-1}, ended{-1};
    } seen;
    app.offer(
        "sleep",
        [](fairlead_request* request, void* user) {
            auto& state = *static_cast<decltype(seen)*>(user);
            state.began = true;
            state.slept = fairlead_request_sleep(request, 3'600'000);
            CHECK(fairlead_request_cancelled(request) == 1);
            fairlead_request_release(request);
        },
        &seen);
    CHECK(app.ask("sleep", 500) == FAIRLEAD_TIMEOUT);
    CHECK(seen.slept == FAIRLEAD_CANCELLED);

    seen.began = false;
    std::uint64_t call = 0;
    REQUIRE(fairlead_call(
                app.asker, "sleep", "[]", nullptr,
                [](fairlead_reply* reply, void* user) {
                    static_cast<decltype(seen)*>(user)->ended = fairlead_reply_code(reply);
                    fairlead_reply_release(reply);
                },
                &seen, &call) == FAIRLEAD_OK);
    std::thread server{[&] { fairlead_serve(app.server, -1); }};
    eventually("it sleeps", [&] { return seen.began.load(); });
    CHECK(fairlead_cancel(app.asker, call) == FAIRLEAD_OK);
    eventually("the asker hears of it", [&] {
        fairlead_serve(app.asker, 1);
        return seen.ended == FAIRLEAD_CANCELLED;
    });
    fairlead_stop(app.server);
    server.join();  // It does not sleep for an hour.
    CHECK(seen.slept == FAIRLEAD_CANCELLED);
}

TEST_CASE("serving ends when it is told to, and cannot be done within itself", "[system][c_abi]") {
    c_app app;
    struct {
        fairlead_connection* connection;
        int serve = 0, close = 0;
    } inside{app.server};
    app.offer(
        "inside",
        [](fairlead_request* request, void* user) {
            auto& seen = *static_cast<decltype(inside)*>(user);
            seen.serve = fairlead_serve(seen.connection, 0);
            seen.close = fairlead_close(seen.connection);
            null(request, nullptr);
        },
        &inside);
    CHECK(app.ask("inside") == FAIRLEAD_OK);
    CHECK(inside.serve == FAIRLEAD_WRONG_THREAD);
    CHECK(inside.close == FAIRLEAD_WRONG_THREAD);

    CHECK(fairlead_serve(app.server, 1) == FAIRLEAD_TIMEOUT);
    auto ended = std::async(std::launch::async, [&] { return fairlead_serve(app.server, -1); });
    CHECK(fairlead_stop(app.server) == FAIRLEAD_OK);
    CHECK(ended.get() == FAIRLEAD_STOPPED);
}

TEST_CASE("calls beyond those that may wait are refused", "[system][c_abi]") {
    c_app app;
    auto* const narrow = app.connect("narrow", FAIRLEAD_ROLE_PLUGIN, 1);
    REQUIRE(fairlead_offer(narrow, "narrow", null, nullptr) == FAIRLEAD_OK);
    REQUIRE(fairlead_ready(narrow) == FAIRLEAD_OK);
    std::atomic<int> done{0};
    const auto note = [](fairlead_reply* reply, void* user) {
        *static_cast<std::atomic<int>*>(user) += fairlead_reply_code(reply) + 100;
        fairlead_reply_release(reply);
    };
    for (int i = 0; i < 2; ++i)
        REQUIRE(fairlead_call(app.asker, "narrow", "[]", nullptr, note, &done, nullptr) ==
                FAIRLEAD_OK);
    eventually("one is refused", [&] {
        fairlead_serve(app.asker, 1);
        return done != 0;
    });
    CHECK(done == 100 + FAIRLEAD_OVERLOADED);
    eventually("the other is served", [&] {
        fairlead_serve(narrow, 1);
        fairlead_serve(app.asker, 1);
        return done == 200 + FAIRLEAD_OVERLOADED;
    });
    fairlead_close(narrow);
}

TEST_CASE("a plugin that goes has not refused the calls that wait in it: it is gone",
          "[system][c_abi]") {
    c_app app;
    app.offer("null", null);
    std::atomic<int> code{-1};
    REQUIRE(fairlead_call(
                app.asker, "null", "[]", nullptr,
                [](fairlead_reply* reply, void* user) {
                    *static_cast<std::atomic<int>*>(user) = fairlead_reply_code(reply);
                    fairlead_reply_release(reply);
                },
                &code, nullptr) == FAIRLEAD_OK);
    // In the order of the rings: the call is at the broker, and then at the server.
    for (auto* const who : {app.asker, app.server}) {
        fairlead_reply* reply = nullptr;
        REQUIRE(fairlead_call_wait(who, "fairlead.list", "[]", nullptr, &reply) == FAIRLEAD_OK);
        fairlead_reply_release(reply);
    }
    fairlead_close(std::exchange(app.server, nullptr));
    eventually("the caller is told", [&] {
        fairlead_serve(app.asker, 1);
        return code != -1;
    });
    CHECK(code == FAIRLEAD_BACKEND_GONE);
}

TEST_CASE("no function runs for a topic that is no longer subscribed", "[system][c_abi]") {
    c_app app;
    std::atomic<int> heard{0};
    const auto count = [](char const*, char const*, size_t, void* user) {
        ++*static_cast<std::atomic<int>*>(user);
    };
    REQUIRE(fairlead_subscribe(app.server, "knot", count, &heard) == FAIRLEAD_OK);
    REQUIRE(fairlead_subscribe(app.server, "knot", count, &heard) == FAIRLEAD_OK);
    fairlead_emit(app.asker, "knot", "[1]");
    eventually("both heard it", [&] {
        fairlead_serve(app.server, 1);
        return heard == 2;
    });
    fairlead_emit(app.asker, "knot", "[2]");
    REQUIRE(fairlead_call_wait(app.asker, "fairlead.list", "[]", nullptr, nullptr) ==
            FAIRLEAD_INVALID);
    fairlead_reply* seen = nullptr;  // By the broker, and so by the server's connection.
    REQUIRE(fairlead_call_wait(app.server, "fairlead.list", "[]", nullptr, &seen) == FAIRLEAD_OK);
    fairlead_reply_release(seen);
    CHECK(fairlead_unsubscribe(app.server, "knot") == FAIRLEAD_OK);
    CHECK(fairlead_serve(app.server, 20) == FAIRLEAD_TIMEOUT);
    CHECK(heard == 2);
}

TEST_CASE("the end of the broker ends serving, with what it owed before", "[system][c_abi]") {
    c_app app;
    std::atomic<int> code{-1};
    app.offer(
        "never",
        [](fairlead_request* request, void* user) {
            *static_cast<fairlead_request**>(user) = request;
        },
        nullptr);
    app.broker.signal(SIGKILL);
    eventually("it is over",
               [&] { return fairlead_serve(app.server, 1) == FAIRLEAD_BACKEND_GONE; });
    CHECK_FALSE(fairlead_is_open(app.server));
    CHECK(fairlead_emit(app.server, "knot", "[]") == FAIRLEAD_BACKEND_GONE);
    REQUIRE(fairlead_call(
                app.server, "never", "[]", nullptr,
                [](fairlead_reply* reply, void* user) {
                    *static_cast<std::atomic<int>*>(user) = fairlead_reply_code(reply);
                    fairlead_reply_release(reply);
                },
                &code, nullptr) == FAIRLEAD_OK);
    CHECK(fairlead_serve(app.server, 0) == FAIRLEAD_TIMEOUT);
    CHECK(code == FAIRLEAD_BACKEND_GONE);
}
