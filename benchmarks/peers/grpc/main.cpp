// SPDX-License-Identifier: MIT
//
// grpc — brokered calls over a bidirectional gRPC stream through a proxy, on Unix sockets.
//
// The stream and not unary calls: it is the quicker of the two in latency and in throughput. The
// proxy does not parse; client and back end use generated messages, as everybody does.
#include "benchmarks/peers/grpc/proxy.hpp"
#include "benchmarks/support/options.hpp"

#include <echo.grpc.pb.h>

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <deque>

namespace fairlead::bench::grpc_peer {
namespace {

std::string front(options const& given) { return "unix:" + (given.dir / "front").string(); }
std::string back(options const& given) { return "unix:" + (given.dir / "back").string(); }

class asker {
public:
    explicit asker(options const& given) {
        grpc::ChannelArguments generous;
        generous.SetMaxReceiveMessageSize(-1);
        stub_ = Echo::NewStub(
            grpc::CreateCustomChannel(front(given), grpc::InsecureChannelCredentials(), generous));
        context_.set_wait_for_ready(true);
        stream_ = stub_->AsyncCall(&context_, &queue_, tag_of(operation::start));
        while (wait(true) != operation::start) {}
        stream_->Read(&answer_, tag_of(operation::read));
    }
    ~asker() {
        context_.TryCancel();
        queue_.Shutdown();
        void* tag = nullptr;
        bool ok = false;
        while (queue_.Next(&tag, &ok)) {}
    }
    asker(asker const&) = delete;
    asker& operator=(asker const&) = delete;

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&&) {
        auto message = spare_message();
        auto& bytes = *message.mutable_payload();
        bytes.resize(what.size());
        what.write(number, std::as_writable_bytes(std::span{bytes}));
        if (writing_) waiting_.push_back(std::move(message));
        else write(std::move(message));
    }

    template <class Sink>
    void flush(Sink&&) {}

    template <class Sink>
    void take(Sink&& sink) {
        bool any = false;
        while (true) {
            switch (wait(!any)) {
                case operation::none: return;  // All that was there is handled.
                case operation::start: break;
                case operation::written:
                    writing_ = false;
                    if (!waiting_.empty()) {
                        write(std::move(waiting_.front()));
                        waiting_.pop_front();
                    }
                    break;
                case operation::read:
                    sink(std::as_bytes(std::span{answer_.payload()}));
                    stream_->Read(&answer_, tag_of(operation::read));
                    any = true;
                    break;
            }
        }
    }

private:
    enum class operation : std::uintptr_t { none, start, written, read };
    static void* tag_of(operation what) { return reinterpret_cast<void*>(what); }

    /// `none` when nothing is there and we need not wait.
    operation wait(bool patient) {
        void* tag = nullptr;
        bool ok = false;
        const auto until = patient ? gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                                  gpr_time_from_seconds(30, GPR_TIMESPAN))
                                   : gpr_time_0(GPR_CLOCK_MONOTONIC);
        switch (queue_.AsyncNext(&tag, &ok, until)) {
            case grpc::CompletionQueue::GOT_EVENT: break;
            case grpc::CompletionQueue::TIMEOUT:
                if (!patient) return operation::none;
                throw std::runtime_error{"nothing came for 30 seconds"};
            case grpc::CompletionQueue::SHUTDOWN: throw std::runtime_error{"gRPC shut down"};
        }
        if (!ok) throw std::runtime_error{"the stream broke"};
        return static_cast<operation>(reinterpret_cast<std::uintptr_t>(tag));
    }

    void write(Message message) {
        writing_ = true;
        stream_->Write(message, tag_of(operation::written));  // Serialised before it returns.
        if (spare_.size() < 8) spare_.push_back(std::move(message));
    }
    Message spare_message() {
        if (spare_.empty()) return {};
        auto message = std::move(spare_.back());
        spare_.pop_back();
        return message;
    }

    std::unique_ptr<Echo::Stub> stub_;
    grpc::ClientContext context_;
    grpc::CompletionQueue queue_;
    std::unique_ptr<grpc::ClientAsyncReaderWriter<Message, Message>> stream_;
    Message answer_;
    std::deque<Message> waiting_;
    std::vector<Message> spare_;
    bool writing_ = false;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

class echo final : public Echo::Service {
    grpc::Status Call(grpc::ServerContext*,
                      grpc::ServerReaderWriter<Message, Message>* stream) override {
        for (Message message; stream->Read(&message);) stream->Write(message);
        return grpc::Status::OK;
    }
};

void backend(options const& given) {
    echo service;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(back(given), grpc::InsecureServerCredentials());
    builder.SetMaxReceiveMessageSize(-1);
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    if (!server) throw std::runtime_error{"cannot listen"};
    say_ready();
    server->Wait();
}

void broker(options const& given) { run_proxy(front(given), back(given)); }

}  // namespace
}  // namespace fairlead::bench::grpc_peer

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    return run_peer(argc, argv, "gRPC " + grpc::Version(),
                    {{"broker", grpc_peer::broker},
                     {"backend", grpc_peer::backend},
                     {"client", grpc_peer::client}});
}
