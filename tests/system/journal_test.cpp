// SPDX-License-Identifier: MIT
//
// journal_test — a broker whose stderr is the journal's: in a mount namespace of its own, where the
// journal's socket is the test's.
#include "tests/support/catch.hpp"
#include "tests/support/datagram_inbox.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <csignal>
#include <cstdlib>

using namespace fairlead;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

namespace {

bool can_mount() { return std::system("unshare -rm true 2>/dev/null") == 0; }

/// $1: what lies below /run/systemd/journal; the rest: the program.
constexpr auto behind_the_journal = "mount -t tmpfs none /run && mkdir -p /run/systemd/journal && "
                                    "mount --bind \"$1\" /run/systemd/journal && shift && "
                                    "JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2) exec \"$@\"";

struct logged_app {
    temporary_directory folder;
    runtime_folder where;
    std::filesystem::path journal = folder.path() / "journal";
    std::filesystem::path app = folder.path() / "app";

    logged_app() {
        std::filesystem::create_directory(journal);
        folder.write("app/wails.json",
                     R"({"name":"logged","fairlead":{"plugins":[{"name":"talker","exec":"/bin/sh",)"
                     R"("args":["-c","echo hello from below; exec sleep 1000"]}]}})");
    }
    child start() const {
        return child{{"/usr/bin/env",
                      {"unshare", "-rm", "sh", "-c", behind_the_journal, "sh", journal,
                       program("fairlead-broker"), "--app-dir", app},
                      where.environment()}};
    }
};

}  // namespace

TEST_CASE("behind the journal the broker's lines are records with fields", "[system][service]") {
    if (!can_mount()) {
        WARN("not tried: unshare -rm is not possible here");
        return;
    }
    const logged_app logged;
    datagram_inbox journal{logged.journal / "socket"};
    auto broker = logged.start();
    const auto started = journal.next_with("started app=logged");
    CHECK_THAT(started, Contains("PRIORITY=6\n") && Contains("FAIRLEAD_APP=logged\n") &&
                            Contains("SYSLOG_IDENTIFIER=fairlead-broker\n") &&
                            Contains("\nMESSAGE=[broker] started"));
    CHECK_THAT(journal.next_with("hello from below"),
               Contains("PRIORITY=6\n") && Contains("FAIRLEAD_PLUGIN=talker\n") &&
                   Contains("\nMESSAGE=[talker] hello from below\n"));

    scripted_peer tool{logged.where.path() / "fairlead/logged/broker.sock", wire::peer_role::tool,
                       "carol"};
    wire::frame_header words;
    words.kind = wire::frame_kind::log;
    words.code = 4;
    tool.send(words, "careful");
    CHECK_THAT(journal.next_with("careful"), Contains("PRIORITY=4\n") &&
                                                 Contains("FAIRLEAD_PEER=carol\n") &&
                                                 !Contains("FAIRLEAD_PLUGIN"));

    broker.signal(SIGTERM);
    CHECK_THAT(journal.next_with("stopped app=logged"), Contains("PRIORITY=6\n"));
    CHECK(broker.wait() == 0);
    CHECK(broker.errors() == "");  // Nothing is said twice.
}

TEST_CASE("where the journal is not, lines go to stderr as ever", "[system][service]") {
    if (!can_mount()) {
        WARN("not tried: unshare -rm is not possible here");
        return;
    }
    const logged_app logged;
    auto broker = logged.start();
    eventually("it says so on stderr",
               [&] { return broker.errors().find("] started app=logged") != std::string::npos; });
}
