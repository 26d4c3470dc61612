// SPDX-License-Identifier: MIT
//
// record_stream — a stream of the SDK, and its failures as those of a command.
#include "cli/commands/record_stream.hpp"

#include "cli/exit_code.hpp"

#include <fairlead/call_failed.hpp>
#include <fairlead/live/remote_stream.hpp>

namespace fairlead::cli {

struct record_stream::shared {
    client::call_line line;
    live::remote_stream records{[this](std::uint64_t bytes, bool last) {
                                    if (!last) line.credit({wire::result_stream, bytes, false});
                                },
                                true};
};

record_stream::record_stream(client::connection& broker, std::string_view method,
                             std::string_view args)
    : broker_{broker}, call_{std::make_shared<shared>()} {
    client::live_handlers live;
    live.on_item = [call = call_](client::stream_item const& item) { call->records.deliver(item); };
    const auto id =
        broker_.call(method, args, {}, std::move(live), [call = call_](client::reply const& how) {
            call->records.end(how.ok ? std::nullopt : std::optional{how.to_failure()});
        });
    call_->line = broker_.line(id);
}

std::optional<std::string> record_stream::next() {
    try {
        call_->records.wait();
        auto record = call_->records.take();
        return record ? std::optional{std::move(record->json)} : std::nullopt;
    } catch (call_failed const& why) {
        throw command_failed{exit_code_of(why.code()), std::string{to_text(why.code())},
                             why.what()};
    }
}

/// Given credit the desk tells what it has, before it answers anything else.
void record_stream::ask_for_the_rest(client::connection& broker,
                                     std::shared_ptr<shared> const& call) {
    constexpr std::chrono::seconds patience{2};
    call->line.credit({wire::result_stream, 0, false});
    broker.call("fairlead.list", "[]", {patience},
                [call](client::reply const&) { call->records.end(std::nullopt); });
}

void record_stream::end_after(std::chrono::milliseconds time) {
    broker_.post_after(time, [call = call_, &broker = broker_] { ask_for_the_rest(broker, call); });
}

void record_stream::end() {
    broker_.post([call = call_, &broker = broker_] { ask_for_the_rest(broker, call); });
}

}  // namespace fairlead::cli
