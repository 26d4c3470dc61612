// SPDX-License-Identifier: MIT
//
// page_desk — two segments, a doorbell and a socket for each page.
#include "broker/admission/page_desk.hpp"

#include <fairlead/handshake/page_grant.hpp>
#include <fairlead/wire/limits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace fairlead::broker::admission {
namespace {

bool is_page_of(session::session const& one, session_id host) noexcept {
    return one.peer().role == wire::peer_role::page && one.peer().papers.host == host;
}

std::uint64_t names_of(routing::peer const& who) noexcept {
    return who.use.used(routing::resource::names);
}

}  // namespace

void page_desk::on_request(session::session& host, wire::page_request const& wanted) {
    auto no = judge(host, wanted.page);
    if (!no) {
        if (const auto failed = grant(host, wanted))
            no = "no memory or descriptors left: " + failed.message();
    }
    if (!no) return;
    ++counters_.sessions_refused;
    if (!host.tell(wire::page_refusal{wanted.page, *no}))
        host.cut(errc::overloaded, "it does not read its control socket");
}

std::optional<std::string> page_desk::judge(session::session const& host, generation page) {
    const auto owner = host.peer().id;
    auto& kept = hosts_[owner];
    if (raw(page) < raw(kept.oldest_allowed))
        return fmt::format("page {} is gone, or a later one is there", raw(page));
    kept.oldest_allowed = page;
    dismiss_pages(
        owner, [&](generation earlier) { return raw(earlier) < raw(page); },
        fmt::format("page {} has come", raw(page)));

    // Those that end with this turn count: they still hold memory and descriptors.
    std::size_t pages = 0;
    bool is_there = false;
    sessions_.for_each([&](session::session const& one) {
        if (!is_page_of(one, owner)) return;
        ++pages;
        kept.names_made = std::max(kept.names_made, names_of(one.peer()));
        is_there |= one.peer().papers.page == page && !one.marked();
    });
    if (is_there) return fmt::format("page {} has its session already", raw(page));
    if (pages >= wire::pages_per_host_max)
        return fmt::format("{} has {} page sessions, more are not allowed at once",
                           describe(host.peer()), pages);
    if (sessions_.size() >= wire::sessions_max)
        return fmt::format("the broker serves {} peers, more are not allowed", sessions_.size());
    return std::nullopt;
}

boost::system::error_code page_desk::grant(session::session& host,
                                           wire::page_request const& wanted) {
    constexpr auto ring_bytes = wire::ring_bytes_default;
    auto memory = shm::page_memory::create(ring_bytes);
    if (!memory) return memory.error();
    auto bells = shm::doorbell::make_pair();
    if (!bells) return bells.error();
    auto sockets = handshake::make_socket_pair();
    if (!sockets) return sockets.error();

    const auto id = sessions_.next_id();
    // In the order of handshake::page_fd.
    const int fds[] = {memory->up.fd(), memory->down.fd(), bells->second.fd(),
                       sockets->second.get()};
    if (!host.tell(wire::page_grant{wanted.page, id, ring_bytes}, fds)) {
        host.cut(errc::overloaded, "it does not read its control socket");
        return {};
    }
    session::admitted_peer page{
        .id = id,
        .hello = {.role = wire::peer_role::page,
                  .name = fmt::format("{}#{}", host.peer().name, raw(wanted.page))},
        .pid = 0,
        .socket = std::move(sockets->first),
        .control = handshake::control_stream{-1},
        .channel = shm::channel::over(std::move(*memory), std::move(bells->first)),
        .papers = {host.peer().id, wanted.page, wanted.origin}};
    page.control = handshake::control_stream{page.socket.get()};
    sessions_.add(std::move(page))
        .peer()
        .use.set(routing::resource::names, hosts_[host.peer().id].names_made);
    return {};
}

void page_desk::on_forget(routing::peer const& host, generation page) {
    constexpr auto last = std::numeric_limits<std::uint64_t>::max();
    auto& oldest = hosts_[host.id].oldest_allowed;
    const auto next = raw(page) == last ? last : raw(page) + 1;
    oldest = generation{std::max(raw(oldest), next)};
    dismiss_pages(
        host.id, [&](generation one) { return one == page; }, "its document is gone");
}

void page_desk::on_ended(session::session const& one) {
    auto const& who = one.peer();
    if (const auto kept = hosts_.find(who.papers.host);
        who.role == wire::peer_role::page && kept != hosts_.end())
        kept->second.names_made = std::max(kept->second.names_made, names_of(who));
    if (who.role != wire::peer_role::host) return;
    hosts_.erase(who.id);
    dismiss_pages(
        who.id, [](generation) { return true; }, "its host has gone");
}

template <class Which>
void page_desk::dismiss_pages(session_id host, Which&& which, std::string const& reason) {
    sessions_.for_each([&](session::session& one) {
        if (is_page_of(one, host) && which(one.peer().papers.page)) one.dismiss(reason);
    });
}

}  // namespace fairlead::broker::admission
