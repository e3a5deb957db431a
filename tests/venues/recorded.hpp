// The recorded replies and published vectors of one venue, from tests/data.
#pragma once

#include "net/wire.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace ballast::venues {

inline std::string recorded_text(const std::string& path) {
  auto file = std::ifstream{std::string{BALLAST_TEST_DATA} + '/' + path};
  if (!file)
    throw std::runtime_error{"no test data: " + path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The rows of a JSON Lines file; of that kind alone, where one is given.
inline std::vector<nlohmann::json> recorded_rows(const std::string& path,
                                                 const std::string& kind = {}) {
  std::vector<nlohmann::json> rows;
  auto lines = std::istringstream{recorded_text(path)};
  for (std::string line; std::getline(lines, line);) {
    auto row = nlohmann::json::parse(line);
    if (kind.empty() || row.at("kind") == kind)
      rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw std::runtime_error{"no rows of kind " + kind + " in " + path};
  return rows;
}

/// The columns of each line of a CSV file without quotes.
inline std::vector<std::vector<std::string>>
recorded_table(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  auto lines = std::istringstream{recorded_text(path)};
  for (std::string line; std::getline(lines, line);) {
    rows.emplace_back();
    auto columns = std::istringstream{line};
    for (std::string x; std::getline(columns, x, ',');)
      rows.back().push_back(x);
  }
  return rows;
}

inline net::reply reply_of(std::string body, unsigned status = 200,
                           std::vector<net::header> headers = {}) {
  return {status, std::move(headers), std::move(body)};
}

} // namespace ballast::venues
