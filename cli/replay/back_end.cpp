// SPDX-License-Identifier: MIT
//
// back_end — a connection for each plugin; the clock of the events starts with the first call.
#include "cli/replay/back_end.hpp"

#include "cli/exit_code.hpp"

#include <boost/json.hpp>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace fairlead::cli::replay {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

}  // namespace

back_end::back_end(plan const& what, replay_command const& how, std::string const& socket)
    : plan_{what}, how_{how}, socket_{socket}, book_{what.calls}, bell_{::eventfd(
                                                                      0,
                                                                      EFD_CLOEXEC | EFD_NONBLOCK)} {
    std::set<std::pair<std::string, std::string>> offered;
    for (auto const& one : plan_.calls) {
        if (!offered.emplace(one.peer, one.name).second) continue;
        auto& by = peer(one.peer);
        by.offer(
            one.name,
            [this, &by, method = one.name](client::incoming_call&& call) {
                answer(by, method, std::move(call));
            },
            [this](client::reply const& taken) {
                const std::lock_guard lock{mutex_};
                if (!taken.ok && refused_.empty()) refused_ = taken.message;
            });
    }
    for (auto const& one : plan_.of_plugins) peer(one.from);
    for (auto const& [name, one] : peers_) one->ready();
    // Frames of one peer are read in order: when this is answered, so are the offers.
    for (auto const& [name, one] : peers_)
        one->call_wait("fairlead.list", "[]", {how_.common.to.timeout});
    const std::lock_guard lock{mutex_};
    if (!refused_.empty()) throw command_failed{exit_code::denied, "replay", refused_};
}

back_end::~back_end() = default;

std::string back_end::names() const {
    std::string all;
    for (auto const& [name, one] : peers_) all += (all.empty() ? "" : ", ") + name;
    return all;
}

client::connection& back_end::peer(std::string const& name) {
    auto& one = peers_[name];
    if (one) return *one;
    client::connect_options options;
    options.socket = socket_;
    options.role = wire::peer_role::plugin;
    options.name = name;
    options.patience = how_.common.to.timeout;
    try {
        one = client::connection::connect(options);
    } catch (client::connect_error const& error) {
        throw command_failed{exit_code_of(error.why()), name,
                             std::string{error.what()} + " (if it runs: fairlead stop " + name +
                                 ")"};
    }
    const auto wake = [this] {
        const std::uint64_t ring = 1;
        static_cast<void>(!::write(bell_.get(), &ring, sizeof ring));
    };
    one->on_goodbye([this, wake] {
        {
            const std::lock_guard lock{mutex_};
            told_to_leave_ = true;
        }
        wake();
    });
    one->on_closed([wake](std::string_view) { wake(); });
    return *one;
}

void back_end::answer(client::connection& by, std::string const& method,
                      client::incoming_call&& call) {
    std::vector<std::uint64_t> sizes;
    for (auto const& one : call.attachments) sizes.push_back(one.size());
    std::unique_lock lock{mutex_};
    auto const* one = book_.next(method, call.args, sizes);
    if (!first_call_) {
        first_call_ = steady_clock::now();
        const std::uint64_t ring = 1;
        static_cast<void>(!::write(bell_.get(), &ring, sizeof ring));
    }
    lock.unlock();
    if (one == nullptr) {
        const auto why = "no captured call of '" + method + "' has these arguments (" +
                         std::to_string(book_.calls_of(method)) + " have others)";
        return call.answer.error(errc::bad_arguments, why);
    }
    const auto delay = std::chrono::milliseconds{
        how_.fast ? 0 : static_cast<std::int64_t>(one->us / 1'000 / how_.speed)};
    if (delay.count() <= 0) return say(*one, call.answer, call.takes_binary);
    const auto later = std::make_shared<client::responder>(std::move(call.answer));
    by.post_after(delay,
                  [this, one, later, binary = call.takes_binary] { say(*one, *later, binary); });
}

void back_end::say(exchange const& one, client::responder& to, bool takes_binary) const {
    const auto text = one.answer.value ? json::serialize(*one.answer.value) : one.answer.text;
    if (one.is_error)
        return to.error(errc_from_text(one.code).value_or(errc::app_error), one.message, text);
    std::vector<bytes> attached;
    for (auto const& part : one.answer.attachments) {
        if (!part.content)
            return to.error(errc::app_error, "the answer's bytes are not in the capture");
        attached.push_back(bytes::copy_of(*part.content));
    }
    if (!attached.empty() && !takes_binary)
        return to.error(errc::app_error,
                        "the captured answer has bytes, and this caller takes none");
    to.result(text.empty() ? "null" : text, attached);
}

/// False: there are no more.
bool back_end::emit_due() {
    auto const& events = plan_.of_plugins;
    while (next_event_ < events.size() && milliseconds_to_next() == 0) {
        auto const& one = events[next_event_++];
        peers_.at(one.from)->emit(one.topic, one.data);
    }
    return next_event_ < events.size();
}

int back_end::milliseconds_to_next() const {
    const auto base =
        plan_.calls.empty() ? plan_.of_plugins.front().time : plan_.calls.front().time;
    const auto due =
        *first_call_ +
        std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>{
            (plan_.of_plugins[next_event_].time - base) / how_.speed});
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - steady_clock::now());
    return how_.fast ? 0 : static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000));
}

int back_end::run(stop_signals const& stop) {
    if (plan_.calls.empty()) first_call_ = steady_clock::now();
    for (;;) {
        int patience = -1;
        {
            const std::lock_guard lock{mutex_};
            if (told_to_leave_) return 0;
            if (first_call_ && emit_due()) patience = milliseconds_to_next();
        }
        if (std::ranges::any_of(peers_, [](auto const& one) { return !one.second->is_open(); })) {
            std::fprintf(stderr, "replay: the broker has gone\n");
            return static_cast<int>(exit_code::failure);
        }
        std::array<pollfd, 2> ready{{{stop.fd(), POLLIN, 0}, {bell_.get(), POLLIN, 0}}};
        ::poll(ready.data(), ready.size(), patience);
        std::uint64_t rung = 0;
        static_cast<void>(!::read(bell_.get(), &rung, sizeof rung));
        if ((ready[0].revents & POLLIN) != 0) {
            stop.take();
            return 0;
        }
    }
}

}  // namespace fairlead::cli::replay
