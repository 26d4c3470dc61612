// SPDX-License-Identifier: MIT
//
// logging — section 2.5: lines that the page writes.
#include "tests/contract/contract_app.hpp"
#include "tests/support/catch.hpp"

using namespace fairlead::tests;

// Wails: each function sends L, its letter and the text; the app's logger gets it at that level.
// Here: the same, in the broker's log under the window's name; LogPrint counts as information.
TEST_CASE("2.5 log lines reach the log at their level", "[system][window][contract]") {
    contract_app app;
    app.page().run("runtime.LogInfo('an information'); runtime.LogWarning('a warning');"
                   "runtime.LogError('an error'); runtime.LogPrint('a print');"
                   "WailsInvoke('LIa message of its own');");
    for (auto const* line : {" info [window] an information", " warning [window] a warning",
                             " error [window] an error", " info [window] a print",
                             " info [window] a message of its own"})
        app.wait_for_log(line);
}

// Wails: SetLogLevel keeps lines below that level out of the log; LogPrint always counts.
// Here: the same.
TEST_CASE("2.5 SetLogLevel is a threshold", "[system][window][contract]") {
    contract_app app;
    app.page().run("runtime.SetLogLevel(runtime.LogLevel.ERROR); runtime.LogWarning('unheard');"
                   "runtime.LogPrint('printed'); runtime.LogError('heard');"
                   "runtime.SetLogLevel(runtime.LogLevel.INFO); runtime.LogDebug('too quiet');"
                   "runtime.LogInfo('heard again');");
    for (auto const* line : {"printed", "heard", "heard again"}) app.wait_for_log(line);
    CHECK_FALSE(contains(app.log(), "unheard"));
    CHECK_FALSE(contains(app.log(), "too quiet"));
}

// Wails: an empty text is "Invalid Log Message" and throws in the page; a bad level is an error.
// Here: an empty line is an empty line, and a bad level is a line in the log.
TEST_CASE("2.5 an empty line and a level that is none", "[system][window][contract]") {
    contract_app app;
    CHECK(app.js("runtime.LogInfo(''); runtime.SetLogLevel(9); runtime.SetLogLevel('x');"
                 "await settled(); return errors;") == "[]");
    app.wait_for_log("a log level is one digit from 1 (trace) to 5 (error)");
}

// Wails: any text, of several lines as well.
// Here: the same, on one line of the log: nobody writes lines of others.
TEST_CASE("2.5 a text of several lines stays one entry", "[system][window][contract]") {
    contract_app app;
    app.page().run("runtime.LogInfo('first\\nsecond: grüße 🚢');");
    app.wait_for_log("[window] first\\nsecond: grüße 🚢");
}

// Wails: LogFatal ends the process with exit code 1.
// Here: the same.
TEST_CASE("2.5 LogFatal ends the app with 1", "[system][window][contract]") {
    const contract_folder folder{{.script = "runtime.LogFatal('enough');"}};
    child app{folder.run({})};
    CHECK(app.wait() == 1);
    CHECK(contains(app.errors(), "enough"));
}
