// SPDX-License-Identifier: MIT
//
// completion — bash does the thinking; zsh runs the same function; fish has rules of its own.
#include "cli/help/completion.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fairlead::cli::help {
namespace {

std::string joined(std::vector<std::string> const& words) {
    std::string all;
    for (auto const& one : words) all += (all.empty() ? "" : " ") + one;
    return all;
}

std::string single_quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) {
        if (c == '\'') quoted += "'\\''";
        else quoted += c;
    }
    return quoted + '\'';
}

/// The words behind `fairlead`.
std::string path_of(command const& one) { return joined({one.words.begin() + 1, one.words.end()}); }

std::string options_of(command const& one) {
    std::vector<std::string> all;
    for (auto const& each : one.options)
        all.insert(all.end(), each.names.begin(), each.names.end());
    return joined(all);
}

std::string commands_of(command const& one) {
    std::vector<std::string> all;
    for (auto const& each : one.commands) all.push_back(each.name);
    return joined(all);
}

/// In a case: what stands behind an option.
std::string value_case(command const& of, option const& one) {
    if (one.value.empty()) return {};
    std::string what;
    if (!one.choices.empty()) what = "fl_words=" + single_quoted(joined(one.choices));
    else if (const auto names = names_for(one.names.back()); !names.empty())
        what = "fl_names=" + std::string{names};
    else what = one.is_number ? ":" : "fl_files=1";
    std::string line;
    for (auto const& name : one.names)
        line += "    " + single_quoted(path_of(of) + ' ' + name) + ") " + what + ";;\n";
    return line;
}

std::string arguments_case(command const& of) {
    std::string what;
    for (auto const& argument : of.arguments) {
        if (!argument.choices.empty()) what = "fl_words=" + single_quoted(joined(argument.choices));
        else if (const auto names = names_for(argument.names.front()); !names.empty())
            what = "fl_names=" + std::string{names};
        if (!what.empty()) break;
    }
    if (what.empty()) what = of.arguments.empty() ? ":" : "fl_files=1";
    return "    " + single_quoted(path_of(of)) + ") " + what + ";;\n";
}

/// Sets `fl_words` and `fl_files` from the words on the line, in bash and zsh alike; the names
/// are such that mean nothing to zsh.
std::string thinking(command const& top) {
    std::string script =
        R"sh(# $1: the word that is completed; the others: all before it, without fairlead.
_fairlead_think() {
  local current=$1 word key previous=
  shift
  fl_at= fl_options= fl_commands= fl_words= fl_names= fl_files= fl_ask=
  for word in "$@"; do
    [ "$word" = = ] && continue
    case "$previous" in
    --app|--socket) fl_ask="$fl_ask $previous $word" previous=; continue;;
    --json|--timeout) previous=; continue;;
    esac
    case "$word" in --app=*|--socket=*) fl_ask="$fl_ask $word";; esac
    previous=$word
    case " )sh";
    script += "$fl_at:$word\" in\n";
    for (auto const* one : all_of(top))
        for (auto const& below : one->commands)
            script += "    " + single_quoted(" " + path_of(*one) + ":" + below.name) +
                      ") fl_at=" + single_quoted(path_of(below)) + ";;\n";
    script += "    esac\n  done\n  key=\"$fl_at $previous\"\n  case \"$key\" in\n";
    for (auto const* one : all_of(top))
        for (auto const& each : one->options) script += value_case(*one, each);
    script += "    *)\n      case \"$fl_at\" in\n";
    for (auto const* one : all_of(top)) script += "  " + arguments_case(*one);
    script += "      esac\n      case \"$fl_at\" in\n";
    for (auto const* one : all_of(top))
        script += "      " + single_quoted(path_of(*one)) +
                  ") fl_options=" + single_quoted(options_of(*one)) +
                  " fl_commands=" + single_quoted(commands_of(*one)) + ";;\n";
    script += R"sh(      esac;;
  esac
  word=
  [ -n "$fl_names" ] && word=$(fairlead complete-names "$fl_names" $fl_ask --timeout 1 2>/dev/null)
  fl_words="$fl_words $word $fl_commands"
  case "$current" in -*) fl_words="$fl_options";; esac
}
)sh";
    return script;
}

}  // namespace

std::string_view names_for(std::string_view what) noexcept {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> all{
        {{"PLUGIN", "plugins"},
         {"NAME", "peers"},
         {"PEER", "peers"},
         {"METHOD", "methods"},
         {"TOPIC", "topics"},
         {"--app", "apps"},
         {"--peer", "peers"},
         {"--method", "methods"}}};
    const auto found =
        std::ranges::find(all, what, &std::pair<std::string_view, std::string_view>::first);
    if (found != all.end()) return found->second;
    return what == "--topic" ? std::string_view{"topics"} : std::string_view{};
}

std::string bash_completion(command const& top) {
    return "# bash completion of fairlead; made by: fairlead completion bash\n" + thinking(top) +
           R"sh(_fairlead() {
  local fl_at fl_options fl_commands fl_words fl_names fl_files fl_ask
  local before=("${COMP_WORDS[@]:1:COMP_CWORD-1}") current=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  [ "$current" = = ] && current=
  _fairlead_think "$current" "${before[@]}"
  mapfile -t COMPREPLY < <(compgen -W "$fl_words" -- "$current")
  if [ -n "$fl_files" ]; then
    case "$current" in
    -*) ;;
    *) mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current");;
    esac
  fi
}
complete -o filenames -F _fairlead fairlead
)sh";
}

std::string zsh_completion(command const& top) {
    return "#compdef fairlead\n# zsh completion of fairlead; made by: fairlead completion zsh\n" +
           thinking(top) + R"sh(_fairlead() {
  emulate -L zsh
  setopt sh_word_split
  local fl_at fl_options fl_commands fl_words fl_names fl_files fl_ask
  _fairlead_think "$words[CURRENT]" "${(@)words[2,CURRENT-1]}"
  local -a all
  all=(${=fl_words})
  (( $#all )) && compadd -- $all
  [[ -n $fl_files ]] && _files
}
if [ "$funcstack[1]" = _fairlead ]; then
  _fairlead "$@"
else
  compdef _fairlead fairlead
fi
)sh";
}

std::string fish_completion(command const& top) {
    std::string script = "# fish completion of fairlead; made by: fairlead completion fish\n"
                         "complete -c fairlead -f\n";
    const auto rule = [&](std::string const& condition, std::string const& rest) {
        script += "complete -c fairlead -n " + single_quoted(condition) + ' ' + rest + '\n';
    };
    for (auto const* one : all_of(top)) {
        const bool is_top = one->words.size() == 1;
        std::string here =
            is_top ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + one->words[1];
        if (one->words.size() > 2) here += "; and __fish_seen_subcommand_from " + one->words[2];
        for (auto const& below : one->commands)
            rule(here, "-a " + single_quoted(below.name) + " -d " + single_quoted(below.about));
        for (auto const& each : one->options) {
            std::string flags;
            for (auto const& name : each.names)
                flags += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
            if (!each.value.empty()) {
                flags += " -r";
                if (!each.choices.empty()) flags += " -a " + single_quoted(joined(each.choices));
                else if (const auto names = names_for(each.names.back()); !names.empty())
                    flags +=
                        " -a " + single_quoted("(fairlead complete-names " + std::string{names} +
                                               " --timeout 1 2>/dev/null)");
                else if (!each.is_number) flags += " -F";
            }
            rule(here, flags + " -d " + single_quoted(each.about));
        }
        for (auto const& argument : one->arguments) {
            const auto names = names_for(argument.names.front());
            if (!argument.choices.empty())
                rule(here, "-a " + single_quoted(joined(argument.choices)));
            else if (!names.empty())
                rule(here, "-a " + single_quoted("(fairlead complete-names " + std::string{names} +
                                                 " --timeout 1 2>/dev/null)"));
            else rule(here, "-F");
        }
    }
    return script;
}

}  // namespace fairlead::cli::help
