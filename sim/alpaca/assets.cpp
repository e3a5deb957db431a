#include "sim/alpaca/assets.hpp"

#include "domain/random.hpp"
#include "sim/csv.hpp"
#include "sim/hash.hpp"
#include "sim/market_life.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

namespace ballast::sim {

namespace data {
extern const std::string_view alpaca_stocks_csv;
extern const std::string_view alpaca_crypto_csv;
} // namespace data

namespace alpaca {

namespace {

/// A version 4 UUID that follows from a name alone.
std::string uuid_of(std::string_view name) {
  auto random = random_source{hash_of(name, 1)};
  const auto a = random.next();
  const auto b = random.next();
  auto text = std::array<char, 40>{};
  std::snprintf(
    text.data(), text.size(), "%08x-%04x-4%03x-a%03x-%012llx",
    static_cast<unsigned>(a >> 32U), static_cast<unsigned>(a >> 16U & 0xffffU),
    static_cast<unsigned>(a & 0xfffU), static_cast<unsigned>(b >> 52U),
    static_cast<unsigned long long>(b & 0xffffffffffffULL));
  return text.data();
}

/// A decimal in units of its `decimals`th digit; further digits are dropped.
std::int64_t units_of(std::string_view text, int decimals) {
  auto digits = std::string{text.substr(0, text.find('.'))};
  auto places = text.find('.') == std::string_view::npos
                  ? std::string{}
                  : std::string{text.substr(text.find('.') + 1)};
  places.resize(static_cast<std::size_t>(decimals), '0');
  digits += places;
  auto result = std::int64_t{0};
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

asset stock_of(std::string_view line) {
  auto x = asset{};
  x.symbol = take_until(line, ',');
  x.exchange = take_until(line, ',');
  x.id = uuid_of(x.symbol);
  // Below a dollar stocks trade in hundredths of a cent.
  x.price_decimals = units_of(line, 2) < 100 ? 4 : 2;
  x.last = units_of(line, x.price_decimals);
  // Warrants, rights, units and preferred shares come in whole pieces.
  constexpr auto long_symbol = std::size_t{5};
  x.is_fractionable = x.symbol.size() < long_symbol
                      && x.symbol.find(".PR") == std::string::npos;
  return x;
}

asset pair_of(std::string_view line) {
  auto x = asset{};
  x.is_crypto = true;
  x.exchange = "CRYPTO";
  x.size_decimals = 9;
  x.symbol = take_until(line, ',');
  x.id = take_until(line, ',');
  x.min_order_size = take_until(line, ',');
  x.price_increment = take_until(line, ',');
  std::from_chars(line.data(), line.data() + line.size(), x.price_decimals);
  if (x.id.empty())
    x.id = uuid_of(x.symbol);
  if (x.min_order_size.empty()) {
    constexpr auto seed = std::uint64_t{1};
    const auto price = static_cast<double>(life_of(x, seed).price)
                       / std::pow(10.0, x.price_decimals);
    x.min_order_size = fixed_text(
      std::llround(std::pow(10.0, x.size_decimals) / price), x.size_decimals);
  }
  return x;
}

std::vector<asset> parse_assets() {
  const auto by_symbol
    = [](const auto& a, const auto& b) { return a.symbol < b.symbol; };
  auto assets = std::vector<asset>{};
  for (const auto line : csv_rows(data::alpaca_stocks_csv))
    assets.push_back(stock_of(line));
  const auto stocks = static_cast<std::ptrdiff_t>(assets.size());
  for (const auto line : csv_rows(data::alpaca_crypto_csv))
    assets.push_back(pair_of(line));
  std::sort(assets.begin(), assets.begin() + stocks, by_symbol);
  std::sort(assets.begin() + stocks, assets.end(), by_symbol);
  return assets;
}

/// Symbols and ids, and the joined names of pairs that no stock has.
std::map<std::string, const asset*, std::less<>> index_of_names() {
  auto names = std::map<std::string, const asset*, std::less<>>{};
  for (const auto& x : all_assets()) {
    names.emplace(x.symbol, &x);
    names.emplace(x.id, &x);
    names.emplace(x.joined(), &x);
  }
  return names;
}

/// "Bitcoin / USD Tether" and the like are not recorded but for a few.
std::string name_of(const asset& x) {
  if (x.is_crypto)
    return std::string{x.base()}.append(" / ").append(x.quote());
  return x.symbol + " Common Stock";
}

} // namespace

std::string_view asset::base() const {
  return std::string_view{symbol}.substr(0, symbol.find('/'));
}

std::string_view asset::quote() const {
  const auto slash = symbol.find('/');
  return slash == std::string::npos
           ? "USD"
           : std::string_view{symbol}.substr(slash + 1);
}

std::string asset::joined() const {
  return is_crypto ? std::string{base()}.append(quote()) : symbol;
}

const std::vector<asset>& all_assets() {
  static const auto assets = parse_assets();
  return assets;
}

const asset* find_asset(std::string_view name) {
  static const auto names = index_of_names();
  const auto at = names.find(name);
  return at == names.end() ? nullptr : at->second;
}

market_walk::options life_of(const asset& x, std::uint64_t seed) {
  const auto base = std::string{x.base()};
  const auto quote = std::string{x.quote()};
  auto result = sim::life_of(
    {base + '-' + quote, base, quote, x.price_decimals, x.size_decimals}, seed);
  if (x.is_crypto)
    return result;
  constexpr auto usual_trade = 5'000.0; // In dollars.
  const auto price
    = static_cast<double>(x.last) / std::pow(10.0, x.price_decimals);
  result.price = std::max<std::int64_t>(2, x.last);
  result.trade_size
    = std::max<std::int64_t>(1, std::llround(usual_trade / price));
  // The walk counts all day long, and the session is a quarter of it.
  result.trades *= 4;
  return result;
}

void append_asset_json(std::string& out, const asset& x) {
  const auto flag = [](bool y) { return y ? "true" : "false"; };
  out += R"({"id":")" + x.id + R"(","class":")"
         + (x.is_crypto ? "crypto" : "us_equity") + R"(","exchange":")"
         + x.exchange + R"(","symbol":")" + x.symbol + R"(","name":")"
         + name_of(x) + R"(","status":"active","tradable":true,"marginable":)"
         + flag(!x.is_crypto) + R"(,"maintenance_margin_requirement":)"
         + (x.is_crypto ? "100" : "30") + R"(,"shortable":)"
         + flag(!x.is_crypto) + R"(,"easy_to_borrow":)" + flag(!x.is_crypto)
         + R"(,"fractionable":)" + flag(x.is_fractionable)
         + R"(,"attributes":[)";
  if (!x.is_crypto && x.is_fractionable)
    out += R"("fractional_eh_enabled")";
  out += ']';
  if (x.is_crypto)
    out += R"(,"min_order_size":")" + x.min_order_size
           + R"(","min_trade_increment":"0.000000001","price_increment":")"
           + x.price_increment + '"';
  out += '}';
}

} // namespace alpaca
} // namespace ballast::sim
