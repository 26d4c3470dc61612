// SPDX-License-Identifier: MIT
//
// file_drop — files dragged from another program over a real display: XDND, pointer and all.
#include "tests/desk/desk_app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"

#include <boost/json.hpp>

#include <cstdlib>

using namespace fairlead::tests;

namespace {

namespace json = boost::json;

/// The window at a known place, a source of drags beside it.
struct drop_desk {
    explicit drop_desk(std::string const& options, std::vector<std::string> uris)
        : app{{.window = R"("width": 600, "height": 400, "x": 300, "y": 200, "frameless": true,
                            "dragAndDrop": {)" +
                         options + "}",
               .body = "<style>body { margin: 0 }</style>"
                       "<div id='target' style='--wails-drop-target: drop; height: 100px'>"
                       "<p id='inner'>here</p></div><div style='height: 300px'>not here</div>"}},
          source{{program("../tests/drag_source"), arguments(std::move(uris)),
                  app.desk().environment()}} {
        source.read_line_with("ready");
        REQUIRE(app.ask("WindowGetPosition()") == R"({"x":300,"y":200})");
        app.page().run(R"js(
            window.drops = []; window.dropped = []; window.lit = 0;
            new MutationObserver(() => {
              if (target.classList.contains('wails-drop-target-active')) lit += 1;
            }).observe(target, { attributes: true });
            window.over = '';
            addEventListener('dragover', (e) => { over = e.clientX + ' ' + e.clientY; });
            addEventListener('drop', (e) => dropped.push([...e.dataTransfer.types]));)js");
    }

    /// From the source to that point of the page; `arrived` says when it is there.
    void drag_to(int x, int y, std::function<bool()> const& arrived) {
        app.hand("mousemove 60 60 mousedown 1 mousemove 90 90 mousemove 120 120");
        source.read_line_with("begun");
        const auto there = std::to_string(300 + x) + " " + std::to_string(200 + y);
        const auto near = std::to_string(299 + x) + " " + std::to_string(200 + y);
        eventually("the drag is there", [&] {
            app.hand("mousemove " + near + " mousemove " + there);
            return arrived();
        });
        app.hand("mouseup 1");
        source.read_line_with("ended");
    }
    void drag_to(int x, int y) {
        app.page().run("over = '';");
        const auto there = std::to_string(x) + " " + std::to_string(y);
        drag_to(x, y, [&] { return app.page().run("return over;").as_string() == there; });
    }

    static std::vector<std::string> arguments(std::vector<std::string> uris) {
        uris.insert(uris.begin(), {"50", "50"});
        return uris;
    }

    desk_app app;
    child source;
};

const std::vector<std::string> two_files{"file:///tmp/a%20knot.txt", "file:///tmp/n%C5%93ud"};
const json::value two_paths{"/tmp/a knot.txt", "/tmp/nœud"};

/// The last pixel of a drag may still be on its way when the button is let go.
bool is_at(json::value const& drop, int x, int y) {
    return std::abs(drop.at(0).as_int64() - x) <= 1 && drop.at(1).as_int64() == y;
}

}  // namespace

// Wails: the callback gets x, y and the paths, over an element with the drop property.
// Here: the same; zoom is counted in.
TEST_CASE("7.1 OnFileDrop gets point and paths where a drop target is, and nothing elsewhere",
          "[contract][system][window]") {
    drop_desk desk{R"("enableFileDrop": true)", two_files};
    desk.app.page().run("runtime.OnFileDrop((...all) => drops.push(all));");
    desk.drag_to(200, 50);
    desk.app.page().wait_for("drops.length === 1");
    const auto first = desk.app.page().run("return drops[0];");
    CHECK(is_at(first, 200, 50));
    CHECK(first.at(2) == two_paths);
    CHECK(desk.app.page().run("return lit > 0;").as_bool());
    desk.app.page().wait_for("!target.classList.contains('wails-drop-target-active')");
    CHECK(json::serialize(desk.app.page().run("return dropped.length;")) == "1");

    desk.drag_to(200, 300);
    desk.app.page().wait_for("dropped.length === 2");
    desk.drag_to(210, 60);
    desk.app.page().wait_for("drops.length === 2");
    CHECK(is_at(desk.app.page().run("return drops[1];"), 210, 60));

    desk.app.page().run("runtime.OnFileDropOff(); runtime.OnFileDrop((...all) => drops.push(all), "
                        "false);");
    desk.drag_to(200, 300);
    desk.app.page().wait_for("drops.length === 3");
}

// Wails: true with WebView2 alone.
// Here: the same, so false.
TEST_CASE("7.1 CanResolveFilePaths is false here, and ResolveFilePaths does nothing",
          "[contract][system][window]") {
    drop_desk desk{R"("enableFileDrop": true)", two_files};
    CHECK(json::serialize(desk.app.page().run(
              "return [runtime.CanResolveFilePaths(), typeof runtime.ResolveFilePaths(1, 2, []),"
              "  typeof runtime.ResolveFilePaths([])];")) == R"([false,"undefined","undefined"])");
}

// Wails: wails:file-drop with x, y and paths for page and back end.
// Here: the same.
TEST_CASE("2.7 a drop is an event for plugins, too, also where the page sees no drags",
          "[contract][system][window]") {
    const bool page_sees = GENERATE(true, false);
    auto uris = two_files;
    uris.insert(uris.begin(),
                {"https://example.org/a", "file://elsewhere/tmp/b"});  // No files here.
    drop_desk desk{page_sees ? R"("enableFileDrop": true)"
                             : R"("enableFileDrop": true, "disableWebViewDrop": true)",
                   uris};
    child listener{desk.app.folder().beside(program("fairlead"), {"subscribe", "wails:file-drop"})};
    desk.app.wait_for_listener();
    desk.app.page().run("runtime.OnFileDrop((...all) => drops.push(all), false);");
    if (page_sees) {
        desk.drag_to(30, 350);
    } else {
        int looks = 0;  // The page tells nothing: after some moves the drag is there.
        desk.drag_to(30, 350, [&] { return ++looks > 20; });
        CHECK(desk.app.page().run("return over;").as_string().empty());
    }
    const auto line = listener.read_line();
    const auto told = json::parse(line.substr(line.find(' ')));
    CHECK(is_at(told, 30, 350));
    CHECK(told.at(2) == two_paths);
    desk.app.page().wait_for("drops.length === 1");
    CHECK(desk.app.page().run("return drops[0];") == told);
}

// Wails: EnableFileDrop is off unless asked for.
// Here: the same.
TEST_CASE("10.2 without EnableFileDrop nobody is told of paths", "[contract][system][window]") {
    drop_desk desk{"", two_files};
    desk.app.page().run("runtime.OnFileDrop((...all) => drops.push(all), false);"
                        "addEventListener('dragover', (e) => e.preventDefault());"
                        "addEventListener('drop', (e) => e.preventDefault());");
    desk.drag_to(30, 350);
    desk.app.page().wait_for("dropped.length === 1");
    desk.app.page().run_async("await window.go.main.App.Greet('x');");  // Events come in order.
    CHECK(desk.app.page().run("return drops.length;").as_int64() == 0);
}

// Wails: a DD message of the page is believed.
// Here: it is refused, and so are paths in a drag that began in the page.
TEST_CASE("2.7 a page cannot make up a drop, neither by message nor by a drag of its own",
          "[contract][system][window]") {
    drop_desk desk{R"("enableFileDrop": true)", two_files};
    desk.app.page().run(R"js(
        runtime.OnFileDrop((...all) => drops.push(all), false);
        window.WailsInvoke('DD:1:2:/etc/passwd');
        const own = document.createElement('div');
        own.draggable = true;
        own.style = 'position: fixed; left: 0; top: 100px; width: 100px; height: 100px';
        own.addEventListener('dragstart', (e) => {
          e.dataTransfer.setData('text/uri-list', 'file:///etc/passwd');
          window.ownDrag = true;
        });
        addEventListener('dragover', (e) => e.preventDefault());
        addEventListener('drop', (e) => e.preventDefault());
        document.body.append(own);)js");
    desk.app.hand("mousemove 340 340 mousedown 1 mousemove 350 345 mousemove 360 350");
    desk.app.page().wait_for("window.ownDrag === true");
    eventually("the page's own drag is over its page", [&] {
        desk.app.hand("mousemove 500 450 mousemove 501 450");
        return desk.app.page().run("return over;").as_string() == "201 250";
    });
    desk.app.hand("mouseup 1");
    desk.app.page().wait_for("dropped.length === 1");
    desk.app.page().run_async("await window.go.main.App.Greet('x');");
    CHECK(desk.app.page().run("return drops.length;").as_int64() == 0);
    eventually("the message is refused", [&] {
        return desk.app.page().errors().find("a file drop is told by the window") !=
               std::string::npos;
    });
}
