// SPDX-License-Identifier: MIT
//
// answer_exception — arguments that do not fit, what somebody else answered, or an app-error with
// the exception's own words.
#include "answer_exception.hpp"

#include <fairlead/call_failed.hpp>
#include <fairlead/json/error.hpp>
#include <fairlead/method.hpp>
#include <fairlead/vocabulary/json_string.hpp>

#include <boost/core/demangle.hpp>

namespace fairlead {

void answer_exception(client::responder& to, method const& from, std::exception_ptr const& why) {
    try {
        std::rethrow_exception(why);
    } catch (json::bad_value& problem) {
        if (problem.argument() < from.parameters.size())
            problem.name_argument(from.parameters[problem.argument()].name);
        // The words in front are those that front ends of Wails know.
        to.error(errc::bad_arguments, std::string{"error parsing arguments: "} + problem.what());
    } catch (call_failed const& failure) {
        // What it had asked for failed: its caller learns why, as if it had asked itself.
        to.error(failure.code(), failure.what(), failure.data());
    } catch (std::exception const& problem) {
        std::string data = "{\"type\":";
        append_json_string(data, boost::core::demangle(typeid(problem).name()));
        to.error(errc::app_error, problem.what(), data + '}');
    } catch (...) {
        to.error(errc::app_error, "the handler threw something that is not a std::exception");
    }
}

}  // namespace fairlead
