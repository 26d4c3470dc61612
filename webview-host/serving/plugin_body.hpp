// SPDX-License-Identifier: MIT
//
// plugin_body — a body that a plugin makes while it is read: one call for each piece, and none
// before the piece is wanted. So neither of the two gets ahead of the page.
#pragma once

#include "webview-host/assets/body_source.hpp"
#include "webview-host/serving/plugin_line.hpp"

#include <memory>
#include <string>

namespace fairlead::host {

class plugin_body final : public body_source {
public:
    struct description {
        std::string method;  ///< Of the plugin: its name for the first question.
        std::string stream;
        std::optional<std::uint64_t> bytes;
        bool seekable = false;
    };
    plugin_body(std::shared_ptr<plugin_line> line, description what);
    /// The plugin is told that nobody reads any more, unless it was read to its end.
    ~plugin_body() override;
    plugin_body(plugin_body const&) = delete;
    plugin_body& operator=(plugin_body const&) = delete;

    std::optional<std::uint64_t> bytes() const override { return left_; }
    void read(read_handler done) override;
    bool is_seekable() const override { return what_.seekable && what_.bytes.has_value(); }
    void cut(std::uint64_t offset, std::uint64_t bytes) override;

private:
    using piece = result<fairlead::bytes>;
    void take(piece came, read_handler const& done);

    std::shared_ptr<plugin_line> line_;
    description what_;
    std::uint64_t offset_ = 0;
    std::optional<std::uint64_t> left_;
    bool ended_ = false;
    client::call_id asked_{};
    bool waits_ = false;
    // What a plugin brings when this has gone finds it empty.
    std::shared_ptr<plugin_body*> self_ = std::make_shared<plugin_body*>(this);
};

}  // namespace fairlead::host
