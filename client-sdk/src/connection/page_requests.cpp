// SPDX-License-Identifier: MIT
//
// page_requests — whoever takes an entry out of the map, under the mutex, settles it.
#include "page_requests.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace fairlead::client {

page_requests::number page_requests::add(generation page, page_handler done) {
    const std::lock_guard lock{mutex_};
    const auto which = static_cast<number>(++last_);
    auto& one = open_
                    .emplace(which, open_request{page, std::move(done),
                                                 boost::asio::steady_timer{loop_, patience_}})
                    .first->second;
    one.too_late.async_wait([this, which](boost::system::error_code failed) {
        if (!failed) settle(which, "the broker did not answer the request for a page in time");
    });
    return which;
}

void page_requests::settle_soon(number which, std::string why_not) {
    boost::asio::post(loop_,
                      [this, which, why_not = std::move(why_not)] { settle(which, why_not); });
}

bool page_requests::on_answer(wire::control_message const& message, std::vector<unique_fd>& fds) {
    if (auto const* no = std::get_if<wire::page_refusal>(&message)) {
        settle_first(no->page, no->reason);
        return fds.empty();
    }
    auto const* yes = std::get_if<wire::page_grant>(&message);
    page_channel channel;
    if (yes == nullptr || fds.size() != channel.descriptors.size()) return false;
    channel.page = yes->page;
    channel.session = yes->session;
    channel.ring_bytes = yes->ring_bytes;
    std::ranges::move(fds, channel.descriptors.begin());
    // Too late for its request: closed here, and so its session ends.
    settle_first(yes->page, std::move(channel));
    return true;
}

void page_requests::settle_first(generation page, page_answer answer) {
    std::unique_lock lock{mutex_};
    const auto first =
        std::ranges::find_if(open_, [&](auto const& one) { return one.second.page == page; });
    if (first == open_.end()) return;
    const auto which = first->first;
    lock.unlock();
    settle(which, std::move(answer));
}

void page_requests::settle(number which, page_answer answer) {
    std::unique_lock lock{mutex_};
    const auto settled = open_.extract(which);
    lock.unlock();
    if (settled.empty()) return;
    settled.mapped().too_late.cancel();
    if (settled.mapped().done) settled.mapped().done(std::move(answer));
}

void page_requests::settle_all(std::string const& why_not) {
    std::unique_lock lock{mutex_};
    while (!open_.empty()) {
        const auto which = open_.begin()->first;
        lock.unlock();
        settle(which, why_not);
        lock.lock();
    }
}

}  // namespace fairlead::client
