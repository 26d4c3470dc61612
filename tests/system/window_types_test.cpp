// SPDX-License-Identifier: MIT
//
// window_types — values of every mapped type go from C++ to a page and back: what comes back is
// what was given. FAIRLEAD_SEED repeats a run.
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <random>

using namespace fairlead::tests;

namespace {

std::string config() {
    return R"({ "name": "window-test", "assetdir": "frontend", "fairlead": {
  "plugins": [ { "name": "types", "exec": ")" +
           (program_dir().parent_path() / "tests/types_plugin").native() + R"(" } ] } })";
}

std::uint32_t seed_of_this_run() {
    if (auto const* const said = std::getenv("FAIRLEAD_SEED"))
        return static_cast<std::uint32_t>(std::strtoul(said, nullptr, 10));
    return std::random_device{}();
}

/// Of each type at least `values`; returns those whose values did not all come back.
constexpr std::string_view round_trips = R"js(
    const batches = await window.go.mapped.types.Batches();
    const lost = {};
    let checked = 0;
    for (const [name, size] of Object.entries(batches)) {
      const type = window.go.mapped[name];
      const trip = async (batch) =>
        type.Take(seed, batch, await type.Give(seed, batch)).catch((error) => error.message);
      const rounds = Math.ceil(values / size);
      for (let done = 0; done < rounds;) {
        const now = Array.from({ length: Math.min(64, rounds - done) }, () => trip(done++));
        const right = await Promise.all(now);
        checked += size * right.length;
        if (!right.every((count) => count === size)) lost[name] = right.slice(0, 3);
      }
    }
    return { lost, checked, types: Object.keys(batches).length };)js";

}  // namespace

TEST_CASE("values of every mapped type come back from a page as they were", "[system][window]") {
    const auto seed = seed_of_this_run();
    std::printf("FAIRLEAD_SEED=%u\n", seed);
    for (auto const& path : page_paths()) {
        // All of them on the first path, which carries binary; a few on the other.
        const int values = path == page_paths().front() ? 10'000 : 500;
        window_app app{path, "", {}, {{"wails.json", config()}}};
        auto& page = app.page();
        page.wait_for("wails.path === '" + path + "' && window.go?.mapped?.types");
        const auto said = page.run_async("const seed = " + std::to_string(seed) + ", values = " +
                                         std::to_string(values) + ";" + std::string{round_trips});
        CAPTURE(seed, path);
        CHECK(boost::json::serialize(said.at("lost")) == "{}");
        CHECK(said.at("types").as_int64() > 50);
        CHECK(said.at("checked").as_int64() >= values * said.at("types").as_int64());
    }
}
