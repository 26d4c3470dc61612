// SPDX-License-Identifier: MIT
//
// conform_app — the same wails.json for all of them but for "exec".
#include "tests/conformance/conform_app.hpp"

#include "tests/support/paths.hpp"

#include <future>

namespace fairlead::tests {

std::vector<std::string> languages() {
#ifdef FAIRLEAD_SANITIZED
    return {"cpp", "c"};  // Python is not instrumented and cannot load a library that is.
#else
    return {"cpp", "c", "py"};
#endif
}

std::filesystem::path conform_plugin(std::string const& language) {
    if (language == "py") return source_root() / "tests/conformance/plugins/conform.py";
    return program_dir().parent_path() / "tests" / ("conform_" + language);
}

std::filesystem::path python_path() { return source_root() / "client-sdk/python"; }

conform_app::conform_app(std::string const& language)
    : broker{folder,
             {.fairlead_json = R"({"plugins":[{"name":"conform","exec":")" +
                               conform_plugin(language).native() + R"(","env":{"PYTHONPATH":")" +
                               python_path().native() + R"("}}]})"}} {
    broker.wait_until_ready();
    asker = client::connection::connect({.socket = broker.socket(), .name = "asker"});
}

conform_app::answer conform_app::call(std::string_view method, std::string_view args,
                                      std::chrono::milliseconds deadline,
                                      std::span<const bytes> attachments) {
    return asker->call_wait(method, args, {deadline}, attachments);
}

std::string conform_app::text(std::string_view method, std::string_view args) {
    const auto ended = call(method, args);
    if (ended.ok) return ended.json;
    return std::string{to_text(ended.why.code)} + ": " + ended.why.message;
}

void conform_app::listen(std::string const& topic) {
    std::promise<bool> listening;
    asker->subscribe(
        topic,
        [this](std::string_view, std::string_view data) {
            const std::lock_guard lock{mutex_};
            heard_.emplace_back(data);
            came_.notify_one();
        },
        [&](client::reply const& reply) { listening.set_value(reply.ok); });
    if (!listening.get_future().get()) throw std::runtime_error{"nobody listens to " + topic};
}

std::string conform_app::next_event() {
    std::unique_lock lock{mutex_};
    if (!came_.wait_for(lock, patience(), [this] { return !heard_.empty(); }))
        throw std::runtime_error{"no event came"};
    auto data = std::move(heard_.front());
    heard_.pop_front();
    return data;
}

}  // namespace fairlead::tests
