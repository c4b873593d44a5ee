/// @file domar: the command line. Data on stdout, messages on stderr, exit codes of result.hpp.

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/scenario/version.hpp"
#include "verbs.hpp"

namespace domar::cli {

int fail(const Error& error, bool json) {
  if (json) {
    const nlohmann::ordered_json out{{"error",
                                      {{"code", name_of(error.code)},
                                       {"what", error.what},
                                       {"where", error.where},
                                       {"hint", error.hint}}}};
    // A message may quote what the user typed, which need not be UTF-8.
    using nlohmann::ordered_json;
    fmt::print("{}\n", out.dump(1, ' ', false, ordered_json::error_handler_t::replace));
  }
  fmt::print(stderr, "{}\n", error.message());
  return exit_status(error.code);
}

void add_json_flag(CLI::App& verb, bool& json) {
  verb.add_flag("--json", json, "machine-readable output on stdout");
}

namespace {

void describe(CLI::App& app, Act& act) {
  app.set_version_flag("--version", std::string("domar ") + scenario::k_version);
  app.require_subcommand(0, 1);  // usage_error tells what is missing
  app.footer(
      "Exit codes: 0 ok, 1 internal, 2 usage, 3 bad input, 4 did not converge, "
      "5 infeasible, 6 different (compare), 130 interrupted.");
  describe_run_verbs(app, act);
  describe_equilibrium_verbs(app, act);
  describe_optimise_verb(app, act);
  describe_analyse_verb(app, act);
  describe_seek_verbs(app, act);
  describe_accounts_verbs(app, act);
  describe_split_verb(app, act);
  describe_table_verbs(app, act);
  describe_reshape_verbs(app, act);
}

/// What is wrong with the command line, with the nearest verb for one that does not exist.
Error usage_error(const CLI::App& app, const std::string& what) {
  Error error{ErrorCode::usage, what, "", "domar --help lists verbs and options", ""};
  const auto surplus = app.remaining();
  if (!app.get_subcommands().empty() || surplus.empty() || surplus.front()[0] == '-') return error;
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) verbs.push_back(verb->get_name());
  error.what = fmt::format("unknown verb '{}'", surplus.front());
  error.hint =
      fmt::format("did you mean {}? {}", verbs[nearest_name(surplus.front(), verbs)], error.hint);
  return error;
}

/// Arrays of a solve are given back and asked for again thousands of times: glibc keeps them
/// instead of handing them to the system each time, which costs a twenty-fifth of a run with draws.
void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int kept = 1 << 28;
  mallopt(M_TRIM_THRESHOLD, kept);
  mallopt(M_MMAP_THRESHOLD, 1 << 25);  // the largest that glibc takes
#endif
}

int main_of(int argc, char** argv) {
  keep_freed_memory();
  CLI::App app{"Domar: from measured accounts to growth, emerging industries and policy", "domar"};
  Act act;
  describe(app, act);
  const bool json = std::any_of(argv + std::min(1, argc), argv + argc,
                                [](const char* word) { return std::string(word) == "--json"; });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app.exit(problem);
    return fail(usage_error(app, problem.what()), json);
  }
  return act ? act() : fail(usage_error(app, "no verb is given"), json);
}

}  // namespace

}  // namespace domar::cli

int main(int argc, char** argv) {
  try {
    return domar::cli::main_of(argc, argv);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "internal error: {}\n   hint: please report this with the command\n",
               problem.what());
    return 1;
  }
}
