// SPDX-License-Identifier: MIT
//
// asset_archive — libarchive reads, we remember where.
#include "webview-host/assets/asset_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <locale.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace fairlead::host {
namespace {

constexpr std::size_t block_bytes = 64u << 10;

boost::system::error_code not_there() { return {ENOENT, boost::system::system_category()}; }

/// As URLs name it: without "./" and doubled slashes. Empty for what must not be reached.
std::string name_within(std::string_view path) {
    std::string name;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        const auto step = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (step.empty() || step == ".") continue;
        if (step == "..") return {};
        if (!name.empty()) name += '/';
        name += step;
    }
    return name;
}

/// All of `text`, or false.
bool write_at(int fd, std::string_view text, std::uint64_t offset) {
    while (!text.empty()) {
        const auto wrote = ::pwrite(fd, text.data(), text.size(), static_cast<off_t>(offset));
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(wrote));
        offset += static_cast<std::uint64_t>(wrote);
    }
    return true;
}

/// URLs are UTF-8, and libarchive turns names into the letters of the locale: for this thread,
/// those.
class in_utf8 {
public:
    in_utf8() : ours_{::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)} {
        if (ours_ != nullptr) before_ = ::uselocale(ours_);
    }
    ~in_utf8() {
        if (ours_ == nullptr) return;
        ::uselocale(before_);
        ::freelocale(ours_);
    }
    in_utf8(in_utf8 const&) = delete;
    in_utf8& operator=(in_utf8 const&) = delete;

private:
    locale_t ours_, before_{};
};

}  // namespace

/// One walk through the archive.
class archive_reader {
public:
    archive_reader(std::filesystem::path const& file, archive_limits limits, asset_archive& into)
        : file_{file.string()}, limits_{limits}, into_{into} {
        archive_read_support_filter_all(reader_.get());
        archive_read_support_format_tar(reader_.get());
        archive_read_support_format_zip(reader_.get());
        into_.archive_ = unique_fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
        if (!into_.archive_) fail(last_system_error().message());
        into_.memory_ =
            unique_fd{::memfd_create("fairlead assets", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
        if (!into_.memory_) fail(last_system_error().message());
        if (archive_read_open_fd(reader_.get(), into_.archive_.get(), block_bytes) != ARCHIVE_OK)
            fail_by_reader();
    }

    void read_all() {
        archive_entry* header = nullptr;
        for (;;) {
            const int outcome = archive_read_next_header(reader_.get(), &header);
            if (outcome == ARCHIVE_EOF) break;
            // A warning is about what we do not need: owners, or a name in the locale's letters.
            if (outcome != ARCHIVE_OK && outcome != ARCHIVE_WARN) fail_by_reader();
            take(header);
        }
        ::fcntl(into_.memory_.get(), F_ADD_SEALS,
                F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
    }

private:
    struct free_reader {
        void operator()(archive* reader) const noexcept { archive_read_free(reader); }
    };

    [[noreturn]] void fail(std::string const& why) const {
        throw std::runtime_error{file_ + ": " + (at_.empty() ? "" : at_ + ": ") + why};
    }
    [[noreturn]] void fail_by_reader() const {
        char const* why = archive_error_string(reader_.get());
        fail(why != nullptr ? why : "it cannot be read");
    }

    void take(archive_entry* header) {
        char const* path = archive_entry_pathname_utf8(header);
        // Names of a plain tar are bytes in no known alphabet: taken as they are.
        if (path == nullptr) path = archive_entry_pathname(header);
        at_ = path == nullptr ? std::string{} : name_within(path);
        if (at_.empty()) return;
        if (char const* twin = archive_entry_hardlink(header)) return take_twin(name_within(twin));
        if (archive_entry_filetype(header) != AE_IFREG) return;
        if (archive_entry_is_data_encrypted(header) != 0) fail("it is encrypted");
        if (into_.entries_.size() >= limits_.entries)
            fail("more than " + std::to_string(limits_.entries) + " files");
        auto taken = read_content();
        taken.modified = archive_entry_mtime(header);
        into_.entries_.insert_or_assign(at_, taken);  // The last of a name counts, as in tar.
        at_.clear();
    }

    void take_twin(std::string const& twin) {
        if (const auto found = into_.entries_.find(twin); found != into_.entries_.end())
            into_.entries_.insert_or_assign(at_, asset_archive::entry{found->second});
    }

    asset_archive::entry read_content() {
        asset_archive::entry made;
        made.offset = static_cast<std::uint64_t>(archive_filter_bytes(reader_.get(), -1));
        made.in_place = true;  // Until a byte differs.
        made.hash = content_hash({});
        for (;;) {
            void const* data = nullptr;
            std::size_t size = 0;
            la_int64_t at = 0;
            const int outcome = archive_read_data_block(reader_.get(), &data, &size, &at);
            if (outcome == ARCHIVE_EOF) break;
            if (outcome != ARCHIVE_OK) fail_by_reader();
            add(made, {static_cast<char const*>(data), size}, static_cast<std::uint64_t>(at));
        }
        if (made.in_place && made.bytes < limits_.in_place_from) bring_into_memory(made);
        if (!made.in_place) into_.memory_bytes_ = made.offset + made.bytes;
        return made;
    }

    void add(asset_archive::entry& to, std::string_view block, std::uint64_t at) {
        if (to.in_place && (at != to.bytes || !lies_in_archive(block, to.offset + at)))
            bring_into_memory(to);
        if (!to.in_place) {
            // A gap is a hole of a sparse file, and memory is zero where nothing was written.
            check_room(at + block.size());
            if (!write_at(into_.memory_.get(), block, to.offset + at))
                fail(last_system_error().message());
        }
        to.bytes = at + block.size();
        to.hash = content_hash(block, to.hash);
    }

    bool lies_in_archive(std::string_view block, std::uint64_t offset) {
        std::string there(block.size(), '\0');
        return ::pread(into_.archive_.get(), there.data(), there.size(),
                       static_cast<off_t>(offset)) == static_cast<ssize_t>(there.size()) &&
               there == block;
    }

    /// What was found so far lies in the archive: from there.
    void bring_into_memory(asset_archive::entry& what) {
        check_room(what.bytes);
        const auto to = into_.memory_bytes_;
        std::string block(block_bytes, '\0');
        for (std::uint64_t done = 0; done < what.bytes;) {
            const auto got = ::pread(into_.archive_.get(), block.data(),
                                     std::min<std::uint64_t>(block.size(), what.bytes - done),
                                     static_cast<off_t>(what.offset + done));
            if (got <= 0 || !write_at(into_.memory_.get(),
                                      {block.data(), static_cast<std::size_t>(got)}, to + done))
                fail(last_system_error().message());
            done += static_cast<std::uint64_t>(got);
        }
        what.in_place = false;
        what.offset = to;
    }

    void check_room(std::uint64_t bytes) const {
        if (bytes > limits_.bytes || into_.memory_bytes_ > limits_.bytes - bytes)
            fail("unpacked it has more than " + std::to_string(limits_.bytes >> 20) +
                 " MiB; a plain tar or a folder may be of any size");
    }

    std::string file_;
    archive_limits limits_;
    asset_archive& into_;
    std::unique_ptr<archive, free_reader> reader_{archive_read_new()};
    std::string at_;
};

asset_archive asset_archive::open(std::filesystem::path const& file, archive_limits limits) {
    const in_utf8 names;
    asset_archive made;
    archive_reader{file, limits, made}.read_all();
    made.find_root();
    return made;
}

void asset_archive::find_root() {
    constexpr std::string_view index = "index.html";
    std::string_view best;
    for (auto const& [name, ignored] : entries_) {
        const bool is_index = name == index || name.ends_with("/index.html");
        if (is_index && (best.empty() || is_better_index(name, best))) best = name;
    }
    if (!best.empty()) root_ = best.substr(0, best.size() - index.size());
}

result<asset_file> asset_archive::find(std::string_view url_path) const {
    const auto path = decoded_path(url_path);
    if (!path) return not_there();
    auto name = name_within(*path);
    // "/docs/" and "/docs" are both the folder; "/a.css/" is nothing.
    const bool is_folder = name.empty() || path->ends_with('/');
    auto found = is_folder ? entries_.end() : entries_.find(root_ + name);
    if (found == entries_.end()) {
        name += name.empty() ? "index.html" : "/index.html";
        found = entries_.find(root_ + name);
    }
    if (found == entries_.end()) return not_there();
    auto const& what = found->second;
    unique_fd fd{::fcntl((what.in_place ? archive_ : memory_).get(), F_DUPFD_CLOEXEC, 0)};
    if (!fd) return last_system_error();
    return asset_file{
        std::move(fd), what.offset, std::move(name), what.bytes, etag_of({what.bytes, what.hash}),
        what.modified};
}

}  // namespace fairlead::host
