// SPDX-License-Identifier: MIT
//
// plugin — connects, offers, serves, drains.
#include <fairlead/plugin.hpp>

#include "asset_methods.hpp"
#include "call_port.hpp"
#include "event_port.hpp"
#include "manifest.hpp"
#include "plugin_options.hpp"
#include "runtime/runtime_port.hpp"
#include "service.hpp"

#include <fairlead/client/asset_messages.hpp>
#include <fairlead/client/connection.hpp>
#include <fairlead/handshake/socket_path.hpp>
#include <fairlead/json/bytes_codec.hpp>

#include <boost/core/demangle.hpp>

#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>

namespace fairlead {
namespace {

/// Three quarters of what the broker gives us: the rest is for leaving.
std::chrono::milliseconds drain_patience() {
    constexpr long otherwise = 2'000;
    char const* said = std::getenv("FAIRLEAD_DRAIN_MS");
    return std::chrono::milliseconds{(said != nullptr ? std::atol(said) : otherwise) / 4 * 3};
}

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

void offer_all(client::connection& broker, std::vector<method> const& methods,
               std::set<std::string> const& idempotent, service& calls) {
    for (auto const& one : methods) {
        broker.offer(
            one.name,
            [&one, &calls](client::incoming_call&& arrived) {
                calls.on_call(one, std::move(arrived));
            },
            [&one](client::reply const& reply) {
                if (!reply.ok)
                    std::fprintf(stderr, "%s: %.*s\n", one.name.c_str(),
                                 static_cast<int>(reply.message.size()), reply.message.data());
            },
            idempotent.contains(one.name));
    }
}

}  // namespace

struct plugin::parts {
    std::string name;
    std::vector<method> methods;
    manifest::words said;
    std::set<std::string> idempotent;
    std::shared_ptr<event_port> port = std::make_shared<event_port>();
    std::shared_ptr<call_port> calls = std::make_shared<call_port>();
    std::shared_ptr<runtime_port> asks = std::make_shared<runtime_port>(calls);

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

plugin& plugin::idempotent(std::string method_name) {
    parts_->idempotent.insert(std::move(method_name));
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
fairlead::calls plugin::calls() const { return fairlead::calls{parts_->calls}; }
fairlead::runtime plugin::runtime() const { return {parts_->asks, events()}; }

int plugin::parts::explain(std::FILE* to, int code) const {
    std::fputs(plugin_options::help_text(name).c_str(), to);
    return code;
}

int plugin::parts::serve(client::connect_options where, std::size_t threads) {
    end_of_service end;
    service served{threads};
    const auto broker = client::connection::connect(std::move(where));
    broker->on_closed(
        [&](std::string_view why) { end.set(end_of_service::kind::broker_gone, why); });
    broker->on_goodbye([&] { end.set(end_of_service::kind::goodbye, {}); });
    served.open(*broker);

    if (asks->life().may_object())
        methods.push_back(make_method<bool()>("fairlead.before-close",
                                              [life = asks] { return life->life().objects(); }));
    port->open(*broker);
    calls->open(*broker, [&served](std::function<void()> what) { served.run(std::move(what)); });
    asks->open(*broker, name,
               [&served](std::function<void()> what) { return served.try_run(std::move(what)); });
    offer_all(*broker, methods, idempotent, served);
    broker->ready();

    const auto how = end.wait();
    const auto leave_at = std::chrono::steady_clock::now() + drain_patience();
    asks->life().end();
    if (how == end_of_service::kind::goodbye) served.finish_until(leave_at);
    served.close();
    asks->close();
    calls->close();
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
