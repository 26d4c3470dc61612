// SPDX-License-Identifier: MIT
//
// window_trace_test — where the time of a page's call went: all twelve points of it are told, and
// the page has not measured less.
#include "tests/support/catch.hpp"
#include "tests/support/chrome_trace_check.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

using namespace fairlead::tests;
namespace json = boost::json;

namespace {

constexpr std::string_view parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

bool is_whole(json::object const& record) {
    return std::ranges::none_of(record.at("points").as_array(),
                                [](auto const& one) { return one.is_null(); });
}

}  // namespace

TEST_CASE("a page's call is told of by page, broker and plugin", "[system][window][trace]") {
    const auto path = GENERATE(from_range(page_paths()));
    CAPTURE(path);
    window_app app{path};
    app.page().wait_for("window.wails.path === '" + path + "'");
    const auto file = app.folder().path() / "page.json";
    child trace{app.beside(program("fairlead"), {"trace", "--json=short", "--method", "main.App.*",
                                                 "--for", "600", "-o", file.native()})};
    // Until page and plugin know that they are to tell.
    app.page().run("window.again = setInterval(() => window.go.main.App.Greet('Ada'), 20);");
    while (!is_whole(json::parse(trace.read_line()).as_object())) {}
    app.page().run("clearInterval(window.again);");

    const auto took = app.page().run_async("const before = performance.now();"
                                           "await window.fairlead.call('main.App.Sum', [[1, 2]],"
                                           "    { traceparent: '" +
                                           std::string{parent} +
                                           "' });"
                                           "return performance.now() - before;");
    const auto record = json::parse(trace.read_line_with("main.App.Sum")).as_object();
    CHECK(is_whole(record));
    CHECK_FALSE(record.contains("doubt"));
    CHECK(record.at("outcome").as_string() == "ok");
    CHECK(record.at("to").as_string() == "greeter");
    CHECK(record.at("traceparent").as_string() == parent);
    std::int64_t last = 0;
    for (auto const& one : record.at("points").as_array()) {
        CHECK(one.as_int64() >= last);
        last = one.as_int64();
    }
    // The page's own clock has steps of a millisecond.
    CHECK(static_cast<double>(last) / 1e6 <= took.to_number<double>() + 2);
    CHECK(last > 0);

    trace.signal(SIGINT);
    trace.read_all();
    CHECK(trace.wait() == 0);
    std::ifstream in{file};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto drawn = read_chrome_trace(text);
    CHECK(drawn.slices_of("greeter") >= 4);
    CHECK(drawn.flows >= 4);
}
