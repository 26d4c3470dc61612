// SPDX-License-Identifier: MIT
//
// log_test — what is said as a line and as a record, and what becomes of it when nobody reads.
#include "broker/telemetry/journal.hpp"
#include "broker/telemetry/journal_log.hpp"
#include "broker/telemetry/log_record.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/datagram_inbox.hpp"
#include "tests/support/temporary_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

using namespace fairlead::broker::telemetry;
using namespace fairlead::tests;
using Catch::Matchers::Contains;

TEST_CASE("a record has a field for whatever is known", "[broker][log]") {
    CHECK(record_of("notes", log_level::info, "broker", "started pid=1") ==
          "PRIORITY=6\nSYSLOG_IDENTIFIER=fairlead-broker\nFAIRLEAD_APP=notes\n"
          "MESSAGE=[broker] started pid=1\n");
    CHECK(record_of("notes", log_level::error, {"supervision", "greeter"}, "it ended") ==
          "PRIORITY=3\nSYSLOG_IDENTIFIER=fairlead-broker\nFAIRLEAD_APP=notes\n"
          "FAIRLEAD_PLUGIN=greeter\nMESSAGE=[supervision] it ended\n");
    CHECK(record_of("notes", log_level::warn, about_peer("session", "cli", false), "cut") ==
          "PRIORITY=4\nSYSLOG_IDENTIFIER=fairlead-broker\nFAIRLEAD_APP=notes\n"
          "FAIRLEAD_PEER=cli\nMESSAGE=[session] cut\n");
    CHECK(record_of("notes", log_level::debug, about_peer("greeter", "greeter", true), "x") ==
          "PRIORITY=7\nSYSLOG_IDENTIFIER=fairlead-broker\nFAIRLEAD_APP=notes\n"
          "FAIRLEAD_PLUGIN=greeter\nFAIRLEAD_PEER=greeter\nMESSAGE=[greeter] x\n");
}

TEST_CASE("nobody adds a field by what he says, or how he is called", "[broker][log]") {
    const auto record = record_of("a\nB=1", log_level::info, {"p\nC=1", "p\nC=1", "q\nD=1"},
                                  "hello\nPRIORITY=0\r\x1b[31m\ttab");
    CHECK(record == "PRIORITY=6\nSYSLOG_IDENTIFIER=fairlead-broker\nFAIRLEAD_APP=a\\nB=1\n"
                    "FAIRLEAD_PLUGIN=p\\nC=1\nFAIRLEAD_PEER=q\\nD=1\n"
                    "MESSAGE=[p\\nC=1] hello\\nPRIORITY=0\\x0d\\x1b[31m tab\n");
    const auto cut = record_of("a", log_level::info, "b", std::string(100'000, 'x'));
    CHECK(cut.size() < journal_text_bytes_max + 100);
    CHECK(cut.ends_with("xx\n"));
}

TEST_CASE("the journal is behind a descriptor that its stream is, and no other", "[broker][log]") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const fairlead::unique_fd read{ends[0]}, write{ends[1]};
    struct stat status {};
    REQUIRE(::fstat(write.get(), &status) == 0);
    const auto device = std::to_string(status.st_dev), inode = std::to_string(status.st_ino);
    CHECK(journal::is_behind(write.get(), device + ":" + inode));
    CHECK_FALSE(journal::is_behind(write.get(), device + ":" + std::to_string(status.st_ino + 1)));
    for (auto const& other : {std::string{}, device, device + ":", ":" + inode,
                              inode + ":" + device, device + ":" + inode + " "})
        CHECK_FALSE(journal::is_behind(write.get(), other));
    CHECK_FALSE(journal::is_behind(-1, device + ":" + inode));
}

TEST_CASE("a journal that does not read, or is not there, holds nobody up", "[broker][log]") {
    const temporary_directory folder;
    const auto file = folder.path() / "socket";
    const journal to{file.native()};
    CHECK(to.send("MESSAGE=x\n") == journal::outcome::gone);
    {
        datagram_inbox inbox{file};
        CHECK(to.send("MESSAGE=first\n") == journal::outcome::taken);
        const std::string long_one(8'000, 'x');
        std::size_t taken = 0;
        while (to.send(long_one) == journal::outcome::taken) REQUIRE(++taken < 100'000);
        CHECK(to.send(long_one) == journal::outcome::full);
        CHECK(inbox.next() == "MESSAGE=first\n");
        for (std::size_t i = 0; i < taken; ++i) CHECK(inbox.next().size() == long_one.size());
        CHECK(to.send("MESSAGE=last\n") == journal::outcome::taken);
    }
    std::filesystem::remove(file);
    CHECK(to.send("MESSAGE=x\n") == journal::outcome::gone);
}

TEST_CASE("how many records a journal has missed is said once it reads", "[broker][log]") {
    const temporary_directory folder;
    const auto file = folder.path() / "socket";
    journal_log records{"notes", file.native()};
    const auto say = [&](std::string_view text) {
        return records.take(log_level::info, "room", text);
    };
    CHECK_FALSE(say("nobody is there"));
    datagram_inbox inbox{file};
    std::size_t said = 0;
    while (records.lost() < 3) {
        REQUIRE(say("x"));
        REQUIRE(++said < 1'000'000);
    }
    for (auto left = said - 3; left > 0; --left) CHECK(inbox.next().ends_with("[room] x\n"));
    CHECK(say("at last"));
    CHECK_THAT(inbox.next(), Contains("PRIORITY=4\n") &&
                                 Contains("[broker] 3 log lines lost: the journal was full"));
    CHECK(inbox.next().ends_with("[room] at last\n"));
    CHECK(records.lost() == 0);
}
