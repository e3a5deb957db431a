#include "tests/domain/candle_series.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

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

std::vector<candle> daily_candles(const std::string& name) {
  std::ifstream file{std::string{BALLAST_TEST_DATA} + '/' + name};
  std::string line;
  if (!std::getline(file, line))
    throw std::runtime_error{"no rows in " + name};
  std::vector<candle> result;
  while (std::getline(file, line)) {
    candle x;
    char comma = 0;
    std::istringstream row{line};
    if (!(row >> x.high >> comma >> x.low >> comma >> x.close))
      throw std::runtime_error{name + " has no such row: " + line};
    x.start = series_start + std::chrono::days{static_cast<int>(result.size())};
    x.open = result.empty() ? x.close : result.back().close;
    x.volume = 1;
    x.closed = true;
    result.push_back(x);
  }
  return result;
}

} // namespace ballast::test
