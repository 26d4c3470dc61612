// SPDX-License-Identifier: MIT
//
// plugin_line — the SDK's connection, as long as it is there.
#include "webview-host/serving/plugin_line.hpp"

#include <cstring>

namespace fairlead::host {

connection_line::connection_line(client::connection& broker, main_thread& thread,
                                 std::chrono::milliseconds patience)
    : plugin_line{thread}, broker_{&broker}, patience_{patience} {}

client::call_id connection_line::call(std::string_view method, std::string_view args,
                                      client::reply_handler on_reply,
                                      std::span<const bytes> attachments) {
    if (broker_ != nullptr)
        return broker_->call(method, args, {patience_}, std::move(on_reply), attachments);
    on_reply({false, {}, errc::backend_gone, "the app is ending", {}});
    return {};
}

void connection_line::cancel(client::call_id id) {
    if (broker_ != nullptr) broker_->cancel(id);
}

void connection_line::tell(std::string_view method, std::string_view args) {
    if (broker_ != nullptr) broker_->call(method, args, {patience_}, {});
}

bytes connection_line::keep(std::string_view text) const {
    if (text.empty() || broker_ == nullptr) return {};
    byte_buffer copy{text.size(), broker_->pool()};
    std::memcpy(copy.data(), text.data(), text.size());
    return copy;
}

}  // namespace fairlead::host
