// SPDX-License-Identifier: MIT
//
// files — the whole of wailsjs/, and what its writers share.
#include "cli/generate/files.hpp"

#include "cli/generate/page_api.hpp"

namespace fairlead::cli::generate {
namespace {

/// Without what would end the comment.
std::string harmless(std::string line) {
    for (auto at = line.find("*/"); at != line.npos; at = line.find("*/", at + 3))
        line.insert(at + 1, 1, '\\');
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    return line;
}

}  // namespace

std::string doc_comment(std::string const& doc, std::string_view indent) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < doc.size();) {
        const auto end = std::min(doc.find('\n', at), doc.size());
        lines.push_back(harmless(doc.substr(at, end - at)));
        at = end + 1;
    }
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    if (lines.empty()) return {};
    const std::string margin{indent};
    if (lines.size() == 1) return margin + "/** " + lines[0] + " */\n";
    auto text = margin + "/**\n";
    for (auto const& line : lines) text += margin + (line.empty() ? " *" : " * " + line) + '\n';
    return text + margin + " */\n";
}

void add_page_api(file_set& files) {
    files["runtime/package.json"] = runtime_package();
    files["runtime/runtime.js"] = runtime_script();
    files["runtime/runtime.d.ts"] = runtime_types();
    files["fairlead/package.json"] = fairlead_package();
    files["fairlead/index.js"] = fairlead_script();
    files["fairlead/index.d.ts"] = fairlead_types();
}

file_set wailsjs_of(bindings const& all, type_style const& style) {
    const type_names names{all, style.prefix, style.suffix};
    file_set files;
    add_wrappers(files, all, names);
    add_models(files, all, names, style.interfaces);
    add_page_api(files);
    return files;
}

}  // namespace fairlead::cli::generate
