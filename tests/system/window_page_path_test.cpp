// SPDX-License-Identifier: MIT
//
// window_page_path — which way a page's calls go, what that way brings along, and what becomes of
// it when something ends.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>

using namespace fairlead::tests;

namespace {

namespace json = boost::json;

std::string text_of(json::value const& value) { return json::serialize(value); }

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

bool has_in_page() { return page_paths().front() == "in-page"; }

}  // namespace

TEST_CASE("a page gets a channel of its own, and the log says so", "[system][window]") {
    if (!has_in_page()) return;
    window_app app;
    app.page().wait_for("window.wails.path === 'in-page'");
    CHECK(app.page_sessions() == 1);
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").as_string() ==
          "Hello Ada, from a process of its own!");
    eventually("the log says it",
               [&] { return contains(app.page().errors(), "page path: in-page"); });
    CHECK(text_of(app.page().run("return [typeof window._fairleadPage, typeof wails.now];")) ==
          R"(["undefined","undefined"])");
}

TEST_CASE("a page whose library is missing goes by messages, and the log says why",
          "[system][window]") {
    window_app app{"auto", "", {{"FAIRLEAD_PAGE_LIBRARY", "/nowhere"}}};
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").is_string());
    CHECK(app.page().run("return window.wails.path;").as_string() == "messages");
    CHECK(app.page_sessions() == 0);
    eventually("the log says why", [&] {
        return contains(app.page().errors(),
                        "page path: messages (libfairlead-page.so is missing: /nowhere)");
    });
}
