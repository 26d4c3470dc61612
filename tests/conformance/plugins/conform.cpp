// SPDX-License-Identifier: MIT
//
// conform — the conformance plugin with the C++ SDK.
#include <fairlead/plugin.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <thread>

/// In no namespace: its name goes over the wire.
struct oops : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace {

fairlead::bytes reverse(fairlead::bytes const& data) {
    fairlead::byte_buffer reversed{data.size()};
    std::ranges::reverse_copy(data.span(), reversed.data());
    return reversed;
}

fairlead::bytes blob(std::size_t size) {
    fairlead::byte_buffer data{size};
    for (std::size_t i = 0; i < size; ++i) data.data()[i] = static_cast<std::byte>(i);
    return data;
}

}  // namespace

int main(int argc, char** argv) {
    fairlead::plugin plugin{"conform"};
    const auto events = plugin.events();
    plugin.function("conform.greet", [](std::string const& name) { return "Hello " + name + "!"; });
    plugin.function("conform.add", [](int a, int b) { return a + b; });
    plugin.function("conform.echo", [](fairlead::raw_json value) { return value; });
    plugin.function("conform.reverse", [](fairlead::bytes const& data) { return reverse(data); });
    plugin.function("conform.blob", [](int size) { return blob(static_cast<std::size_t>(size)); });
    plugin.function("conform.fail", [](std::string const& words) { throw oops{words}; });
    plugin.function("conform.nap", [events](int time) {
        std::this_thread::sleep_for(std::chrono::milliseconds{time});
        events.emit("conform/napped", "slept");
    });
    plugin.function("conform.shout",
                    [events](std::string const& topic, fairlead::raw_json const& value) {
                        events.emit(topic, value);
                    });
    plugin.function("conform.pid", [] { return static_cast<int>(::getpid()); });
    plugin.function("conform.crash", [] { std::abort(); });
    events.on("conform/in",
              [events](fairlead::raw_json const& value) { events.emit("conform/out", value); });
    return plugin.run(argc, argv);
}
