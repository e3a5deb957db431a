#include "sim/binance/market_data.hpp"

#include "sim/binance/figures.hpp"
#include "sim/binance/replies.hpp"
#include "sim/market_story.hpp"
#include "sim/object_writer.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim::binance {

namespace {

constexpr auto illegal_symbols = "Illegal characters found in parameter "
                                 "'symbols'.";

std::int64_t milliseconds_of(unix_time x) {
  return x.time_since_epoch().count();
}

/// "15m", "4h", "7d" in seconds.
std::optional<std::int64_t> window_of(std::string_view text) {
  if (text.size() < 2)
    return std::nullopt;
  const auto count = whole_of(text.substr(0, text.size() - 1));
  if (!count || *count < 1)
    return std::nullopt;
  if (text.back() == 'm' && *count <= 59)
    return *count * 60;
  if (text.back() == 'h' && *count <= 23)
    return *count * 3'600;
  if (text.back() == 'd' && *count <= 7)
    return *count * 86'400;
  return std::nullopt;
}

} // namespace

std::string side_json(const symbol& x, const std::vector<book_level>& rows) {
  auto out = std::string{"["};
  for (const auto& row : rows) {
    out += out.size() == 1 ? "[\"" : ",[\"";
    out += price_text(x, row.price) + "\",\"" + size_text(x, row.size) + "\"]";
  }
  return out + ']';
}

std::int64_t seconds_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

market_data::market_data(std::uint64_t seed, fault_plan& faults,
                         std::optional<unix_time> stories_begin)
    : seed_{seed}, faults_{faults} {
  for (const auto& x : all_symbols()) {
    const auto nature = nature_of(x);
    const auto life = life_of(nature, seed);
    auto bars = bars_of(nature.book, life, stories_begin);
    // A level holds some trades.
    auto market = market_of(x, *bars, 4 * life.trade_size);
    listings_.push_back({&x, std::move(bars), std::move(market), 0, {}});
  }
}

listing* market_data::find(std::string_view id, instant now) {
  const auto* const facts = symbol_named(id);
  if (facts == nullptr || faults_.delisted(id, now.steady))
    return nullptr;
  return &listings_[static_cast<std::size_t>(facts - all_symbols().data())];
}

std::variant<std::vector<listing*>, net::reply>
market_data::selected(const parameters& given, instant now) {
  const auto one = given.first("symbol");
  const auto several = given.first("symbols");
  if (one && several)
    return error_reply(400, -1128,
                       "Combination of optional parameters invalid.");
  auto result = std::vector<listing*>{};
  const auto status = given.first("symbolStatus").value_or("TRADING");
  if (!one && !several) {
    for (auto& x : listings_)
      if (status == "TRADING" && !faults_.delisted(x.facts->id, now.steady))
        result.push_back(&x);
    return result;
  }
  const auto names = one ? std::optional{std::vector{*one}} : list_of(*several);
  if (!names || names->empty())
    return error_reply(400, -1100, illegal_symbols);
  for (const auto& name : *names) {
    auto* const x = find(name, now);
    if (x == nullptr)
      return unknown_symbol();
    result.push_back(x);
  }
  return result;
}

template <class Append>
net::reply market_data::rows_of(const parameters& given, instant now,
                                Append append) {
  const auto chosen = selected(given, now);
  if (const auto* refused = std::get_if<net::reply>(&chosen))
    return *refused;
  const auto is_list = !given.has("symbol");
  auto body = std::string{is_list ? "[" : ""};
  for (auto* x : std::get<0>(chosen))
    append(body, *x);
  return json_reply(body + (is_list ? "]" : ""));
}

net::reply market_data::exchange_info(const parameters& given,
                                      std::string_view limits, instant now) {
  const auto chosen = selected(given, now);
  if (const auto* refused = std::get_if<net::reply>(&chosen))
    return *refused;
  const auto permission = given.first("permissions").value_or("SPOT");
  const auto has_spot = permission.find("SPOT") != std::string::npos;
  auto body = std::string{R"({"timezone":"UTC","serverTime":)"}
              + std::to_string(milliseconds_of(now.wall)) + R"(,"rateLimits":)";
  body += limits;
  body += R"(,"exchangeFilters":[],"symbols":[)";
  constexpr auto typical_size = std::size_t{1'700};
  body.reserve(std::get<0>(chosen).size() * typical_size + body.size());
  const auto with_sets = given.first("showPermissionSets") != "false";
  for (const auto* x : std::get<0>(chosen)) {
    if (!has_spot)
      continue;
    body += body.back() == '[' ? "" : ",";
    append_symbol_json(body, *x->facts, with_sets);
  }
  return json_reply(body + "]}");
}

net::reply market_data::depth(const parameters& given, instant now) {
  constexpr auto levels_max = std::int64_t{5'000};
  const auto name = given.filled("symbol");
  if (!name)
    return missing("symbol");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_symbol();
  const auto limit = whole_of(given.first("limit").value_or("100"));
  if (!limit)
    return not_digits("limit");
  if (*limit == 0)
    return invalid("limit");
  const auto levels = static_cast<std::size_t>(std::min(*limit, levels_max));
  const auto time = seconds_of(now.wall);
  const auto& facts = *x->facts;
  const auto book = book_at(x->market, seed_, levels, time);
  return json_reply(R"({"lastUpdateId":)" + std::to_string(book.sequence)
                    + R"(,"bids":)" + side_json(facts, book.bids)
                    + R"(,"asks":)" + side_json(facts, book.asks) + '}');
}

net::reply market_data::average_price(const parameters& given, instant now) {
  const auto name = given.filled("symbol");
  if (!name)
    return missing("symbol");
  const auto* const x = find(*name, now);
  if (x == nullptr)
    return unknown_symbol();
  constexpr auto minutes = std::int64_t{5};
  const auto time = seconds_of(now.wall);
  const auto of = figures_since(*x->bars, time - minutes * 60, 60, time);
  const auto ticks = of.sum.volume == 0
                       ? of.sum.close
                       : static_cast<std::int64_t>(
                         of.quote_volume / static_cast<double>(of.sum.volume));
  auto body = std::string{};
  object_writer{body}
    .number("mins", minutes)
    .text("price", price_text(*x->facts, ticks))
    .number("closeTime", milliseconds_of(now.wall))
    .end();
  return json_reply(std::move(body));
}

net::reply market_data::ticker_24h(const parameters& given, instant now) {
  // What costs is a thousand days' figures, so they may be a little old.
  constexpr auto age_max = std::int64_t{10};
  const auto type = given.first("type").value_or("FULL");
  if (type != "FULL" && type != "MINI")
    return invalid("type");
  const auto time = seconds_of(now.wall);
  return rows_of(given, now, [&](std::string& out, listing& x) {
    const auto milliseconds = milliseconds_of(now.wall);
    out += out.empty() || out.back() == '[' ? "" : ",";
    if (type == "MINI") {
      out += mini_ticker_json(*x.facts, *x.bars, milliseconds);
      return;
    }
    if (x.made_at == 0 || time < x.made_at || time - x.made_at >= age_max) {
      x.json = ticker_json(*x.facts, *x.bars, top_of(x, time), milliseconds);
      x.made_at = time;
    }
    out += x.json;
  });
}

net::reply market_data::ticker_price(const parameters& given, instant now) {
  const auto time = seconds_of(now.wall);
  return rows_of(given, now, [&](std::string& out, const listing& x) {
    object_writer{out}
      .text("symbol", x.facts->id)
      .text("price", price_text(*x.facts, x.bars->last_price(time)))
      .end();
  });
}

net::reply market_data::book_ticker(const parameters& given, instant now) {
  const auto time = seconds_of(now.wall);
  return rows_of(given, now, [&](std::string& out, const listing& x) {
    const auto& facts = *x.facts;
    const auto top = top_of(x, time);
    object_writer{out}
      .text("symbol", facts.id)
      .text("bidPrice", price_text(facts, top.bids.at(0).price))
      .text("bidQty", size_text(facts, top.bids.at(0).size))
      .text("askPrice", price_text(facts, top.asks.at(0).price))
      .text("askQty", size_text(facts, top.asks.at(0).size))
      .end();
  });
}

net::reply market_data::ticker_window(const parameters& given,
                                      bool is_calendar_day, instant now) {
  constexpr auto day = std::int64_t{86'400'000};
  if (!given.has("symbol") && !given.has("symbols"))
    return missing("symbol");
  const auto window = window_of(given.first("windowSize").value_or("1d"));
  if (!window)
    return invalid("windowSize");
  const auto time = milliseconds_of(now.wall);
  const auto from
    = is_calendar_day ? time - time % day : time - *window * 1'000;
  const auto to = is_calendar_day ? from + day - 1 : time;
  const auto is_mini = given.first("type") == "MINI";
  return rows_of(given, now, [&](std::string& out, const listing& x) {
    out += out.empty() || out.back() == '[' ? "" : ",";
    out += window_ticker_json(*x.facts, *x.bars, from, to, time, is_mini);
  });
}

} // namespace ballast::sim::binance
