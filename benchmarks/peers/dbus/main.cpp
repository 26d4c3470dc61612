// SPDX-License-Identifier: MIT
//
// dbus — brokered calls over a message bus with sd-bus; payloads are byte arrays, which no bus
// needs to look into (a string would be checked for UTF-8 three times).
//
// `daemon` runs dbus-daemon, `daemon --dbus-broker` the other one.
#include "benchmarks/peers/dbus/bus.hpp"
#include "benchmarks/peers/dbus/daemons.hpp"
#include "benchmarks/support/options.hpp"

#include <deque>
#include <functional>

namespace fairlead::bench::dbus {
namespace {

constexpr auto service = "dev.fairlead.Bench";
constexpr auto object = "/dev/fairlead/Bench";
constexpr auto interface = "dev.fairlead.Bench";
constexpr auto method = "Echo";

bus join(options const& given) {
    auto joined = make_bus();
    const auto address = "unix:path=" + bus_socket(given.dir).string();
    check(sd_bus_set_address(joined.get(), address.c_str()), "sd_bus_set_address");
    check(sd_bus_set_bus_client(joined.get(), 1), "sd_bus_set_bus_client");
    eventually("bus", [&] {
        if (!std::filesystem::exists(bus_socket(given.dir))) return false;
        check(sd_bus_start(joined.get()), "sd_bus_start");
        return true;
    });
    return joined;
}

std::span<const std::byte> bytes_in(sd_bus_message* from) {
    void const* bytes = nullptr;
    std::size_t size = 0;
    check(sd_bus_message_read_array(from, 'y', &bytes, &size), "an answer without bytes");
    return {static_cast<std::byte const*>(bytes), size};
}

void wait(sd_bus* on, std::uint64_t microseconds) {
    if (check(sd_bus_wait(on, microseconds), "sd_bus_wait") == 0 && microseconds != UINT64_MAX)
        throw std::runtime_error{"nothing came for 30 seconds"};
}
constexpr std::uint64_t patience = 30'000'000;

class asker {
public:
    explicit asker(options const& given) : bus_{join(given)}, one_{given.work.in_flight == 1} {}

    template <class Sink>
    void ask(payload& what, std::uint64_t number, Sink&& sink) {
        sd_bus_message* made = nullptr;
        check(sd_bus_message_new_method_call(bus_.get(), &made, service, object, interface, method),
              "sd_bus_message_new_method_call");
        message call{made};
        void* space = nullptr;
        check(sd_bus_message_append_array_space(made, 'y', what.size(), &space), "append");
        what.write(number, {static_cast<std::byte*>(space), what.size()});
        if (one_) {  // What one writes who has nothing else to do meanwhile.
            sd_bus_error problem = SD_BUS_ERROR_NULL;
            sd_bus_message* answer = nullptr;
            if (sd_bus_call(bus_.get(), made, patience, &problem, &answer) < 0)
                throw std::runtime_error{problem.message};
            const message owned{answer};
            sink(bytes_in(answer));
        } else {
            check(sd_bus_call_async(bus_.get(), nullptr, made, on_answer, this, patience),
                  "sd_bus_call_async");
        }
    }

    template <class Sink>
    void flush(Sink&&) {}

    template <class Sink>
    void take(Sink&& sink) {
        bool any = false;
        sink_ = [&](sd_bus_message* answer) {
            sink(bytes_in(answer));
            any = true;
        };
        while (true) {
            const auto more = check(sd_bus_process(bus_.get(), nullptr), "sd_bus_process") != 0;
            if (trouble_) std::rethrow_exception(trouble_);
            if (more) continue;
            if (any) return;
            wait(bus_.get(), patience);
        }
    }

private:
    /// Called by C: an exception waits until we are back in our own code.
    static int on_answer(sd_bus_message* answer, void* context, sd_bus_error*) noexcept {
        auto& self = *static_cast<asker*>(context);
        try {
            if (sd_bus_message_is_method_error(answer, nullptr) != 0)
                throw std::runtime_error{sd_bus_message_get_error(answer)->message};
            self.sink_(answer);
        } catch (...) {
            self.trouble_ = std::current_exception();
        }
        return 1;
    }

    bus bus_;
    const bool one_;
    std::function<void(sd_bus_message*)> sink_;
    std::exception_ptr trouble_;
};

void client(options const& given) {
    asker self{given};
    print_report(given.work, run(self, given.work));
}

int on_call(sd_bus_message* call, void*, sd_bus_error*) {
    void const* bytes = nullptr;
    std::size_t size = 0;
    if (const auto error = sd_bus_message_read_array(call, 'y', &bytes, &size); error < 0)
        return error;
    sd_bus_message* made = nullptr;
    if (const auto error = sd_bus_message_new_method_return(call, &made); error < 0) return error;
    const message answer{made};
    if (const auto error = sd_bus_message_append_array(made, 'y', bytes, size); error < 0)
        return error;
    return sd_bus_send(nullptr, made, nullptr);
}

void backend(options const& given) {
    static const sd_bus_vtable methods[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("Echo", "ay", "ay", on_call, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
    };
    const auto joined = join(given);
    check(sd_bus_add_object_vtable(joined.get(), nullptr, object, interface, methods, nullptr),
          "sd_bus_add_object_vtable");
    check(sd_bus_request_name(joined.get(), service, 0), "sd_bus_request_name");
    say_ready();
    while (true)
        if (check(sd_bus_process(joined.get(), nullptr), "sd_bus_process") == 0)
            wait(joined.get(), UINT64_MAX);
}

void daemon(options const& given) {
    if (given.has("dbus-broker")) run_dbus_broker(given.dir);
    else run_dbus_daemon(given.dir);
}

}  // namespace
}  // namespace fairlead::bench::dbus

int main(int argc, char** argv) {
    using namespace fairlead::bench;
    const bool is_broker = argc > 2 && std::string{argv[2]} == "--dbus-broker";
    return run_peer(
        argc, argv, {is_broker ? "dbus-broker" : "dbus-daemon", "--version"},
        {{"daemon", dbus::daemon}, {"backend", dbus::backend}, {"client", dbus::client}});
}
