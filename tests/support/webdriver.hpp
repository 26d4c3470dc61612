// SPDX-License-Identifier: MIT
//
// webdriver — a window under test, driven from outside by WebKitWebDriver: a page is asked by
// scripts, clicked and typed into as a person would.
#pragma once

#include "tests/support/child.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fairlead::tests {

class webdriver {
public:
    /// The driver starts `browser` itself, and ends it with the session.
    explicit webdriver(child::spec const& browser);
    ~webdriver();
    webdriver(webdriver const&) = delete;
    webdriver& operator=(webdriver const&) = delete;

    /// The body of a function, its return value. Throws when it throws.
    boost::json::value run(std::string_view body);
    /// The same for an async function: awaited.
    boost::json::value run_async(std::string_view body);
    /// Until that expression is true in the page.
    void wait_for(std::string_view expression);

    void go(std::string_view url);
    void reload();
    std::string url();
    void click(std::string_view css_selector);
    void type(std::string_view css_selector, std::string_view text);
    std::string text(std::string_view css_selector);
    /// Typed where the focus is put by a click; what is there stays.
    void type_on(std::string_view css_selector, std::string_view text);

    /// What driver, app, broker and plugins wrote to stderr so far.
    std::string errors() { return driver_.errors(); }
    child& driver() { return driver_; }

    /// Ends the session; the app ends with it.
    void quit();

private:
    boost::json::value ask(std::string_view method, std::string_view path,
                           boost::json::value const& body = nullptr);
    boost::json::value ask_session(std::string_view method, std::string_view path,
                                   boost::json::value const& body = boost::json::object{});
    std::string element(std::string_view css_selector);

    std::uint16_t port_;
    child driver_;
    std::string session_;
};

}  // namespace fairlead::tests
