// SPDX-License-Identifier: MIT
//
// echo_plugin — reads its argument and answers with as many bytes.
#include "cli/bench/echo_plugin.hpp"

#include <fairlead/plugin.hpp>
#include <fairlead/stream.hpp>

#include <unistd.h>

#include <cstring>

namespace fairlead::cli {
namespace {

class Echo {
public:
    explicit Echo(events to) : events_{std::move(to)} {}

    bytes Bytes(bytes data) {
        byte_buffer answer{data.size()};
        if (!data.empty()) std::memcpy(answer.data(), data.data(), data.size());
        return answer;
    }
    std::size_t BytesSize(bytes data) { return data.size(); }
    bytes MakeBytes(std::size_t size) {
        byte_buffer answer{size};
        std::memset(answer.data(), 'x', size);
        return answer;
    }

    std::string Text(std::string text) { return text; }
    std::size_t TextSize(std::string text) { return text.size(); }
    std::string MakeText(std::size_t size) { return std::string(size, 'x'); }

    int Item(int number) { return number; }
    stream<int> Items(int count) {
        for (int i = 0; i < count; ++i) co_yield i;
    }
    stream<bytes> Blocks(int count, std::size_t size) {
        for (int i = 0; i < count; ++i) co_yield MakeBytes(size);
    }

    /// How many of so many events were not dropped here.
    std::size_t Burst(std::size_t count) {
        std::size_t sent = 0;
        for (std::size_t i = 0; i < count; ++i) sent += events_.emit("bench.tick", i) ? 1 : 0;
        return sent;
    }

private:
    BOOST_DESCRIBE_CLASS(Echo, (),
                         (Bytes, BytesSize, MakeBytes, Text, TextSize, MakeText, Item, Items,
                          Blocks, Burst),
                         (), ())
    events events_;
};

/// On the pool: who waits here holds up nobody.
class Patient {
public:
    void Wait() {
        for (;;) ::pause();
    }

private:
    BOOST_DESCRIBE_CLASS(Patient, (), (Wait), (), ())
};

}  // namespace

int run_echo_plugin(int argc, char** argv) {
    plugin echo{"echo"};
    return echo.bind("bench", Echo{echo.events()}, execution::loop)
        .bind("bench", Patient{})
        .run(argc, argv);
}

}  // namespace fairlead::cli
