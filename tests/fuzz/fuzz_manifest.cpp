// SPDX-License-Identifier: MIT
//
// fuzz_manifest — any bytes as what a plugin's --describe says: refused with a reason, or a
// manifest that, written anew, reads as the same, and whose files stay below wailsjs/.
#include "cli/generate/files.hpp"
#include "tests/fuzz/input.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <filesystem>
#include <string>

using namespace fairlead;
using namespace fairlead::cli::generate;
using kind = value_type::kind;

namespace {

std::string json_text(std::string_view text) {
    std::string literal;
    append_json_string(literal, text);
    return literal;
}

template <class Element>
std::string list(std::vector<Element> const& all);

std::string written(value_type const& type) {
    const auto of = [&](std::string_view key) {
        return "{\"" + std::string{key} + "\":" + written(type.parts.at(0)) + '}';
    };
    switch (type.what) {
        case kind::boolean: return "\"boolean\"";
        case kind::integer: return "\"integer\"";
        case kind::number: return "\"number\"";
        case kind::string: return "\"string\"";
        case kind::bigint: return "\"bigint\"";
        case kind::bytes: return "\"bytes\"";
        case kind::base64: return "\"base64\"";
        case kind::time: return "\"time\"";
        case kind::duration: return "\"duration\"";
        case kind::any: return "\"any\"";
        case kind::nothing: return "\"void\"";
        case kind::array: return of("array");
        case kind::record: return of("record");
        case kind::optional: return of("optional");
        case kind::stream: return of("stream");
        case kind::tuple: return "{\"tuple\":" + list(type.parts) + '}';
        case kind::variant: return "{\"union\":" + list(type.parts) + '}';
        case kind::named: return "{\"type\":" + json_text(type.name) + '}';
    }
    return {};
}

std::string written(parameter const& one) {
    return "{\"name\":" + json_text(one.name) + ",\"type\":" + written(one.type) + '}';
}
std::string written(method const& one) {
    return "{\"name\":" + json_text(one.name) + ",\"parameters\":" + list(one.parameters) +
           ",\"result\":" + written(one.result) + ",\"doc\":" + json_text(one.doc) + '}';
}
std::string written(member const& one) {
    return "{\"name\":" + json_text(one.name) + ",\"type\":" + written(one.type) +
           ",\"doc\":" + json_text(one.doc) + '}';
}
std::string written(enumerator const& one) {
    return "{\"name\":" + json_text(one.name) + ",\"value\":" + json_text(one.value) +
           ",\"doc\":" + json_text(one.doc) + '}';
}
std::string written(described_type const& one) {
    const auto parts = one.what == described_type::kind::object
                           ? "\"object\",\"members\":" + list(one.members)
                           : "\"enum\",\"values\":" + list(one.values);
    return "{\"name\":" + json_text(one.name) + ",\"package\":" + json_text(one.package) +
           ",\"doc\":" + json_text(one.doc) + ",\"kind\":" + parts + '}';
}
std::string written(manifest const& all) {
    return "{\"manifest\":1,\"name\":" + json_text(all.plugin) +
           ",\"methods\":" + list(all.methods) + ",\"types\":" + list(all.types) + '}';
}

template <class Element>
std::string list(std::vector<Element> const& all) {
    std::string text = "[";
    for (auto const& one : all) text += (text.size() > 1 ? "," : "") + written(one);
    return text += ']';
}

void check_files(manifest const& from) {
    for (auto const& [path, text] : wailsjs_of(merge({from}), {})) {
        FAIRLEAD_ASSERT(!path.empty() && !path.starts_with('/'));
        FAIRLEAD_ASSERT(path.find('\0') == path.npos);
        for (auto const& part : std::filesystem::path{path}) FAIRLEAD_ASSERT(part != "..");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    manifest all;
    try {
        all = parse_manifest({reinterpret_cast<char const*>(data), size});
    } catch (bad_manifest const& problem) {
        FAIRLEAD_ASSERT(*problem.what() != '\0');
        return 0;
    }
    const auto first = written(all);
    FAIRLEAD_ASSERT(written(parse_manifest(first)) == first);
    try {
        check_files(all);
    } catch (bad_manifest const& problem) {
        FAIRLEAD_ASSERT(*problem.what() != '\0');
    } catch (clash const& problem) {
        FAIRLEAD_ASSERT(*problem.what() != '\0');
    }
    return 0;
}
