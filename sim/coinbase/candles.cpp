// GET products/{id}/candles: the one route that is asked all day long.
#include "sim/coinbase/market_data.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>

namespace ballast::sim::coinbase {

namespace {

struct granularity {
  std::string_view name;
  std::int64_t seconds;
};
constexpr auto granularities = std::array{
  granularity{"ONE_MINUTE", 60},      granularity{"FIVE_MINUTE", 300},
  granularity{"FIFTEEN_MINUTE", 900}, granularity{"THIRTY_MINUTE", 1'800},
  granularity{"ONE_HOUR", 3'600},     granularity{"TWO_HOUR", 7'200},
  granularity{"FOUR_HOUR", 14'400},   granularity{"SIX_HOUR", 21'600},
  granularity{"ONE_DAY", 86'400},
};
constexpr auto buckets_max = std::int64_t{350};

/// A window as asked for; the manual wants all three named.
struct candle_window {
  std::int64_t start = 0; ///< Unix seconds.
  std::int64_t end = 0;   ///< Inclusive.
  std::int64_t width = 0;
  std::int64_t limit = buckets_max;
};

result<candle_window> parse_window(const request_target& what) {
  const auto wrong = [](const char* text) {
    return ballast::fault{ec::invalid_argument, text};
  };
  const auto start = whole_number(what.first("start").value_or(""));
  const auto end = whole_number(what.first("end").value_or(""));
  const auto name = what.first("granularity").value_or("");
  const auto kind
    = std::find_if(granularities.begin(), granularities.end(),
                   [&](const granularity& x) { return x.name == name; });
  if (!start || !end || *end < *start)
    return wrong("start and end argument is invalid");
  if (kind == granularities.end())
    return wrong("granularity argument is invalid");
  auto window = candle_window{*start, *end, kind->seconds};
  // The published text ends in a space.
  if ((window.end - window.start) / window.width >= buckets_max)
    return wrong("start and end argument is invalid - number of candles "
                 "requested should be less than 350 ");
  if (const auto limit = what.first("limit")) {
    const auto number = whole_number(*limit);
    if (!number || *number < 1 || *number > buckets_max)
      return wrong("limit argument is invalid");
    window.limit = *number;
  }
  return window;
}

void append_candle(std::string& out, const bar& x,
                   const coinbase_product& facts) {
  const auto price = [&](const char* name, std::int64_t ticks) {
    out += name;
    append_decimal(out, ticks, facts.price_decimals);
  };
  out += R"({"start":")";
  append_decimal(out, x.start, 0);
  price(R"(","low":")", x.low);
  price(R"(","high":")", x.high);
  price(R"(","open":")", x.open);
  price(R"(","close":")", x.close);
  out += R"(","volume":")";
  append_decimal(out, x.volume, facts.base_decimals);
  out += R"("})";
}

} // namespace

net::reply market_data::candles(std::string_view id, const request_target& what,
                                instant now) {
  const auto* const x = find(id, now);
  if (x == nullptr)
    return unknown_product();
  const auto window = parse_window(what);
  if (!window)
    return invalid_argument(window.error().text);
  const auto time
    = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch());
  auto bars = std::vector<bar>{};
  x->bars->append_bars(bars, window->start, window->end, window->width,
                       time.count());
  const auto count
    = std::min(bars.size(), static_cast<std::size_t>(window->limit));
  auto body = std::string{R"({"candles":[)"};
  constexpr auto typical_size = std::size_t{140};
  body.reserve(count * typical_size + 20);
  // Newest first; a limit leaves out the oldest.
  for (auto i = std::size_t{0}; i < count; ++i) {
    if (i > 0)
      body += ',';
    append_candle(body, bars[bars.size() - 1 - i], *x->facts);
  }
  body += "]}";
  return json_reply(200, std::move(body));
}

} // namespace ballast::sim::coinbase
