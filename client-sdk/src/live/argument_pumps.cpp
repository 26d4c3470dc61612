// SPDX-License-Identifier: MIT
//
// argument_pumps — a pump is a coroutine that reads one stream and writes one.
#include "argument_pumps.hpp"

#include <fairlead/call_failed.hpp>

namespace fairlead::live {

class argument_pumps::pump final : public frame_owner, public std::enable_shared_from_this<pump> {
public:
    pump(std::unique_ptr<argument_source> source, runner run, client::call_line line,
         wire::stream_id which, std::uint64_t window)
        : source_{std::move(source)}, run_{std::move(run)}, line_{std::move(line)}, which_{which},
          to_{line_, which, window, true} {}
    ~pump() { coroutine_.reset(); }

    void start() {
        run_([self = shared_from_this()] {
            self->coroutine_.emplace(self->source_->drive(*self, self->to_));
            self->coroutine_->start();
        });
    }
    void open(std::uint64_t bytes) { to_.open(bytes); }
    void stop() { stopping_.request_stop(); }

    void resume_soon(std::coroutine_handle<> which) override {
        run_([self = shared_from_this(), which] { which.resume(); });
    }
    std::stop_token stop_token() const noexcept override { return stopping_.get_token(); }
    void on_failed(std::exception_ptr why) noexcept override { failed_ = std::move(why); }
    void on_end() noexcept override {
        if (stopping_.stop_requested()) return;  // Nobody reads it any more.
        if (!failed_) return line_.end(which_);
        client::failure told{errc::app_error, "the stream's source has failed", {}};
        try {
            std::rethrow_exception(failed_);
        } catch (call_failed const& why) {
            told = {why.code(), why.what(), why.data()};
        } catch (std::exception const& why) {
            told.message = why.what();
        } catch (...) {}
        line_.end(which_, &told);
    }

private:
    std::unique_ptr<argument_source> source_;
    runner run_;
    client::call_line line_;
    wire::stream_id which_;
    std::stop_source stopping_;
    std::exception_ptr failed_;
    outgoing_stream to_;
    std::optional<driver> coroutine_;
};

argument_pumps::argument_pumps(std::vector<std::unique_ptr<argument_source>> sources, runner run)
    : run_{std::move(run)}, streams_(sources.size()) {
    for (std::size_t i = 0; i < sources.size(); ++i) streams_[i].source = std::move(sources[i]);
}

argument_pumps::~argument_pumps() { stop(); }

void argument_pumps::begin(client::call_line line) {
    std::vector<std::shared_ptr<pump>> made;
    {
        const std::lock_guard lock{mutex_};
        line_ = std::move(line);
        for (std::size_t i = 0; i < streams_.size() && !stopped_; ++i)
            if (streams_[i].early != 0) made.push_back(make(i, streams_[i].early));
    }
    for (auto const& one : made)
        if (one) one->start();
}

void argument_pumps::on_credit(client::stream_credit const& more) {
    std::shared_ptr<pump> running, made;
    std::unique_ptr<argument_source> unwanted;  // Goes without the lock.
    {
        const std::lock_guard lock{mutex_};
        const auto index = static_cast<std::size_t>(raw(more.stream)) - 1;
        if (stopped_ || index >= streams_.size()) return;
        auto& one = streams_[index];
        running = one.running;
        if (more.last) {
            unwanted = std::move(one.source);
            one.running.reset();
        } else if (!running && line_) {
            made = make(index, more.bytes);
        } else if (!running) {
            one.early += more.bytes;
        }
    }
    if (made) made->start();
    if (!running) return;
    if (more.last) running->stop();
    else running->open(more.bytes);
}

std::shared_ptr<argument_pumps::pump> argument_pumps::make(std::size_t index, std::uint64_t bytes) {
    auto& one = streams_[index];
    if (one.source)
        one.running = std::make_shared<pump>(std::move(one.source), run_, *line_,
                                             static_cast<wire::stream_id>(index + 1), bytes);
    return one.running;
}

void argument_pumps::stop() {
    std::vector<std::shared_ptr<pump>> running;
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        for (auto& one : streams_)
            if (one.running) running.push_back(std::move(one.running));
    }
    for (auto const& one : running) one->stop();
}

}  // namespace fairlead::live
