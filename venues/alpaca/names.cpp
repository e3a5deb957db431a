#include "venues/alpaca/names.hpp"

#include "venues/payload.hpp"

#include <utility>

namespace ballast::venues::alpaca {

bool is_crypto(std::string_view venue_symbol) noexcept {
  return venue_symbol.find('/') != std::string_view::npos;
}

result<symbol> symbol_of(std::string_view venue_symbol) {
  auto text = std::string{venue_symbol};
  if (!is_crypto(venue_symbol))
    text += "/USD";
  return symbol::parse(text);
}

void coin_names::learn(const std::vector<market>& listed) {
  coin_names next;
  for (const auto& x : listed) {
    if (!is_crypto(x.venue_symbol))
      continue;
    next.pairs_.insert(x.symbol);
    next.bases_.insert(x.symbol.base);
    next.by_name_.emplace(x.symbol.base + x.symbol.quote, x.symbol);
    next.by_name_.emplace(x.venue_symbol, x.symbol);
  }
  if (!next.pairs_.empty())
    *this = std::move(next);
}

const symbol* coin_names::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

bool coin_names::is_coin(std::string_view currency) const {
  return bases_.contains(currency);
}

std::string currency_of(std::string_view name, bool is_stock,
                        const coin_names& coins) {
  if (is_stock)
    return std::string{name}.append(coins.is_coin(name) ? ".STOCK" : "");
  const auto* pair = coins.find(name);
  return pair == nullptr ? std::string{name} : pair->base;
}

symbol traded_symbol(std::string_view name, std::string_view asset_class,
                     const coin_names& coins) {
  const auto is_stock = asset_class == "us_equity";
  if (const auto* pair = is_stock ? nullptr : coins.find(name))
    return *pair;
  // Names from outside may be anything, and go into logs.
  constexpr std::size_t shown_max = 24;
  auto fallback = symbol{printable(name, shown_max), is_stock ? "USD" : ""};
  if (!is_stock && asset_class == "crypto" && !is_crypto(name))
    return fallback;
  auto read = symbol_of(name);
  if (!read)
    return fallback;
  if (!is_crypto(name) && coins.holds(*read))
    read->base += ".STOCK";
  return std::move(*read);
}

} // namespace ballast::venues::alpaca
