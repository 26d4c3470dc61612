// SPDX-License-Identifier: MIT
//
// tool_side — on the connection and not on the SDK's comfort: what it is told twice, it sees twice.
#include "tests/chaos/tool_side.hpp"

#include "tests/chaos/content.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace fairlead::chaos {

/// The streams of one call. Its handlers may run before call() has returned.
struct tool_side::streaming {
    std::mutex mutex;
    client::connection* broker = nullptr;
    client::call_line line;
    client::call_id id{};
    bool begun = false;
    // Of the result.
    std::uint32_t items = 0, leave_after = 0;
    std::uint64_t debt = 0;
    std::string wrong;
    // Of an argument.
    wire::stream_window window;
    std::uint32_t next = 0, count = 0;
    bool ended = true;

    void read(errand const& what, client::stream_item const& item) {
        const std::lock_guard lock{mutex};
        if (item.last) return;
        if (what.kind == errand_kind::chunks) {
            if (item.attachments.empty() || item.attachments[0].size() != what.size ||
                item.attachments[0].data()[what.size - 1] != byte_at(items, what.size - 1))
                wrong = "item " + std::to_string(items) + " has other bytes";
        } else if (item.json != std::to_string(items)) {
            wrong = "item " + std::to_string(items) + " is " + std::string{item.json};
        }
        ++items;
        debt += item.cost;
        go_on();
    }
    void open(client::stream_credit const& more) {
        const std::lock_guard lock{mutex};
        if (more.last) ended = true;
        window.open(more.bytes);
        go_on();
    }
    void go_on() {
        if (!begun) return;
        if (debt > 0) line.credit({wire::result_stream, std::exchange(debt, 0), false});
        if (leave_after != 0 && items >= leave_after) {
            leave_after = 0;
            broker->cancel(id);
        }
        while (!ended && next < count && window.is_open()) {
            const auto cost = line.item(wire::stream_id{1}, std::to_string(next));
            if (!cost)
                return;  // The connection has ended, or its queue is full: its time will end it.
            window.spend(*cost);
            ++next;
        }
        if (!ended && next == count) {
            ended = true;
            line.end(wire::stream_id{1});
        }
    }
};

tool_side::tool_side(std::string name, std::filesystem::path socket, ledger& owed, tally& counts)
    : name_{std::move(name)}, socket_{std::move(socket)}, owed_{owed}, counts_{counts} {}

tool_side::~tool_side() = default;

bool tool_side::is_open() const noexcept { return broker_ && broker_->is_open(); }

void tool_side::leave() { broker_.reset(); }

bool tool_side::come_back(std::chrono::milliseconds patience) {
    if (is_open()) return true;
    broker_.reset();
    try {
        client::connect_options options;
        options.socket = socket_;
        options.name = name_;
        options.patience = patience;
        broker_ = client::connection::connect(std::move(options));
    } catch (client::connect_error const&) {
        return false;
    }
    ++incarnation_;
    last_ = 0;
    for (std::string const emitter : emitters)
        if (emitter != name_)
            broker_->subscribe(
                series_topic(emitter), [this](std::string_view, std::string_view data) {
                    const auto parts = boost::json::parse({data.data(), data.size()}).as_array();
                    ++counts_.events;
                    heard_.hear(std::string{parts.at(0).as_string()},
                                std::string{parts.at(1).as_string()},
                                parts.at(2).to_number<std::uint32_t>());
                });
    // What is emitted after this is heard: the broker has read the subscriptions before.
    return ask("fairlead.list", "[]", patience).ok || is_open();
}

void tool_side::emit(std::uint32_t count) {
    for (; count > 0 && is_open(); --count)
        if (broker_->emit(series_topic(name_), "[\"" + name_ + "\",\"" + incarnation() + "\"," +
                                                   std::to_string(last_ + 1) + "]"))
            ++last_;
}

client::connection::answer tool_side::ask(std::string_view method, std::string_view args,
                                          std::chrono::milliseconds deadline) {
    if (!is_open()) return {.why = {errc::backend_gone, "not connected", {}}};
    return broker_->call_wait(method, args, {deadline});
}

void tool_side::ask_then(std::string_view method, std::string_view args,
                         std::chrono::milliseconds deadline, client::reply_handler then) {
    if (is_open()) broker_->call(method, args, {deadline}, std::move(then));
    else then({.code = errc::backend_gone, .message = "not connected"});
}

void tool_side::perform(errand const& what) {
    using enum errand_kind;
    if (!broker_) return owed_.settle(what.id, {.code = "backend-gone", .words = "no connection"});
    std::string args;
    std::vector<bytes> attached;
    const auto with_bytes = [&] {
        byte_buffer data{what.size, broker_->pool()};
        fill(data.span(), what.seed);
        attached.push_back(std::move(data));
        args = R"([{"$bytes":0}])";
    };
    const auto size = std::to_string(what.size);
    switch (what.kind) {
        case text: append_json_string(args, text_of(what.seed, what.size)); break;
        case turn:
        case digest: with_bytes(); break;
        case make: args = std::to_string(what.seed) + ',' + size; break;
        case later: args = "\"later\"," + size; break;
        case hold: break;
        case fail: args = "\"as told\""; break;
        case count:
        case leave: args = size; break;
        case chunks: args = "7," + size; break;
        case sum: args = R"({"$stream":1})"; break;
        case ask:
            append_json_string(args, what.peer == party::web
                                         ? "page.text"
                                         : std::string{chaos::to_text(what.peer)} + ".Desk.Text");
            args += ',';
            append_json_string(args, text_of(what.seed, what.size));
            break;
        case sum_of:
            append_json_string(args, std::string{chaos::to_text(what.peer)} + ".Desk.Count");
            args += ',' + size;
            break;
        case row: args = std::to_string(what.number); break;
        case command: append_json_string(args, chaos::to_text(what.target)); break;
    }
    if (attached.empty()) args = '[' + args + ']';

    const auto stream = std::make_shared<streaming>();
    stream->broker = broker_.get();
    client::live_handlers live;
    if (what.kind == count || what.kind == leave || what.kind == chunks)
        live.on_item = [stream, what](auto const& item) { stream->read(what, item); };
    if (what.kind == leave) stream->leave_after = 1 + what.seed % (what.size + 1);
    if (what.kind == sum) {
        stream->count = what.size;
        stream->ended = false;
        live.on_credit = [stream](auto const& credit) { stream->open(credit); };
    }
    const auto id = broker_->call(
        what.method(), args, {std::chrono::milliseconds{what.deadline_ms}}, std::move(live),
        [this, what, stream](client::reply const& reply) { judge(what, reply, stream.get()); },
        attached);
    if (what.cancel && what.kind != leave) broker_->cancel(id);
    if (what.kind != count && what.kind != leave && what.kind != chunks && what.kind != sum) return;
    const std::lock_guard lock{stream->mutex};
    stream->line = broker_->line(id);
    stream->id = id;
    stream->begun = true;
    stream->go_on();
}

void tool_side::judge(errand const& what, client::reply const& reply, streaming const* stream) {
    using enum errand_kind;
    outcome how;
    how.ok = reply.ok;
    if (!reply.ok) {
        how.code = to_text(reply.code);
        how.words = reply.message;
        return owed_.settle(what.id, std::move(how));
    }
    const auto expect = [&](bool right, std::string_view words) {
        if (right) return;
        how.right = false;
        how.words = words;
    };
    const auto said = [&] {
        boost::json::error_code problem;
        auto value = boost::json::parse({reply.json.data(), reply.json.size()}, problem);
        return value.is_string() ? std::string{value.as_string()} : "?" + std::string{reply.json};
    };
    const auto same_bytes = [&](bool reversed) {
        if (reply.attachments.empty()) return expect(false, "no bytes came");
        auto expected = bytes_of(what.seed, what.size);
        if (reversed) std::ranges::reverse(expected);
        expect(std::ranges::equal(reply.attachments[0].span(), expected), "other bytes");
        counts_.bytes += what.size;
    };
    const auto whole = std::int64_t{what.size} * (std::int64_t{what.size} - 1) / 2;
    switch (what.kind) {
        case text:
            expect(said() == text_of(what.seed, what.size), "another text");
            counts_.bytes += what.size;
            break;
        case turn: same_bytes(what.target == party::conform); break;
        case make: same_bytes(false); break;
        case digest:
            expect(reply.json == std::to_string(checksum(bytes_of(what.seed, what.size))),
                   "another checksum");
            counts_.bytes += what.size;
            break;
        case later: expect(said() == "later", "another text"); break;
        case count:
        case chunks: {
            const auto items = what.kind == chunks ? 7u : what.size;
            expect(stream->wrong.empty(), stream->wrong);
            expect(stream->items == items,
                   std::to_string(stream->items) + " items of " + std::to_string(items));
            counts_.add("stream items", "tool", stream->items);
            break;
        }
        case leave: expect(stream->wrong.empty(), stream->wrong); break;
        case sum: expect(reply.json == std::to_string(whole), "another sum"); break;
        case sum_of:
            expect(reply.json == std::to_string(whole) || reply.json == "-1", "another sum");
            if (reply.json == "-1") how = {.code = "backend-gone", .words = "of the inner stream"};
            break;
        case ask: {
            const auto answer = said();
            if (answer.starts_with('!'))
                how = {.code = answer.substr(1), .words = "of the inner call"};
            else expect(answer == text_of(what.seed, what.size), "another text");
            break;
        }
        case row: expect(reply.json == std::to_string(what.number), "another number"); break;
        case hold:
        case fail:
        case command: break;
    }
    owed_.settle(what.id, std::move(how));
}

}  // namespace fairlead::chaos
