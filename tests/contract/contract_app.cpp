// SPDX-License-Identifier: MIT
//
// contract_app — window_app's folder with another wails.json and another page.
#include "tests/contract/contract_app.hpp"

#include "tests/support/child.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/running_app.hpp"

#include <boost/json.hpp>

#include <csignal>
#include <stdexcept>

namespace fairlead::tests {
namespace {

/// In the page, beside the runtime: what its tests share.
constexpr std::string_view page_tools = R"js(
  // Catches what a call rejects with.
  window.rejection = async (promise) => {
    try {
      return { resolved: await promise };
    } catch (error) {
      const { name, message, code, data } = error;
      return { isError: error instanceof Error, name, message, code, data };
    }
  };
  window.until = async (condition) => {
    while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  // Everything that left before this call, in both directions, has arrived after it.
  window.settled = () => window.go.main.App.Nothing();
  // What leaves the page by message is written down and goes no further.
  window.sentBy = (action) => {
    const sent = [];
    const stock = window.WailsInvoke;
    window.WailsInvoke = (message) => { sent.push(message); };
    try {
      action();
    } finally {
      window.WailsInvoke = stock;
    }
    return sent;
  };
  window.consoled = [];
  const { error } = console;
  console.error = (...words) => {
    consoled.push(words.join(' '));
    error.apply(console, words);
  };
  window.errors = [];
  window.addEventListener('error', (event) => { errors.push(event.message); });
  window.addEventListener('unhandledrejection', (event) => { errors.push(String(event.reason)); });
)js";

}  // namespace

contract_folder::contract_folder(contract_page const& page)
    : window_app_folder{page.script, page.path} {
    const auto plugin = program_dir().parent_path() / "tests/contract-plugin";
    write("app/wails.json", R"({ "name": "window-test", "assetdir": "frontend", "fairlead": {
        "window": { "width": 800, "height": 600, "enableDefaultContextMenu": true },
        "plugins": [ { "name": "contract", "exec": ")" +
                                plugin.string() + "\" } ] } }");
    write(
        "app/frontend/index.html",
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>window-test</title><script>" +
            std::string{page_tools} + "</script>" + page.head +
            "<script type=\"module\" src=\"main.js\"></script></head><body>" + page.body +
            "</body></html>\n");
}

contract_app::contract_app(contract_page const& page)
    : folder_{page}, driver_{folder_.run({"--automation"})}, launcher_{
                                                                 child_of(driver_.driver().pid(),
                                                                          "fairlead")} {
    driver_.wait_for("document.readyState === 'complete' && location.href === 'wails://wails/'");
}

contract_app::~contract_app() {
    try {
        driver_.quit();
        eventually("the app ends with its session", [this] { return !is_alive(launcher_); });
    } catch (std::exception const&) {
        ::kill(launcher_, SIGKILL);  // Its children end with it.
    }
}

std::string contract_app::js(std::string_view body) {
    // As the page writes it: the driver would sort the members of an object.
    const auto text = driver_.run_async("const App = window.go?.main?.App;\n"
                                        "return JSON.stringify(await (async () => {" +
                                        std::string{body} + "\n})()) ?? 'null';");
    return std::string{text.as_string()};
}

void contract_app::reload() {
    driver_.run("window.isOld = true;");
    driver_.reload();
    driver_.wait_for("document.readyState === 'complete' && window.isOld === undefined");
}

void contract_app::wait_for_log(std::string_view part) {
    eventually("the log says " + std::string{part}, [&] { return contains(log(), part); });
}

void contract_app::wait_for_complaint(std::string_view part) {
    eventually("somebody says " + std::string{part},
               [&] { return contains(log(), part) || contains(js("return consoled;"), part); });
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace fairlead::tests
