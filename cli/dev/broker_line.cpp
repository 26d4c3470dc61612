// SPDX-License-Identifier: MIT
//
// broker_line — handlers run on the connection's thread and do nothing there.
#include "cli/dev/broker_line.hpp"

#include <fairlead/handshake/socket_path.hpp>

namespace fairlead::cli::dev {

void broker_line::open(std::string const& app) {
    client::connect_options options;
    options.socket = handshake::socket_path(app);
    options.role = wire::peer_role::tool;
    options.name = "fairlead-dev";
    connection_ = client::connection::connect(std::move(options));
}

void broker_line::emit(std::string_view topic, std::string_view data_json) {
    if (connection_) connection_->emit(topic, data_json);
}

void broker_line::call(std::string_view method, std::string_view args_json,
                       answer_handler on_answer) {
    if (!connection_)
        return loop_.post([on_answer = std::move(on_answer)] {
            on_answer(
                {.ok = false, .json = {}, .why = {errc::backend_gone, "there is no broker", {}}});
        });
    connection_->call(method, args_json, {},
                      [this, on_answer = std::move(on_answer)](client::reply const& reply) {
                          client::connection::answer answer{
                              .ok = reply.ok, .json = std::string{reply.json}, .why = {}};
                          if (!reply.ok) answer.why = reply.to_failure();
                          loop_.post(
                              [on_answer, answer = std::move(answer)] { on_answer(answer); });
                      });
}

}  // namespace fairlead::cli::dev
