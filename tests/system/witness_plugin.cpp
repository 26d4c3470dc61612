// SPDX-License-Identifier: MIT
//
// witness_plugin — a plugin that keeps account of every call, without the SDK: what came, what it
// answered, what was taken back, and whether anything of that happened twice.
//
//   witness_plugin SOCKET      it says `ready`
//
//   witness.Desk.Ask      is answered with its number
//   witness.Desk.Hold     is never answered: it must be taken back
//   witness.Desk.Account  {"asked","held","taken_back","open","wrong"}; takes no part in it itself
#include "tests/support/scripted_peer.hpp"

#include <cstdio>
#include <deque>
#include <unordered_set>

using namespace fairlead;
using namespace fairlead::tests;
using wire::frame_kind;

namespace {

enum class method : std::uint32_t { ask, hold, account };
constexpr char const* method_names[] = {"witness.Desk.Ask", "witness.Desk.Hold",
                                        "witness.Desk.Account"};

/// Calls that were answered a short while ago: their asker may have gone in that very moment.
class recently_answered {
public:
    void add(request_id one) {
        order_.push_back(one);
        known_.insert(one);
        if (order_.size() <= 65'536) return;
        known_.erase(order_.front());
        order_.pop_front();
    }
    bool take(request_id one) { return known_.erase(one) > 0; }

private:
    std::deque<request_id> order_;
    std::unordered_set<request_id> known_;
};

class witness {
public:
    explicit witness(scripted_peer& broker) : broker_{broker} {}

    void take(received_frame const& frame) {
        const auto request = frame.header.request;
        if (frame.header.kind == frame_kind::cancel) return take_back(request);
        if (frame.header.kind != frame_kind::call) return;
        switch (static_cast<method>(raw(frame.header.route))) {
            case method::ask:
                broker_.result(request, std::to_string(++asked_));
                return answered_.add(request);
            case method::hold:
                ++held_;
                if (!open_.insert(request).second) ++wrong_;
                return;
            case method::account: return broker_.result(request, account());
        }
    }

private:
    void take_back(request_id request) {
        if (open_.erase(request) > 0) ++taken_back_;
        else if (!answered_.take(request)) ++wrong_;
    }
    std::string account() const {
        return "{\"asked\":" + std::to_string(asked_) + ",\"held\":" + std::to_string(held_) +
               ",\"taken_back\":" + std::to_string(taken_back_) +
               ",\"open\":" + std::to_string(open_.size()) +
               ",\"wrong\":" + std::to_string(wrong_) + "}";
    }

    scripted_peer& broker_;
    std::unordered_set<request_id> open_;
    recently_answered answered_;
    std::uint64_t asked_ = 0, held_ = 0, taken_back_ = 0;
    std::uint64_t wrong_ = 0;  // Came twice, or was taken back twice or without having come.
};

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) return 2;
    scripted_peer broker{argv[1], wire::peer_role::plugin, "witness"};
    std::uint32_t handler = 0;
    for (auto const* each : method_names) broker.offer(each, handler++);
    broker.ready();
    std::puts("ready");
    std::fflush(stdout);
    witness account{broker};
    for (;;) {
        const auto frame = broker.next(std::chrono::hours{3});
        if (frame.header.kind == frame_kind::goodbye) return 0;
        account.take(frame);
    }
} catch (std::exception const& error) {
    std::fprintf(stderr, "witness_plugin: %s\n", error.what());
    return 1;
}
