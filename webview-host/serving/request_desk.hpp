// SPDX-License-Identifier: MIT
//
// request_desk — who answers a page's request, in turn:
//
//   1. ourselves, below /wails/
//   2. the plugin with the app's middleware: it answers, or lets pass
//   3. the app's files, or the front end's own server
//   4. the plugin with the app's handler
//   5. index.html, when a document is asked for: a place inside the app, after a reload. A server
//      knows its places itself: what it had to say is the answer
//
// Main thread only; it waits for nobody. Files are opened and read by other threads.
#pragma once

#include "webview-host/assets/asset_server.hpp"
#include "webview-host/loop/main_thread.hpp"
#include "webview-host/loop/worker_pool.hpp"
#include "webview-host/serving/asset_plugin.hpp"
#include "webview-host/serving/front_end.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace fairlead::host {

class request_desk {
public:
    struct hooks {
        /// What runtime.js says of the app's methods is to be up to date when `then` runs.
        std::function<void(std::function<void()> then)> refresh_bindings;
        std::function<void(std::string const&)> complain;
        front_end* server = nullptr;  ///< In place of the app's folder; it outlives this.
    };
    /// Borrowed: assets, readers, thread; they outlive it.
    request_desk(asset_server const& assets, worker_pool& readers, main_thread& thread,
                 std::shared_ptr<plugin_line> line, hooks how);
    ~request_desk();

    void answer(page_request request, page_responder respond);

    /// There is a new document: nobody waits for what the old one had asked of plugins.
    void start_page();
    /// Who was not there may be there now; those who wait go on waiting.
    void look_again() { middleware_.forget_vacancy(); }

private:
    struct visit;
    using visitor = std::shared_ptr<visit>;

    void ask_middleware(visitor const& who);
    void look_for_file(visitor const& who);
    void ask_server(visitor const& who);
    void ask_handler(visitor const& who);
    void give_up(visitor const& who, asset_plugin::trouble const& why);
    /// A page's own place, or that there is nothing.
    void end_in_page(visitor const& who, asset_response otherwise);
    void ask(asset_plugin& whom, visitor const& who,
             std::function<void(asset_plugin::outcome)> then);
    void on_worker(visitor const& who, std::function<std::optional<asset_response>()> look,
                   std::function<void(std::optional<asset_response>)> then);

    void take_answer(visitor const& who, asset_plugin::answer came);
    void take_of_server(visitor const& who, asset_response response);
    /// With the scripts, if it is a document. `of_whom` would have broken it off.
    void pass_on(visitor const& who, asset_response response, std::string of_whom);
    bool follow(visitor const& who, asset_response const& response);
    void deliver(visitor const& who, asset_response response);

    asset_server const& assets_;
    worker_pool& readers_;
    main_thread& thread_;
    hooks hooks_;
    asset_plugin middleware_, handler_;
    std::map<std::uint64_t, visitor> asking_;  // Those that wait for a plugin.
    std::uint64_t visits_ = 0;
    std::shared_ptr<request_desk*> self_ = std::make_shared<request_desk*>(this);
};

}  // namespace fairlead::host
