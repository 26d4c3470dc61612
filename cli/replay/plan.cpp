// SPDX-License-Identifier: MIT
//
// plan — one pass over the records, one over the calls.
#include "cli/replay/plan.hpp"

#include <boost/json.hpp>

#include <unordered_map>

namespace fairlead::cli::replay {
namespace {

using capture::kind;

bool fits(std::string_view pattern, std::string_view name) {
    if (pattern.empty()) return true;
    if (!pattern.ends_with('*')) return pattern == name;
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

/// What window, broker and SDK say to plugins is theirs to say again.
bool is_internal(std::string_view name) {
    return name.starts_with(':') || name.starts_with("fairlead.");
}

bool is_here(capture::payload const& said) {
    if (!said.missing.empty()) return false;
    for (auto const& one : said.attachments)
        if (!one.content) return false;
    return true;
}

class planner {
public:
    planner(use how, std::string_view peer, std::string_view method)
        : how_{how}, peer_{peer}, method_{method} {}

    void add(capture::record& one) {
        switch (one.what) {
            case kind::call: return add_call(one);
            case kind::result:
            case kind::error: return add_answer(one);
            case kind::item:
                if (auto* call = find(one.call)) call->has_items = true;
                return;
            case kind::event: return add_event(one);
            case kind::skipped: made_.skipped += one.count; return;
            case kind::end: return;
        }
    }
    plan finish() {
        std::unordered_map<std::size_t, std::size_t> place;  // Of all, in those that stay.
        for (std::size_t i = 0; i < all_.size(); ++i)
            if (stays(all_[i])) {
                place.emplace(i, made_.calls.size());
                made_.calls.push_back(std::move(all_[i]));
            }
        std::size_t seen = 0, kept = 0;
        for (auto& one : made_.calls) {  // From answers of all to answers of those that stay.
            for (; seen < one.answers_before; ++seen) kept += place.contains(answers_[seen]);
            one.answers_before = kept;
        }
        for (const auto index : answers_)
            if (const auto found = place.find(index); found != place.end())
                made_.answer_order.push_back(found->second);
        return std::move(made_);
    }

private:
    void add_call(capture::record& one) {
        if (!fits(method_, one.name) || (!peer_.empty() && peer_ != one.to)) return;
        if (one.to_role != "plugin" || is_internal(one.name)) {
            ++made_.to_others;
            return;
        }
        open_[one.call] = all_.size();
        exchange made{.number = one.call, .time = one.time, .name = std::move(one.name)};
        made.peer = std::move(one.to);
        made.args = std::move(one.said);
        made.answers_before = answers_.size();
        all_.push_back(std::move(made));
    }
    void add_answer(capture::record& one) {
        auto* call = find(one.call);
        if (call == nullptr || call->is_answered) return;
        call->is_answered = true;
        call->is_error = one.what == kind::error;
        call->code = std::move(one.code);
        call->message = std::move(one.message);
        call->answer = std::move(one.said);
        call->us = one.us;
        answers_.push_back(open_[one.call]);
    }
    void add_event(capture::record& one) {
        if (!one.said.value || one.name.starts_with("fairlead/")) return;
        emitted made{.time = one.time, .from = std::move(one.from), .topic = std::move(one.name)};
        made.data = boost::json::serialize(*one.said.value);
        if (one.from_role == "broker") return;
        if (one.from_role != "plugin") made_.of_others.push_back(std::move(made));
        else if (peer_.empty() || peer_ == made.from) made_.of_plugins.push_back(std::move(made));
    }
    exchange* find(std::uint64_t call) {
        const auto found = open_.find(call);
        return found == open_.end() ? nullptr : &all_[found->second];
    }
    bool stays(exchange const& one) {
        const bool serves = how_ == use::answering;
        auto* left_out = !one.is_answered                        ? &made_.unanswered
                         : one.has_items                         ? &made_.with_streams
                         : !is_here(one.args)                    ? &made_.incomplete
                         : one.args.redacted && !serves          ? &made_.hidden
                         : serves && !one.answer.missing.empty() ? &made_.incomplete
                                                                 : nullptr;
        if (left_out == nullptr) return true;
        ++*left_out;
        return false;
    }

    use how_;
    std::string_view peer_, method_;
    plan made_;
    std::vector<exchange> all_;
    std::vector<std::size_t> answers_;  // In their order.
    std::unordered_map<std::uint64_t, std::size_t> open_;
};

}  // namespace

plan plan_of(capture::recording recorded, use how, std::string_view peer, std::string_view method) {
    planner all{how, peer, method};
    for (auto& one : recorded.records) all.add(one);
    auto made = all.finish();
    made.app = std::move(recorded.about.app);
    made.is_cut = recorded.is_cut;
    made.has_ended = recorded.has_ended;
    return made;
}

}  // namespace fairlead::cli::replay
