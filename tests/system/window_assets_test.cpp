// SPDX-License-Identifier: MIT
//
// window_assets — what a page in a real window gets from its own address: files, archives, plugins.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

using namespace fairlead::tests;

namespace {

std::string text_of(boost::json::value const& value) { return boost::json::serialize(value); }

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// An app whose plugin serves assets: by "args" as a middleware.
std::string config(std::string_view args, std::string_view assets = "frontend") {
    const auto plugin = (program_dir().parent_path() / "tests/asset_plugin").string();
    return R"({"name":"window-test","assetdir":")" + std::string{assets} +
           R"(","fairlead":{"window":{"width":800,"height":600},"assets":{"timeoutMs":1500},)" +
           R"("plugins":[{"name":"assets","exec":")" + plugin + R"(","args":[)" +
           std::string{args} + "]}]}}";
}

window_app app_with_plugin(std::string_view args = "", app_files files = {}) {
    files.emplace("wails.json", config(args));
    return window_app{"auto", "window.mainRuns = true;", {}, files};
}

/// In a page: reads a body and checks that each byte is where it belongs.
constexpr std::string_view read_pattern = R"js(
    const read = async (response) => {
      const reader = response.body.getReader();
      let count = 0, wrong = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return [count, wrong];
        for (let i = 0; i < value.length; i += 997)
          if (value[i] !== (count + i) % 251) wrong += 1;
        count += value.length;
      }
    };)js";

std::string file_text(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("1.4 in a real page the scripts come first in head, ipc before runtime",
          "[system][window][contract]") {
    window_app app;
    CHECK(text_of(app.page().run("return [...document.head.children].slice(0, 3)"
                                 ".map((e) => e.getAttribute('src') ?? e.tagName);")) ==
          R"(["/wails/ipc.js","/wails/runtime.js","META"])");
}

// Wails: the meta tag is documented and not read since 2.0.0-beta.35.
// Here: it is honoured: noautoinject, noautoinjectruntime, noautoinjectipc.
TEST_CASE("1.5 a page may decline the scripts by wails-options, and bring them itself",
          "[system][window][contract]") {
    window_app app{
        "auto",
        "",
        {},
        {{"frontend/bare.html",
          "<!DOCTYPE html><html><head><meta name=\"wails-options\" content=\"NoAutoInject\">"
          "</head><body>bare</body></html>"},
         {"frontend/own.html",
          "<!DOCTYPE html><html><head><meta name=\"wails-options\" content=\"noautoinject\">"
          "<script src=\"/wails/ipc.js\"></script><script src=\"/wails/runtime.js\"></script>"
          "<script src=\"/wails/ipc.js\"></script><script src=\"/wails/runtime.js\"></script>"
          "</head><body>own</body></html>"}}};
    app.page().go("wails://wails/bare.html");
    app.page().wait_for("document.readyState === 'complete' && location.pathname === '/bare.html'");
    CHECK(text_of(app.page().run("return [typeof window.go, typeof window.runtime];")) ==
          R"(["undefined","undefined"])");
    app.page().go("wails://wails/own.html");
    app.page().wait_for("document.readyState === 'complete' && location.pathname === '/own.html'");
    // Loaded twice: one answer to one call, one hearing of one event.
    CHECK(text_of(app.page().run_async(
              "let heard = 0; window.runtime.EventsOn('e', () => { heard += 1; });"
              "window.runtime.EventsEmit('e');"
              "return [await window.go.main.App.Greet('Ada'), heard,"
              "  document.querySelectorAll('script').length];")) ==
          R"(["Hello Ada, from a process of its own!",1,4])");
}

// Wails: after a reload of a deep link there is no window.go.
// Here: the page and all it refers to are there.
TEST_CASE("9 a deep link works after a reload, with what it refers to by relative paths",
          "[system][window][contract]") {
    window_app app{"auto", "window.mainRuns = true;"};
    app.page().run("history.pushState({}, '', '/settings/x?tab=2'); window.marker = 1;");
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete' && window.marker === undefined");
    CHECK(text_of(app.page().run("return [location.href, document.title, window.mainRuns];")) ==
          R"(["wails://wails/settings/x?tab=2","window-test",true])");
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").is_string());
    CHECK(app.page().run_async("return (await fetch('/settings/nothing.js')).status;").as_int64() ==
          404);
}

TEST_CASE("9 a page gets parts, news and heads of a file", "[system][window][contract]") {
    window_app app{"auto", "'0123456789';"};
    CHECK(text_of(app.page().run_async(R"js(
        const get = async (headers, method = 'GET') => {
          const got = await fetch('/main.js', { method, headers, cache: 'no-store' });
          return [got.status, await got.text(), got.headers.get('Content-Range')];
        };
        const first = await fetch('/main.js');
        const etag = first.headers.get('ETag'), changed = first.headers.get('Last-Modified');
        const head = await fetch('/main.js', { method: 'HEAD' });
        return [await get({ Range: 'bytes=1-3' }), await get({ Range: 'bytes=-3' }),
          await get({ Range: 'bytes=9-' }), (await get({ Range: 'bytes=99-' })).toSpliced(1, 1),
          await get({ Range: 'bytes=0-1,3-4' }), await get({ 'If-None-Match': etag }),
          await get({ 'If-Modified-Since': changed }),
          [head.status, await head.text(), head.headers.get('Content-Length')]];)js")) ==
          R"([[206,"012","bytes 1-3/13"],[206,"9';","bytes 10-12/13"],)"
          R"([206,"89';","bytes 9-12/13"],[416,"bytes */13"],)"
          R"([200,"'0123456789';",null],[304,"",null],[304,"",null],[200,"","13"]])");
}

// Wails: assets are embedded in the executable.
// Here: a folder, a zip or a tar file, compressed or not.
TEST_CASE("9 an archive is an app's front end like a folder", "[system][window][contract]") {
    const temporary_directory packing;
    packing.write("dist/index.html", "<!DOCTYPE html><html><head><title>packed</title>"
                                     "<script type=module src=./main.js></script></head></html>");
    packing.write("dist/main.js", "window.mainRuns = true;");
    const auto archive = packing.path() / "front.tar.gz";
    child tar{
        {"/bin/tar", {"-C", packing.path(), "-czf", archive, "dist"}, {{"PATH", "/usr/bin:/bin"}}}};
    REQUIRE(tar.wait() == 0);
    window_app app{
        "auto",
        "",
        {},
        {{"front.tar.gz", file_text(archive)}, {"wails.json", config("", "front.tar.gz")}}};
    CHECK(text_of(app.page().run("return [document.title, window.mainRuns];")) ==
          R"(["packed",true])");
    CHECK(app.page()
              .run_async("return (await fetch('/main.js', { headers: { Range: 'bytes=0-5' } }"
                         ")).text();")
              .as_string() == "window");
}

// Wails: a Handler in the same process.
// Here: a function of a plugin; Blobs and forms with files reach it as well.
TEST_CASE("9 a handler of a plugin gets what no file is, with method, headers and body",
          "[system][window][contract]") {
    auto app = app_with_plugin();
    const auto said = [&](std::string const& request) {
        return std::string{
            app.page()
                .run_async("const got = await " + request +
                           "; return got.status + ' ' + got.headers.get('X-Plugin') +"
                           " ' ' + await got.text();")
                .as_string()};
    };
    const auto got = said("fetch('/api/a%20b?c=d#e', { headers: { 'X-Mine': '1' } })");
    CHECK(got.starts_with("200 yes GET /api/a%20b?c=d\n"));
    CHECK(contains(got, "X-Mine: 1\n"));
    const auto posted = said("fetch('/api/x', { method: 'POST', body: 'some text é' })");
    CHECK(posted.starts_with("200 yes POST /api/x\n"));
    CHECK(contains(posted, "text/plain;charset=UTF-8\n"));
    CHECK(posted.ends_with("\n\nsome text é"));
    CHECK_FALSE(contains(posted, "airlead-Page"));  // The secret stays in the host.
    CHECK(said("fetch('/api/x', { method: 'PUT', body: new Blob(['a blob'], { type: 'a/b' }) })")
              .ends_with("\n\na blob"));
    CHECK(contains(said("(() => { const f = new FormData(); f.append('file', new Blob(['content']),"
                        " 'a.txt'); return fetch('/api/x', { method: 'POST', body: f }); })()"),
                   "filename=\"a.txt\""));
    CHECK(app.page().run_async("return (await fetch('/nothing')).status;").as_int64() == 404);
    CHECK(app.page().run_async("return (await fetch('/page')).text();").as_string() ==
          "<h1>made</h1>");
    CHECK(app.page()
              .run_async("return new Promise((resolve) => { const x = new XMLHttpRequest();"
                         "x.open('POST', '/api/xhr'); x.onload = () => resolve(x.responseText);"
                         "x.send(new Blob(['by xhr'])); });")
              .as_string()
              .ends_with("\n\nby xhr"));
}

TEST_CASE("sounds of the app's own are played, in the document and outside of it",
          "[system][window]") {
    // Two seconds of silence.
    std::string wave = "RIFF";
    const auto number = [&](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) wave += static_cast<char>(value >> (8 * i) & 255);
    };
    number(36 + 16'000, 4);
    wave += "WAVEfmt ";
    for (auto const& [value, bytes] :
         {std::pair{16u, 4}, {1u, 2}, {1u, 2}, {8'000u, 4}, {8'000u, 4}, {1u, 2}, {8u, 2}})
        number(value, bytes);
    wave += "data";
    number(16'000, 4);
    wave.append(16'000, '\x80');
    window_app app{"auto", "", {}, {{"frontend/silence.wav", wave}}};
    app.page().run(R"js(
        window.heard = [];
        const watch = (element, name) => element.addEventListener('loadedmetadata',
          () => heard.push(name + ' ' + element.duration));
        const inside = document.createElement('audio');
        watch(inside, 'src');
        inside.src = 'silence.wav';
        document.body.append(inside);
        const sources = document.createElement('video');
        watch(sources, 'sources');
        sources.innerHTML =
          '<source src="/no.xyz" type="video/unknown"><source src="/silence.wav" type="audio/wav">';
        document.body.append(sources);
        const outside = new Audio('/silence.wav');
        watch(outside, 'outside');
        outside.muted = true;
        outside.play().catch(() => {});)js");
    app.page().wait_for("heard.length === 3");
    CHECK(text_of(app.page().run("return heard.sort();")) ==
          R"(["outside 2","sources 2","src 2"])");
}

TEST_CASE("what a page sends to a plugin has its bound, and 8 MiB go through it unharmed",
          "[system][window]") {
    auto app = app_with_plugin();
    CHECK(text_of(app.page().run_async(
              "const body = new Uint8Array(8 << 20).map((_, i) => i % 26 + 97);"
              "const got = await (await fetch('/api/x', { method: 'POST', body })).text();"
              "const back = got.slice(-body.length);"
              "let wrong = 0; for (let i = 0; i < body.length; i += 101)"
              "  if (back.charCodeAt(i) !== body[i]) wrong += 1;"
              "const large = await fetch('/api/x', { method: 'POST',"
              "  body: new Uint8Array((32 << 20) + 1) });"
              "const request = new XMLHttpRequest(); request.open('POST', '/api/x');"
              "const status = await new Promise((resolve) => {"
              "  request.onload = () => resolve(request.status);"
              "  request.send(new Uint8Array((32 << 20) + 1)); });"
              "return [wrong, large.status, status];")) == "[0,413,413]");
}

TEST_CASE("a frame of another origin can send nothing to a plugin, and a Blob of it harms nobody",
          "[system][window]") {
    auto app = app_with_plugin();
    app.page().run(R"js(
        window.said = [];
        window.addEventListener('message', (event) => said.push(event.data));
        const frame = document.createElement('iframe');
        frame.src = 'data:text/html,' + encodeURIComponent(`<script>
          const post = (body) => fetch('wails://wails/stream?1000000',
            { method: 'POST', mode: 'no-cors', body }).then((r) => r.type, (e) => e.name);
          Promise.all([post('x'), post(new Blob(['x']))])
            .then((all) => parent.postMessage(all.length, '*'));
        <\/script>`);
        document.body.append(frame);)js");
    app.page().wait_for("said.length === 1");
    CHECK(app.page().run_async("return window.go.test.Assets.Produced();").as_int64() == 0);
}

// Wails: a response streams through a pipe.
// Here: it is asked for piece by piece, and no faster than the page takes it.
TEST_CASE("9 64 MiB of a plugin stream into the page, each byte in its place",
          "[system][window][contract]") {
    auto app = app_with_plugin();
    CHECK(text_of(app.page().run_async(std::string{read_pattern} +
                                       "return read(await fetch('/stream?67108864'));")) ==
          "[67108864,0]");
    eventually("the body is closed", [&] {
        return app.page().run_async("return window.go.test.Assets.Open();").as_int64() == 0;
    });
}

TEST_CASE("a page that waits for a large body synchronously gets it", "[system][window]") {
    auto app = app_with_plugin();
    CHECK(text_of(app.page().run("const request = new XMLHttpRequest();"
                                 "request.open('GET', '/stream?6000000', false); request.send();"
                                 "return [request.status, request.responseText.length > 0];")) ==
          "[200,true]");
}

TEST_CASE("9 parts of what a plugin has are served", "[system][window][contract]") {
    auto app = app_with_plugin();
    CHECK(
        text_of(app.page().run_async(
            "const got = await fetch('/film', { headers: { Range: 'bytes=5000000-5000003' } });"
            "return [got.status, got.headers.get('Content-Range'), got.headers.get('Content-Type'),"
            "  [...new Uint8Array(await got.arrayBuffer())]];")) ==
        R"([206,"bytes 5000000-5000003/10000000","video/webm",[80,81,82,83]])");
}

TEST_CASE("a plugin stops making what nobody reads any more", "[system][window]") {
    auto app = app_with_plugin();
    const auto open = [&] {
        return app.page().run_async("return window.go.test.Assets.Open();").as_int64();
    };
    app.page().run_async(
        "const stop = new AbortController();"
        "const got = await fetch('/stream?1000000000000', { signal: stop.signal });"
        "await got.body.getReader().read(); stop.abort();");
    eventually("an aborted body is closed", [&] { return open() == 0; });

    app.page().run_async("const got = await fetch('/stream?1000000000000');"
                         "await got.body.getReader().read();");
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete'");
    eventually("the body of a page that has gone is closed", [&] { return open() == 0; });
}

TEST_CASE("a plugin that throws, hangs or dies is an answer, not a hang", "[system][window]") {
    auto app = app_with_plugin();
    const auto status = [&](std::string const& path) {
        return app.page().run_async("return (await fetch('" + path + "')).status;").as_int64();
    };
    CHECK(status("/throw") == 500);
    CHECK(status("/hang?3000") == 504);
    CHECK(status("/die") == 502);
    CHECK(text_of(app.page().run_async(
              std::string{read_pattern} +
              "return read(await fetch('/torn?1000000')).then(() => 'whole', (e) => e.name);")) ==
          R"("TypeError")");
    // Killed while its body is being read.
    app.page().run(
        std::string{read_pattern} +
        "window.end = null; window.begun = false;"
        "fetch('/stream?1000000000000').then((got) => { begun = true; return read(got); })"
        ".then(() => { end = 'whole'; }, (e) => { end = e.name; });");
    app.page().wait_for("begun");
    ::kill(app.plugin_pid(), SIGKILL);
    app.page().wait_for("end !== null");
    CHECK(app.page().run("return end;").as_string() == "TypeError");
    CHECK(app.page().run_async("return (await fetch('/api/again')).status;").as_int64() == 200);
}

TEST_CASE("a page that is left takes back what it asked of a plugin", "[system][window]") {
    auto app = app_with_plugin();
    app.page().run("fetch('/hang?1000').catch(() => {}); window.marker = 1;");
    eventually("the question is on its way", [&] { return app.calls_in_flight() == 1; });
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete' && window.marker === undefined");
    eventually("it is taken back", [&] { return app.calls_in_flight() == 0; });
}

// Wails: a Middleware wraps the files and the handler.
// Here: a function of a plugin answers, or lets pass with headers or another address.
TEST_CASE("9 a middleware stands before the files: it answers, renames, and adds headers",
          "[system][window][contract]") {
    auto app = app_with_plugin("\"middleware\"", {{"frontend/private.txt", "secret"}});
    CHECK(text_of(app.page().run_async(
              "const refused = await fetch('/private.txt'), renamed = await fetch('/alias.js'),"
              "  passed = await fetch('/main.js');"
              "return [refused.status, await refused.text(), await renamed.text(),"
              "  passed.status, passed.headers.get('X-Middleware')];")) ==
          R"([403,"not for pages","window.mainRuns = true;",200,"seen"])");
    app.page().reload();
    app.page().wait_for("document.readyState === 'complete' && window.mainRuns");
    ::kill(app.plugin_pid(), SIGSTOP);
    // What the page has just loaded WebKit may have kept for it.
    CHECK(app.page()
              .run_async("return (await fetch('/main.js', { cache: 'no-store' })).status;")
              .as_int64() == 504);
    ::kill(app.plugin_pid(), SIGCONT);
}
