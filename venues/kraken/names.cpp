#include "venues/kraken/names.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::kraken {

namespace {

struct renamed {
  std::string_view theirs;
  std::string_view ours;
};

constexpr auto tickers
  = std::array{renamed{"XBT", "BTC"}, renamed{"XDG", "DOGE"}};

// All asset ids that carry a letter for their class (X, Z, and K for the
// credits that fees are paid with), delisted ones too; newer ones carry none.
constexpr auto old_ids = std::array{
  renamed{"XXBT", "BTC"}, renamed{"XXDG", "DOGE"}, renamed{"XETH", "ETH"},
  renamed{"XLTC", "LTC"}, renamed{"XXRP", "XRP"},  renamed{"XXLM", "XLM"},
  renamed{"XETC", "ETC"}, renamed{"XXMR", "XMR"},  renamed{"XZEC", "ZEC"},
  renamed{"XREP", "REP"}, renamed{"XMLN", "MLN"},  renamed{"ZUSD", "USD"},
  renamed{"ZEUR", "EUR"}, renamed{"ZGBP", "GBP"},  renamed{"ZCAD", "CAD"},
  renamed{"ZJPY", "JPY"}, renamed{"ZAUD", "AUD"},  renamed{"ZKRW", "KRW"},
  renamed{"XICN", "ICN"}, renamed{"XDAO", "DAO"},  renamed{"XNMC", "NMC"},
  renamed{"KFEE", "FEE"},
};

template <class Table>
std::string looked_up(const Table& table, std::string_view name,
                      std::string_view renamed::*from,
                      std::string_view renamed::*to) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](auto& x) { return x.*from == name; });
  return std::string{found == table.end() ? name : (*found).*to};
}

std::string ours(std::string_view ticker) {
  return looked_up(tickers, ticker, &renamed::theirs, &renamed::ours);
}

std::string theirs(std::string_view currency) {
  return looked_up(tickers, currency, &renamed::ours, &renamed::theirs);
}

} // namespace

result<symbol> symbol_of(std::string_view wsname) {
  const auto slash = wsname.find('/');
  if (slash == std::string_view::npos || slash != wsname.rfind('/'))
    return fault{ec::invalid_argument, "expected a name such as \"XBT/USD\""};
  return symbol::parse(ours(wsname.substr(0, slash)) + '/'
                       + ours(wsname.substr(slash + 1)));
}

std::string wsname_of(const symbol& x) {
  return theirs(x.base) + '/' + theirs(x.quote);
}

std::string currency_of(std::string_view asset_id) {
  const auto point = std::min(asset_id.find('.'), asset_id.size());
  const auto name = asset_id.substr(0, point);
  auto currency = looked_up(old_ids, name, &renamed::theirs, &renamed::ours);
  if (currency == name)
    currency = ours(name);
  return currency.append(asset_id.substr(point));
}

void pair_names::learn(const std::vector<market>& listed) {
  ids_.learn(listed);
  auto others = listed;
  for (auto& x : others) {
    x.venue_symbol = wsname_of(x.symbol);
    x.venue_symbol.erase(x.venue_symbol.find('/'), 1);
  }
  altnames_.learn(others);
}

const symbol* pair_names::find(std::string_view name) const {
  const auto* found = ids_.find(name);
  return found != nullptr ? found : altnames_.find(name);
}

} // namespace ballast::venues::kraken
