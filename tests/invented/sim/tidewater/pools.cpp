#include "sim/tidewater/pools.hpp"

#include "sim/candle_rows.hpp"
#include "sim/market_life.hpp"
#include "sim/object_writer.hpp"
#include "sim/span_figures.hpp"
#include "sim/tidewater/replies.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>

namespace ballast::sim::tidewater {

namespace {

struct coin {
  std::string_view name;
  int price_decimals;
  int size_decimals;
};

constexpr auto coins = std::array{
  coin{"btc", 2, 5},  coin{"eth", 2, 4},  coin{"sol", 3, 3}, coin{"xrp", 5, 1},
  coin{"ada", 5, 1},  coin{"ltc", 2, 3},  coin{"dot", 4, 2}, coin{"link", 4, 2},
  coin{"avax", 3, 2}, coin{"atom", 4, 2}, coin{"uni", 4, 2}, coin{"doge", 6, 0},
};
constexpr auto moneys = std::array<std::string_view, 2>{"usd", "eur"};

constexpr auto spans
  = std::array<std::int64_t, 9>{1, 5, 15, 30, 60, 120, 240, 360, 1440};
constexpr std::int64_t minute = 60;
constexpr std::int64_t waves_max = 200;

std::string in_capitals(std::string_view text) {
  std::string result;
  for (const auto x : text)
    result += static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
  return result;
}

std::int64_t seconds_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

void append_wave(std::string& out, const pool& where, const bar& x) {
  const auto text = [&](const std::string& value) {
    out.append(",\"").append(value).append("\"");
  };
  out += out.back() == '[' ? "[" : ",[";
  out += std::to_string(x.start / minute);
  for (const auto ticks : {x.open, x.low, x.high, x.close})
    text(decimal_text(ticks, where.price_decimals));
  text(decimal_text(x.volume, where.size_decimals));
  out += ']';
}

} // namespace

pools::pools(std::uint64_t seed, fault_plan& faults) : faults_{faults} {
  for (const auto& x : coins)
    for (const auto money : moneys) {
      const auto base = in_capitals(x.name);
      const auto quote = in_capitals(money);
      const auto nature = market_nature{base + '-' + quote, base, quote,
                                        x.price_decimals, x.size_decimals};
      all_.push_back({std::string{x.name} + '~' + std::string{money},
                      x.price_decimals, x.size_decimals,
                      market_walk{life_of(nature, seed)}});
    }
}

net::reply pools::list(instant now) const {
  auto rows = std::string{"["};
  for (const auto& x : all_) {
    if (faults_.delisted(x.id, now.steady))
      continue;
    object_writer{rows}
      .text("pool", x.id)
      .text("tide", faults_.post_only(x.id, now.steady) ? "slack" : "in")
      .text("price_step", decimal_text(1, x.price_decimals))
      .text("size_step", decimal_text(1, x.size_decimals))
      .text("least", decimal_text(10, x.size_decimals))
      .text("most", "100000")
      .text("worth", "5")
      .end();
  }
  return good_reply("pools", rows + ']');
}

net::reply pools::levels(instant now) const {
  const auto time = seconds_of(now.wall);
  auto rows = std::string{"{"};
  for (const auto& x : all_) {
    if (faults_.delisted(x.id, now.steady))
      continue;
    const auto day = figures_of_day(x.walk, time);
    const auto price = [&](std::int64_t ticks) {
      return decimal_text(ticks, x.price_decimals);
    };
    const auto paid
      = day.quote_volume * std::pow(10, -x.price_decimals - x.size_decimals);
    rows += rows.size() == 1 ? "\"" : ",\"";
    rows.append(x.id).append("\":[\"");
    rows.append(price(day.sum.close)).append("\",\"");
    rows.append(price(day.sum.close - 1)).append("\",\"");
    rows.append(price(day.sum.close + 1)).append("\",\"");
    rows.append(fixed_text(paid, 2)).append("\",\"");
    rows.append(price(day.sum.open)).append("\"]");
  }
  return good_reply("levels", rows + '}');
}

net::reply pools::waves(const request_target& what, instant now) const {
  constexpr auto begin = std::string_view{"/w1/waves/"};
  const auto id = std::string_view{what.path}.substr(begin.size());
  const auto where = std::find_if(all_.begin(), all_.end(),
                                  [&](const pool& x) { return x.id == id; });
  if (where == all_.end() || faults_.delisted(id, now.steady))
    return no_pool();
  const auto span = whole_number(what.first("span").value_or(""));
  const auto from = whole_number(what.first("from").value_or(""));
  const auto to = whole_number(what.first("to").value_or(""));
  if (!span || std::find(spans.begin(), spans.end(), *span) == spans.end())
    return bad_ask("span");
  if (!from || !to || *from % *span != 0 || *to < *from
      || (*to - *from) / *span >= waves_max)
    return bad_ask("from");
  const auto width = candle_span{*span * minute};
  const auto last = width.start_of(*to * minute);
  auto rows = std::string{"["};
  for (const auto& x : candle_rows(where->walk, width, *from * minute, last,
                                   seconds_of(now.wall)))
    append_wave(rows, *where, x);
  return good_reply("waves", rows + ']');
}

} // namespace ballast::sim::tidewater
