#include "tests/architecture/wording.hpp"

#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace ballast::architecture {

namespace {

constexpr auto lines_max = std::size_t{500};

/// Who reads the machine, for all programs.
constexpr auto programs = exception{"apps/", "hands the machine's own to all"};
constexpr auto measures = exception{"bench/", "measures the machine"};

const auto wait = std::string_view{"timers are messages or asio's, so that a "
                                   "test can move them"};
const auto chance = std::string_view{"randomness is derived from the seed "
                                     "handed in (domain/random.hpp)"};
const auto clock_read = std::string_view{"time is handed in"};

bool in_word(char x) {
  return std::isalnum(static_cast<unsigned char>(x)) != 0 || x == '_';
}

/// Whether `word` stands in `line` as a word of its own.
bool has_word(std::string_view line, std::string_view word) {
  for (auto at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    const auto end = at + word.size();
    const auto begins = at == 0 || !in_word(line[at - 1]);
    const auto ends
      = end == line.size() || !in_word(word.back()) || !in_word(line[end]);
    if (begins && ends)
      return true;
  }
  return false;
}

bool excepted(const std::vector<exception>& all, std::string_view path) {
  return std::ranges::any_of(
    all, [&](const auto& x) { return path.starts_with(x.scope); });
}

/// The letters of a path that would be somebody's machine. Written in two
/// halves: this file is looked at too.
std::vector<std::string> machine_folders() {
  const auto root = std::string{"/"};
  return {root + "work", root + "home", root + "Users", root + "root",
          root + "tmp"};
}

/// Whether `folder` begins a path here and something follows in it. A longer
/// path or an address that only contains it ("/var/tmp/x", "x.org/home/y") is
/// another matter.
bool has_path(std::string_view line, const std::string& folder) {
  for (auto at = line.find(folder); at != std::string_view::npos;
       at = line.find(folder, at + 1)) {
    const auto before = at == 0 ? ' ' : line[at - 1];
    const auto end = at + folder.size();
    if (!in_word(before)
        && std::string_view{"/.-}~*$>"}.find(before) == std::string_view::npos
        && end < line.size() && line[end] == '/')
      return true;
  }
  return false;
}

/// What follows "NOLINT…(checks)" on the line, less the punctuation.
std::string_view reason_after(std::string_view line, std::size_t at) {
  const auto close = line.find(')', at);
  if (line.find('(', at) > close || close == std::string_view::npos)
    return {};
  const auto rest = line.substr(close + 1);
  const auto begin = rest.find_first_not_of(" :,-");
  return begin == std::string_view::npos ? std::string_view{}
                                         : rest.substr(begin);
}

bool is_comment(std::string_view line) {
  const auto begin = line.find_first_not_of(" \t");
  return begin != std::string_view::npos
         && line.substr(begin).starts_with("//");
}

} // namespace

const std::vector<forbidden_word>& forbidden_words() {
  static const auto result = std::vector<forbidden_word>{
    {"system_clock",
     clock_read,
     {programs,
      measures,
      {"domain/time.hpp", "names the type of a calendar moment"},
      {"tests/net/", "sets the dates of certificates made for a test"}}},
    {"steady_clock::now",
     clock_read,
     {programs,
      measures,
      {"net/", "asio's timers run on it"},
      {"tests/net/", "bounds the wait for a real socket"},
      {"tests/e2e/", "bounds the wait for a real process"},
      {"tests/support/fault_proxy_", "delays real sockets by asio's timers"}}},
    {"high_resolution_clock", clock_read, {}},
    {"clock_gettime", clock_read, {measures}},
    {"gettimeofday", clock_read, {}},
    {"std::time", clock_read, {}},
    {"random_device", chance, {programs}},
    {"rand", chance, {}},
    {"srand", chance, {}},
    {"getrandom", chance, {programs}},
    {"RAND_bytes", chance, {}},
    {"getenv",
     "the environment is handed in",
     {programs,
      {"tests/support/", "reads how many seeds to try"},
      {"tests/conformance/", "reads where the recorded vectors lie"}}},
    {"secure_getenv", "the environment is handed in", {programs}},
    {"GTEST_SKIP",
     "a test that does not run shows nothing",
     {{"tests/conformance/", "the recorded vectors lie outside this tree and "
                             "need not be there"}}},
    {"sleep", wait, {}},
    {"usleep", wait, {}},
    {"nanosleep", wait, {}},
    {"sleep_for", wait, {}},
    {"sleep_until", wait, {}},
  };
  return result;
}

std::vector<finding> check_words(const source_file& file) {
  std::vector<finding> result;
  const auto lines = lines_of(code_only(file.text));
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const auto& x : forbidden_words())
      if (has_word(lines[i], x.word) && !excepted(x.except, file.path))
        result.push_back(
          {file.path, i + 1, std::string{x.word} + ": " + std::string{x.why}});
  return result;
}

std::vector<finding> check_machine_paths(const source_file& file) {
  std::vector<finding> result;
  const auto lines = lines_of(file.text);
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const auto& x : machine_folders())
      if (has_path(lines[i], x))
        result.push_back({file.path, i + 1, "a path of one machine: " + x});
  return result;
}

std::vector<finding> check_notes(const source_file& file) {
  std::vector<finding> result;
  const auto lines = lines_of(file.text);
  const auto later
    = std::array{std::string{"TO"} + "DO", std::string{"FIX"} + "ME"};
  const auto silence = std::string{"NO"} + "LINT";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& line = lines[i];
    for (const auto& x : later)
      if (has_word(line, x))
        result.push_back({file.path, i + 1, x + " says what is not done"});
    const auto at = line.find(silence);
    if (at == std::string::npos || line.find(silence + "END") == at)
      continue;
    const auto named = line.find('(', at) != std::string::npos;
    const auto reasoned
      = !reason_after(line, at).empty() || (i > 0 && is_comment(lines[i - 1]));
    if (!named || !reasoned)
      result.push_back(
        {file.path, i + 1, silence + " names its check and says why"});
  }
  return result;
}

std::vector<finding> check_shape(const source_file& file) {
  std::vector<finding> result;
  const auto lines = lines_of(file.text);
  if (lines.size() >= lines_max)
    result.push_back({file.path, lines.size(), "is too long: split by noun"});
  if (!file.path.ends_with(".hpp"))
    return result;
  if (lines.empty() || !is_comment(lines.front()))
    result.push_back({file.path, 1, "opens without the idea behind it"});
  if (file.text.find("\n#pragma once\n") == std::string::npos)
    result.push_back({file.path, 0, "lacks #pragma once"});
  return result;
}

} // namespace ballast::architecture
