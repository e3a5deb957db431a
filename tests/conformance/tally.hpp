// How many vectors of which endpoint were checked or left out, and the table
// that says so.
#pragma once

#include "tests/conformance/judgement.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace ballast::conformance {

class tally {
public:
  /// @param venue    the folder
  /// @param file     where the vector stands, "requests.jsonl"
  /// @param endpoint what it is about, "candles"
  /// @param name     of the vector itself, for the report of a failure
  void add(const std::string& venue, const std::string& file,
           const std::string& endpoint, const std::string& name,
           const judgement& x, std::size_t count = 1);

  std::size_t count(fate what) const;
  /// One sentence for each failed vector, with its name.
  const std::vector<std::string>& failures() const noexcept {
    return failures_;
  }
  /// One line for each endpoint and reason, and one of sums.
  std::string table() const;

private:
  // Venue, file, endpoint, fate, reason.
  using line
    = std::tuple<std::string, std::string, std::string, fate, std::string>;
  std::map<line, std::size_t> counts_;
  std::vector<std::string> failures_;
};

} // namespace ballast::conformance
