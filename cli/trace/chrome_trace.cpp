// SPDX-License-Identifier: MIT
//
// chrome_trace — slices of one row must lie in each other or beside each other: calls that overlap
// in a process go to rows of their own.
#include "cli/trace/chrome_trace.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace fairlead::cli::trace {
namespace {

namespace json = boost::json;

constexpr std::uint64_t broker_session = 0;
constexpr char const* category = "call";

/// Process ids of the file; 0 would be the idle process.
std::int64_t pid_of(std::uint64_t session) { return static_cast<std::int64_t>(session) + 1; }

double microseconds(std::uint64_t ns) { return static_cast<double>(ns) / 1e3; }

struct slice {
    std::string name;
    std::uint64_t begin = 0, end = 0;  // Nanoseconds since the file begins.
};

struct row {
    std::int64_t pid = 0, tid = 0;
};

class writer {
public:
    explicit writer(std::uint64_t epoch) : epoch_{epoch} {}

    void name_process(std::uint64_t session, std::string const& name) {
        if (!named_.insert({session, name}).second) return;
        metadata({pid_of(session), 0}, "process_name", name);
    }
    /// A row of that process which is free for so long.
    row take_row(std::uint64_t session, std::uint64_t begin, std::uint64_t end) {
        auto& rows = rows_[session];
        auto at = std::ranges::find_if(rows, [&](auto busy_until) { return busy_until <= begin; });
        const row found{pid_of(session), at - rows.begin() + 1};
        if (at == rows.end()) {
            rows.push_back(0);
            at = rows.end() - 1;
            metadata(found, "thread_name", "calls " + std::to_string(found.tid));
        }
        *at = end;
        return found;
    }
    void add(row const& where, slice const& what, json::object args = {}) {
        auto one = event("X", what.name, where, what.begin);
        one["dur"] = microseconds(what.end - what.begin);
        if (!args.empty()) one["args"] = std::move(args);
        events_.push_back(std::move(one));
    }
    /// From inside of one slice to the beginning of another.
    void flow(row const& from, std::uint64_t left, row const& to, std::uint64_t arrived) {
        ++flows_;
        auto begin = event("s", "ring", from, left);
        begin["id"] = flows_;
        auto end = event("f", "ring", to, arrived);
        end["id"] = flows_;
        end["bp"] = "e";  // Bound to the slice around it.
        events_.push_back(std::move(begin));
        events_.push_back(std::move(end));
    }
    std::uint64_t since_epoch(call_record const& call, std::uint64_t point) const {
        return call.start - epoch_ + point;
    }
    json::array take_events() { return std::move(events_); }

private:
    json::object event(char const* phase, std::string const& name, row const& where,
                       std::uint64_t at) const {
        return {{"ph", phase},      {"name", name},     {"cat", category},
                {"pid", where.pid}, {"tid", where.tid}, {"ts", microseconds(at)}};
    }
    void metadata(row const& where, char const* what, std::string const& name) {
        events_.push_back(json::object{{"ph", "M"},
                                       {"name", what},
                                       {"pid", where.pid},
                                       {"tid", where.tid},
                                       {"args", json::object{{"name", name}}}});
    }

    std::uint64_t epoch_;
    json::array events_;
    std::map<std::uint64_t, std::string> named_;
    std::map<std::uint64_t, std::vector<std::uint64_t>> rows_;  // Until when each is busy.
    std::int64_t flows_ = 0;
};

json::object args_of(call_record const& call) {
    json::object args{{"from", call.from}, {"to", call.to}, {"outcome", call.outcome}};
    if (!call.traceparent.empty()) args["traceparent"] = call.traceparent;
    if (!call.doubt.empty()) args["doubt"] = call.doubt;
    return args;
}

/// One call's slices.
class drawing {
public:
    drawing(writer& to, call_record const& call) : to_{to}, call_{call} {}

    void draw() {
        const auto asker =
            outer(call_.session, call_.from, call_.method, point::begun, point::settled, true);
        if (asker) {
            inner(*asker, point::begun, point::sent);
            inner(*asker, point::answer_received, point::settled);
        }
        to_.name_process(broker_session, "broker");
        // Of a call that is not answered the broker keeps the end.
        const auto last = call_.at(point::answer_taken) ? point::forwarded : point::answer_sent;
        const auto there =
            outer(broker_session, "broker", call_.method, point::taken, last, !asker);
        const auto provider =
            outer(call_.provider, call_.to, call_.method, point::received, point::answered, false);
        if (provider) {
            inner(*provider, point::received, point::handler_begun);
            inner(*provider, point::handler_begun, point::handler_ended);
            inner(*provider, point::handler_ended, point::answered);
        }
        const auto back = call_.at(point::answer_taken)
                              ? outer(broker_session, "broker", "answer of " + call_.method,
                                      point::answer_taken, point::answer_sent, false)
                              : std::nullopt;
        ring(asker, point::sent, there, point::taken);
        ring(there, point::forwarded, provider, point::received);
        ring(provider, point::answered, back, point::answer_taken);
        ring(back ? back : there, point::answer_sent, asker, point::answer_received);
    }

private:
    std::optional<std::uint64_t> when(point which) const {
        const auto at = call_.at(which);
        return at ? std::optional{to_.since_epoch(call_, *at)} : std::nullopt;
    }
    std::optional<row> outer(std::uint64_t session, std::string const& process,
                             std::string const& name, point from, point until, bool with_args) {
        const auto begin = when(from), end = when(until);
        if (!begin || !end) return std::nullopt;
        to_.name_process(session, process);
        const auto where = to_.take_row(session, *begin, *end);
        to_.add(where, {name, *begin, *end}, with_args ? args_of(call_) : json::object{});
        return where;
    }
    void inner(row const& where, point from, point until) {
        to_.add(where, {std::string{name_of(from, until)}, *when(from), *when(until)});
    }
    void ring(std::optional<row> const& from, point left, std::optional<row> const& to,
              point arrived) {
        if (from && to && when(left) && when(arrived))
            to_.flow(*from, *when(left), *to, *when(arrived));
    }

    writer& to_;
    call_record const& call_;
};

}  // namespace

std::string chrome_trace_of(std::vector<call_record> const& calls, std::string_view app) {
    // In the order in which they began: rows are given away so.
    std::vector<call_record const*> ordered;
    for (auto const& one : calls) ordered.push_back(&one);
    std::ranges::stable_sort(ordered, {}, &call_record::start);
    writer to{ordered.empty() ? 0 : ordered.front()->start};
    for (auto const* one : ordered) drawing{to, *one}.draw();
    json::object file{{"displayTimeUnit", "ns"},
                      {"otherData", json::object{{"app", app}, {"by", "fairlead trace"}}},
                      {"traceEvents", to.take_events()}};
    return json::serialize(file) + '\n';
}

}  // namespace fairlead::cli::trace
