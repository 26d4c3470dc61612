// SPDX-License-Identifier: MIT
//
// driver — runs LLVMFuzzerTestOneInput without libFuzzer, which g++ does not have: the whole corpus
// first, then mutations of it until the time is up.
//
//   fuzz_frame_codec [--seconds N] [--runs N] [--seed N] CORPUS…     (files, or folders of files)
//
// The inputs run in a child that catches nothing: a crash or a sanitizer's report ends it. The
// parent then writes the input to fuzz_<noun>.broken. The same seed makes the same inputs in the
// same order.
//
// Where the code under test was compiled to tell which of its blocks run (preset `fuzz`), an input
// that takes a new way is kept and mutated further, and it is said how much was reached.
#include "tests/fuzz/block_trace.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

namespace fs = std::filesystem;
using input = std::vector<std::uint8_t>;

constexpr std::size_t input_bytes_max = 16u << 10;
constexpr std::size_t kept_inputs_max = 20'000;

struct options {
    std::uint64_t seconds = 2;
    std::uint64_t runs = ~std::uint64_t{0};
    std::uint64_t seed = std::random_device{}();
    std::vector<fs::path> corpus;
};

[[noreturn]] void fail(char const* what, std::string_view about) {
    std::fprintf(stderr, "fuzz: %s: %.*s\n", what, static_cast<int>(about.size()), about.data());
    std::exit(2);
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        fail("not a number", text);
    return value;
}

options parse(int argc, char** argv) {
    options asked;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (!word.starts_with("--")) {
            asked.corpus.emplace_back(word);
            continue;
        }
        if (i + 1 == argc) fail("needs a number", word);
        const auto value = number(argv[++i]);
        if (word == "--seconds") asked.seconds = value;
        else if (word == "--runs") asked.runs = value;
        else if (word == "--seed") asked.seed = value;
        else fail("unknown option", word);
    }
    return asked;
}

std::vector<input> read_corpus(std::vector<fs::path> const& places) {
    std::vector<fs::path> files;
    for (auto const& place : places) {
        if (!fs::exists(place)) fail("no such file", place.string());
        if (!fs::is_directory(place)) files.push_back(place);
        else
            for (auto const& entry : fs::directory_iterator{place}) files.push_back(entry.path());
    }
    if (files.empty()) fail("no corpus", "name a file, or a folder with files");
    std::sort(files.begin(), files.end());  // The seed means the same on every machine.
    std::vector<input> corpus;
    for (auto const& path : files) {
        std::ifstream file{path, std::ios::binary};
        corpus.emplace_back(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{});
    }
    return corpus;
}

/// What is being run, in memory that outlives the process which runs it.
struct shared_input {
    std::size_t size;
    std::uint8_t bytes[input_bytes_max];
};

shared_input& make_shared_input() {
    void* memory = ::mmap(nullptr, sizeof(shared_input), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("no memory", "for the last input");
    return *static_cast<shared_input*>(memory);
}

class mutator {
public:
    mutator(std::uint64_t seed, std::vector<input> const& corpus)
        : random_{seed}, corpus_{corpus} {}

    input next() {
        auto bytes = corpus_[below(corpus_.size())];
        for (auto changes = 1 + below(5); changes > 0; --changes) change(bytes);
        if (bytes.size() > input_bytes_max) bytes.resize(input_bytes_max);
        return bytes;
    }

private:
    /// Not std::uniform_int_distribution: its numbers differ between libraries.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

    /// Numbers at which code tends to be wrong.
    std::uint64_t interesting() {
        static constexpr std::uint64_t edges[] = {
            0,           1,           2,          4,           7,           8,
            9,           16,          31,         32,          33,          127,
            128,         255,         256,        512,         4'096,       65'535,
            65'536,      1u << 20,    64u << 20,  0x7fff'ffff, 0x8000'0000, 0xffff'fff0,
            0xffff'fffe, 0xffff'ffff, 1ull << 32, 1ull << 63,  ~0ull - 7,   ~0ull};
        const auto edge = edges[below(std::size(edges))];
        switch (below(4)) {
            case 0: return edge + below(3) - 1;
            case 1: return random_();
            default: return edge;
        }
    }

    void change(input& bytes) {
        const auto size = bytes.size();
        const auto at = size == 0 ? 0 : below(size);
        switch (below(8)) {
            case 0:
                if (size != 0) bytes[at] ^= static_cast<std::uint8_t>(1u << below(8));
                return;
            case 1:
                if (size != 0) bytes[at] = static_cast<std::uint8_t>(interesting());
                return;
            case 2: {  // A number of 2, 4 or 8 bytes.
                const auto value = interesting();
                const auto width = std::min(std::size_t{2} << below(3), size - at);
                if (width != 0) std::memcpy(bytes.data() + at, &value, width);
                return;
            }
            case 3: {  // Bytes from nowhere.
                const auto count = 1 + below(16);
                input fresh(count);
                for (auto& byte : fresh) byte = static_cast<std::uint8_t>(random_());
                bytes.insert(position(bytes, at), fresh.begin(), fresh.end());
                return;
            }
            case 4:
                if (size != 0)
                    bytes.erase(position(bytes, at), position(bytes, at + 1 + below(size - at)));
                return;
            case 5: {  // Twice the same.
                const auto count = std::min<std::size_t>(size - at, 1 + below(64));
                const input copy{position(bytes, at), position(bytes, at + count)};
                bytes.insert(position(bytes, below(size + 1)), copy.begin(), copy.end());
                return;
            }
            case 6: {  // The tail of another seed.
                auto const& other = corpus_[below(corpus_.size())];
                const auto from = other.empty() ? 0 : below(other.size());
                bytes.resize(at);
                bytes.insert(bytes.end(), other.begin() + static_cast<std::ptrdiff_t>(from),
                             other.end());
                return;
            }
            default: bytes.resize(at); return;
        }
    }

    static input::iterator position(input& bytes, std::size_t at) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(at);
    }

    std::mt19937_64 random_;
    std::vector<input> const& corpus_;
};

/// True: it took a way that none before it took.
bool run(input const& bytes, shared_input& last) {
    last.size = std::min(bytes.size(), input_bytes_max);
    if (last.size != 0) std::memcpy(last.bytes, bytes.data(), last.size);
    // In a block of exactly its size: the sanitizer then sees the first byte too far.
    const std::vector<std::uint8_t> exact{bytes};  // NOLINT(performance-unnecessary-copy-*)
    fairlead::fuzz::begin_trace();
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    return fairlead::fuzz::end_trace();
}

void fuzz(options const& asked, std::string const& name, shared_input& last) {
    using clock = std::chrono::steady_clock;
    auto corpus = read_corpus(asked.corpus);
    std::printf("%s: %zu inputs in the corpus, seed %llu\n", name.c_str(), corpus.size(),
                static_cast<unsigned long long>(asked.seed));
    std::fflush(stdout);
    for (auto const& bytes : corpus) run(bytes, last);

    mutator mutate{asked.seed, corpus};
    const auto end = clock::now() + std::chrono::seconds{asked.seconds};
    std::uint64_t runs = 0;
    while (runs < asked.runs && (runs % 64 != 0 || clock::now() < end)) {
        auto bytes = mutate.next();
        if (run(bytes, last) && corpus.size() < kept_inputs_max) corpus.push_back(std::move(bytes));
        ++runs;
    }
    std::printf("%s: %llu mutations, none broke it\n", name.c_str(),
                static_cast<unsigned long long>(runs));
    if (const auto all = fairlead::fuzz::blocks_there(); all != 0)
        std::printf("%s: %zu of %zu blocks reached, %zu inputs at the end\n", name.c_str(),
                    fairlead::fuzz::blocks_reached(), all, corpus.size());
}

}  // namespace

int main(int argc, char** argv) {
    const auto asked = parse(argc, argv);
    const auto name = fs::path{argv[0]}.filename().string();
    auto& last = make_shared_input();
    const auto child = ::fork();
    if (child < 0) fail("cannot fork", name);
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // Whoever stops us stops both.
        fuzz(asked, name, last);
        return 0;
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 2))
        return WEXITSTATUS(status);
    const auto path = name + ".broken";
    std::ofstream{path, std::ios::binary}.write(reinterpret_cast<char const*>(last.bytes),
                                                static_cast<std::streamsize>(last.size));
    std::fprintf(stderr, "%s: broken; again with: %s --runs 0 %s\n", name.c_str(), argv[0],
                 fs::absolute(path).c_str());
    return 1;
}
