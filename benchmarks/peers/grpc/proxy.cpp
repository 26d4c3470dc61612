// SPDX-License-Identifier: MIT
//
// proxy — one thread, one completion queue for both sides; each way reads the next message while
// the last one is written.
#include "benchmarks/peers/grpc/proxy.hpp"
#include "benchmarks/support/options.hpp"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>

namespace fairlead::bench::grpc_peer {
namespace {

class session;

/// What a completion means, and for whom: the tag of each operation is the address of one of these.
struct event {
    session* whose;
    void (session::*what)(bool ok);
};

struct surroundings {
    grpc::AsyncGenericService& service;
    grpc::ServerCompletionQueue& queue;
    grpc::GenericStub& stub;
};

/// One stream of a client, and its twin towards the back end. Lives until its last operation ended.
class session {
public:
    static void wait_for_client(surroundings const& in) { new session{in}; }

    void handle(event const& of, bool ok) {
        --open_;
        (this->*of.what)(ok);
        if (open_ == 0) delete this;
    }

private:
    /// Messages of one way: read into `read`, written from the front of `waiting`.
    struct way {
        grpc::ByteBuffer read;
        std::deque<grpc::ByteBuffer> waiting;
        bool writing = false;
        bool reading = false;
    };
    static constexpr std::size_t waiting_max = 16;

    explicit session(surroundings const& in) : in_{in} {
        ++open_;
        in_.service.RequestCall(&server_context_, &client_stream_, &in_.queue, &in_.queue, &asked_);
    }

    void on_asked(bool ok) {
        if (!ok) return;
        wait_for_client(in_);
        server_stream_ =
            in_.stub.PrepareCall(&client_context_, server_context_.method(), &in_.queue);
        ++open_;
        server_stream_->StartCall(&called_);
    }
    void on_called(bool ok) {
        if (!ok) return finish();
        read_request();
        read_answer();
    }

    void read_request() { start_reading(there_, client_stream_, &request_read_); }
    void read_answer() { start_reading(back_, *server_stream_, &answer_read_); }
    void write_request() { start_writing(there_, *server_stream_, &request_written_); }
    void write_answer() { start_writing(back_, client_stream_, &answer_written_); }

    template <class Stream>
    void start_reading(way& of, Stream& from, event* then) {
        if (of.reading || of.waiting.size() >= waiting_max || finishing_) return;
        of.reading = true;
        ++open_;
        from.Read(&of.read, then);
    }
    template <class Stream>
    void start_writing(way& of, Stream& to, event* then) {
        if (of.writing || of.waiting.empty() || finishing_) return;
        of.writing = true;
        ++open_;
        to.Write(of.waiting.front(), then);
    }

    void on_request_read(bool ok) {
        there_.reading = false;
        if (!ok) return finish();
        there_.waiting.push_back(std::move(there_.read));
        write_request();
        read_request();
    }
    void on_request_written(bool ok) {
        there_.writing = false;
        there_.waiting.pop_front();
        if (!ok) return finish();
        write_request();
        read_request();
    }
    void on_answer_read(bool ok) {
        back_.reading = false;
        if (!ok) return finish();
        back_.waiting.push_back(std::move(back_.read));
        write_answer();
        read_answer();
    }
    void on_answer_written(bool ok) {
        back_.writing = false;
        back_.waiting.pop_front();
        if (!ok) return finish();
        write_answer();
        read_answer();
    }

    /// The client left, or the back end did.
    void finish() {
        if (std::exchange(finishing_, true)) return;
        client_context_.TryCancel();
        open_ += 2;
        server_stream_->Finish(&status_, &finished_);
        client_stream_.Finish(grpc::Status::OK, &finished_);
    }
    void on_finished(bool) {}

    surroundings in_;
    grpc::GenericServerContext server_context_;
    grpc::GenericServerAsyncReaderWriter client_stream_{&server_context_};
    grpc::ClientContext client_context_;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> server_stream_;
    grpc::Status status_;
    way there_, back_;
    bool finishing_ = false;
    unsigned open_ = 0;

    event asked_{this, &session::on_asked}, called_{this, &session::on_called},
        request_read_{this, &session::on_request_read},
        request_written_{this, &session::on_request_written},
        answer_read_{this, &session::on_answer_read},
        answer_written_{this, &session::on_answer_written}, finished_{this, &session::on_finished};
};

}  // namespace

void run_proxy(std::string const& listen_at, std::string const& pass_to) {
    grpc::ChannelArguments generous;
    generous.SetMaxReceiveMessageSize(-1);
    grpc::GenericStub stub{
        grpc::CreateCustomChannel(pass_to, grpc::InsecureChannelCredentials(), generous)};
    grpc::AsyncGenericService service;
    grpc::ServerBuilder builder;
    builder.AddListeningPort(listen_at, grpc::InsecureServerCredentials());
    builder.SetMaxReceiveMessageSize(-1);
    builder.RegisterAsyncGenericService(&service);
    const auto queue = builder.AddCompletionQueue();
    const auto server = builder.BuildAndStart();
    if (!server) throw std::runtime_error{"cannot listen at " + listen_at};
    say_ready();
    session::wait_for_client({service, *queue, stub});
    void* tag = nullptr;
    bool ok = false;
    while (queue->Next(&tag, &ok)) {
        auto const& done = *static_cast<event*>(tag);
        done.whose->handle(done, ok);
    }
}

}  // namespace fairlead::bench::grpc_peer
