// SPDX-License-Identifier: MIT
//
// plugin — connects, offers, serves, drains.
#include <fairlead/plugin.hpp>

#include "asset_methods.hpp"
#include "call_pool.hpp"
#include "event_port.hpp"
#include "kept_calls.hpp"
#include "manifest.hpp"
#include "plugin_options.hpp"
#include "runtime/runtime_port.hpp"

#include <fairlead/client/asset_messages.hpp>
#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/json/bytes_codec.hpp>

#include <boost/core/demangle.hpp>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>

namespace fairlead {
namespace {

constexpr std::size_t calls_waiting_max = 4'096;
constexpr std::chrono::milliseconds drain_patience{1'500};

/// Whoever of `broker gone` and `goodbye` comes first.
class end_of_service {
public:
    enum class kind { goodbye, broker_gone };
    void set(kind how, std::string_view why) {
        const std::lock_guard lock{mutex_};
        if (how_) return;
        how_ = how;
        why_ = why;
        changed_.notify_all();
    }
    kind wait() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return how_.has_value(); });
        return *how_;
    }
    std::string why() {
        const std::lock_guard lock{mutex_};
        return why_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<kind> how_;
    std::string why_;
};

void answer(method const& one, client::incoming_call& call,
            std::shared_ptr<shm::blob_pool> const& pool) {
    auto& to = call.answer;
    // Kept: a small result costs no allocation.
    thread_local std::string result;
    thread_local std::vector<bytes> attachments;
    constexpr std::size_t kept_bytes_max = 1u << 20;
    if (result.capacity() > kept_bytes_max) result = {};
    attachments.clear();
    try {
        const use_blob_pool from{pool};
        const json::attachment_scope scope{call.attachments,
                                           call.takes_binary ? &attachments : nullptr};
        one.invoke(call.args, result);
        to.result(result, attachments);
        attachments.clear();
    } catch (json::bad_value& problem) {
        if (problem.argument() < one.parameters.size())
            problem.name_argument(one.parameters[problem.argument()].name);
        // The words in front are those that front ends of Wails know.
        to.error(errc::bad_arguments, std::string{"error parsing arguments: "} + problem.what());
    } catch (std::exception const& problem) {
        std::string data = "{\"type\":";
        append_json_string(data, boost::core::demangle(typeid(problem).name()));
        to.error(errc::app_error, problem.what(), data + '}');
    } catch (...) {
        to.error(errc::app_error, "the handler threw something that is not a std::exception");
    }
}

void offer_all(client::connection& broker, std::vector<method> const& methods, call_pool& pool,
               kept_calls& kept) {
    for (auto const& one : methods) {
        broker.offer(
            one.name,
            [&one, &pool, &kept, &blobs = broker.pool()](client::incoming_call&& arrived) {
                if (one.where == execution::loop) return answer(one, arrived, blobs);
                const auto request = arrived.request;
                auto mine = kept.keep(std::move(arrived));
                auto& call = *mine->call;
                task work{
                    [&one, &blobs, mine = std::move(mine)] { answer(one, *mine->call, blobs); }};
                if (!pool.try_run(request, std::move(work)))
                    call.answer.error(errc::overloaded,
                                      std::to_string(calls_waiting_max) +
                                          " calls are waiting in this plugin already");
            },
            [&one](client::reply const& reply) {
                if (!reply.ok)
                    std::fprintf(stderr, "%s: %.*s\n", one.name.c_str(),
                                 static_cast<int>(reply.message.size()), reply.message.data());
            });
    }
}

}  // namespace

struct plugin::parts {
    std::string name;
    std::vector<method> methods;
    manifest::words said;
    std::shared_ptr<event_port> port = std::make_shared<event_port>();
    std::shared_ptr<runtime_port> asks = std::make_shared<runtime_port>();

    int explain(std::FILE* to, int code) const;
    int serve(client::connect_options where, std::size_t threads);
};

plugin::plugin(std::string name) : parts_{std::make_unique<parts>()} {
    parts_->name = std::move(name);
}
plugin::plugin(plugin&&) noexcept = default;
plugin::~plugin() {
    if (!parts_) return;
    parts_->asks->forget();
    parts_->port->forget();
}

plugin& plugin::add(method one) {
    parts_->methods.push_back(std::move(one));
    return *this;
}

plugin& plugin::describe(std::string name, method_words words) {
    parts_->said.methods.emplace_back(std::move(name), std::move(words));
    return *this;
}

plugin& plugin::describe_type(std::type_info const& type, json::type_words words) {
    parts_->said.types.insert_or_assign(type, std::move(words));
    return *this;
}

plugin& plugin::asset_handler(asset_function serve) {
    for (auto& one : asset_methods(client::asset_handler_name, std::move(serve)))
        add(std::move(one));
    return *this;
}

plugin& plugin::asset_middleware(asset_function serve) {
    for (auto& one : asset_methods(client::asset_middleware_name, std::move(serve)))
        add(std::move(one));
    return *this;
}

fairlead::events plugin::events() const { return fairlead::events{parts_->port}; }
fairlead::runtime plugin::runtime() const { return {parts_->asks, events()}; }

int plugin::parts::explain(std::FILE* to, int code) const {
    std::fprintf(to,
                 "%s is a Fairlead plugin: the broker of an app starts it.\n"
                 "  --attach APP   join the running app APP (for a debugger, or while developing)\n"
                 "  --describe     print what it offers, as JSON\n"
                 "  --threads N    run at most N calls at once (4)\n",
                 name.c_str());
    return code;
}

int plugin::parts::serve(client::connect_options where, std::size_t threads) {
    end_of_service end;
    kept_calls kept{threads + 1};  // Each thread may have answered one and still hold it.
    call_pool pool{threads, calls_waiting_max};
    const auto broker = client::connection::connect(std::move(where));
    broker->on_closed(
        [&](std::string_view why) { end.set(end_of_service::kind::broker_gone, why); });
    broker->on_goodbye([&] { end.set(end_of_service::kind::goodbye, {}); });
    broker->on_cancel([&](request_id request) { pool.cancel(request); });

    if (asks->life().may_object())
        methods.push_back(make_method<bool()>("fairlead.before-close",
                                              [life = asks] { return life->life().objects(); }));
    port->open(*broker);
    asks->open(*broker, name, [&pool](std::function<void()> work) {
        return pool.try_run(no_request, task{[work = std::move(work)] { work(); }});
    });
    offer_all(*broker, methods, pool, kept);
    broker->ready();

    const auto how = end.wait();
    const auto leave_at = std::chrono::steady_clock::now() + drain_patience;
    asks->life().end();
    if (how == end_of_service::kind::goodbye)
        pool.wait_idle(std::chrono::duration_cast<std::chrono::milliseconds>(
            leave_at - std::chrono::steady_clock::now()));
    asks->close();
    port->close();
    if (how == end_of_service::kind::goodbye) return 0;
    std::fprintf(stderr, "%s: %s\n", name.c_str(), end.why().c_str());
    return 1;
}

int plugin::run(int argc, char** argv) {
    const auto options = plugin_options::parse(argc, argv);
    std::string described;
    try {
        described = manifest::describe(parts_->name, parts_->methods, parts_->said);
    } catch (std::logic_error const& problem) {
        std::fprintf(stderr, "%s: %s\n", parts_->name.c_str(), problem.what());
        return 1;
    }
    switch (options.what) {
        case plugin_options::mode::describe: std::printf("%s\n", described.c_str()); return 0;
        case plugin_options::mode::help: return parts_->explain(stdout, 0);
        case plugin_options::mode::wrong:
            std::fprintf(stderr, "%s: %s\n", parts_->name.c_str(), options.problem.c_str());
            return 2;
        case plugin_options::mode::serve: break;
    }
    std::signal(SIGPIPE,
                SIG_IGN);  // NOLINT(cert-err33-c): a closed log pipe must not end a plugin.
    try {
        auto where = client::connect_options::from_environment(wire::peer_role::plugin);
        if (!options.attach_to.empty()) {
            where.emplace();
            where->socket = handshake::socket_path(options.attach_to);
            where->role = wire::peer_role::plugin;
        }
        if (!where) return parts_->explain(stderr, 2);
        where->name = parts_->name;
        return parts_->serve(std::move(*where), options.threads);
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "%s: %s\n", parts_->name.c_str(), problem.what());
        return 1;
    }
}

}  // namespace fairlead
