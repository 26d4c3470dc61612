// SPDX-License-Identifier: MIT
//
// metrics_test — what a real broker counts, as Prometheus reads it.
#include "tests/support/catch.hpp"
#include "tests/support/open_metrics_checker.hpp"
#include "tests/support/running_app.hpp"
#include "tests/system/plugin_app.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <csignal>
#include <filesystem>

using namespace fairlead::tests;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

struct metered_app {
    plugin_app app;
    runtime_folder nowhere;

    std::string metrics() const {
        const auto ended =
            run_fairlead(nowhere, {"metrics", "--socket", app.broker.socket().native()});
        CHECK(ended.code == 0);
        CHECK(problem_of(ended.out) == "");
        return ended.out;
    }
};

}  // namespace

TEST_CASE("metrics are in the form that Prometheus reads", "[system][metrics]") {
    metered_app all;
    for (int i = 0; i < 3; ++i) all.app.value("ob.echo", "[1]");
    const auto text = all.metrics();
    CHECK_THAT(text, Contains("fairlead_up{app=\"") && Contains("\"} 1\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\"} 3\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\",le=\"+Inf\"} 3\n"));
    CHECK_THAT(text, Contains("fairlead_peer_memory_bytes{") &&
                         Contains(",role=\"plugin\",peer=\"ob\"} "));
}

TEST_CASE("metrics of a broker that was killed are its last ones", "[system][metrics]") {
    metered_app all;
    all.app.value("ob.echo", "[1]");
    all.app.broker.signal(SIGKILL);
    all.app.broker.wait_for_end();
    const auto text = all.metrics();
    CHECK_THAT(text, Contains("\"} 0\n# TYPE fairlead_start_time_seconds gauge\n"));
    CHECK_THAT(text, Contains(",method=\"ob.echo\",peer=\"ob\"} 1\n"));
    CHECK(text.find("broker_cpu") == std::string::npos);
}

namespace {

/// What comes back, head and body; the server closes behind it.
template <class Protocol>
std::string asked(typename Protocol::endpoint const& at, std::string const& request) {
    boost::asio::io_context loop;
    typename Protocol::socket socket{loop};
    socket.connect(at);
    boost::asio::write(socket, boost::asio::buffer(request));
    std::string answer;
    boost::system::error_code end;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), end);
    return answer;
}

std::string body_of(std::string const& answer) {
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("metrics are served on a socket and a port, also after the broker", "[system][metrics]") {
    using local = boost::asio::local::stream_protocol;
    using boost::asio::ip::tcp;
    metered_app all;
    child server{{program("fairlead"),
                  {"metrics", "--socket", all.app.broker.socket().native(), "--port", "0"},
                  all.nowhere.environment()}};
    const std::filesystem::path socket{server.read_line()};
    CHECK(socket == all.app.broker.socket().parent_path() / "metrics.sock");
    CHECK(std::filesystem::status(socket).permissions() == std::filesystem::perms{0600});
    const auto address = server.read_line();
    const auto colon = address.rfind(':');
    const tcp::endpoint port{boost::asio::ip::address_v4::loopback(),
                             static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1)))};
    const local::endpoint file{socket.native()};
    const std::string get = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    all.app.value("ob.echo", "[1]");
    for (auto const& answer : {asked<local>(file, get), asked<tcp>(port, get)}) {
        CHECK_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n") &&
                               Contains("application/openmetrics-text; version=1.0.0"));
        CHECK(problem_of(body_of(answer)) == "");
        CHECK_THAT(answer, Contains(",method=\"ob.echo\",peer=\"ob\"} 1\n"));
    }
    CHECK(body_of(asked<local>(file, "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n")).empty());
    CHECK_THAT(asked<local>(file, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 404"));
    CHECK_THAT(asked<local>(file, "POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
               StartsWith("HTTP/1.1 405"));
    CHECK_THAT(asked<tcp>(port, "GET /metrics HTTP/1.1\r\nHost: evil.example:80\r\n\r\n"),
               StartsWith("HTTP/1.1 403"));
    CHECK(asked<local>(file, std::string(10'000, 'x') + "\r\n\r\n").empty());

    all.app.broker.stop();
    CHECK_THAT(asked<local>(file, get), StartsWith("HTTP/1.1 503"));
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE("a server of metrics takes the place of one that was killed", "[system][metrics]") {
    metered_app all;
    const auto start = [&] {
        return std::make_unique<child>(
            child::spec{program("fairlead"),
                        {"metrics", "--serve", "--socket", all.app.broker.socket().native()},
                        all.nowhere.environment()});
    };
    const auto first = start();
    CHECK(first->read_line().ends_with("/metrics.sock"));
    const auto second = start();
    CHECK(second->wait() == 1);
    CHECK_THAT(second->errors(), Contains("metrics.sock: Address already in use"));
    first->signal(SIGKILL);
    first->wait();
    CHECK(start()->read_line().ends_with("/metrics.sock"));
}
