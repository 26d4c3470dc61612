// SPDX-License-Identifier: MIT
//
// dev_server — HTTP and WebSocket for browsers, while an app is developed: who comes is judged
// (visitor_rules), then answered. All on the main thread's loop; it waits for nobody.
//
//   GET /wails/ipc      the socket of a page (browser_page)
//   GET /wails/ipc.js   our script for browsers, behind the token of this start
//   GET /wails/reload   all pages load again
//   everything else     what `answer` has, which is what a window gets
#pragma once

#include "webview-host/assets/http_message.hpp"
#include "webview-host/dev/frame_queue.hpp"
#include "webview-host/dev/log_rate.hpp"
#include "webview-host/dev/server_address.hpp"
#include "webview-host/dev/tls_identity.hpp"
#include "webview-host/dev/upstream_address.hpp"
#include "webview-host/dev/visitor_rules.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fairlead::host {

class browser_page;
class browser_socket;
class tls_door;

struct dev_server_options {
    server_address at;
    /// Where others may come from, an address of this machine; "": from nowhere.
    std::string listen;
    std::vector<std::string> names;  ///< Under which it may be asked, besides.
    /// Whose are the sockets outside of /wails/.
    std::optional<upstream_address> upstream{};
    tls_options tls{};
};

class dev_server {
public:
    struct hooks {
        std::function<void(page_request, page_responder)> answer;
        /// The page at the other end of a socket; null: there are too many.
        std::function<std::unique_ptr<browser_page>(page_script, std::function<void()> on_frames,
                                                    std::function<void(std::string const&)> on_end)>
            open_page;
        std::function<void(std::string_view sentence)> complain;
    };

    /// Listens. Throws what keeps it from that. The loop is borrowed.
    dev_server(boost::asio::io_context& loop, dev_server_options options, hooks use);
    ~dev_server();
    dev_server(dev_server const&) = delete;
    dev_server& operator=(dev_server const&) = delete;

    /// "http://localhost:34115/", or https.
    std::string url() const;

    /// All pages load again.
    void reload();
    /// What is to be shown beside the page, to all that run our script.
    void tell(std::string const& json);
    std::size_t page_count() { return sockets().size(); }
    /// Nobody comes any more, and no page hears or calls anybody. Before the loop's end.
    void stop();

    // -- for its connections ---------------------------------------------------------------------

    visitor_rules const& rules() const noexcept { return *rules_; }
    hooks const& use() const noexcept { return hooks_; }
    std::optional<upstream_address> const& upstream() const noexcept { return options_.upstream; }
    /// What is ours below /wails/. Nothing: it is somebody else's.
    std::optional<asset_response> own(asset_request const& request);
    /// Of a connection before its first request: may that user come at all?
    std::optional<refusal> judge_user(int socket) const;
    void note_refusal(refusal const& why);
    void add_socket(std::weak_ptr<browser_socket> socket);
    bool enter() noexcept;
    void leave() noexcept { --connections_; }

private:
    boost::asio::awaitable<void> accept_all(boost::asio::ip::tcp::acceptor& door);
    /// Encrypted or not.
    void receive(boost::asio::ip::tcp::socket visitor);
    void listen_on(boost::asio::ip::address const& where, std::uint16_t port);
    std::vector<std::shared_ptr<browser_socket>> sockets();

    boost::asio::io_context& loop_;
    dev_server_options options_;
    hooks hooks_;
    std::vector<boost::asio::ip::tcp::acceptor> acceptors_;
    std::unique_ptr<tls_door> tls_;
    std::optional<visitor_rules> rules_;
    log_rate refusals_;
    std::vector<std::weak_ptr<browser_socket>> sockets_;
    int connections_ = 0;
};

}  // namespace fairlead::host
