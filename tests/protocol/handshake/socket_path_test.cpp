// SPDX-License-Identifier: MIT
//
// socket_path_test — both sides look for the socket in the same place.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

using namespace fairlead::handshake;
namespace fs = std::filesystem;

namespace {

/// A variable of the environment that is put back.
class environment_variable {
public:
    environment_variable(char const* name, std::optional<std::string> value) : name_{name} {
        if (const char* before = std::getenv(name)) before_ = before;
        set(value);
    }
    environment_variable(environment_variable const&) = delete;
    environment_variable& operator=(environment_variable const&) = delete;
    ~environment_variable() { set(before_); }

private:
    void set(std::optional<std::string> const& value) const {
        if (value) ::setenv(name_, value->c_str(), 1);
        else ::unsetenv(name_);
    }
    char const* name_;
    std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("an app's socket lies in the user's runtime folder", "[handshake][path]") {
    const environment_variable runtime{"XDG_RUNTIME_DIR", "/run/user/1000"};
    CHECK(socket_path("shop") == "/run/user/1000/fairlead/shop/broker.sock");
    CHECK(app_dir("shop") == socket_path("shop").parent_path());
    CHECK(runtime_root() == app_dir("shop").parent_path());
}

TEST_CASE("without a runtime folder each user has one of their own in the temporary one",
          "[handshake][path]") {
    const auto mine = "fairlead-" + std::to_string(::getuid());
    const auto unset = GENERATE(std::optional<std::string>{}, std::optional<std::string>{""});
    const environment_variable runtime{"XDG_RUNTIME_DIR", unset};
    {
        const environment_variable temporary{"TMPDIR", "/var/tmp"};
        CHECK(socket_path("shop") == "/var/tmp/" + mine + "/shop/broker.sock");
    }
    const environment_variable temporary{"TMPDIR", unset};
    CHECK(socket_path("shop") == "/tmp/" + mine + "/shop/broker.sock");
}

TEST_CASE("apps with a socket are listed by name, others are not", "[handshake][path]") {
    const fairlead::tests::temporary_directory scratch;
    const environment_variable runtime{"XDG_RUNTIME_DIR", scratch.path().string()};
    CHECK(apps_with_socket().empty());  // Not even a folder.
    for (auto app : {"shop", "atlas", "not-running"}) fs::create_directories(app_dir(app));
    for (auto app : {"shop", "atlas"}) std::ofstream{socket_path(app)};
    CHECK(apps_with_socket() == std::vector<std::string>{"atlas", "shop"});
}
