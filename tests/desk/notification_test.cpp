// SPDX-License-Identifier: MIT
//
// notification — a page's notifications on a real session bus, with a service that the test plays.
#include "tests/desk/notification_service.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/window_app.hpp"

#include <boost/json.hpp>

using namespace fairlead::tests;
using list = std::vector<std::string>;

namespace {

namespace json = boost::json;

constexpr auto response_topic = "fairlead/window/notification-response";

struct notifying_app {
    explicit notifying_app(list abilities = {"actions", "body", "body-markup"})
        : service{std::move(abilities)},
          app{window_app_setup{.environment = {{"DBUS_SESSION_BUS_ADDRESS", service.address()}}}} {}

    /// One function of window.runtime: its result, or "error: " and why.
    std::string ask(std::string const& call) {
        return json::serialize(
            app.page().run_async("try { return await window.runtime." + call +
                                 "; } catch (error) { return 'error: ' + error.message; }"));
    }

    notification_service service;
    window_app app;
};

}  // namespace

// Wails: all three are true on Linux.
// Here: true where a service is there that shows notifications.
TEST_CASE("2.3 IsNotificationAvailable, Request- and CheckNotificationAuthorization",
          "[contract][system][window]") {
    notifying_app with;
    CHECK(with.ask("IsNotificationAvailable()") == "true");
    CHECK(with.ask("RequestNotificationAuthorization()") == "true");
    CHECK(with.ask("CheckNotificationAuthorization()") == "true");
}

// Wails: true all the same; sending fails later.
// Here: false, and everything else rejects with a sentence.
TEST_CASE("2.3 without a service or a bus nothing is available, and nothing hangs",
          "[contract][system][window]") {
    notifying_app without{{}};
    for (auto* app : {&without}) {
        CHECK(app->ask("IsNotificationAvailable()") == "false");
        CHECK(app->ask("CheckNotificationAuthorization()") == "false");
        CHECK(app->ask("InitializeNotifications()").starts_with("\"error: the desktop's"));
        CHECK(app->ask("SendNotification({id: '1', title: 't'})") ==
              R"("error: notifications not initialized")");
    }
    window_app no_bus{
        window_app_setup{.environment = {{"DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus"}}}};
    CHECK_FALSE(no_bus.page().run_async("return runtime.IsNotificationAvailable();").as_bool());
    CHECK(no_bus.page()
              .run_async("return runtime.InitializeNotifications().catch((e) => e.message);")
              .as_string()
              .starts_with("the desktop's notifications cannot be reached"));
}

// Wails: before it every other call rejects: notifications not initialized.
// Here: the same.
TEST_CASE("2.3 InitializeNotifications comes first, CleanupNotifications ends it",
          "[contract][system][window]") {
    notifying_app desk;
    CHECK(desk.ask("SendNotification({id: '1', title: 't'})") ==
          R"("error: notifications not initialized")");
    CHECK(desk.ask("RemoveNotification('1')") == R"("error: notifications not initialized")");
    CHECK(desk.ask("InitializeNotifications()") == "null");
    CHECK(desk.ask("SendNotification({id: '1', title: 't'})") == "null");
    CHECK(desk.ask("CleanupNotifications()") == "null");
    CHECK(desk.ask("SendNotification({id: '1', title: 't'})") ==
          R"("error: notifications not initialized")");
}

// Wails: title, subtitle and body go to the desktop's service.
// Here: the same; texts are never taken for markup.
TEST_CASE("2.3 SendNotification shows title, subtitle and body, and the same id takes its place",
          "[contract][system][window]") {
    notifying_app desk;
    desk.ask("InitializeNotifications()");
    CHECK(desk.ask("SendNotification({id: 'a', title: 'T <1>', subtitle: 'S', body: 'B & <b>'})") ==
          "null");
    const auto first = desk.service.next();
    CHECK(first.app == "window-test");
    CHECK(first.title == "T <1>");  // Titles are plain, bodies are markup with this service.
    CHECK(first.body == "S\nB &amp; &lt;b&gt;");
    CHECK(first.replaces == 0);
    desk.ask("SendNotification({id: 'b', title: 'other'})");
    CHECK(desk.service.next().replaces == 0);
    desk.ask("SendNotification({id: 'a', title: 'again'})");
    CHECK(desk.service.next().replaces == first.number);
    CHECK(desk.ask("SendNotification()") == R"("error: empty argument, cannot send notification")");
}

// Wails: the category's actions become buttons.
// Here: the same.
TEST_CASE("2.3 SendNotificationWithActions shows the buttons of its category until it is removed",
          "[contract][system][window]") {
    notifying_app desk;
    desk.ask("InitializeNotifications()");
    CHECK(desk.ask("RegisterNotificationCategory({id: 'mail', actions: [{id: 'READ', title: "
                   "'Read'}, {id: 'BIN', title: 'Bin', destructive: true}]})") == "null");
    const std::string send =
        "SendNotificationWithActions({id: 'm', title: 't', categoryId: 'mail'})";
    CHECK(desk.ask(send) == "null");
    CHECK(desk.service.next().actions == list{"default", "Open", "READ", "Read", "BIN", "Bin"});
    CHECK(desk.ask("RemoveNotificationCategory('mail')") == "null");
    CHECK(desk.ask(send) == "null");
    CHECK(desk.service.next().actions == list{"default", "Open"});
    CHECK(desk.ask("RegisterNotificationCategory()") ==
          R"("error: empty argument, cannot register category")");
}

// Wails: pending and delivered ones are the same on Linux: it is closed.
// Here: the same.
TEST_CASE("2.3 RemoveNotification and its relatives take away what is shown",
          "[contract][system][window]") {
    notifying_app desk;
    desk.ask("InitializeNotifications()");
    for (const std::string remove :
         {"RemoveNotification('a')", "RemovePendingNotification('a')",
          "RemoveDeliveredNotification('a')", "RemoveAllPendingNotifications()",
          "RemoveAllDeliveredNotifications()"}) {
        desk.ask("SendNotification({id: 'a', title: 't'})");
        const auto number = desk.service.next().number;
        CHECK(desk.ask(remove) == "null");
        CHECK(desk.service.next_closed() == number);
    }
    CHECK(desk.ask("RemoveNotification('never sent')") == "null");
    CHECK(desk.ask("RemoveNotification()") ==
          R"("error: empty argument, cannot remove notification")");
}

// Wails: the response goes to the back end alone, with eight members.
// Here: the same, as an event that only the window can tell.
TEST_CASE("10.3 a click on a notification is told to the back end with all that it carried",
          "[contract][system][window]") {
    notifying_app desk;
    desk.ask("InitializeNotifications()");
    desk.ask("RegisterNotificationCategory({id: 'mail', actions: [{id: 'READ', title: 'Read'}]})");
    child listener{desk.app.folder().beside(program("fairlead"), {"subscribe", response_topic})};
    desk.app.wait_for_listener();
    desk.ask("SendNotificationWithActions({id: 'm', title: 't', subtitle: 's', body: 'b', "
             "categoryId: 'mail', data: {n: 7, deep: ['x']}})");
    const auto number = desk.service.next().number;
    const auto told = [&] {
        const auto line = listener.read_line();
        return json::parse(line.substr(line.find(' '))).at(0);
    };
    desk.service.invoke(4711, "READ");  // Another program's: nobody is told.
    desk.service.invoke(number, "READ");
    const json::value about{{"n", 7}, {"deep", {"x"}}};
    CHECK(told() == json::value{{"id", "m"},
                                {"actionIdentifier", "READ"},
                                {"categoryId", "mail"},
                                {"title", "t"},
                                {"subtitle", "s"},
                                {"body", "b"},
                                {"userText", ""},
                                {"userInfo", about}});
    desk.service.invoke(number, "default");
    CHECK(told().at("actionIdentifier").as_string() == "DEFAULT_ACTION");
    // Once it has gone it is nobody's any more.
    desk.service.dismiss(number);
    desk.service.invoke(number, "READ");
    desk.ask("SendNotification({id: 'last', title: 't'})");
    desk.service.invoke(desk.service.next().number, "default");
    CHECK(told().at("id").as_string() == "last");
}

// Wails: buttons and text are sent whatever the service can do.
// Here: what it can do is asked for first.
TEST_CASE("10.3 services without buttons and markup get neither", "[contract][system][window]") {
    notifying_app desk{{"body"}};
    desk.ask("InitializeNotifications()");
    desk.ask("RegisterNotificationCategory({id: 'mail', actions: [{id: 'READ', title: 'Read'}]})");
    desk.ask("SendNotificationWithActions({id: 'm', title: 't', body: 'a < b', categoryId: "
             "'mail'})");
    const auto shown = desk.service.next();
    CHECK(shown.actions.empty());
    CHECK(shown.body == "a < b");
}
