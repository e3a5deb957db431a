// Balances of one answer, by currency.
#pragma once

#include "venues/adapter.hpp"
#include "venues/content.hpp"

#include <map>
#include <string>
#include <utility>

namespace ballast::venues {

class wallets {
public:
  bool has(const std::string& currency) const {
    return by_currency_.contains(currency);
  }

  /// Several wallets of one currency are added up.
  void add(balance x) {
    const auto [place, is_new] = by_currency_.try_emplace(x.currency, x);
    if (!is_new) {
      place->second.available += x.available;
      place->second.held += x.held;
    }
  }

  /// All of them in one page, in the order of their names.
  content<balance_page> page() && {
    balance_page all;
    for (auto& [currency, wallet] : by_currency_)
      all.balances.push_back(std::move(wallet));
    auto remark = std::to_string(all.balances.size()) + " currencies";
    return {std::move(all), std::move(remark), false};
  }

private:
  std::map<std::string, balance> by_currency_;
};

} // namespace ballast::venues
