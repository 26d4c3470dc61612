// SPDX-License-Identifier: MIT
//
// asset_streams — a table, and one reader at a time for each.
#include "asset_streams.hpp"

#include <algorithm>
#include <stdexcept>

namespace fairlead {
namespace {

constexpr std::size_t remembered_max = 256;

/// Part of a piece; keeps the whole alive.
bytes part_of(bytes const& piece, std::size_t offset, std::size_t count) {
    return {piece.span().subspan(offset, count), std::make_shared<bytes>(piece)};
}

}  // namespace

bool asset_streams::open(std::string const& name, http_response&& response) {
    const auto made = std::make_shared<stream>();  // Ends without the lock.
    made->body = std::move(response.body);
    const std::lock_guard lock{mutex_};
    if (const auto found = std::ranges::find(closed_early_, name); found != closed_early_.end()) {
        closed_early_.erase(found);
        return true;
    }
    if (open_.size() >= open_max) return false;
    open_.insert_or_assign(name, made);
    return true;
}

bytes asset_streams::read(std::string const& name, std::uint64_t offset, std::size_t bytes_max) {
    std::shared_ptr<stream> from;
    {
        const std::lock_guard lock{mutex_};
        if (const auto found = open_.find(name); found != open_.end()) from = found->second;
    }
    if (!from) throw std::out_of_range{"this body is not open"};
    const std::lock_guard reading{from->reading};
    auto piece = read_on(*from, offset, std::min(bytes_max, piece_bytes_max));
    if (piece.empty()) close(name);
    return piece;
}

bytes asset_streams::read_on(stream& from, std::uint64_t offset, std::size_t bytes_max) {
    if (auto const* anywhere = std::get_if<read_piece>(&from.body)) {
        auto piece = (*anywhere)(offset, bytes_max);
        return piece.size() > bytes_max ? part_of(piece, 0, bytes_max) : piece;
    }
    if (offset != from.position) throw std::out_of_range{"this body is read from front to end"};
    if (from.rest.empty()) from.rest = std::get<next_piece>(from.body)();
    auto piece = from.rest.size() > bytes_max ? part_of(from.rest, 0, bytes_max) : from.rest;
    const auto left = from.rest.size() - piece.size();
    from.rest = left == 0 ? bytes{} : part_of(from.rest, piece.size(), left);
    from.position += piece.size();
    return piece;
}

void asset_streams::close(std::string const& name) {
    std::shared_ptr<stream> ended;  // Without the lock: what the author's function holds goes.
    const std::lock_guard lock{mutex_};
    if (const auto found = open_.find(name); found != open_.end()) {
        ended = std::move(found->second);
        open_.erase(found);
        return;
    }
    closed_early_.push_back(name);
    if (closed_early_.size() > remembered_max) closed_early_.pop_front();
}

std::size_t asset_streams::count() const {
    const std::lock_guard lock{mutex_};
    return open_.size();
}

}  // namespace fairlead
