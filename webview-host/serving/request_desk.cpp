// SPDX-License-Identifier: MIT
//
// request_desk — a visit goes from one to the next until somebody has an answer.
#include "webview-host/serving/request_desk.hpp"

#include "webview-host/assets/html_injection.hpp"
#include "webview-host/assets/html_text.hpp"
#include "webview-host/assets/wails_paths.hpp"
#include "webview-host/serving/answers.hpp"
#include "webview-host/serving/bodies.hpp"

#include <utility>

namespace fairlead::host {
namespace {

constexpr int redirects_max = 8;

}  // namespace

struct request_desk::visit {
    std::uint64_t number;
    page_request request;
    page_responder respond;
    std::vector<http_header> more_headers{};  // Of a middleware that let pass.
    int redirects = 0;
    asset_plugin* asked = nullptr;  // With which question.
    asset_plugin::question question{};
    std::optional<asset_response> of_server{};  // What it says unless a handler knows better.
};

request_desk::request_desk(asset_server const& assets, worker_pool& readers, main_thread& thread,
                           std::shared_ptr<plugin_line> line, hooks how)
    : assets_{assets}, readers_{readers}, thread_{thread}, hooks_{std::move(how)},
      middleware_{line, client::asset_middleware_name}, handler_{line, client::asset_handler_name} {
}

request_desk::~request_desk() = default;

void request_desk::answer(page_request request, page_responder respond) {
    const auto who =
        std::make_shared<visit>(visit{++visits_, std::move(request), std::move(respond)});
    const auto ours = [this, who] {
        auto response = assets_.own(who->request.view());
        if (!response) return false;
        deliver(who, std::move(*response));
        return true;
    };
    if (who->request.view().path() == runtime_path)
        return hooks_.refresh_bindings([self = std::weak_ptr{self_}, ours] {
            if (!self.expired()) ours();
        });
    if (!ours()) ask_middleware(who);
}

void request_desk::start_page() {
    middleware_.forget_vacancy();
    for (auto const& [ignored, who] : std::exchange(asking_, {})) {
        who->asked->give_up(who->question);
        deliver(who, error_page(503, "The page that asked for this has gone."));
    }
}

// -- who answers ----------------------------------------------------------------------------------

void request_desk::ask(asset_plugin& whom, visitor const& who,
                       std::function<void(asset_plugin::outcome)> then) {
    who->asked = &whom;
    asking_.emplace(who->number, who);
    who->question = whom.ask(who->request, [this, number = who->number,
                                            then = std::move(then)](asset_plugin::outcome came) {
        if (asking_.erase(number) != 0) then(std::move(came));
    });
}

void request_desk::ask_middleware(visitor const& who) {
    if (middleware_.is_vacant()) return look_for_file(who);
    ask(middleware_, who, [this, who](asset_plugin::outcome came) {
        if (auto* answer = std::get_if<asset_plugin::answer>(&came))
            return take_answer(who, std::move(*answer));
        if (auto* pass = std::get_if<asset_plugin::pass>(&came)) {
            if (!pass->target.empty()) who->request.target = std::move(pass->target);
            who->more_headers = std::move(pass->headers);
        }
        if (auto const* trouble = std::get_if<asset_plugin::trouble>(&came)) {
            // What a middleware stands for must not be skipped because it is gone; but an app that
            // never had one is not to be empty because a plugin does not start.
            if (middleware_.is_taken()) return give_up(who, *trouble);
            hooks_.complain("no plugin could be asked whether it has a middleware for assets: " +
                            trouble->why);
        }
        look_for_file(who);
    });
}

void request_desk::look_for_file(visitor const& who) {
    if (hooks_.server != nullptr) return ask_server(who);
    on_worker(
        who, [&assets = assets_, who] { return assets.file(who->request.view()); },
        [this, who](std::optional<asset_response> found) {
            if (found) deliver(who, std::move(*found));
            else ask_handler(who);
        });
}

void request_desk::ask_server(visitor const& who) {
    hooks_.server->ask(who->request, [this, self = std::weak_ptr{self_}, who](asset_response came) {
        if (self.expired()) return;
        const bool has_none = came.status == 404 || came.status == 405;
        if (!has_none) return take_of_server(who, std::move(came));
        who->of_server = std::move(came);
        ask_handler(who);
    });
}

void request_desk::ask_handler(visitor const& who) {
    ask(handler_, who, [this, who](asset_plugin::outcome came) {
        if (auto* answer = std::get_if<asset_plugin::answer>(&came))
            return take_answer(who, std::move(*answer));
        if (auto const* trouble = std::get_if<asset_plugin::trouble>(&came))
            return give_up(who, *trouble);
        if (who->of_server) return take_of_server(who, std::move(*who->of_server));
        end_in_page(who, asset_server::nothing(who->request.view()));
    });
}

void request_desk::give_up(visitor const& who, asset_plugin::trouble const& why) {
    auto const& request = who->request;
    hooks_.complain("a plugin could not answer " + request.method + ' ' +
                    request.target.substr(0, 200) + " (" + std::to_string(why.status) +
                    "): " + why.why);
    auto page = error_page(why.status, why.why);
    if (who->asked == &handler_) return end_in_page(who, std::move(page));
    deliver(who, std::move(page));
}

void request_desk::end_in_page(visitor const& who, asset_response otherwise) {
    if (hooks_.server != nullptr || who->request.view().wants() != asset_request::wish::document)
        return deliver(who, std::move(otherwise));
    const auto kept = std::make_shared<asset_response>(std::move(otherwise));
    on_worker(
        who, [&assets = assets_, who] { return assets.deep_link(who->request.view()); },
        [this, who, kept](std::optional<asset_response> found) {
            deliver(who, found ? std::move(*found) : std::move(*kept));
        });
}

void request_desk::on_worker(visitor const& who,
                             std::function<std::optional<asset_response>()> look,
                             std::function<void(std::optional<asset_response>)> then) {
    struct errand {
        std::weak_ptr<request_desk*> self;
        std::function<std::optional<asset_response>()> look;
        std::function<void(std::optional<asset_response>)> then;
        std::optional<asset_response> found;
    };
    auto sent = std::make_shared<errand>(
        errand{std::weak_ptr{self_}, std::move(look), std::move(then), {}});
    // It comes back as a whole: what belongs to a webview must not end on another thread.
    const bool taken = readers_.try_run([sent = std::move(sent), &thread = thread_]() mutable {
        auto held = std::move(sent);
        held->found = held->look();
        thread.post([held = std::move(held)] {
            if (!held->self.expired()) held->then(std::move(held->found));
        });
    });
    if (!taken) deliver(who, error_page(503, "Too many files are asked for at once."));
}

// -- the answer -----------------------------------------------------------------------------------

void request_desk::take_answer(visitor const& who, asset_plugin::answer came) {
    auto& response = came.response;
    if (follow(who, response)) return;
    complete_plugin_response(who->request.view(), came.name, response);
    pass_on(who, std::move(response), "The plugin");
}

void request_desk::take_of_server(visitor const& who, asset_response response) {
    if (follow(who, response)) return;
    auto const& request = who->request.view();
    if (auto* text = std::get_if<std::string>(&response.body)) {
        // That there is no answer: a page that may be told to load again.
        if (!text->empty() && wants_scripts(request)) *text = inject_scripts(*text);
        return deliver(who, std::move(response));
    }
    if (is_document_to_rewrite(request, response))
        std::erase_if(response.headers, [](http_header const& one) {
            return has_header({&one, 1}, "ETag") || has_header({&one, 1}, "Last-Modified");
        });
    pass_on(who, std::move(response), "The front end's server");
}

void request_desk::pass_on(visitor const& who, asset_response response, std::string of_whom) {
    if (!is_document_to_rewrite(who->request.view(), response))
        return deliver(who, std::move(response));

    const auto kept = std::make_shared<asset_response>(std::move(response));
    auto body = std::get<std::shared_ptr<body_source>>(std::exchange(kept->body, {}));
    collect(std::move(body), html_bytes_max,
            [this, self = std::weak_ptr{self_}, who, kept,
             of_whom = std::move(of_whom)](result<collected_body> all) {
                if (self.expired()) return;
                if (!all)
                    return deliver(who, error_page(502, of_whom + " broke this page off: " +
                                                            all.error().message()));
                put_scripts_into(*kept, std::move(*all));
                deliver(who, std::move(*kept));
            });
}

/// Webviews do not follow redirects of an app's own scheme. True: this one is dealt with.
bool request_desk::follow(visitor const& who, asset_response const& response) {
    const auto target = redirect_target(response);
    if (!target) return false;
    auto& request = who->request;
    if (request.view().wants() == asset_request::wish::document) {
        // The page must know where it is.
        deliver(who, page_that_leads_to(*target));
        return true;
    }
    if (++who->redirects > redirects_max) {
        deliver(who, error_page(502, "It was redirected " + std::to_string(redirects_max) +
                                         " times and is not there yet."));
        return true;
    }
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && response.status != 307 && response.status != 308) {
        request.method = "GET";
        request.body.clear();
        std::erase_if(request.headers, [](http_header const& header) {
            return has_header({&header, 1}, "Content-Type");
        });
    }
    request.target = *target;
    ask_middleware(who);
    return true;
}

void request_desk::deliver(visitor const& who, asset_response response) {
    for (auto& [name, value] : who->more_headers)
        set_header(response.headers, name, std::move(value));
    finish_response(who->request.view(), response);
    if (auto* slice = std::get_if<file_slice>(&response.body)) {
        auto body = std::make_shared<file_body>(std::move(*slice), readers_, thread_);
        response.body = std::move(body);
    }
    if (who->respond) std::exchange(who->respond, {})(std::move(response));
}

}  // namespace fairlead::host
