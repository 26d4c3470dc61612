// SPDX-License-Identifier: MIT
//
// templates — what `fairlead init` can begin with: folders of files, laid over each other.
//
// base/ is in every app, page/ in those with a front end, and <template>/ comes last. In files
// whose names end in .in, @NAME@ and @TITLE@ are replaced; about.txt is for the list.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace fairlead::cli {

struct template_info {
    std::string name;
    std::string about;
};

class templates {
public:
    explicit templates(std::filesystem::path folder) : folder_{std::move(folder)} {}

    /// Sorted by name.
    std::vector<template_info> list() const;
    bool has(std::string const& name) const;
    /// Writes an app called `app` into `to`, which is empty or not there.
    void lay_out(std::string const& name, std::string const& app,
                 std::filesystem::path const& to) const;

private:
    std::filesystem::path folder_;
};

/// It is a name for targets of CMake and for folders, too: a letter, then letters, digits, - and _.
bool is_project_name(std::string const& name) noexcept;

/// `my-notes_app` is called My notes app.
std::string title_of(std::string const& name);

}  // namespace fairlead::cli
