// SPDX-License-Identifier: MIT
//
// call_port — questions out, answers and items to whoever waits.
#include "call_port.hpp"

#include "live/argument_pumps.hpp"

#include <fairlead/live/part_of_trace.hpp>

namespace fairlead {
namespace {

const client::failure not_connected{
    errc::backend_gone, "this plugin is not connected to an app", {}};

client::call_options options_of(call_terms const& terms) {
    return {.deadline = terms.deadline, .context = terms.context ? &*terms.context : nullptr};
}

pending_answer::text text_of(client::reply const& reply) {
    if (!reply.ok) return reply.to_failure();
    return live::written{std::string{reply.json},
                         {reply.attachments.begin(), reply.attachments.end()}};
}

}  // namespace

std::optional<client::call_id> call_port::send(std::string_view method, live::outgoing_call what,
                                               client::call_options options,
                                               client::live_handlers live,
                                               client::reply_handler on_reply) {
    std::shared_ptr<live::argument_pumps> pumps;  // What they hold goes without the lock.
    std::unique_lock lock{mutex_};
    if (to_ == nullptr) return std::nullopt;
    // The parent of what is called is not who called us, but this very call.
    std::optional<wire::trace_context> span;
    if (auto const* served = live::part_of_trace::current(); options.context == nullptr && served) {
        span = live::next_span(*served);
        options.context = &*span;
    }
    if (what.sources.empty())
        return to_->call(method, what.args.json, options, std::move(live), std::move(on_reply),
                         what.args.attachments);
    pumps = std::make_shared<live::argument_pumps>(
        std::move(what.sources), [weak = weak_from_this()](std::function<void()> work) {
            if (const auto port = weak.lock()) port->run(std::move(work));
        });
    live.on_credit = [pumps](client::stream_credit const& more) { pumps->on_credit(more); };
    const auto id = to_->call(
        method, what.args.json, options, std::move(live),
        [pumps, on_reply = std::move(on_reply)](client::reply const& reply) {
            pumps->stop();
            on_reply(reply);
        },
        what.args.attachments);
    const auto line = to_->line(id);
    lock.unlock();
    pumps->begin(line);
    return id;
}

std::shared_ptr<pending_answer> call_port::ask(std::string_view method, live::outgoing_call what,
                                               call_terms const& terms) {
    auto answer = std::make_shared<pending_answer>(weak_from_this());
    const auto id =
        send(method, std::move(what), options_of(terms), {.on_progress = terms.on_progress},
             [answer](client::reply const& reply) { answer->settle(text_of(reply)); });
    if (id) answer->asked_as(static_cast<std::uint64_t>(*id));
    else answer->settle(not_connected);
    return answer;
}

std::shared_ptr<live::remote_stream> call_port::read(std::string_view method,
                                                     live::outgoing_call what,
                                                     call_terms const& terms) {
    /// Known to the reader before it can have read anything.
    struct number {
        client::call_id id{};
        client::call_line line;
    };
    const auto call = std::make_shared<number>();
    auto items = std::make_shared<live::remote_stream>(
        [call, weak = weak_from_this()](std::uint64_t bytes, bool last) {
            if (!last) return call->line.credit({wire::result_stream, bytes});
            if (const auto port = weak.lock()) port->cancel(static_cast<std::uint64_t>(call->id));
        },
        true);
    const auto id =
        send(method, std::move(what), options_of(terms),
             {.on_item = [items](client::stream_item const& item) { items->deliver(item); },
              .on_progress = terms.on_progress},
             [items](client::reply const& reply) {
                 items->end(reply.ok ? std::nullopt : std::optional{reply.to_failure()});
             });
    if (!id) {
        items->end(not_connected);
        return items;
    }
    call->id = *id;
    const std::lock_guard lock{mutex_};
    if (to_ != nullptr) call->line = to_->line(*id);
    return items;
}

void call_port::cancel(std::uint64_t call) {
    const std::lock_guard lock{mutex_};
    if (to_ != nullptr) to_->cancel(client::call_id{call});
}

bool call_port::log(client::log_level level, std::string_view text) {
    const std::lock_guard lock{mutex_};
    return to_ != nullptr && to_->log(level, text);
}

void call_port::run(std::function<void()> what) {
    const std::lock_guard lock{mutex_};
    if (to_ != nullptr && run_) run_(std::move(what));
}

void call_port::open(client::connection& to, std::function<void(std::function<void()>)> run) {
    const std::lock_guard lock{mutex_};
    to_ = &to;
    run_ = std::move(run);
}

void call_port::close() {
    const std::lock_guard lock{mutex_};
    to_ = nullptr;
    run_ = nullptr;
}

std::shared_ptr<pending_answer> calls::ask(std::string_view method,
                                           live::outgoing_call what) const {
    return port_->ask(method, std::move(what), terms_);
}

std::shared_ptr<live::remote_stream> calls::read(std::string_view method,
                                                 live::outgoing_call what) const {
    return port_->read(method, std::move(what), terms_);
}

}  // namespace fairlead
