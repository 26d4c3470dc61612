// SPDX-License-Identifier: MIT
//
// window_page_path — which way a page's calls go, what that way brings along, and what becomes of
// it when something ends.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/process_figures.hpp"
#include "tests/support/running_app.hpp"
#include "tests/support/webkit_sandbox.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <filesystem>

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

TEST_CASE("a page whose process is killed gets another channel", "[system][window]") {
    if (!has_in_page()) return;
    window_app_folder folder{"const me = String(Math.random());"
                             "await window.go.main.App.Greet('x');"
                             "setInterval(() => window.runtime.EventsEmit('here', me, wails.path),"
                             "            20);"};
    child app{folder.run({})};
    app.read_line_with("host");
    child listener{folder.beside(program("fairlead"), {"subscribe", "here"})};
    const auto first = listener.read_line();
    CHECK(contains(first, "in-page"));
    const auto host = child_of(app.pid(), "fairlead-webvie");
    ::kill(child_of(host, "WebKitWebProces"), SIGKILL);
    std::string second;
    eventually("another page is here", [&] { return (second = listener.read_line()) != first; });
    CHECK(contains(second, "in-page"));
    app.signal(SIGTERM);
    app.read_all();
    app.wait();
}

TEST_CASE("frames in the page get no channel, whatever their origin", "[system][window]") {
    if (!has_in_page()) return;
    window_app app{"in-page"};
    app.page().wait_for("wails.path === 'in-page'");
    app.page().run(R"js(
        window.said = [];
        window.addEventListener('message', (event) => said.push(event.data));
        const script = `<script>parent.postMessage(
          [typeof window._fairleadPage, window.wails ? String(wails.path) : 'none'], '*');
        <\/script>`;
        const add = (set) => {
          const frame = document.createElement('iframe');
          set(frame);
          document.body.append(frame);
        };
        add((frame) => { frame.src = 'data:text/html,' + encodeURIComponent(script); });
        add((frame) => { frame.srcdoc = script; });
        add((frame) => { frame.sandbox = 'allow-scripts'; frame.srcdoc = script; });
        add((frame) => { frame.src = '/index.html'; frame.onload = () => said.push(
          [typeof frame.contentWindow._fairleadPage, frame.contentWindow.wails.path]); });)js");
    app.page().wait_for("said.length === 4");
    CHECK(app.page()
              .run("return said.every(([type, path]) => type === 'undefined' &&"
                   "  (path === 'none' || path === 'messages'));")
              .as_bool());
    CHECK(app.page_sessions() == 1);
}

TEST_CASE("bytes go to a plugin and back, small and large, alone and within objects",
          "[system][window]") {
    if (!has_in_page()) return;
    window_app app{"in-page"};
    app.page().wait_for("wails.path === 'in-page'");
    CHECK(text_of(app.page().run_async(R"js(
        const sums = [];
        for (const size of [0, 1, 1000, 32768, 262144, 300001, 5 << 20]) {
          const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7 + (i >> 8));
          for (const sent of [bytes, bytes.buffer, new DataView(bytes.buffer)]) {
            const back = await window.go.bench.Echo.Bytes(sent);
            sums.push(back instanceof Uint8Array && back.length === size &&
              back.every((byte, i) => byte === bytes[i]));
            // It is the app's own: it can be given away.
            structuredClone(back.buffer, { transfer: [back.buffer] });
          }
          structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
        }
        return sums;)js")) == "[" + [] {
        std::string all = "true";
        for (int i = 1; i < 21; ++i) all += ",true";
        return all;
    }() + "]");
    // Slots are given back, or each of these would keep one more descriptor.
    const auto send_many = [&] {
        app.page().run_async("const bytes = new Uint8Array(256 << 10);"
                             "for (let i = 0; i < 50; i += 1)"
                             "  await window.go.bench.Echo.Bytes(bytes);");
    };
    send_many();
    const auto before = descriptors_of(app.web_process_pid());
    send_many();
    CHECK(descriptors_of(app.web_process_pid()) <= before + 4);
}

TEST_CASE("text of any size goes to a plugin and back", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    CHECK(text_of(app.page().run_async(R"js(
        const same = [];
        for (const size of [0, 100, 20000, 262100, 262144, 3 << 20]) {
          for (const piece of ['x', 'é"\\\n', '\ud834\udd1e']) {
            const text = piece.repeat(size / piece.length | 0);
            same.push(await window.go.bench.Echo.Text(text) === text);
          }
        }
        return same.every((one) => one) && same.length;)js")) == "18");
}

TEST_CASE("code that calls WailsInvoke itself sees no difference", "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    CHECK(text_of(app.page().run_async(R"js(
        const stock = window.wails.callbacks;
        const ask = (message, id) => new Promise((resolve, reject) => {
          stock[id] = { resolve, reject };
          window.WailsInvoke(message);
        });
        const text = JSON.stringify(
          { name: 'main.App.Greet', args: ['Ada'], callbackID: 'mine-1' }, null, 2);
        const failed = JSON.stringify(
          { name: 'main.App.Fail', args: ['no'], callbackID: 'mine-2' });
        return [await ask('C' + text, 'mine-1'),
                await ask('C' + failed, 'mine-2').catch((error) => error.code)];)js")) ==
          R"(["Hello Ada, from a process of its own!","app-error"])");
    CHECK(contains(
        text_of(app.page().run_async("return await new Promise((resolve) => {"
                                     "  wails.callbacks.mine = { resolve, reject: resolve };"
                                     "  window.WailsInvoke('C{\"callbackID\":\"mine\",'"
                                     "    + '\"name\":\":wails:WindowGetSize\"}'); });")),
        "\"w\":800"));
}

TEST_CASE("what the broker cannot read of a page with a channel is said in the page's console",
          "[system][window]") {
    if (!has_in_page()) return;
    window_app app{"in-page"};
    app.page().wait_for("wails.path === 'in-page'");
    app.page().run("window.said = []; console.error = (text) => said.push(text);"
                   "window.WailsInvoke('C{\"name\":7}');");
    app.page().wait_for("said.length === 1");
    CHECK(contains(text_of(app.page().run("return said;")), "the broker says: "));
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").is_string());
}

TEST_CASE("an event behind an answer is heard after those who waited for the answer",
          "[system][window]") {
    window_app app{GENERATE(from_range(page_paths()))};
    CHECK(text_of(app.page().run_async(R"js(
        const order = [];
        window.runtime.EventsOn('tick', () => order.push('tick'));
        await window.go.main.App.Greet('x');
        const answered = (async () => {
          await window.go.main.App.StartTicker(1);
          await null; await null;
          order.push('started');
        })();
        await answered;
        await new Promise((resolve) => setTimeout(resolve, 50));
        await window.go.main.App.StopTicker();
        return [order[0], order.length > 1];)js")) == R"(["started",true])");
}

TEST_CASE("a library that the page's process cannot load leaves the page its messages",
          "[system][window]") {
    const temporary_directory broken;
    broken.write("libfairlead-page.so", "this is no library");
    window_app app{"auto", "", {{"FAIRLEAD_PAGE_LIBRARY", broken.path()}}};
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").is_string());
    CHECK(app.page().run("return window.wails.path;").as_string() == "messages");
    eventually("the log says why", [&] {
        return contains(app.page().errors(),
                        "page path: messages (the page's process did not load " +
                            broken.path().string());
    });
}

TEST_CASE("in WebKit's sandbox a page has its channel, and its messages where there is no library",
          "[system][window]") {
    if (const auto why = why_no_sandbox(); !why.empty()) {
        WARN("not tried: " << why);
        return;
    }
    const auto path = GENERATE(from_range(page_paths()));
    std::map<std::string, std::string> environment{{"FAIRLEAD_PAGE_SANDBOX", "1"}};
    if (path == "messages") environment.insert({"FAIRLEAD_PAGE_LIBRARY", "/nowhere"});
    window_app app{"auto", "", environment};
    app.page().wait_for("wails.path === '" + path + "'");
    // It is one: the process sees other files than we do.
    const auto namespace_of = [](pid_t process) {
        return std::filesystem::read_symlink("/proc/" + std::to_string(process) + "/ns/mnt");
    };
    CHECK(namespace_of(app.web_process_pid()) != namespace_of(app.host_pid()));
    CHECK(app.page().run_async("return window.go.main.App.Greet('Ada');").is_string());
    CHECK(app.page()
              .run_async("return window.go.bench.Echo.BytesSize(new Uint8Array(1 << 20));")
              .as_int64() == 1 << 20);
}
