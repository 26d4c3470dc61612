// SPDX-License-Identifier: MIT
//
// answers — a payload is copied once, from the provider's ring into the asker's.
#include "broker/routing/answers.hpp"
#include "broker/routing/attached_frame.hpp"
#include "broker/routing/call_tracer.hpp"

#include <fairlead/wire/frame_codec.hpp>

#include <fmt/core.h>

namespace fairlead::broker::routing {

using wire::as_bytes;
using wire::as_text;

void answers::result(asker const& to, route_id route, std::span<const std::byte> payload) {
    const auto outcome = push_result_to(to, route, payload);
    if (outcome == push_result::too_large)
        return error(to, route, errc::too_large, "the result is too large to be sent on");
    ++counters_.results;
    judge(outcome, to);
}

bool answers::binary_result(asker const& to, route_id route, peer& provider,
                            std::span<const std::byte> payload) {
    if (!to.takes_binary) {
        error(to, route, errc::protocol_error,
              fmt::format("{} answered in binary to a call that does not take it",
                          describe(provider)));
        return false;
    }
    boost::system::error_code broken;
    wire::attached_payload parts{payload, broken};
    wire::frame_header header;
    header.kind = wire::frame_kind::result;
    header.request = to.request;
    header.route = route;
    time_home(header, to, std::nullopt);
    const auto outcome =
        broken ? attached_push::broken : push_attached(blobs_, provider, *to.who, header, parts);
    switch (outcome) {
        case attached_push::accepted:
            ++counters_.results;
            if (const auto bytes = bytes_beside(parts); bytes > 0)
                if (auto* method = traffic_.find_method(route)) method->bytes_out.add(bytes);
            return true;
        case attached_push::broken:
            provider.sink.cut(errc::protocol_error, "a result's attachments are not what it says");
            error(to, route, errc::backend_gone,
                  fmt::format("{} sent a broken answer", describe(provider)));
            return true;  // It is cut: there is nobody to be told.
        case attached_push::reader_busy:
            error(to, route, errc::overloaded,
                  fmt::format("{} does not take the answer's attachments: {}", describe(*to.who),
                              to.who->sink.backlog()));
            return false;
        case attached_push::too_large:
            error(to, route, errc::too_large, "the result is too large to be sent on");
            return false;
        case attached_push::full: judge(push_result::full, to); return false;
        case attached_push::gone: return false;
    }
    return false;
}

void answers::pass_on_error(asker const& to, route_id route, errc code, std::string_view message,
                            std::string_view data_json) {
    auto outcome = push_error_to(to, route, code, message, data_json);
    if (outcome == push_result::too_large)
        outcome = push_error_to(to, route, code, "the error is too large to be sent on", {});
    ++counters_.errors;
    if (to.who->row != nullptr) to.who->row->errors.add();
    if (auto* method = traffic_.find_method(route)) method->errors.add();
    if (code == errc::overloaded) ++counters_.overloads;
    judge(outcome, to);
}

push_result answers::push_result_to(asker const& to, route_id route,
                                    std::span<const std::byte> payload) {
    wire::frame_header header;
    header.request = to.request;
    header.route = route;
    time_home(header, to, std::nullopt);
    if (!to.is_page) {
        header.kind = wire::frame_kind::result;
        return to.who->sink.try_push(header, {payload});
    }
    header.kind = wire::frame_kind::callback;
    header.request = to.invoked;
    header.aux = raw(to.page);
    const auto text = text_.of_result(as_text(payload), to.callback_id);
    return to.who->sink.try_push(header, {as_bytes(text[0]), as_bytes(text[1]), as_bytes(text[2]),
                                          as_bytes(text[3]), as_bytes(text[4])});
}

push_result answers::push_error_to(asker const& to, route_id route, errc code,
                                   std::string_view message, std::string_view data_json) {
    wire::frame_header header;
    header.request = to.request;
    header.route = route;
    time_home(header, to, code);
    if (!to.is_page) {
        header.kind = wire::frame_kind::error;
        header.code = static_cast<std::uint16_t>(code);
        header.aux = message.size();
        return to.who->sink.try_push(header, {as_bytes(message), as_bytes(data_json)});
    }
    header.kind = wire::frame_kind::callback;
    header.request = to.invoked;
    header.aux = raw(to.page);
    return to.who->sink.try_push(
        header, {as_bytes(text_.of_error(code, message, data_json, to.callback_id))});
}

void answers::ask_for_times(wire::frame_header& header, asker const& to,
                            std::optional<errc> failed) const {
    if (tap_.tracer != nullptr && tap_.tracer->on_home(to.trace, failed))
        header.flags |= wire::frame_flag::traced;
}

void answers::take_back(pending_replies::debt const& owed) {
    wire::frame_header header;
    header.kind = wire::frame_kind::cancel;
    header.request = owed.id;
    owed.from->sink.try_push(header, {});
}

void answers::judge(push_result outcome, asker const& to) {
    if (outcome != push_result::full) return;
    to.who->sink.cut(errc::overloaded, fmt::format("{} does not take its answers: {}",
                                                   describe(*to.who), to.who->sink.backlog()));
}

}  // namespace fairlead::broker::routing
