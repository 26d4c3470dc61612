// SPDX-License-Identifier: MIT
//
// plugins — from a list of methods to main's return value, on the functions of fairlead.h alone.
#include "boundary.hpp"
#include "client-sdk/src/plugin_options.hpp"
#include "json_text.hpp"

#include <fairlead/vocabulary/json_string.hpp>

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace c_abi = fairlead::c_abi;

struct fairlead_plugin {
    struct method {
        std::string name;
        std::string description;  // The inside of a JSON object, or empty.
        fairlead_request_fn serve;
        void* user;
    };
    std::string name;
    std::vector<method> methods;
    std::string types = "[]";
    void (*begin)(fairlead_connection*, void*) = nullptr;
    void* begin_user = nullptr;

    std::string manifest() const;
    int serve(fairlead_options const& where, std::size_t threads) const;
    int explain(std::FILE* to, int code) const;
    int complain() const;
};

std::string fairlead_plugin::manifest() const {
    std::string text = R"({"manifest":1,"name":)";
    fairlead::append_json_string(text, name);
    text += R"(,"methods":[)";
    for (auto const& one : methods) {
        if (&one != &methods.front()) text += ',';
        text += R"({"name":)";
        fairlead::append_json_string(text, one.name);
        if (!one.description.empty()) (text += ',') += one.description;
        text += '}';
    }
    return text + R"(],"types":)" + types + '}';
}

int fairlead_plugin::complain() const {
    std::fprintf(stderr, "%s: %s\n", name.c_str(), fairlead_last_error());
    return 1;
}

int fairlead_plugin::explain(std::FILE* to, int code) const {
    std::fputs(fairlead::plugin_options::help_text(name).c_str(), to);
    return code;
}

int fairlead_plugin::serve(fairlead_options const& where, std::size_t threads) const {
    fairlead_connection* broker = nullptr;
    const int connected = fairlead_connect(&where, &broker);
    if (connected == FAIRLEAD_NOT_STARTED) return explain(stderr, 2);
    if (connected != FAIRLEAD_OK) return complain();
    const auto close = [](fairlead_connection* one) { fairlead_close(one); };
    const std::unique_ptr<fairlead_connection, decltype(close)> until_return{broker, close};

    for (auto const& one : methods)
        if (fairlead_offer(broker, one.name.c_str(), one.serve, one.user) != FAIRLEAD_OK)
            std::fprintf(stderr, "%s: %s\n", one.name.c_str(), fairlead_last_error());
    if (begin != nullptr) begin(broker, begin_user);
    if (fairlead_ready(broker) != FAIRLEAD_OK) return complain();

    std::vector<std::jthread> others;  // Joined before the connection is closed.
    for (std::size_t i = 1; i < threads; ++i)
        others.emplace_back([broker] { fairlead_serve(broker, -1); });
    const int ended = fairlead_serve(broker, -1);
    return ended == FAIRLEAD_OK || ended == FAIRLEAD_STOPPED ? 0 : complain();
}

fairlead_plugin* fairlead_plugin_new(char const* name) {
    fairlead_plugin* made = nullptr;
    c_abi::guarded([&]() -> int {
        if (name == nullptr || *name == '\0')
            return c_abi::fail(FAIRLEAD_INVALID, "a plugin needs a name");
        auto plugin = std::make_unique<fairlead_plugin>();
        plugin->name = name;
        made = plugin.release();
        return FAIRLEAD_OK;
    });
    return made;
}

int fairlead_plugin_method(fairlead_plugin* plugin, char const* name, char const* description,
                           fairlead_request_fn serve, void* user) {
    return c_abi::guarded([&]() -> int {
        if (plugin == nullptr || name == nullptr || serve == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "plugin, name or function is NULL");
        std::string_view inside;
        if (description != nullptr) {
            inside = description;
            if (c_abi::kind_of_json(inside) != c_abi::json_kind::object)
                return c_abi::fail(FAIRLEAD_INVALID, "a description is a JSON object");
            const auto first = inside.find('{') + 1;
            inside = inside.substr(first, inside.rfind('}') - first);
            if (inside.find_first_not_of(" \t\r\n") == inside.npos) inside = {};
        }
        plugin->methods.push_back({name, std::string{inside}, serve, user});
        return FAIRLEAD_OK;
    });
}

int fairlead_plugin_types(fairlead_plugin* plugin, char const* types) {
    return c_abi::guarded([&]() -> int {
        if (plugin == nullptr || types == nullptr)
            return c_abi::fail(FAIRLEAD_INVALID, "plugin or types is NULL");
        if (c_abi::kind_of_json(types) != c_abi::json_kind::array)
            return c_abi::fail(FAIRLEAD_INVALID, "the types are not a JSON array");
        plugin->types = types;
        return FAIRLEAD_OK;
    });
}

int fairlead_plugin_on_connected(fairlead_plugin* plugin,
                                 void (*begin)(fairlead_connection*, void*), void* user) {
    return c_abi::guarded([&]() -> int {
        if (plugin == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "plugin is NULL");
        plugin->begin = begin;
        plugin->begin_user = user;
        return FAIRLEAD_OK;
    });
}

int fairlead_plugin_run(fairlead_plugin* plugin, int argc, char** argv) {
    int code = 1;
    const int problem = c_abi::guarded([&]() -> int {
        if (plugin == nullptr) return c_abi::fail(FAIRLEAD_INVALID, "plugin is NULL");
        const auto options = fairlead::plugin_options::parse(argc, argv);
        using mode = fairlead::plugin_options::mode;
        switch (options.what) {
            case mode::describe:
                std::printf("%s\n", plugin->manifest().c_str());
                code = 0;
                return FAIRLEAD_OK;
            case mode::help: code = plugin->explain(stdout, 0); return FAIRLEAD_OK;
            case mode::wrong:
                std::fprintf(stderr, "%s: %s\n", plugin->name.c_str(), options.problem.c_str());
                code = 2;
                return FAIRLEAD_OK;
            case mode::serve: break;
        }
        // NOLINTNEXTLINE(cert-err33-c): a closed log pipe must not end a plugin.
        std::signal(SIGPIPE, SIG_IGN);
        fairlead_options where{};
        where.struct_size = sizeof where;
        where.name = plugin->name.c_str();
        where.app = options.attach_to.empty() ? nullptr : options.attach_to.c_str();
        code = plugin->serve(where, options.threads);
        return FAIRLEAD_OK;
    });
    if (problem != FAIRLEAD_OK) std::fprintf(stderr, "%s\n", fairlead_last_error());
    return code;
}

void fairlead_plugin_free(fairlead_plugin* plugin) { delete plugin; }
