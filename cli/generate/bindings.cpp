// SPDX-License-Identifier: MIT
//
// bindings — remembers of each type who described it first, for the message.
#include "cli/generate/bindings.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fairlead::cli::generate {
namespace {

struct name_parts {
    std::string package, object, method;
};

/// The rule of the page: three parts, none empty, and nothing of the broker's own.
std::optional<name_parts> parts_of(std::string const& name) {
    const auto first = name.find('.');
    const auto second = first == name.npos ? name.npos : name.find('.', first + 1);
    if (second == name.npos || name.find('.', second + 1) != name.npos) return std::nullopt;
    name_parts parts{name.substr(0, first), name.substr(first + 1, second - first - 1),
                     name.substr(second + 1)};
    if (parts.package.empty() || parts.object.empty() || parts.method.empty()) return std::nullopt;
    if (parts.package.front() == ':' || parts.package == "fairlead") return std::nullopt;
    return parts;
}

/// A manifest is another program's word: it must not choose where files are written.
void check_file_name(std::string const& part, std::string const& whole) {
    const auto is_safe = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '/'; };
    if (part.size() > 200 || !std::ranges::all_of(part, is_safe))
        throw bad_manifest{whole + ": '" + part + "' cannot be the name of a file"};
}

/// Whether both say the same of the values; what they say to the reader may differ.
bool describe_the_same(described_type one, described_type other) {
    for (auto* type : {&one, &other}) {
        type->doc.clear();
        for (auto& member : type->members) member.doc.clear();
        for (auto& value : type->values) value.doc.clear();
    }
    return one == other;
}

class merger {
public:
    void add(manifest const& plugin) {
        for (auto const& type : plugin.types) add(type, plugin.plugin);
        for (auto const& method : plugin.methods) add(method, plugin.plugin);
    }
    bindings take() {
        std::ranges::sort(all_.left_out);
        return std::move(all_);
    }

private:
    void add(described_type const& type, std::string const& plugin) {
        const auto known = described_by_.try_emplace(type.full_name(), plugin);
        auto& kept = all_.types[type.package].try_emplace(type.name, type).first->second;
        if (!known.second && !describe_the_same(kept, type))
            throw clash{"the plugins " + known.first->second + " and " + plugin +
                        " mean different things by the type " + type.full_name() +
                        ": rename one, or bind it in another package"};
    }
    void add(method const& what, std::string const& plugin) {
        const auto parts = parts_of(what.name);
        if (!parts) {
            all_.left_out.push_back(what.name);
            return;
        }
        check_file_name(parts->package, what.name);
        check_file_name(parts->object, what.name);
        auto& object = all_.packages[parts->package][parts->object];
        const auto [kept, is_new] = object.try_emplace(parts->method, bound_method{what, plugin});
        if (!is_new)
            throw clash{"the plugins " + kept->second.plugin + " and " + plugin +
                        " both offer the method " + what.name};
    }

    bindings all_;
    std::map<std::string, std::string> described_by_;
};

}  // namespace

bindings merge(std::vector<manifest> const& plugins) {
    merger all;
    for (auto const& plugin : plugins) all.add(plugin);
    return all.take();
}

}  // namespace fairlead::cli::generate
