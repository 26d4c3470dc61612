// SPDX-License-Identifier: MIT
//
// contract_app — a page in a real window with the contract plugin behind it, and questions to it.
#pragma once

#include "tests/support/webdriver.hpp"
#include "tests/support/window_app.hpp"

#include <sys/types.h>

#include <string>
#include <string_view>

namespace fairlead::tests {

/// How a page under test is loaded. Functions of `page_tools` are there before its own script.
struct contract_page {
    page_path path = "auto";
    std::string head;    ///< Into <head>, before the page's own script.
    std::string script;  ///< The page's one module.
    std::string body = "<h1>contract</h1>";
};

/// The app's folder with that page, not yet running.
struct contract_folder : window_app_folder {
    explicit contract_folder(contract_page const& page);
};

class contract_app {
public:
    explicit contract_app(contract_page const& page = {});
    explicit contract_app(page_path path) : contract_app{contract_page{.path = std::move(path)}} {}
    ~contract_app();  ///< Waits until all of it has ended.
    contract_app(contract_app const&) = delete;
    contract_app& operator=(contract_app const&) = delete;

    /// The body of an async function; what it returns, as JSON. `App` is window.go.main.App.
    std::string js(std::string_view body);
    webdriver& page() { return driver_; }
    window_app_folder const& folder() const noexcept { return folder_; }
    /// Loads the page again and waits for it.
    void reload();
    /// Until host, broker and plugin have written that.
    void wait_for_log(std::string_view part);
    /// The same, or the page's console: of a page with a channel of its own some go there.
    void wait_for_complaint(std::string_view part);
    std::string log() { return driver_.errors(); }

private:
    contract_folder folder_;
    webdriver driver_;
    pid_t launcher_;
};

bool contains(std::string_view text, std::string_view part);

}  // namespace fairlead::tests
