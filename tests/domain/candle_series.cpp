#include "tests/domain/candle_series.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace ballast::test {

candle flat_candle(std::size_t place, double price, double volume) {
  const auto start = series_start + five_minutes * static_cast<int>(place);
  return {start, price, price, price, price, volume, true};
}

std::vector<candle> walk(std::uint64_t seed, std::size_t count) {
  auto random = random_source{seed};
  std::vector<candle> result;
  auto price = 50 + 100 * random.uniform();
  double drift = 0;
  std::size_t quiet = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (random.below(40) == 0)
      drift = 0.006 * (random.uniform() - 0.5);
    if (random.below(200) == 0)
      quiet = random.below(30);
    auto x = flat_candle(i, price, 0);
    if (quiet > 0) {
      --quiet;
    } else {
      const auto swing = random.below(100) == 0 ? 0.1 : 0.008;
      x.close = price * (1 + drift + swing * (random.uniform() - 0.5));
      x.high = std::max(x.open, x.close) * (1 + 0.003 * random.uniform());
      x.low = std::min(x.open, x.close) * (1 - 0.003 * random.uniform());
      x.volume = random.below(20) == 0 ? 0 : 1000 * random.uniform();
    }
    price = x.close;
    result.push_back(x);
  }
  return result;
}

std::vector<candle> scaled(std::vector<candle> x, double factor) {
  for (auto& bar : x)
    for (auto* price : {&bar.open, &bar.high, &bar.low, &bar.close})
      *price *= factor;
  return x;
}

namespace {

/// The numbers of each row below a header.
std::vector<std::vector<double>> rows_of(const std::string& name,
                                         std::size_t columns) {
  std::ifstream file{std::string{BALLAST_TEST_DATA} + '/' + name};
  std::string line;
  if (!std::getline(file, line))
    throw std::runtime_error{"no rows in " + name};
  std::vector<std::vector<double>> result;
  while (std::getline(file, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream text{line};
    std::vector<double> row{std::istream_iterator<double>{text}, {}};
    if (row.size() != columns)
      throw std::runtime_error{name + " has no such row: " + line};
    result.push_back(std::move(row));
  }
  return result;
}

} // namespace

std::vector<candle> daily_candles(const std::string& name) {
  std::vector<candle> result;
  for (const auto& row : rows_of(name, 3)) {
    const auto day = std::chrono::days{static_cast<int>(result.size())};
    const auto open = result.empty() ? row[2] : result.back().close;
    result.push_back(
      {series_start + day, open, row[0], row[1], row[2], 1, true});
  }
  return result;
}

std::vector<candle> recorded_candles(const std::string& name) {
  std::vector<candle> result;
  for (const auto& row : rows_of(name, 6)) {
    const auto start = std::chrono::milliseconds{std::llround(row[0])};
    result.push_back(
      {unix_time{start}, row[1], row[2], row[3], row[4], row[5], true});
  }
  return result;
}

} // namespace ballast::test
