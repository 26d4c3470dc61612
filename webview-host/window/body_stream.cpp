// SPDX-License-Identifier: MIT
//
// body_stream — one reader's task at a time, two pieces at most.
#include "webview-host/window/body_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace fairlead::host {
namespace {

class pieces {
public:
    pieces(GInputStream* stream, std::shared_ptr<body_source> source, page_fence fence)
        : stream_{stream}, source_{std::move(source)}, fence_{std::move(fence)} {}
    ~pieces() {
        give_up();
        stop_waiting();
    }
    pieces(pieces const&) = delete;
    pieces& operator=(pieces const&) = delete;

    void read(gobject<GTask> task, std::span<std::byte> into) {
        task_ = std::move(task);
        into_ = into;
        if (auto* cancellable = g_task_get_cancellable(task_.get()); cancellable != nullptr)
            cancelled_ = g_signal_connect(cancellable, "cancelled",
                                          G_CALLBACK(+[](GCancellable*, gpointer self) {
                                              static_cast<pieces*>(self)->give_up();
                                          }),
                                          this);
        serve();
    }

private:
    void serve() {
        const auto alive = retain(stream_);  // Whoever gets the answer may let go of it at once.
        if (now_.data.empty()) now_ = std::exchange(next_, {});
        if (task_ && !now_.data.empty() && may_send()) {
            const auto count = std::min(now_.data.size(), into_.size());
            std::memcpy(into_.data(), now_.data.data(), count);
            now_.data = now_.data.subspan(count);
            sent_ += count;
            g_task_return_int(release_task().get(), static_cast<gssize>(count));
        } else if (task_ && now_.data.empty() && failed_) {
            g_task_return_new_error(release_task().get(), G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                                    failed_.message().c_str());
        } else if (task_ && now_.data.empty() && ended_) {
            g_task_return_int(release_task().get(), 0);
        }
        // The next while this one is being read; a small one is read before that is worth it.
        if (next_.data.empty() && !reading_ && !ended_ && !failed_ && source_) fetch();
    }

    /// Past the first half, the fence behind the half before must have been passed.
    bool may_send() {
        if (sent_ < between_fences_) return true;
        if (fence_open_) return false;
        sent_ = 0;
        fence_open_ = true;
        fence_([self = std::weak_ptr{self_}, number = ++fences_] {
            const auto here = self.lock();
            if (!here || (*here)->fences_ != number) return;
            (*here)->between_fences_ = between_min;
            (*here)->pass();
        });
        // A page that waits for this very body, by a synchronous XMLHttpRequest, never comes to the
        // fence, nor does one that computes: it is sent more, slowly.
        if (fence_open_)
            patience_ = g_timeout_add(
                fence_patience_ms,
                [](gpointer held) -> gboolean {
                    auto* self = static_cast<pieces*>(held);
                    self->patience_ = 0;
                    self->between_fences_ = std::min(2 * self->between_fences_, between_max);
                    self->pass();
                    return G_SOURCE_REMOVE;
                },
                this);
        return true;
    }

    void pass() {
        fence_open_ = false;
        stop_waiting();
        if (task_) serve();
    }

    void stop_waiting() {
        if (const auto timer = std::exchange(patience_, 0); timer != 0) g_source_remove(timer);
    }

    void fetch() {
        const auto alive = retain(stream_);
        reading_ = true;
        source_->read([this](result<body_chunk> came) {
            reading_ = false;
            if (!came) failed_ = came.error();
            else if (came->data.empty()) ended_ = true;
            else next_ = std::move(*came);
            if (ended_ || failed_) done_with_ = std::move(source_);
            if (task_) serve();
        });
        done_with_.reset();  // Not from within its own call.
    }

    void give_up() {
        source_.reset();
        if (!task_) return;
        g_task_return_new_error(release_task().get(), G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                "nobody reads any more");
    }

    gobject<GTask> release_task() {
        if (const auto handler = std::exchange(cancelled_, 0); handler != 0)
            g_signal_handler_disconnect(g_task_get_cancellable(task_.get()), handler);
        return std::move(task_);
    }

    static constexpr std::size_t between_min = 512u << 10, between_max = 4u << 20;
    static constexpr guint fence_patience_ms = 250;

    GInputStream* stream_;  // Whose this is.
    std::shared_ptr<body_source> source_, done_with_;
    body_chunk now_, next_;
    bool reading_ = false, ended_ = false;
    boost::system::error_code failed_;
    gobject<GTask> task_;
    gulong cancelled_ = 0;
    page_fence fence_;
    std::size_t sent_ = 0;  // Since the last fence.
    std::size_t between_fences_ = between_min;
    bool fence_open_ = false;
    std::uint64_t fences_ = 0;
    guint patience_ = 0;  // A timer, while a fence is open.
    std::shared_ptr<pieces*> self_ = std::make_shared<pieces*>(this);
    std::span<std::byte> into_;
};

// What GObject wants of a class; `G_DEFINE_TYPE` is written for C.
struct body_stream {
    GInputStream parent;
    pieces* content;
};

gssize refuse_to_block(GInputStream*, void*, gsize, GCancellable*, GError** error) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "only read asynchronously");
    return -1;
}

void read_async(GInputStream* self, void* into, gsize size, int priority, GCancellable* cancellable,
                GAsyncReadyCallback done, gpointer data) {
    gobject<GTask> task{g_task_new(self, cancellable, done, data)};
    g_task_set_priority(task.get(), priority);
    if (g_task_return_error_if_cancelled(task.get()) != FALSE) return;
    reinterpret_cast<body_stream*>(self)->content->read(std::move(task),
                                                        {static_cast<std::byte*>(into), size});
}

gssize read_finish(GInputStream*, GAsyncResult* answer, GError** error) {
    return g_task_propagate_int(G_TASK(answer), error);
}

GObjectClass* parent_class = nullptr;

void finalize(GObject* self) {
    delete reinterpret_cast<body_stream*>(self)->content;
    parent_class->finalize(self);
}

GType type_of_body_stream() {
    static const GType type = g_type_register_static_simple(
        G_TYPE_INPUT_STREAM, "FairleadBodyStream", sizeof(GInputStreamClass),
        +[](gpointer made, gpointer) {
            parent_class = static_cast<GObjectClass*>(g_type_class_peek_parent(made));
            static_cast<GObjectClass*>(made)->finalize = finalize;
            auto* stream = static_cast<GInputStreamClass*>(made);
            stream->read_fn = refuse_to_block;
            stream->read_async = read_async;
            stream->read_finish = read_finish;
        },
        sizeof(body_stream), nullptr, static_cast<GTypeFlags>(0));
    return type;
}

}  // namespace

gobject<GInputStream> make_body_stream(std::shared_ptr<body_source> source, page_fence fence) {
    gobject<GInputStream> made{
        static_cast<GInputStream*>(g_object_new(type_of_body_stream(), nullptr))};
    reinterpret_cast<body_stream*>(made.get())->content =
        new pieces{made.get(), std::move(source), std::move(fence)};
    return made;
}

}  // namespace fairlead::host
