// SPDX-License-Identifier: MIT
//
// tour — done, picture, end; or a clear word after the deadline.
#include "webview-host/tour.hpp"

#include "webview-host/application.hpp"

#include <utility>

namespace fairlead::host {
namespace {

using namespace std::chrono_literals;

constexpr auto tour_patience = 30s;

constexpr char const* wait_for_end = R"js(
    const root = document.documentElement;
    const { dataset } = root;
    const isOver = () => dataset.tour === 'done' || dataset.tour === 'failed';
    if (!isOver()) await new Promise((resolve) => {
      new MutationObserver(() => { if (isOver()) resolve(); })
        .observe(root, { attributes: true, attributeFilter: ['data-tour'] });
    });
    if (dataset.tour === 'failed') return dataset.tourProblem || 'it does not say why';
    // What changed last is on the screen two frames later.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return '';)js";

}  // namespace

tour::tour(webview& page, glib_main_thread& thread, std::filesystem::path picture,
           std::function<void(std::string const&)> print)
    : page_{page}, thread_{thread}, picture_{std::move(picture)}, print_{std::move(print)} {}

void tour::start() {
    thread_.after(tour_patience, [this] {
        if (done_) return;
        print_problem("the page did not end its tour within 30 s (it would set "
                      "document.documentElement.dataset.tour to \"done\")");
        thread_.quit(1);
    });
}

void tour::on_page_loaded() {
    page_.run_async(wait_for_end, [this](std::optional<std::string> const& problem) {
        // Nothing: that page has gone, and the next one is waited for.
        if (!problem || std::exchange(done_, true)) return;
        if (problem->empty()) return take_picture();
        print_problem("the tour of the page failed: " + *problem);
        thread_.quit(1);
    });
}

void tour::take_picture() {
    page_.save_screenshot(picture_, [this](std::string const& problem) {
        if (!problem.empty()) {
            print_problem("no picture: " + problem);
            return thread_.quit(1);
        }
        print_("screenshot: " + picture_.string());
        thread_.quit(0);
    });
}

}  // namespace fairlead::host
