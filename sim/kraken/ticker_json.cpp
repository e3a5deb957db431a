#include "sim/kraken/ticker_json.hpp"

#include "sim/kraken/figures.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::kraken {

namespace {

/// What happened in some hours.
struct span_figures {
  bar sum;                  ///< Without trades: the last price throughout.
  std::int64_t average = 0; ///< Price by volume.
};

span_figures figures_of(const std::vector<bar>& hours, std::int64_t since,
                        std::int64_t last_price) {
  auto result = span_figures{};
  auto& sum = result.sum;
  auto paid = 0.0;
  for (const auto& x : hours) {
    if (x.start < since)
      continue;
    if (sum.volume == 0)
      sum = x;
    else
      merge_later(sum, x);
    paid
      += static_cast<double>(average_price(x)) * static_cast<double>(x.volume);
  }
  if (sum.volume == 0)
    sum = {since, last_price, last_price, last_price, last_price};
  result.average = sum.volume == 0
                     ? last_price
                     : std::clamp<std::int64_t>(
                       std::llround(paid / static_cast<double>(sum.volume)),
                       sum.low, sum.high);
  return result;
}

/// Appends one member after another in Kraken's way of few letters.
class ticker_writer {
public:
  explicit ticker_writer(const pair& facts) : facts_{facts} {}

  /// `"a":["52609.60000",…`: price with at least five digits.
  ticker_writer& price(std::int64_t ticks) {
    constexpr auto price_places = 5;
    return number(ticks, facts_.price_decimals, price_places);
  }
  ticker_writer& volume(std::int64_t steps) {
    return number(steps, facts_.lot_decimals, volume_places);
  }
  ticker_writer& raw(std::string_view text) {
    out_ += text;
    return *this;
  }
  ticker_writer& count(std::int64_t x) { return raw(std::to_string(x)); }

  std::string take() { return std::move(out_); }

private:
  ticker_writer& number(std::int64_t units, int decimals, int places) {
    out_ += '"';
    append_padded(out_, units, decimals, places);
    out_ += '"';
    return *this;
  }

  const pair& facts_;
  std::string out_;
};

} // namespace

std::string ticker_json(const pair& x, const bar_source& bars,
                        std::int64_t now) {
  constexpr auto hour = std::int64_t{3'600};
  constexpr auto day = 24 * hour;
  auto hours = std::vector<bar>{};
  bars.append_bars(hours, now - day, now, hour, now);
  const auto price = bars.last_price(now);
  const auto today = figures_of(hours, now - now % day, price);
  const auto whole = figures_of(hours, now - day, price);
  auto out = ticker_writer{x};
  out.raw(R"({"a":[)").price(price + 1).raw(R"(,"1","1.000"],"b":[)");
  out.price(price).raw(R"(,"1","1.000"],"c":[)").price(price).raw(",");
  out.volume(1 + price % 1'000).raw(R"(],"v":[)");
  out.volume(today.sum.volume).raw(",").volume(whole.sum.volume);
  out.raw(R"(],"p":[)").price(today.average).raw(",").price(whole.average);
  out.raw(R"(],"t":[)").count(today.sum.trades).raw(",");
  out.count(whole.sum.trades).raw(R"(],"l":[)");
  out.price(today.sum.low).raw(",").price(whole.sum.low).raw(R"(],"h":[)");
  out.price(today.sum.high).raw(",").price(whole.sum.high);
  out.raw(R"(],"o":)").price(today.sum.open).raw("}");
  return out.take();
}

} // namespace ballast::sim::kraken
