// SPDX-License-Identifier: MIT
//
// plugin — a back end in a process of its own, in a few lines:
//
//   struct App { std::string Greet(std::string name) { return "Hello " + name + "!"; } };
//   BOOST_DESCRIBE_STRUCT(App, (), (Greet))
//   int main(int argc, char** argv) {
//       return fairlead::plugin{"greeter"}.bind("main", App{}).run(argc, argv);
//   }
//
// Threading: methods run on a small pool, several at once, so a slow one holds up nobody; an object
// that is bound must bear that, unless it is bound with execution::loop. What a method throws
// becomes an app-error with its text and type.
#pragma once

#include <fairlead/calls.hpp>
#include <fairlead/events.hpp>
#include <fairlead/http.hpp>
#include <fairlead/method.hpp>
#include <fairlead/runtime.hpp>

#include <boost/describe.hpp>

#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

namespace fairlead {

struct method_words {
    std::string doc;
    std::vector<std::string> parameters;  ///< Names, from the first on.
};

class plugin {
public:
    explicit plugin(std::string name);
    plugin(plugin&&) noexcept;
    ~plugin();

    /// Offers the described member functions of `object` as `<package>.<Type>.<Function>`.
    template <class Object>
    plugin& bind(std::string const& package, Object object, execution where = execution::pool) {
        return bind(package, std::make_shared<Object>(std::move(object)), where);
    }
    template <class Object>
    plugin& bind(std::string const& package, std::shared_ptr<Object> object,
                 execution where = execution::pool) {
        using functions =
            boost::describe::describe_members<Object, boost::describe::mod_public |
                                                          boost::describe::mod_function>;
        static_assert(!boost::mp11::mp_empty<functions>::value,
                      "nothing to bind: list the member functions in BOOST_DESCRIBE_STRUCT");
        const auto prefix = package + '.' + json::short_type_name(typeid(Object)) + '.';
        boost::mp11::mp_for_each<functions>([&](auto one) {
            using pointer = std::remove_cv_t<decltype(one.pointer)>;
            auto made = make_method<pointer>(prefix + one.name, [object](auto&&... args) {
                return ((*object).*decltype(one)::pointer)(std::forward<decltype(args)>(args)...);
            });
            made.package = package;
            made.where = where;
            made.object = object;
            add(std::move(made));
        });
        return *this;
    }

    /// Offers one function under a name of its own.
    template <class Function>
    plugin& function(std::string name, Function callable, execution where = execution::pool) {
        auto made =
            make_method<decltype(&Function::operator())>(std::move(name), std::move(callable));
        made.where = where;
        if (where == execution::object) made.object = std::make_shared<char>();
        return add(std::move(made));
    }

    plugin& add(method one);

    /// What C++ cannot say of a method, for `--describe` and for errors:
    ///   plugin.describe("main.App.Greet", {.doc = "Says hello.", .parameters = {"name"}});
    plugin& describe(std::string name, method_words words);
    /// … and of a described struct or enum that methods mention:
    ///   plugin.describe<Person>({.doc = "A guest.", .members = {{"age", "In years."}}});
    template <class Type>
    plugin& describe(json::type_words words) {
        return describe_type(typeid(Type), std::move(words));
    }

    /// `main.App.Read`, called twice, does what it does once: a call of it that this process dies
    /// in is sent once more, to the process that comes in its place, instead of failing.
    plugin& idempotent(std::string method_name);

    /// Serves what the page asks for below its own address and no file of the app's is: one plugin
    /// of an app, as Wails' AssetServer.Handler.
    plugin& asset_handler(asset_function serve);
    /// Sees each request for an asset before the files do; what it lets pass goes on to them, with
    /// the headers of its pass() in the response. One plugin of an app, as Wails' Middleware.
    plugin& asset_middleware(asset_function serve);

    /// To emit and hear events; works before run(), what is emitted before it is dropped.
    fairlead::events events() const;

    /// To call methods of other peers, once it runs.
    fairlead::calls calls() const;

    /// Window, dialogs, menu, clipboard, log, and the moments of the app's life.
    fairlead::runtime runtime() const;

    /// Serves until the broker says goodbye (0) or is gone (1). Started by hand, it explains itself
    /// and returns 2; `--describe` prints the manifest, `--attach APP` joins a running app.
    int run(int argc, char** argv);

private:
    plugin& describe_type(std::type_info const& type, json::type_words words);
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace fairlead
