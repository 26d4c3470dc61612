// SPDX-License-Identifier: MIT
//
// capnproto — brokered calls over Cap'n Proto RPC: the broker offers an object that passes calls on
// to the back end's.
#include "benchmarks/support/options.hpp"

#include <echo.capnp.h>

#include <capnp/ez-rpc.h>

#include <functional>

namespace fairlead::bench::capnproto {
namespace {

capnp::ReaderOptions generous() {
    capnp::ReaderOptions limits;
    limits.traversalLimitInWords = 1u << 30;
    return limits;
}

std::string front(options const& given) { return "unix:" + (given.dir / "front").string(); }
std::string back(options const& given) { return "unix:" + (given.dir / "back").string(); }

std::span<const std::byte> bytes_of(capnp::Data::Reader data) {
    return {reinterpret_cast<std::byte const*>(data.begin()), data.size()};
}

constexpr unsigned no_port = 0;  // Unix sockets have none.

class asker {
public:
    explicit asker(options const& given)
        : connection_{front(given).c_str(), no_port, generous()},
          echo_{connection_.getMain<Echo>()}, one_{given.work.in_flight == 1} {
        for (std::size_t i = 0; i < given.work.in_flight; ++i) waiting_.emplace_back(kj::READY_NOW);
    }

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&& sink) {
        auto request = echo_.callRequest();
        auto space = request.initPayload(static_cast<unsigned>(what.size()));
        what.write(number, {reinterpret_cast<std::byte*>(space.begin()), space.size()});
        if (one_) {
            const auto answer = request.send().wait(connection_.getWaitScope());
            sink(bytes_of(answer.getPayload()));
            return;
        }
        // A promise that is not held is cancelled; its place is free once its answer came.
        waiting_[number % waiting_.size()] =
            request.send()
                .then([this](capnp::Response<Echo::CallResults> answer) {
                    sink_(bytes_of(answer.getPayload()));
                    if (wake_ != nullptr) wake_->fulfill();
                })
                .eagerlyEvaluate([this](kj::Exception&& problem) {
                    if (wake_ != nullptr) wake_->reject(kj::mv(problem));
                });
    }

    template <class Sink>
    void flush(Sink&&) {}

    template <class Sink>
    void take(Sink&& sink) {
        sink_ = std::ref(sink);
        auto woken = kj::newPromiseAndFulfiller<void>();
        wake_ = woken.fulfiller.get();
        woken.promise.wait(connection_.getWaitScope());
        wake_ = nullptr;
        connection_.getWaitScope().poll();  // Whatever else came with it.
    }

private:
    capnp::EzRpcClient connection_;
    Echo::Client echo_;
    const bool one_;
    std::function<void(std::span<const std::byte>)> sink_;
    kj::PromiseFulfiller<void>* wake_ = nullptr;
    std::vector<kj::Promise<void>> waiting_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

class echo final : public Echo::Server {
protected:
    kj::Promise<void> call(CallContext context) override {
        const auto payload = context.getParams().getPayload();
        context.getResults(capnp::MessageSize{payload.size() / sizeof(capnp::word) + 8, 0})
            .setPayload(payload);
        return kj::READY_NOW;
    }
};

class proxy final : public Echo::Server {
public:
    explicit proxy(Echo::Client to) : to_{kj::mv(to)} {}

protected:
    kj::Promise<void> call(CallContext context) override {
        const auto payload = context.getParams().getPayload();
        auto onward =
            to_.callRequest(capnp::MessageSize{payload.size() / sizeof(capnp::word) + 8, 0});
        onward.setPayload(payload);
        context.releaseParams();
        return context.tailCall(kj::mv(onward));
    }

private:
    Echo::Client to_;
};

void serve(Echo::Client what, std::string const& address) {
    capnp::EzRpcServer server{kj::mv(what), address.c_str(), no_port, generous()};
    server.getPort().wait(server.getWaitScope());  // It listens.
    say_ready();
    kj::NEVER_DONE.wait(server.getWaitScope());
}

void backend(options const& given) { serve(kj::heap<echo>(), back(given)); }

void broker(options const& given) {
    eventually("back end", [&] { return std::filesystem::exists(given.dir / "back"); });
    capnp::EzRpcClient to{back(given).c_str(), no_port, generous()};
    serve(kj::heap<proxy>(to.getMain<Echo>()), front(given));
}

std::string version() {
    return "Cap'n Proto " + std::to_string(CAPNP_VERSION_MAJOR) + '.' +
           std::to_string(CAPNP_VERSION_MINOR) + '.' + std::to_string(CAPNP_VERSION_MICRO);
}

}  // namespace
}  // namespace fairlead::bench::capnproto

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, capnproto::version(),
                    {{"broker", capnproto::broker},
                     {"backend", capnproto::backend},
                     {"client", capnproto::client}});
}
