// SPDX-License-Identifier: MIT
//
// page_side — the bookkeeping between a page that may go at any time and the ledger.
#include "tests/chaos/page_side.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace fairlead::chaos {
namespace {

std::string text_at(boost::json::value const& from, char const* key) {
    return std::string{from.at(key).as_string()};
}

}  // namespace

void page_side::perform(tool_side& through, std::vector<errand> const& errands) {
    std::string list;
    std::vector<std::uint64_t> ids;
    {
        const std::lock_guard lock{handed_->mutex};
        for (auto const& one : errands) {
            list += (list.empty() ? "" : ",") + one.json();
            handed_->to[one.id];
            ids.push_back(one.id);
        }
    }
    through.ask_then(
        "page.begin", "[[" + list + "]]", std::chrono::milliseconds{0},
        [handed = handed_, ids](client::reply const& reply) {
            const std::lock_guard lock{handed->mutex};
            boost::json::error_code problem;
            const auto said = boost::json::parse({reply.json.data(), reply.json.size()}, problem);
            for (auto const id : ids) {
                const auto one = handed->to.find(id);
                if (one == handed->to.end()) continue;  // It has even ended.
                if (reply.ok && said.is_string()) one->second = std::string{said.as_string()};
                else handed->failed.insert(id);
            }
        });
}

void page_side::reload(tool_side& through) {
    {
        const std::lock_guard lock{handed_->mutex};
        ++handed_->reloads_asked;
    }
    through.ask_then(
        "page.reload", "[]", std::chrono::milliseconds{0},
        [handed = handed_](client::reply const& reply) {
            const std::lock_guard lock{handed->mutex};
            --handed->reloads_asked;
            boost::json::error_code problem;
            const auto said = boost::json::parse({reply.json.data(), reply.json.size()}, problem);
            if (reply.ok && said.is_string()) handed->leaving.emplace(said.as_string());
            else handed->reload_in_doubt = true;
        });
}

bool page_side::is_leaving(account const& now) const {
    const std::lock_guard lock{handed_->mutex};
    return handed_->reloads_asked > 0 || handed_->leaving.contains(now.incarnation);
}

bool page_side::may_have_left() const {
    const std::lock_guard lock{handed_->mutex};
    return handed_->reload_in_doubt;
}

std::optional<page_side::account> page_side::fetch(tool_side& through,
                                                   std::chrono::milliseconds patience) {
    std::string ids;
    for (auto const id : seen_) ids += (ids.empty() ? "" : ",") + std::to_string(id);
    const auto answer = through.ask("page.account", "[[" + ids + "]]", patience);
    if (!answer.ok) {
        problem_ = std::string{to_text(answer.why.code)} + ", " + answer.why.message;
        return std::nullopt;
    }
    const auto said = boost::json::parse(answer.json);
    account now;
    now.incarnation = text_at(said, "incarnation");
    now.path = text_at(said, "path");
    now.emitted = said.at("emitted").to_number<std::uint32_t>();
    auto const& stats = said.at("stats");
    now.astray = stats.at("staleTurns").to_number<std::uint64_t>() +
                 stats.at("repeatedTurns").to_number<std::uint64_t>() +
                 stats.at("failedItems").to_number<std::uint64_t>();
    now.late = stats.at("lateReplies").to_number<std::uint64_t>();
    auto const& heard = said.at("series");
    now.gaps = heard.at("gaps").to_number<std::uint64_t>();
    now.wrong = heard.at("wrong").to_number<std::uint64_t>();
    now.first_gap = text_at(heard, "firstGap");
    now.first_wrong = text_at(heard, "firstWrong");
    for (auto const& one : heard.at("of").as_object())
        now.heard[std::string{one.key()}] = {text_at(one.value(), "incarnation"),
                                             one.value().at("last").to_number<std::uint32_t>()};
    const auto checked = said.at("checked").to_number<std::uint64_t>();
    const auto events = heard.at("heard").to_number<std::uint64_t>();
    const bool same = now.incarnation == std::exchange(incarnation_, now.incarnation);
    if (!same) {
        const std::lock_guard lock{handed_->mutex};
        handed_->reload_in_doubt = false;
    }
    counts_.bytes += checked - (same ? checked_ : 0);
    counts_.events += events - (same ? heard_ : 0);
    checked_ = checked;
    heard_ = events;

    std::vector<std::uint64_t> kept;
    for (auto const& one : said.at("settled").as_array()) {
        auto const& row = one.as_array();
        const auto id = row.at(0).to_number<std::uint64_t>();
        kept.push_back(id);
        // What it keeps is what we have not thanked for; the thanks may have been lost.
        if (std::ranges::find(seen_, id) != seen_.end() && row.at(5).to_number<int>() == 1)
            continue;
        owed_.settle(id, {.ok = row.at(1).as_bool(),
                          .code = std::string{row.at(3).as_string()},
                          .words = std::string{row.at(4).as_string()},
                          .right = row.at(2).as_bool()});
        const std::lock_guard lock{handed_->mutex};
        handed_->to.erase(id);
        handed_->failed.erase(id);
    }
    seen_ = std::move(kept);
    open_there_.clear();
    for (auto const& one : said.at("open").as_array())
        open_there_.insert(one.to_number<std::uint64_t>());
    // What did not fit into this answer is as good as open.
    if (said.at("more").as_bool()) open_there_.insert(0);
    return now;
}

std::string page_side::sort_out(account const& now) {
    if (open_there_.contains(0)) return {};
    const std::lock_guard lock{handed_->mutex};
    for (auto at = handed_->to.begin(); at != handed_->to.end();) {
        auto const& [id, document] = *at;
        const bool is_told = !document.empty() || handed_->failed.contains(id);
        if (!is_told || open_there_.contains(id)) {
            ++at;
            continue;
        }
        if (document == now.incarnation) return "the page has forgotten call " + std::to_string(id);
        owed_.release(id);
        counts_.add("exempt", "the caller was gone, or never told");
        handed_->failed.erase(id);
        at = handed_->to.erase(at);
    }
    return {};
}

void page_side::forget() {
    const std::lock_guard lock{handed_->mutex};
    for (auto const& [id, document] : handed_->to) {
        owed_.release(id);
        counts_.add("exempt", "the caller was gone, or never told");
    }
    handed_->to.clear();
    handed_->failed.clear();
    seen_.clear();
}

}  // namespace fairlead::chaos
