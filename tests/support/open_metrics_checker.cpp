// SPDX-License-Identifier: MIT
//
// open_metrics_checker — line by line, and histograms at the end.
#include "tests/support/open_metrics_checker.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace fairlead::tests {
namespace {

class checker {
public:
    static std::string problem_of(std::string const& text) {
        checker one;
        std::istringstream in{text};
        for (std::string line; std::getline(in, line);) {
            if (one.ended_) return "something stands behind # EOF";
            if (const auto why = one.check(line); !why.empty()) return line + ": " + why;
        }
        if (!one.ended_) return "# EOF is missing";
        return text.ends_with('\n') ? one.check_histograms() : "its last line has no end";
    }

private:
    std::string check(std::string const& line) {
        static const std::regex type{"# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)"};
        static const std::regex help{"# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)"};
        static const std::regex sample{
            R"re(([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(.*)\})? ([-+0-9.eE]+|NaN|\+Inf))re"};
        std::smatch found;
        if (line == "# EOF") return ended_ = true, "";
        if (std::regex_match(line, found, type)) {
            family_ = found[1];
            type_ = found[2];
            has_help_ = has_samples_ = false;
            for (auto const* suffix : {"_total", "_bucket", "_count", "_sum", "_created", "_info"})
                if (family_.ends_with(suffix)) return "a suffix in the name of a family";
            return families_.insert(family_).second ? "" : "the family was there before";
        }
        if (std::regex_match(line, found, help)) {
            if (found[1] != family_) return "help about another family";
            if (has_samples_) return "help behind samples";
            return std::exchange(has_help_, true) ? "help twice" : "";
        }
        if (!std::regex_match(line, found, sample))
            return "no sample, and no comment that is known";
        return check_sample(found[1], found[3], found[4]);
    }

    std::string check_sample(std::string const& name, std::string const& labels,
                             std::string const& value) {
        if (type_.empty()) return "no family yet";
        has_samples_ = true;
        if (!name.starts_with(family_)) return "it stands below another family";
        const auto suffix = name.substr(family_.size());
        const std::map<std::string, std::set<std::string>> suffixes{
            {"counter", {"_total"}}, {"gauge", {""}}, {"histogram", {"_bucket", "_count", "_sum"}}};
        if (!suffixes.at(type_).contains(suffix)) return "a name that its type does not have";
        std::map<std::string, std::string> parsed;
        if (const auto why = parse(labels, parsed); !why.empty()) return why;
        if (!seen_.insert({name, parsed}).second) return "it is there twice";
        if (!is_number(value)) return "its value is no number";
        if (type_ == "counter" && value.starts_with('-')) return "a counter below 0";
        if (type_ != "histogram") return "";
        const auto number = std::stod(value);
        const auto group = family_ + ' ' + without_le(parsed);
        if (group != group_ && !groups_.insert(group).second) return "its group was there before";
        group_ = group;
        if (suffix == "_count") return counts_[group] = number, "";
        if (suffix == "_sum") return sums_[group] = number, number < 0 ? "a sum below 0" : "";
        const auto le = parsed.find("le");
        if (le == parsed.end()) return "a bucket without le";
        auto& buckets = buckets_[group];
        const auto edge =
            le->second == "+Inf" ? std::numeric_limits<double>::infinity() : std::stod(le->second);
        if (!buckets.empty() && (edge <= buckets.back().first || number < buckets.back().second))
            return "buckets go up";
        buckets.emplace_back(edge, number);
        return "";
    }

    static std::string parse(std::string_view labels, std::map<std::string, std::string>& to) {
        while (!labels.empty()) {
            const auto equals = labels.find("=\"");
            if (equals == std::string_view::npos) return "a label without a value";
            const std::string name{labels.substr(0, equals)};
            static const std::regex label_name{"[a-zA-Z_][a-zA-Z0-9_]*"};
            if (!std::regex_match(name, label_name)) return "a label with a wrong name";
            std::string value;
            auto at = equals + 2;
            for (; at < labels.size() && labels[at] != '"'; ++at) {
                if (labels[at] == '\\') {
                    if (++at == labels.size()) return "an escape at the end";
                    if (std::string_view{"\\\"n"}.find(labels[at]) == std::string_view::npos)
                        return "an escape that is none";
                }
                value += labels[at];
            }
            if (at == labels.size()) return "a label without an end";
            if (!to.emplace(name, value).second) return "a label twice";
            labels.remove_prefix(at + 1);
            if (labels.empty()) break;
            if (labels.front() != ',' || labels.size() == 1) return "no comma between labels";
            labels.remove_prefix(1);
        }
        return "";
    }

    static bool is_number(std::string const& text) {
        static const std::regex form{R"(NaN|[-+]?(Inf|[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?))"};
        return std::regex_match(text, form);
    }

    static std::string without_le(std::map<std::string, std::string> labels) {
        labels.erase("le");
        std::string key;
        for (auto const& [name, value] : labels) key += name + '=' + value + ';';
        return key;
    }

    std::string check_histograms() const {
        for (auto const& [key, buckets] : buckets_) {
            if (!std::isinf(buckets.back().first)) return key + ": no bucket +Inf";
            const auto count = counts_.find(key);
            if (count == counts_.end() || count->second != buckets.back().second)
                return key + ": _count is not what +Inf has";
            if (!sums_.contains(key)) return key + ": _count without _sum";
        }
        return "";
    }

    std::string family_, type_;
    bool has_help_ = false, has_samples_ = false;
    std::string group_;
    std::set<std::string> families_, groups_;
    std::set<std::pair<std::string, std::map<std::string, std::string>>> seen_;
    std::map<std::string, std::vector<std::pair<double, double>>> buckets_;
    std::map<std::string, double> counts_, sums_;
    bool ended_ = false;
};

}  // namespace

std::string problem_of(std::string const& open_metrics) {
    return checker::problem_of(open_metrics);
}

}  // namespace fairlead::tests
