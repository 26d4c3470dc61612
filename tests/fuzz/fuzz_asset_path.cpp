// SPDX-License-Identifier: MIT
//
// fuzz_asset_path — any bytes as the path of a request: what is found is a regular file below the
// folder, never the secret beside it, whichever links lead there.
#include "tests/fuzz/input.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/assets/asset_folder.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <string>

using namespace fairlead;
using namespace fairlead::host;

namespace {

namespace fs = std::filesystem;

/// A front end with a secret beside it, and every way out that a file system has.
struct grounds {
    tests::temporary_directory folder;
    fs::path root = fs::canonical(folder.path()) / "root";

    grounds() {
        folder.write("secret.txt", "secret");
        folder.write("root-too/secret.txt", "secret");
        folder.write("root/index.html", "index");
        folder.write("root/docs/index.html", "docs");
        folder.write("root/docs/a b.css", "css");
        fs::create_symlink("../secret.txt", root / "out.txt");
        fs::create_symlink("..", root / "up");
        fs::create_symlink(folder.path() / "secret.txt", root / "docs/absolute");
        fs::create_symlink("docs/index.html", root / "within");
        fs::create_symlink("loop", root / "loop");
        fs::create_symlink("/proc/self/root", root / "magic");
        FAIRLEAD_ASSERT(::mkfifo((root / "pipe").c_str(), 0600) == 0);
    }
    asset_folder opened(path_walk walk) const { return asset_folder::open(root, walk).value(); }
};

struct stat status_of(asset_file const& file) {
    struct stat info {};
    FAIRLEAD_ASSERT(::fstat(file.fd.get(), &info) == 0);
    return info;
}

void check(asset_file const& file, fs::path const& root) {
    const auto info = status_of(file);
    FAIRLEAD_ASSERT(S_ISREG(info.st_mode));
    FAIRLEAD_ASSERT(file.bytes == static_cast<std::uint64_t>(info.st_size));
    const auto real = fs::read_symlink("/proc/self/fd/" + std::to_string(file.fd.get())).string();
    FAIRLEAD_ASSERT(real.starts_with(root.string() + '/'));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static const grounds place;
    static const auto by_kernel = place.opened(path_walk::by_kernel);
    static const auto by_steps = place.opened(path_walk::step_by_step);

    const std::string_view url_path{reinterpret_cast<char const*>(data), size};
    const auto decoded = decoded_path(url_path);
    if (decoded) {
        FAIRLEAD_ASSERT(!decoded->starts_with('/') && decoded->find('\0') == decoded->npos);
        for (auto const& part : fs::path{*decoded}) FAIRLEAD_ASSERT(part != "..");
    }
    const auto found = by_kernel.find(url_path);
    const auto plain = by_steps.find(url_path);
    FAIRLEAD_ASSERT(decoded || (!found && !plain));
    if (found) check(*found, place.root);
    if (!plain) return 0;
    check(*plain, place.root);
    // Who follows no link finds nothing else than who follows those that stay inside.
    FAIRLEAD_ASSERT(found && status_of(*found).st_ino == status_of(*plain).st_ino);
    return 0;
}
