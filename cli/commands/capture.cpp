// SPDX-License-Identifier: MIT
//
// capture — what a monitor sees, whole, into a file that is complete up to its last line.
#include "cli/capture/recorder.hpp"
#include "cli/capture/tap_feed.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/launch/stop_signals.hpp"

#include <fairlead/redaction/secret_keys.hpp>

#include <boost/json.hpp>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace fairlead::cli {
namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

/// What may wait for us in the broker, or on the way: beside the window of a stream.
constexpr std::uint64_t room = 8u << 20;
constexpr std::chrono::seconds last_words_within{2};

double now() {
    return std::chrono::duration<double>{std::chrono::system_clock::now().time_since_epoch()}
        .count();
}

std::string filter_of(capture_command const& command) {
    json::object filter{{"whole", true}};
    const auto add = [&](char const* key, std::string const& text) {
        if (!text.empty()) filter[key] = text;
    };
    add("peer", command.peer);
    add("method", command.method);
    add("topic", command.topic);
    return json::serialize(json::array{std::move(filter)});
}

std::vector<std::string> secrets_of(capture_command const& command) {
    if (command.plain) return {};
    const auto usual = redaction::usual_keys();
    std::vector<std::string> keys{usual.begin(), usual.end()};
    for (auto const& key : command.redact) keys.push_back(redaction::in_lower_case(key));
    return keys;
}

/// For its owner alone: it holds what others have typed.
class capture_file {
public:
    explicit capture_file(std::string const& path) : path_{path} {
        const int fd = path == "-"
                           ? ::dup(STDOUT_FILENO)
                           : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd >= 0) file_.reset(::fdopen(fd, "w"));
        if (!file_) fail();
    }
    void write_line(std::string_view line) {
        if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size() ||
            std::fputc('\n', file_.get()) == EOF)
            fail();
    }
    void flush() {
        if (std::fflush(file_.get()) != 0) fail();
    }

private:
    [[noreturn]] void fail() const {
        throw command_failed{exit_code::failure, path_, std::strerror(errno)};
    }
    struct closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    std::string path_;
    std::unique_ptr<std::FILE, closer> file_;
};

class capture_run {
public:
    capture_run(capture_command const& command, client::connection& broker)
        : command_{command}, broker_{broker}, recorder_{secrets_of(command)},
          feed_{broker, filter_of(command), room} {}

    void begin() {
        if (const auto why = feed_.wait_until_it_looks(command_.common.to.timeout))
            throw command_failed{exit_code_of(why->code), std::string{to_text(why->code)},
                                 why->message};
        file_.emplace(command_.output);
        file_->write_line(
            recorder_.header_line({.app = broker_.app(), .began = now(), .redacted = {}}));
        file_->flush();
        std::fprintf(stderr, "capturing %s; Ctrl+C ends it\n", broker_.app().c_str());
    }
    /// Until one of the reasons to end, which it returns.
    std::string record(stop_signals const& stop) {
        const auto until =
            command_.seconds > 0
                ? steady_clock::now() + std::chrono::duration_cast<steady_clock::duration>(
                                            std::chrono::duration<double>{command_.seconds})
                : steady_clock::time_point::max();
        for (;;) {
            if (!write_news()) return "count";
            if (feed_.has_ended()) return "broker";
            std::array<pollfd, 2> ready{{{stop.fd(), POLLIN, 0}, {feed_.fd(), POLLIN, 0}}};
            const int patience = milliseconds_until(until);
            if (patience == 0) return last_words("time");
            ::poll(ready.data(), ready.size(), patience);
            if ((ready[0].revents & POLLIN) != 0) {
                stop.take();
                return last_words("interrupted");
            }
        }
    }
    void end(std::string_view reason) {
        file_->write_line(recorder_.end_line(now(), reason));
        file_->flush();
        auto const& counts = recorder_.counts();
        std::fprintf(stderr,
                     "%llu records, %llu skipped, %llu not with all of their bytes, %llu with "
                     "hidden values\n",
                     static_cast<unsigned long long>(counts.records),
                     static_cast<unsigned long long>(counts.skipped),
                     static_cast<unsigned long long>(counts.incomplete),
                     static_cast<unsigned long long>(counts.redacted));
    }

private:
    static int milliseconds_until(steady_clock::time_point until) {
        if (until == steady_clock::time_point::max()) return -1;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()).count();
        return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000));
    }
    /// What was routed before we were told to end, and is on its way.
    std::string last_words(char const* reason) {
        static_cast<void>(feed_.wait_until_it_looks(last_words_within));
        if (!write_news()) return "count";
        feed_.ask_what_was_skipped();
        static_cast<void>(feed_.wait_until_it_looks(last_words_within));
        return write_news() ? reason : "count";
    }
    /// False: so many were wanted.
    bool write_news() {
        while (const auto one = feed_.take()) {
            std::span<const std::byte> beside;
            if (!one->attachments.empty()) beside = one->attachments.front().span();
            file_->write_line(recorder_.line_of(one->json, beside));
            if (command_.count > 0 && recorder_.counts().records >= command_.count) return false;
        }
        file_->flush();
        return true;
    }

    capture_command const& command_;
    client::connection& broker_;
    capture::recorder recorder_;
    capture::tap_feed feed_;
    std::optional<capture_file> file_;
};

}  // namespace

int execute(capture_command const& command) {
    const stop_signals stop;  // Before the connection's thread is there, which takes them over.
    const auto broker = attach(command.common.to);
    capture_run run{command, *broker};
    run.begin();
    run.end(run.record(stop));
    return 0;
}

}  // namespace fairlead::cli
