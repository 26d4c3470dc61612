// SPDX-License-Identifier: MIT
//
// identity_test — who says to be somebody else: tokens that are made up, of others, or used again,
// and processes of another user.
#include "tests/hostile/neighbourhood.hpp"
#include "tests/system/plugin_app.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <stdexcept>

using namespace fairlead;
using namespace fairlead::tests;
using wire::peer_role;

namespace {

void check_turned_away(broker_process const& broker, peer_role role, std::string name,
                       std::string token = "") {
    INFO(wire::to_text(role) << " '" << name << "'");
    const auto said = scripted_peer::turned_away(
        broker.socket(), {.role = role, .name = std::move(name), .token = std::move(token)});
    CHECK(said.code == errc::denied);
    CHECK_FALSE(said.reason.empty());
}

/// This thread as user `nobody`, and no other thread: glibc's seteuid() would change all.
class other_user {
public:
    other_user() {
        if (::syscall(SYS_setresuid, -1, nobody, -1) != 0) throw std::runtime_error{"setresuid"};
    }
    ~other_user() { ::syscall(SYS_setresuid, -1, 0, -1); }
    other_user(other_user const&) = delete;
    other_user& operator=(other_user const&) = delete;

private:
    static constexpr long nobody = 65'534;
};

/// Every user may go in there.
void open_doors(std::filesystem::path const& root, std::filesystem::path const& inside) {
    using std::filesystem::perms;
    std::filesystem::permissions(inside, perms::all);
    for (auto folder = inside.parent_path(); folder != root.parent_path();
         folder = folder.parent_path())
        std::filesystem::permissions(folder, perms::all);
}

}  // namespace

TEST_CASE("a token that was made up, or belongs to another role, opens nothing", "[system]") {
    neighbourhood app;
    check_turned_away(app.broker, peer_role::host, "host", std::string(32, '0'));
    check_turned_away(app.broker, peer_role::host, "host",
                      app.broker.host_token().substr(0, 31) + "0");
    check_turned_away(app.broker, peer_role::host, "host");
    check_turned_away(app.broker, peer_role::plugin, "new", app.broker.host_token());
    check_turned_away(app.broker, peer_role::plugin, "echo");  // There is one.
    app.check_undisturbed();
}

TEST_CASE("a launch token opens nothing again, nor to another process or under another name",
          "[system]") {
    plugin_app app{obedient_json("ob") + "," + obedient_json("other")};
    app.wait_for_state("ob", "ready");
    app.wait_for_state("other", "ready");
    const auto quoted = app.value("ob.token");
    const auto token = quoted.substr(1, quoted.size() - 2);
    REQUIRE(token.size() == 32);
    const auto check_useless = [&] {
        for (auto const* name : {"ob", "other", "new"})
            check_turned_away(app.broker, peer_role::plugin, name, token);
        check_turned_away(app.broker, peer_role::host, "host", token);
    };
    check_useless();
    // Neither while its owner is away, nor beside its successor.
    app.value("fairlead.plugin.stop", R"(["ob"])");
    check_useless();
    app.value("fairlead.plugin.start", R"(["ob"])");
    CHECK(app.value("ob.token") != quoted);
    check_useless();
    CHECK(app.value("ob.echo", "[1]") == "[1]");
    CHECK(app.value("other.echo", "[2]") == "[2]");
}

TEST_CASE("another user does not reach the socket, and is turned away where its folder is open",
          "[system]") {
    if (::geteuid() != 0) {
        WARN("not tried: only root can be somebody else; admission_policy_test has the rule");
        return;
    }
    neighbourhood app;
    {
        const other_user stranger;
        CHECK_THROWS(scripted_peer::knock(app.broker.socket()));
    }
    open_doors(app.folder.path(), app.broker.socket());
    {
        const other_user stranger;
        check_turned_away(app.broker, peer_role::tool, "stranger");
        check_turned_away(app.broker, peer_role::plugin, "stranger");
        check_turned_away(app.broker, peer_role::host, "stranger", app.broker.host_token());
    }
    app.check_undisturbed();
}
