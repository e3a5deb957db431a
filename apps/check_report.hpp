// All rows of `ballast check` as one table for people and as JSON. Pure.
#pragma once

#include "apps/check_finding.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ballast::apps {

struct check_report {
  std::string mode; ///< "paper"
  std::vector<check_row> rows;
  std::vector<std::string> notes; ///< Sentences about the whole.
};

/// Markets of a row that another venue of the report lists too.
std::size_t shared_markets(const check_report& x, const check_row& row);

/// One sentence: what all of it comes to.
std::string verdict_of(const check_report& x);

/// @param colour whether escape sequences may colour the results.
std::string check_table(const check_report& x, bool colour);

nlohmann::ordered_json check_json(const check_report& x);

} // namespace ballast::apps
