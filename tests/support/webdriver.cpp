// SPDX-License-Identifier: MIT
//
// webdriver — the few commands of the W3C protocol that our tests use.
#include "tests/support/webdriver.hpp"

#include "tests/support/http_exchange.hpp"

#include <boost/json.hpp>

#include <stdexcept>
#include <system_error>
#include <utility>

namespace fairlead::tests {
namespace {

namespace json = boost::json;

constexpr std::string_view element_key = "element-6066-11e4-a52e-4f735466cecf";

json::array to_json(std::vector<std::string> const& texts) {
    return json::array(texts.begin(), texts.end());
}

json::value capabilities(child::spec const& browser) {
    return {{"capabilities",
             {{"alwaysMatch",
               {{"webkitgtk:browserOptions",
                 {{"binary", browser.program.native()}, {"args", to_json(browser.args)}}}}}}}};
}

}  // namespace

webdriver::webdriver(child::spec const& browser)
    : port_{free_port()}, driver_{{"/usr/bin/WebKitWebDriver",
                                   {"--port=" + std::to_string(port_)},
                                   browser.environment}} {
    eventually("WebKitWebDriver listens", [&] {
        try {
            return http_exchange(port_, "GET", "/status", {}, patience()).status == 200;
        } catch (std::system_error const&) {
            return false;
        }
    });
    const auto session = ask("POST", "/session", capabilities(browser));
    session_ = json::value_to<std::string>(session.at("sessionId"));
    const auto script_ms = patience().count() * 3 / 4;
    ask_session("POST", "/timeouts", {{"script", script_ms}, {"pageLoad", script_ms}});
}

webdriver::~webdriver() {
    try {
        quit();
    } catch (std::exception const&) {
        // The app may have ended by itself: then there is no session to end.
    }
}

void webdriver::quit() {
    if (session_.empty()) return;
    const auto path = "/session/" + std::exchange(session_, {});
    ask("DELETE", path);
}

json::value webdriver::ask(std::string_view method, std::string_view path,
                           json::value const& body) {
    driver_.errors();  // Read on the way: a full pipe would hold up whoever writes to it.
    const auto text = body.is_null() ? std::string{} : json::serialize(body);
    const auto answer = http_exchange(port_, method, path, text, patience() * 2);
    boost::system::error_code broken;
    auto whole = json::parse(answer.body, broken);
    if (broken || !whole.is_object())
        throw std::runtime_error{"WebKitWebDriver says: " + answer.body + "\n" + errors()};
    auto value = whole.as_object()["value"];
    if (answer.status != 200)
        throw std::runtime_error{std::string{path} + ": " + json::serialize(value) + "\n" +
                                 errors()};
    return value;
}

json::value webdriver::ask_session(std::string_view method, std::string_view path,
                                   json::value const& body) {
    return ask(method, "/session/" + session_ + std::string{path},
               method == "GET" ? json::value{} : body);
}

json::value webdriver::run(std::string_view body) {
    return ask_session("POST", "/execute/sync", {{"script", body}, {"args", json::array{}}});
}

json::value webdriver::run_async(std::string_view body) {
    // A rejection becomes a value: the driver would make a string of it and lose its code.
    const auto script =
        "const done = arguments[arguments.length - 1];\n(async () => {\n" + std::string{body} +
        "\n})().then((value) => done({ value: value === undefined ? null : value }),\n"
        "  (error) => done({ error: String(error) + ' ' + (error && error.stack) }));";
    const auto settled =
        ask_session("POST", "/execute/async", {{"script", script}, {"args", json::array{}}});
    auto const& object = settled.as_object();
    if (auto const* error = object.if_contains("error"))
        throw std::runtime_error{"the page threw: " + json::serialize(*error)};
    return object.at("value");
}

void webdriver::wait_for(std::string_view expression) {
    const auto body = "return Boolean(" + std::string{expression} + ");";
    eventually(std::string{expression}, [&] { return run(body).as_bool(); });
}

void webdriver::go(std::string_view url) { ask_session("POST", "/url", {{"url", url}}); }
void webdriver::reload() { ask_session("POST", "/refresh"); }
std::string webdriver::url() { return json::value_to<std::string>(ask_session("GET", "/url")); }

std::string webdriver::element(std::string_view css_selector) {
    const auto found =
        ask_session("POST", "/element", {{"using", "css selector"}, {"value", css_selector}});
    return "/element/" + json::value_to<std::string>(found.at(element_key));
}

void webdriver::click(std::string_view css_selector) {
    ask_session("POST", element(css_selector) + "/click");
}

void webdriver::type(std::string_view css_selector, std::string_view text) {
    const auto where = element(css_selector);
    ask_session("POST", where + "/clear");
    ask_session("POST", where + "/value", {{"text", text}});
}

void webdriver::type_on(std::string_view css_selector, std::string_view text) {
    ask_session("POST", element(css_selector) + "/value", {{"text", text}});
}

std::string webdriver::text(std::string_view css_selector) {
    return json::value_to<std::string>(ask_session("GET", element(css_selector) + "/text"));
}

}  // namespace fairlead::tests
