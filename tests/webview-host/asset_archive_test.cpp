// SPDX-License-Identifier: MIT
//
// asset_archive_test — archives as tar and zip make them, and as nobody should.
#include "tests/support/catch.hpp"
#include "tests/support/temporary_directory.hpp"
#include "webview-host/assets/asset_archive.hpp"
#include "webview-host/assets/http_message.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace fairlead::host;

namespace {

struct packed {
    std::string name, content;
    std::string link{};  ///< A symbolic link there.
    std::string twin{};  ///< A second name of an earlier one.
    std::time_t modified = 784'111'777;
};

enum class kind { tar, tar_gz, zip, zip_stored };

constexpr std::array kinds{kind::tar, kind::tar_gz, kind::zip, kind::zip_stored};

void check(int outcome, archive* one) {
    if (outcome < ARCHIVE_WARN) throw std::runtime_error{archive_error_string(one)};
}

std::filesystem::path pack(fairlead::tests::temporary_directory const& folder, kind what,
                           std::vector<packed> const& files) {
    const auto path = folder.path() / "assets.archive";
    auto* out = archive_write_new();
    if (what == kind::tar || what == kind::tar_gz)
        check(archive_write_set_format_pax_restricted(out), out);
    else check(archive_write_set_format_zip(out), out);
    if (what == kind::tar_gz) check(archive_write_add_filter_gzip(out), out);
    if (what == kind::zip_stored) check(archive_write_zip_set_compression_store(out), out);
    check(archive_write_open_filename(out, path.c_str()), out);
    for (auto const& one : files) {
        auto* entry = archive_entry_new();
        archive_entry_set_pathname(entry, one.name.c_str());
        archive_entry_set_mtime(entry, one.modified, 0);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_filetype(entry, one.link.empty() ? AE_IFREG : AE_IFLNK);
        if (!one.link.empty()) archive_entry_set_symlink(entry, one.link.c_str());
        else if (!one.twin.empty()) archive_entry_set_hardlink(entry, one.twin.c_str());
        else archive_entry_set_size(entry, static_cast<la_int64_t>(one.content.size()));
        check(archive_write_header(out, entry), out);
        if (one.link.empty() && one.twin.empty())
            archive_write_data(out, one.content.data(), one.content.size());
        archive_entry_free(entry);
    }
    check(archive_write_close(out), out);
    archive_write_free(out);
    return path;
}

std::string got(asset_archive const& from, std::string_view url_path) {
    const auto found = from.find(url_path);
    return found ? read_at(found->fd.get(), found->offset, found->bytes).value() : "-";
}

std::string refusal(std::filesystem::path const& path, archive_limits limits = {}) {
    try {
        asset_archive::open(path, limits);
        return "opened";
    } catch (std::runtime_error const& problem) {
        return problem.what();
    }
}

/// Nothing in it repeats, so that a wrong place shows.
std::string film(std::size_t size) {
    std::string text;
    while (text.size() < size) text += std::to_string(text.size()) + ' ';
    text.resize(size);
    return text;
}

}  // namespace

TEST_CASE("an archive is served like the folder that was packed into it", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto site = asset_archive::open(pack(folder, GENERATE(from_range(kinds)),
                                               {{"./index.html", "home"},
                                                {"docs/index.html", "docs"},
                                                {"a b&ü.txt", "named"},
                                                {"empty.css", ""}}));
    CHECK(got(site, "/") == "home");
    CHECK(got(site, "/index.html") == "home");
    CHECK(got(site, "/docs/") == "docs");
    CHECK(got(site, "/docs") == "docs");
    CHECK(site.find("/docs").value().name == "docs/index.html");
    CHECK(got(site, "/a%20b%26%C3%BC.txt?v=2") == "named");
    CHECK(got(site, "//docs//index.html") == "docs");
    CHECK(got(site, "/empty.css").empty());
    CHECK(got(site, "/nothing") == "-");
    CHECK(got(site, "/index.html/") == "-");
    CHECK(site.find("/").value().modified == 784'111'777);
    CHECK(site.find("/").value().etag != site.find("/docs").value().etag);
}

TEST_CASE("9 the root of an archive is where the shortest path to an index.html leads",
          "[assets][contract]") {
    const fairlead::tests::temporary_directory folder;
    const auto site = asset_archive::open(pack(folder, kind::zip,
                                               {{"frontend/old/dist/index.html", "older"},
                                                {"frontend/dist/index.html", "home"},
                                                {"frontend/dist/app.js", "app"},
                                                {"readme", "beside"}}));
    CHECK(got(site, "/") == "home");
    CHECK(got(site, "/app.js") == "app");
    CHECK(got(site, "/readme") == "-");
}

TEST_CASE("no name in an archive and no path of a page leads out of it", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto site = asset_archive::open(pack(folder, GENERATE(from_range(kinds)),
                                               {{"index.html", "home"},
                                                {"../above.txt", "above"},
                                                {"docs/../../above.txt", "above"},
                                                {"/etc/passwd", "harmless: below the root"},
                                                {"link.txt", "", "/etc/hostname"},
                                                {"up", "", ".."},
                                                {"inside.html", "", "index.html"}}));
    for (std::string_view path :
         {"/../above.txt", "/above.txt", "/docs/../../above.txt", "/%2e%2e/above.txt", "/link.txt",
          "/up/index.html", "/inside.html", "index.html", "/%00", "/index.html%00"}) {
        CAPTURE(path);
        CHECK(got(site, path) == "-");
    }
    CHECK(got(site, "/etc/passwd") == "harmless: below the root");
}

TEST_CASE("a second name of a file in a tar is that file, and the last of a name counts",
          "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto site = asset_archive::open(pack(folder, kind::tar,
                                               {{"index.html", "first"},
                                                {"twin.html", "", "", "index.html"},
                                                {"lost.html", "", "", "nothing.html"},
                                                {"index.html", "second"}}));
    CHECK(got(site, "/index.html") == "second");
    CHECK(got(site, "/twin.html") == "first");
    CHECK(got(site, "/lost.html") == "-");
}

TEST_CASE("a name that a zip says is UTF-8 is found whatever the locale", "[assets]") {
    // By hand: one empty file. Flag 11 says so.
    std::string zip;
    const auto number = [&](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) zip += static_cast<char>(value >> (8 * i) & 255);
    };
    constexpr std::string_view name = "gr\xc3\xbc\xc3\x9f"
                                      "e.txt";
    const auto common = [&] {
        for (auto const& [value, bytes] : {std::pair{20u, 2},
                                           {0x800u, 2},
                                           {0u, 2},
                                           {0u, 2},
                                           {0x21u, 2},
                                           {0u, 4},
                                           {0u, 4},
                                           {0u, 4}})
            number(value, bytes);
        number(name.size(), 2);
        number(0, 2);
    };
    zip += "PK\x03\x04";
    common();
    zip += name;
    const auto directory = static_cast<std::uint32_t>(zip.size());
    zip += "PK\x01\x02";
    number(20, 2);
    common();
    for (const int bytes : {2, 2, 2, 4, 4}) number(0, bytes);
    zip += name;
    const auto end = static_cast<std::uint32_t>(zip.size());
    zip += "PK\x05\x06";
    for (auto const& [value, bytes] : {std::pair{0u, 2},
                                       {0u, 2},
                                       {1u, 2},
                                       {1u, 2},
                                       {end - directory, 4},
                                       {directory, 4},
                                       {0u, 2}})
        number(value, bytes);
    const fairlead::tests::temporary_directory folder;
    const auto site = asset_archive::open(folder.write("made.zip", zip));
    CHECK(got(site, "/gr%C3%BC%C3%9Fe.txt").empty());
}

TEST_CASE("a large file that is not compressed stays where it lies", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto text = film(3u << 20);
    const auto what = GENERATE(from_range(kinds));
    const auto site = asset_archive::open(
        pack(folder, what, {{"index.html", "home"}, {"film.webm", text}, {"z.css", "last"}}));
    const bool in_place = what == kind::tar || what == kind::zip_stored;
    CHECK((site.memory_bytes() < (1u << 20)) == in_place);
    CHECK(got(site, "/film.webm") == text);
    CHECK(got(site, "/z.css") == "last");
}

TEST_CASE("an etag is of the content: two packings of it have the same", "[assets]") {
    const fairlead::tests::temporary_directory folder, other;
    const std::vector<packed> files{{"index.html", "home"}};
    const auto first = asset_archive::open(pack(folder, kind::tar, files));
    const auto second = asset_archive::open(pack(other, kind::zip, files));
    CHECK(first.find("/").value().etag == second.find("/").value().etag);
}

TEST_CASE("an archive that is replaced while it is served stays the one it was", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto text = film(2u << 20);
    const auto path = pack(folder, kind::tar, {{"index.html", "old"}, {"film.webm", text}});
    const auto site = asset_archive::open(path);
    std::filesystem::remove(path);
    pack(folder, kind::tar, {{"index.html", "new"}});
    CHECK(got(site, "/") == "old");
    CHECK(got(site, "/film.webm") == text);
}

TEST_CASE("what is wrong with an archive is said when it is opened", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    CHECK(
        refusal(folder.path() / "nothing.zip").ends_with("nothing.zip: No such file or directory"));
    CHECK(refusal(folder.write("text.zip", "this is no archive"))
              .starts_with((folder.path() / "text.zip: ").string()));

    const auto path = pack(folder, kind::zip, {{"index.html", film(200'000)}});
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(5'000);
    file << "broken";
    file.close();
    CHECK(refusal(path).find("assets.archive: index.html: ") != std::string::npos);

    const auto cut = pack(folder, kind::tar, {{"index.html", film(200'000)}});
    std::filesystem::resize_file(cut, 100'000);
    CHECK(refusal(cut).find("index.html: ") != std::string::npos);
}

TEST_CASE("an archive has its bounds", "[assets]") {
    const fairlead::tests::temporary_directory folder;
    const auto path = pack(folder, kind::zip, {{"a", std::string(50'000, 'a')}, {"b", "b"}});
    CHECK(refusal(path) == "opened");
    CHECK(refusal(path, {.entries = 1}).find("more than 1 files") != std::string::npos);
    CHECK(refusal(path, {.bytes = 40'000}).find("a: unpacked it has more than") !=
          std::string::npos);
    CHECK(refusal(path, {.bytes = 50'001}) == "opened");
}
