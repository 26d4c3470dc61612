// SPDX-License-Identifier: MIT
//
// connections — from connecting to closing: what is offered, heard and said in between.
#include "handles.hpp"
#include "json_text.hpp"

#include <fairlead/handshake/socket_path.hpp>

#include <cstddef>
#include <future>

namespace client = fairlead::client;
namespace c_abi = fairlead::c_abi;

namespace fairlead::c_abi {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t waiting_max = 4'096;
constexpr auto broker_patience = 5s;

int code_of(client::connect_error const& problem) {
    using reason = client::connect_error::reason;
    switch (problem.why()) {
        case reason::no_broker: return FAIRLEAD_NO_BROKER;
        case reason::denied: return FAIRLEAD_DENIED;
        case reason::timeout: return FAIRLEAD_TIMEOUT;
        case reason::failed: break;
    }
    return FAIRLEAD_FAILED;
}

/// Nothing: the environment does not say where to.
std::optional<client::connect_options> where_to(fairlead_options const& asked) {
    const auto role =
        asked.role == FAIRLEAD_ROLE_TOOL ? wire::peer_role::tool : wire::peer_role::plugin;
    std::optional<client::connect_options> where;
    if (asked.socket != nullptr || asked.app != nullptr) {
        where.emplace();
        where->socket = asked.socket != nullptr ? asked.socket : handshake::socket_path(asked.app);
        where->role = role;
    } else {
        where = client::connect_options::from_environment(role);
        if (!where) return where;
    }
    if (asked.name != nullptr) where->name = asked.name;
    if (asked.token != nullptr) where->token = asked.token;
    if (asked.patience_ms != 0) where->patience = std::chrono::milliseconds{asked.patience_ms};
    return where;
}

void wire_up(fairlead_connection& made) {
    made.broker->on_cancel([book = made.book](request_id request) {
        if (const auto state = book->find(request)) state->cancel();
    });
    made.broker->on_call_item(
        [book = made.book](request_id request, client::stream_item const& item) {
            if (const auto state = book->find(request)) state->deliver(item);
        });
    made.broker->on_call_credit(
        [book = made.book](request_id request, client::stream_credit const& more) {
            if (const auto state = book->find(request)) state->outlet.open(more);
        });
    made.broker->on_goodbye([queue = made.queue] { queue->goodbye(); });
    made.broker->on_closed([queue = made.queue, book = made.book](std::string_view why) {
        book->cancel_all();
        queue->broker_gone(why);
    });
}

/// Runs `ask` with a handler for the broker's answer, and waits for that.
template <class Ask>
int agreed(Ask&& ask) {
    auto answered = std::make_shared<std::promise<client::failure>>();
    auto answer = answered->get_future();
    ask([answered](client::reply const& reply) {
        answered->set_value(reply.ok ? client::failure{errc{}, {}, {}} : reply.to_failure());
    });
    if (answer.wait_for(broker_patience) != std::future_status::ready)
        return fail(FAIRLEAD_TIMEOUT, "the broker did not answer in time");
    const auto refused = answer.get();
    if (refused.code == errc{}) return FAIRLEAD_OK;
    return fail(static_cast<int>(refused.code), refused.message);
}

void begin(std::unique_ptr<fairlead_request> request) {
    if (request->state->is_cancelled()) return;  // Before anybody had looked at it.
    request->begun = true;
    request->answer.begins();
    auto const& method = *request->method;
    method.serve(request.release(), method.user);
}

void hear(fairlead_connection& connection, std::shared_ptr<listener> const& who,
          std::string_view topic, std::string_view data) {
    struct event {
        std::shared_ptr<listener> who;
        std::string topic, data;
    };
    auto heard = std::make_unique<event>(event{who, std::string{topic}, std::string{data}});
    connection.queue->add(callback{[heard = std::move(heard)] {
        if (!heard->who->listens) return;
        heard->who->hear(heard->topic.c_str(), heard->data.c_str(), heard->data.size(),
                         heard->who->user);
    }});
}

}  // namespace
}  // namespace fairlead::c_abi

int fairlead_connect(fairlead_options const* options, fairlead_connection** to) {
    return c_abi::guarded([&]() -> int {
        fairlead_options asked;
        if (to == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "to is NULL");
        if (!c_abi::read_options(options, sizeof(fairlead_options), asked))
            return c_abi::fail(FAIRLEAD_INVALID, "the options are not of this version");
        if (asked.role != FAIRLEAD_ROLE_PLUGIN && asked.role != FAIRLEAD_ROLE_TOOL)
            return c_abi::fail(FAIRLEAD_INVALID, "there is no such role");
        auto where = c_abi::where_to(asked);
        if (!where)
            return c_abi::fail(FAIRLEAD_NOT_STARTED,
                               "FAIRLEAD_SOCKET is not set: the broker did not start this process");
        auto made = std::make_unique<fairlead_connection>();
        made->queue = std::make_shared<c_abi::callback_queue>(
            asked.waiting_max != 0 ? asked.waiting_max : c_abi::waiting_max);
        try {
            made->broker = client::connection::connect(std::move(*where));
        } catch (client::connect_error const& problem) {
            return c_abi::fail(c_abi::code_of(problem), problem.what());
        }
        c_abi::wire_up(*made);
        *to = made.release();
        return FAIRLEAD_OK;
    });
}

int fairlead_close(fairlead_connection* connection) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr) return FAIRLEAD_OK;
        if (c_abi::callback_queue::is_inside())
            return c_abi::fail(FAIRLEAD_WRONG_THREAD,
                               "a connection cannot be closed by a function that it runs");
        const std::unique_ptr<fairlead_connection> ended{connection};
        connection->queue->leave();
        return FAIRLEAD_OK;
    });
}

char const* fairlead_app_name(fairlead_connection const* connection) {
    return connection->broker->app().c_str();
}
int fairlead_is_open(fairlead_connection const* connection) {
    return connection->broker->is_open();
}

int fairlead_offer(fairlead_connection* connection, char const* method, fairlead_request_fn serve,
                   void* user) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr || method == nullptr || serve == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "connection, method or function is NULL");
        auto one = std::make_shared<c_abi::offered_method const>(
            c_abi::offered_method{method, serve, user});
        return c_abi::agreed([&](client::reply_handler done) {
            connection->broker->offer(
                method,
                [connection, one](client::incoming_call&& arrived) {
                    auto request = std::make_unique<fairlead_request>(
                        one, connection->queue, connection->book, connection->broker->pool(),
                        std::move(arrived));
                    auto* const kept = request.get();
                    c_abi::callback work{[request = std::move(request)]() mutable {
                        c_abi::begin(std::move(request));
                    }};
                    if (connection->queue->add(std::move(work))) return;
                    if (connection->queue->is_stopped()) return;  // It goes, and says so.
                    kept->refuse(fairlead::errc::overloaded,
                                 "too many calls are waiting in this plugin already");
                },
                std::move(done));
        });
    });
}

int fairlead_ready(fairlead_connection* connection) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "connection is NULL");
        connection->broker->ready();
        return FAIRLEAD_OK;
    });
}

int fairlead_serve(fairlead_connection* connection, int64_t patience_ms) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "connection is NULL");
        if (patience_ms < 0) return connection->queue->serve(std::nullopt);
        return connection->queue->serve(c_abi::callback_queue::clock::now() +
                                        std::chrono::milliseconds{patience_ms});
    });
}

int fairlead_stop(fairlead_connection* connection) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "connection is NULL");
        connection->queue->stop();
        return FAIRLEAD_OK;
    });
}

int fairlead_emit(fairlead_connection* connection, char const* topic, char const* data) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr || topic == nullptr || data == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "connection, topic or data is NULL");
        if (c_abi::kind_of_json(data) != c_abi::json_kind::array)
            return c_abi::fail(FAIRLEAD_INVALID, "an event's data is a JSON array");
        if (!connection->broker->is_open())
            return c_abi::fail(FAIRLEAD_BACKEND_GONE, "the connection to the broker has ended");
        return connection->broker->emit(topic, data)
                   ? FAIRLEAD_OK
                   : c_abi::fail(FAIRLEAD_OVERLOADED,
                                 "the topic is no name, or the broker does not keep up");
    });
}

int fairlead_subscribe(fairlead_connection* connection, char const* topic, fairlead_event_fn hear,
                       void* user) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr || topic == nullptr || hear == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "connection, topic or function is NULL");
        auto who = std::make_shared<c_abi::listener>();
        who->hear = hear;
        who->user = user;
        {
            const std::lock_guard lock{connection->mutex};
            connection->listeners.emplace(topic, who);
        }
        return c_abi::agreed([&](client::reply_handler done) {
            connection->broker->subscribe(
                topic,
                [connection, who](std::string_view name, std::string_view data) {
                    c_abi::hear(*connection, who, name, data);
                },
                std::move(done));
        });
    });
}

int fairlead_unsubscribe(fairlead_connection* connection, char const* topic) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr || topic == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "connection or topic is NULL");
        {
            const std::lock_guard lock{connection->mutex};
            const auto [from, until] = connection->listeners.equal_range(topic);
            for (auto one = from; one != until; ++one) one->second->listens = false;
            connection->listeners.erase(from, until);
        }
        connection->broker->unsubscribe(topic);
        return FAIRLEAD_OK;
    });
}

int fairlead_log(fairlead_connection* connection, int level, char const* text) {
    return c_abi::guarded([&]() -> int {
        if (connection == nullptr || text == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "connection or text is NULL");
        if (level < FAIRLEAD_TRACE || level > FAIRLEAD_FATAL)
            return c_abi::fail(FAIRLEAD_INVALID, "there is no such level");
        return connection->broker->log(static_cast<client::log_level>(level), text)
                   ? FAIRLEAD_OK
                   : c_abi::fail(FAIRLEAD_OVERLOADED, "the broker does not keep up, or has gone");
    });
}
