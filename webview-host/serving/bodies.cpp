// SPDX-License-Identifier: MIT
//
// bodies — pieces on their way.
#include "webview-host/serving/bodies.hpp"

#include <algorithm>
#include <utility>

namespace fairlead::host {

struct file_body::open_file {
    unique_fd fd;
};

file_body::file_body(file_slice slice, worker_pool& readers, main_thread& thread)
    : file_{std::make_shared<open_file>(std::move(slice.fd))}, offset_{slice.offset},
      left_{slice.bytes}, readers_{readers}, thread_{thread} {}

file_body::~file_body() = default;

void file_body::cut(std::uint64_t offset, std::uint64_t bytes) {
    offset_ += offset;
    left_ = bytes;
}

void file_body::read(read_handler done) {
    const auto wanted = std::min<std::uint64_t>(left_, piece_bytes);
    if (wanted == 0) return done(body_chunk{});
    struct errand {
        std::weak_ptr<file_body*> self;
        read_handler done;
        result<std::string> text;
    };
    const auto waits =
        std::make_shared<errand>(errand{std::weak_ptr{self_}, std::move(done), std::string{}});
    // It comes back as a whole: what belongs to a webview must not end on another thread.
    const bool taken = readers_.try_run(
        [sent = waits, file = file_, at = offset_, wanted, &thread = thread_]() mutable {
            auto held = std::move(sent);
            held->text = read_at(file->fd.get(), at, wanted);
            thread.post([held = std::move(held)] {
                if (const auto alive = held->self.lock())
                    (*alive)->take(std::move(held->text), held->done);
            });
        });
    if (!taken) waits->done(boost::system::error_code{EAGAIN, boost::system::system_category()});
}

void file_body::take(result<std::string> text, read_handler const& done) {
    if (!text) return done(text.error());
    // Shorter than it was when it was opened: what was announced cannot be given.
    if (text->empty())
        return done(boost::system::error_code{EIO, boost::system::system_category()});
    offset_ += text->size();
    left_ -= text->size();
    done(chunk_of(std::move(*text)));
}

std::optional<std::uint64_t> resumed_body::bytes() const {
    const auto rest = rest_->bytes();
    if (!rest) return std::nullopt;
    return first_.data.size() + *rest;
}

void resumed_body::read(read_handler done) {
    if (first_.data.empty()) return rest_->read(std::move(done));
    done(std::exchange(first_, {}));
}

body_chunk chunk_of(std::string text) {
    const auto owner = std::make_shared<std::string>(std::move(text));
    return {std::as_bytes(std::span{*owner}), owner};
}

void collect(std::shared_ptr<body_source> body, std::size_t bytes_max,
             std::function<void(result<collected_body>)> done) {
    struct collection : std::enable_shared_from_this<collection> {
        collected_body have;
        std::size_t bytes_max;
        std::function<void(result<collected_body>)> done;

        void go_on() {
            // Whoever reads holds the body; the body must not hold its reader in turn.
            have.rest->read([self = this->shared_from_this()](result<body_chunk> piece) {
                self->take(std::move(piece));
            });
        }
        void take(result<body_chunk> piece) {
            if (!piece) return done(piece.error());
            if (piece->data.empty()) {
                have.rest.reset();
                return done(std::move(have));
            }
            have.text.append(reinterpret_cast<char const*>(piece->data.data()), piece->data.size());
            if (have.text.size() > bytes_max) return done(std::move(have));
            go_on();
        }
    };
    const auto one = std::make_shared<collection>();
    one->have.rest = std::move(body);
    one->bytes_max = bytes_max;
    one->done = std::move(done);
    one->go_on();
}

}  // namespace fairlead::host
