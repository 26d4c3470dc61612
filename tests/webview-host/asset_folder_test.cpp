// SPDX-License-Identifier: MIT
//
// asset_folder_test — real files, and every way out of the folder that we can think of.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/assets/asset_folder.hpp"

#include <sys/stat.h>

#include <string>
#include <string_view>

using namespace fairlead;
using namespace fairlead::host;

namespace {

/// A folder with a little site in it and a secret beside it; gone at the end.
class site {
public:
    site() {
        write("root/index.html", "home");
        write("root/docs/index.html", "docs");
        write("root/a b&ü.txt", "named");
        write("root/empty/readme", "");
        write("secret.txt", "secret");
        write("root2/secret.txt", "secret");
    }

    std::filesystem::path root() const { return base_.path() / "root"; }

    void write(std::string_view path, std::string_view text) const { base_.write(path, text); }
    void link(std::string_view path, std::string_view target) const {
        std::filesystem::create_symlink(target, base_.path() / path);
    }

private:
    tests::temporary_directory base_;
};

std::string content(asset_file const& file) {
    std::string text(file.bytes, '\0');
    text.resize(static_cast<std::size_t>(
        std::max<ssize_t>(::pread(file.fd.get(), text.data(), text.size(), 0), 0)));
    return text;
}

/// What a page gets for that path, "-" for nothing.
std::string got(asset_folder const& folder, std::string_view url_path) {
    auto file = folder.find(url_path);
    return file ? content(*file) : "-";
}

}  // namespace

TEST_CASE("a path names a file below the folder", "[assets]") {
    const site files;
    const auto walk = GENERATE(path_walk::by_kernel, path_walk::step_by_step);
    const auto folder = asset_folder::open(files.root(), walk).value();

    CHECK(got(folder, "/index.html") == "home");
    CHECK(got(folder, "/docs/index.html?page=2#top") == "docs");
    CHECK(got(folder, "/a%20b%26%C3%BC.txt") == "named");
    CHECK(got(folder, "//docs//index.html") == "docs");
    CHECK(got(folder, "/nothing") == "-");
    CHECK(got(folder, "/index.html/") == "-");
    CHECK(got(folder, "/index.html/more") == "-");
}

TEST_CASE("a folder stands for its index.html", "[assets]") {
    const site files;
    const auto walk = GENERATE(path_walk::by_kernel, path_walk::step_by_step);
    const auto folder = asset_folder::open(files.root(), walk).value();

    CHECK(got(folder, "/") == "home");
    CHECK(got(folder, "/docs/") == "docs");
    CHECK(got(folder, "/docs") == "docs");
    CHECK(folder.find("/docs").value().name == "docs/index.html");
    CHECK(got(folder, "/empty/") == "-");
}

TEST_CASE("no spelling of a path leads out of the folder", "[assets]") {
    const site files;
    const auto walk = GENERATE(path_walk::by_kernel, path_walk::step_by_step);
    const auto folder = asset_folder::open(files.root(), walk).value();

    for (std::string_view path : {"/../secret.txt",
                                  "/docs/../../secret.txt",
                                  "/%2e%2e/secret.txt",
                                  "/..%2fsecret.txt",
                                  "/%2E%2E%2Fsecret.txt",
                                  "/./../secret.txt",
                                  "/docs/..",
                                  "/..",
                                  "/../root2/secret.txt",
                                  "../secret.txt",
                                  "secret.txt",
                                  "",
                                  "/%00",
                                  "/secret.txt%00",
                                  "/%",
                                  "/%2",
                                  "/%zz",
                                  "/%2fetc%2fpasswd",
                                  "//etc/passwd",
                                  "/proc/self/root/etc/passwd"}) {
        CAPTURE(path);
        CHECK(got(folder, path) == "-");
    }
}

TEST_CASE("a symbolic link that leads out is refused", "[assets]") {
    const site files;
    files.link("root/up.txt", "../secret.txt");
    files.link("root/absolute.txt", (files.root().parent_path() / "secret.txt").string());
    files.link("root/beside", "../root2");
    files.link("root/loop", "loop");
    const auto walk = GENERATE(path_walk::by_kernel, path_walk::step_by_step);
    const auto folder = asset_folder::open(files.root(), walk).value();

    for (std::string_view path :
         {"/up.txt", "/absolute.txt", "/beside/secret.txt", "/beside", "/loop"}) {
        CAPTURE(path);
        CHECK(got(folder, path) == "-");
    }
}

TEST_CASE("a symbolic link inside the folder is followed by the kernel and not without it",
          "[assets]") {
    const site files;
    files.link("root/inside", "docs");
    CHECK(got(asset_folder::open(files.root()).value(), "/inside/index.html") == "docs");
    CHECK(got(asset_folder::open(files.root(), path_walk::step_by_step).value(),
              "/inside/index.html") == "-");
}

TEST_CASE("what is not a regular file is not served, and nobody waits for it", "[assets]") {
    const site files;
    REQUIRE(::mkfifo((files.root() / "pipe").c_str(), 0600) == 0);
    const auto walk = GENERATE(path_walk::by_kernel, path_walk::step_by_step);
    CHECK(got(asset_folder::open(files.root(), walk).value(), "/pipe") == "-");
}

TEST_CASE("an etag changes with its file and only then", "[assets]") {
    const site files;
    const auto folder = asset_folder::open(files.root()).value();
    const auto before = folder.find("/index.html").value().etag;
    CHECK(folder.find("/index.html").value().etag == before);
    CHECK(folder.find("/docs/index.html").value().etag != before);
    files.write("root/index.html", "another home");
    CHECK(folder.find("/index.html").value().etag != before);
}

TEST_CASE("a folder that is renamed while it is served stays the same folder", "[assets]") {
    const site files;
    const auto folder = asset_folder::open(files.root()).value();
    std::filesystem::rename(files.root(), files.root().parent_path() / "moved");
    CHECK(got(folder, "/") == "home");
}

TEST_CASE("what is no folder cannot be opened as one", "[assets]") {
    const site files;
    CHECK(asset_folder::open(files.root() / "nothing").error().value() == ENOENT);
    CHECK(asset_folder::open(files.root() / "index.html").error().value() == ENOTDIR);
}
