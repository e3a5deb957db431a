#include "tests/conformance/comparison.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <stdexcept>

namespace ballast::conformance {

namespace {

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const auto* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size()
        && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      result += static_cast<char>(byte);
      i += 2;
    } else {
      result += text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

std::string shown(const pairs& all) {
  std::string text;
  for (const auto& [name, value] : all)
    text += (text.empty() ? "" : "&") + name + '=' + value;
  return text;
}

void compare_bodies(differences& to, const std::string& recorded,
                    const std::string& ours) {
  const auto theirs = json::parse(recorded, nullptr, false);
  const auto mine = json::parse(ours, nullptr, false);
  if (theirs.is_structured() || mine.is_structured()) {
    if (theirs != mine)
      to.texts("body", recorded, ours);
    return;
  }
  to.texts("body", shown(form_pairs(recorded)), shown(form_pairs(ours)));
}

/// As ccxt cuts a list: from `since` on, then the first `limit` of it, or the
/// last `limit` where there is no `since`.
void cut(std::vector<candle>& list, const json& since, const json& limit) {
  if (since.is_number())
    std::erase_if(list, [&](const candle& x) {
      return x.start.time_since_epoch().count() < since.get<std::int64_t>();
    });
  if (!limit.is_number() || list.size() <= limit.get<std::size_t>())
    return;
  const auto excess
    = static_cast<std::ptrdiff_t>(list.size() - limit.get<std::size_t>());
  if (since.is_number())
    list.erase(list.end() - excess, list.end());
  else
    list.erase(list.begin(), list.begin() + excess);
}

void compare_ticker(differences& to, const ticker& ours, const json& recorded,
                    const std::string& kind,
                    const std::set<std::string>& left_out) {
  constexpr double percent = 100;
  const auto symbol = ours.symbol.to_string();
  const auto figures = std::map<std::string, double>{
    {"last", ours.last.to_double()},    {"close", ours.last.to_double()},
    {"bid", ours.bid.to_double()},      {"ask", ours.ask.to_double()},
    {"quoteVolume", ours.volume_quote}, {"percentage", ours.change * percent},
  };
  for (const auto& [name, value] : recorded.items()) {
    const auto found = figures.find(name);
    if (value.is_null() || left_out.contains(kind + '.' + name))
      continue;
    if (name == "symbol")
      to.texts(name, value.get<std::string>(), symbol);
    else if (found == figures.end())
      to.note("a member that is neither ours nor left out: " + name);
    else
      to.numbers(symbol + ' ' + name, number_of(value), found->second);
  }
}

} // namespace

pairs form_pairs(std::string_view text) {
  pairs result;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const auto one = text.substr(0, end);
    const auto equals = std::min(one.find('='), one.size());
    const auto value = one.substr(std::min(equals + 1, one.size()));
    result.emplace_back(decoded(one.substr(0, equals)), decoded(value));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::string path_of(const net::call& x) {
  return x.target.substr(0, x.target.find('?'));
}

pairs query_of(const net::call& x) {
  const auto mark = x.target.find('?');
  return mark == std::string::npos ? pairs{}
                                   : form_pairs(x.target.substr(mark + 1));
}

std::string value_of(const pairs& from, std::string_view name) {
  for (const auto& [key, value] : from)
    if (key == name)
      return value;
  return {};
}

void remove(pairs& from, std::string_view name) {
  std::erase_if(from, [&](const auto& x) { return x.first == name; });
}

void compare_queries(differences& to, pairs recorded, pairs ours) {
  std::sort(recorded.begin(), recorded.end());
  std::sort(ours.begin(), ours.end());
  if (recorded != ours)
    to.texts("query", shown(recorded), shown(ours));
}

void compare_calls(differences& to, const net::call& recorded,
                   const net::call& ours) {
  to.texts("method", recorded.method, ours.method);
  to.texts("address", recorded.base + path_of(recorded),
           ours.base + path_of(ours));
  compare_queries(to, query_of(recorded), query_of(ours));
  compare_bodies(to, recorded.body, ours.body);
}

void compare_headers(differences& to, const net::call& recorded,
                     const net::call& ours, std::string_view name) {
  to.texts(name, net::find_header(recorded.headers, name).value_or(""),
           net::find_header(ours.headers, name).value_or(""));
}

std::chrono::seconds timeframe_of(const std::string& name) {
  const auto count = std::stoll(name);
  switch (name.back()) {
  case 'm':
    return std::chrono::minutes{count};
  case 'h':
    return std::chrono::hours{count};
  case 'd':
    return std::chrono::hours{24 * count};
  case 'w':
    return std::chrono::hours{24 * 7 * count};
  default:
    throw std::runtime_error{"no timeframe: " + name};
  }
}

double number_of(const json& x) {
  if (x.is_number())
    return x.get<double>();
  auto value = std::numeric_limits<double>::quiet_NaN();
  if (x.is_string()) {
    const auto& text = x.get_ref<const std::string&>();
    std::from_chars(text.data(), text.data() + text.size(), value);
  }
  return value;
}

void compare_decimals(differences& to, std::string_view what,
                      const json& recorded, decimal ours) {
  const auto text = recorded.is_string() ? recorded.get<std::string>()
                    : recorded.is_null() ? std::string{"0"}
                                         : recorded.dump();
  const auto parsed = decimal::parse(text);
  if (!parsed || *parsed != ours)
    to.texts(what, text, ours.to_string());
}

void compare_time(differences& to, unix_time ours, const json& recorded) {
  constexpr std::int64_t second = 1000;
  auto count = ours.time_since_epoch().count();
  if (!recorded.is_number_integer()) {
    to.note("no recorded time");
    return;
  }
  const auto wanted = recorded.get<std::int64_t>();
  if (wanted % second == 0)
    count -= count % second;
  to.texts("time", std::to_string(wanted), std::to_string(count));
}

void compare_candles(differences& to, std::vector<candle> ours,
                     const json& recorded, const json& since,
                     const json& limit) {
  cut(ours, since, limit);
  if (!recorded.is_array() || recorded.size() != ours.size()) {
    to.texts("candles", std::to_string(recorded.size()),
             std::to_string(ours.size()));
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const auto& x = ours[i];
    const auto start = x.start.time_since_epoch().count();
    const auto where = "candle " + std::to_string(start);
    to.texts(where + " start", recorded[i].at(0).dump(), std::to_string(start));
    const auto figures
      = std::array<double, 5>{x.open, x.high, x.low, x.close, x.volume};
    for (std::size_t j = 0; j < figures.size(); ++j)
      to.numbers(where + " column " + std::to_string(j + 1),
                 number_of(recorded[i].at(j + 1)), figures[j]);
  }
}

void compare_tickers(differences& to, const std::vector<ticker>& ours,
                     const json& recorded, const std::string& kind,
                     const std::set<std::string>& left_out, bool all) {
  std::size_t found = 0;
  for (const auto& x : ours) {
    const auto row = recorded.find(x.symbol.to_string());
    if (row == recorded.end())
      continue;
    ++found;
    compare_ticker(to, x, *row, kind, left_out);
  }
  if (found != recorded.size() || (all && found != ours.size()))
    to.texts("tickers", std::to_string(recorded.size()),
             std::to_string(found) + " of " + std::to_string(ours.size()));
}

void compare_balances(differences& to, const std::vector<balance>& ours,
                      const json& recorded,
                      const std::set<std::string>& passed_over) {
  std::set<std::string> known;
  for (const auto& x : ours) {
    known.insert(x.currency);
    if (passed_over.contains(x.currency))
      continue;
    const auto row = member(recorded, x.currency.c_str());
    const auto total = (x.available + x.held).to_double();
    to.numbers(x.currency + " free", number_of(member(row, "free")),
               x.available.to_double());
    to.numbers(x.currency + " used", number_of(member(row, "used")),
               x.held.to_double());
    to.numbers(x.currency + " total", number_of(member(row, "total")), total);
    // ccxt says each of them twice.
    for (const auto* figure : {"free", "used", "total"})
      if (member(member(recorded, figure), x.currency.c_str())
          != member(row, figure))
        to.note(x.currency + " " + figure + " is recorded in two ways");
  }
  const auto parts = std::set<std::string>{"free", "used",      "total",
                                           "info", "timestamp", "datetime"};
  for (const auto& [name, value] : recorded.items())
    if (!parts.contains(name) && !known.contains(name))
      to.note("no balance of " + name);
}

} // namespace ballast::conformance
