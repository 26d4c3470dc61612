// SPDX-License-Identifier: MIT
//
// browser_tls_test — the development server by https and wss, as a client of OpenSSL's sees it.
#include "tests/support/browser_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/child.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/dev/tls_identity.hpp"

#include <fairlead/vocabulary/unique_fd.hpp>

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

template <auto release>
struct releaser {
    template <class T>
    void operator()(T* what) const noexcept {
        release(what);
    }
};

/// Says nothing; every wait has a deadline.
unique_fd connected(std::uint16_t port) {
    unique_fd fd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval wait{30, 0};
    for (const int which : {SO_RCVTIMEO, SO_SNDTIMEO})
        ::setsockopt(fd.get(), SOL_SOCKET, which, &wait, sizeof wait);
    if (::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fd.reset();
    return fd;
}

/// One connection.
class tls_client {
public:
    explicit tls_client(std::uint16_t port, int newest = TLS1_3_VERSION)
        : fd_{connected(port)}, context_{SSL_CTX_new(TLS_client_method())}, session_{SSL_new(
                                                                                context_.get())} {
        REQUIRE(fd_);
        SSL_set_max_proto_version(session_.get(), newest);
        SSL_set_fd(session_.get(), fd_.get());
        is_open_ = SSL_connect(session_.get()) == 1;
    }

    bool is_open() const noexcept { return is_open_; }
    X509* certificate() const { return SSL_get0_peer_certificate(session_.get()); }

    void send(std::string const& text) {
        REQUIRE(SSL_write(session_.get(), text.data(), static_cast<int>(text.size())) ==
                static_cast<int>(text.size()));
    }
    std::string read_until(std::string const& words) {
        while (kept_.find(words) == std::string::npos)
            if (!read_some()) FAIL("not said: " + words + " in " + kept_);
        return kept_;
    }
    /// The other side has said that this was all.
    std::string read_all() {
        while (read_some()) {}
        CHECK(SSL_get_error(session_.get(), 0) == SSL_ERROR_ZERO_RETURN);
        return kept_;
    }

private:
    bool read_some() {
        char bytes[16'384];
        const int came = SSL_read(session_.get(), bytes, sizeof bytes);
        if (came > 0) kept_.append(bytes, static_cast<std::size_t>(came));
        return came > 0;
    }

    unique_fd fd_;
    std::unique_ptr<SSL_CTX, releaser<SSL_CTX_free>> context_;
    std::unique_ptr<SSL, releaser<SSL_free>> session_;
    std::string kept_;
    bool is_open_ = false;
};

std::string here(browser_app const& app) { return "localhost:" + std::to_string(app.port()); }

std::string get(browser_app const& app, std::string const& target) {
    tls_client client{app.port()};
    REQUIRE(client.is_open());
    client.send("GET " + target + " HTTP/1.1\r\nHost: " + here(app) +
                "\r\nConnection: close\r\n\r\n");
    return client.read_all();
}

std::string token_of(browser_app const& app) {
    const auto script = get(app, "/wails/ipc.js");
    const std::string key = "\"token\":\"";
    const auto at = script.find(key);
    REQUIRE(at != std::string::npos);
    return script.substr(at + key.size(), 32);
}

std::string socket_request(browser_app const& app, std::string const& token,
                           std::string const& origin) {
    return "GET /wails/ipc?token=" + token + " HTTP/1.1\r\nHost: " + here(app) +
           "\r\nOrigin: " + origin +
           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

/// A short message as a client sends it, masked with zeros.
std::string frame_of(std::string const& text) {
    REQUIRE(text.size() < 126);
    return std::string{'\x81', static_cast<char>(0x80 | text.size()), 0, 0, 0, 0} + text;
}

}  // namespace

TEST_CASE("browsers are served by https and wss, with a certificate of the server's own making",
          "[system][browser][tls]") {
    const std::string large(5u << 20, 'x');
    browser_app app{
        {.options = {"--tls", "--host", "dev.example"}, .files = {{"large.txt", large}}}};
    CHECK(app.url() == "https://localhost:" + std::to_string(app.port()) + "/");
    CHECK_THAT(get(app, "/"), Contains("200 OK") && Contains("<h1>browser-test</h1>"));
    CHECK(get(app, "/large.txt").ends_with("\r\n\r\n" + large));

    tls_client client{app.port()};
    REQUIRE(client.is_open());
    auto* certificate = client.certificate();
    for (auto const* name : {"localhost", "dev.example"})
        CHECK(X509_check_host(certificate, name, 0, 0, nullptr) == 1);
    for (auto const* number : {"127.0.0.1", "::1"})
        CHECK(X509_check_ip_asc(certificate, number, 0) == 1);
    CHECK(X509_check_host(certificate, "evil.example", 0, 0, nullptr) == 0);
    CHECK(X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0);
    CHECK(X509_cmp_current_time(X509_get0_notAfter(certificate)) > 0);

    client.send(socket_request(app, token_of(app), "https://" + here(app)));
    client.read_until("101 Switching Protocols");
    client.send(frame_of(call_text("main.App.Greet", R"(["Ada"])", "1")));
    client.read_until("Hello Ada");
}

TEST_CASE("who does not speak TLS is told so, who speaks an old one gets nothing",
          "[system][browser][tls]") {
    browser_app app{{.options = {"--tls"}}};
    const auto told = app.ask({});
    CHECK(told.status == 400);
    CHECK(told.body == "Here is https and wss: ask by https:// instead");
    CHECK(app.ask({.method = "POST", .target = "/wails/ipc.js", .body = std::string(100'000, 'x')})
              .status == 400);
    CHECK_FALSE(tls_client(app.port(), TLS1_1_VERSION).is_open());
    CHECK_THAT(get(app, "/"), Contains("200 OK"));
}

TEST_CASE("behind TLS the same are refused as without", "[system][browser][tls][security]") {
    browser_app app{{.options = {"--tls"}}};
    const auto token = token_of(app);
    const auto asked = [&](std::string const& with_token, std::string const& origin) {
        tls_client client{app.port()};
        REQUIRE(client.is_open());
        client.send(socket_request(app, with_token, origin));
        return client.read_until("\r\n");
    };
    const auto own = "https://" + here(app);
    CHECK_THAT(asked(token, own), Contains(" 101 "));
    for (auto const& origin : {std::string{"https://evil.example"}, "http://" + here(app),
                               std::string{"https://localhost"}, std::string{"null"}})
        CHECK_THAT(asked(token, origin), Contains(" 403 "));
    CHECK_THAT(asked(std::string(32, '0'), own), Contains(" 403 "));
    tls_client strange{app.port()};
    REQUIRE(strange.is_open());
    strange.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    CHECK_THAT(strange.read_until("\r\n"), Contains(" 403 "));
}

TEST_CASE("behind TLS it is the visitor who is judged, not who decrypts for him",
          "[system][browser][tls][security]") {
    if (::geteuid() != 0) {
        WARN("not tried: only root can be somebody else");
        return;
    }
    browser_app app{{.options = {"--tls"}}};
    enum outcome { refused, answered, failed };
    const pid_t other = ::fork();
    if (other == 0) {
        constexpr uid_t nobody = 65534;
        if (::setgroups(0, nullptr) != 0 || ::setresgid(nobody, nobody, nobody) != 0 ||
            ::setresuid(nobody, nobody, nobody) != 0)
            ::_exit(failed);
        try {
            const auto said = get(app, "/wails/ipc.js");
            ::_exit(said.find(" 403 ") != said.npos &&
                            said.find("another user of this machine (65534)") != said.npos
                        ? refused
                        : answered);
        } catch (...) {
            ::_exit(failed);
        }
    }
    int ended = 0;
    REQUIRE(::waitpid(other, &ended, 0) == other);
    REQUIRE(WIFEXITED(ended));
    CHECK(WEXITSTATUS(ended) == refused);
    CHECK_THAT(get(app, "/"), Contains("200 OK"));
}

TEST_CASE("a crowd that says nothing is bounded, and gone when it leaves",
          "[system][browser][tls][security]") {
    browser_app app{{.options = {"--tls"}}};
    std::vector<unique_fd> crowd;
    for (int i = 0; i < 300; ++i) crowd.push_back(connected(app.port()));
    // More than the 256 that are let in: the last one is not kept waiting.
    REQUIRE(crowd.back());
    char byte = 0;
    CHECK(::recv(crowd.back().get(), &byte, 1, 0) == 0);
    crowd.clear();
    eventually("others are served", [&] { return tls_client(app.port()).is_open(); });
    CHECK_THAT(get(app, "/"), Contains("200 OK"));
}

TEST_CASE("a certificate that is given is the one that is shown", "[system][browser][tls]") {
    const auto mine = host::tls_identity_of({}, {"mine.example"});
    const temporary_directory folder;
    const auto certificate = folder.write("cert.pem", mine.certificate);
    const auto key = folder.write("key.pem", mine.key);
    browser_app app{{.options = {"--tls-cert", certificate, "--tls-key", key}}};
    CHECK(app.url().starts_with("https://"));
    tls_client client{app.port()};
    REQUIRE(client.is_open());
    CHECK(X509_check_host(client.certificate(), "mine.example", 0, 0, nullptr) == 1);

    const auto other = folder.write("other.pem", host::tls_identity_of({}, {}).key);
    const auto starts = [](std::vector<std::string> options) {
        browser_app wrong{{.options = std::move(options)}};
    };
    const auto broken = folder.write("broken.pem", "nothing of the kind");
    CHECK_THROWS_WITH(starts({"--tls-cert", certificate, "--tls-key", other}),
                      Contains(other.native() + ": ") && Contains("mismatch"));
    CHECK_THROWS_WITH(starts({"--tls-cert", broken, "--tls-key", key}),
                      Contains(broken.native() + ": "));
    CHECK_THROWS_WITH(starts({"--tls-cert", certificate, "--tls-key", broken}),
                      Contains(broken.native() + ": "));
    CHECK_THROWS_WITH(starts({"--tls-cert", certificate, "--tls-key", "/nowhere"}),
                      Contains("/nowhere: cannot be read"));
    CHECK_THROWS_WITH(starts({"--tls-cert", certificate}), Contains("belong together"));
}

TEST_CASE("a certificate is for names and numbers, and for nothing that only looks like one",
          "[browser][tls]") {
    CHECK(host::alternative_names({}) == "DNS:localhost,IP:127.0.0.1,IP:::1");
    CHECK(host::alternative_names(
              {"dev.example:80", "192.0.2.1", "[2001:db8::1]:443", "x,DNS:evil.example", ""}) ==
          "DNS:localhost,IP:127.0.0.1,IP:::1,DNS:dev.example,IP:192.0.2.1,IP:2001:db8::1");
}
