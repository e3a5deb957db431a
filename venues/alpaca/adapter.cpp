#include "venues/alpaca/adapter.hpp"

#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/credentials.hpp"
#include "venues/alpaca/limits.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://api.alpaca.markets";
constexpr std::string_view paper_url = "https://paper-api.alpaca.markets";
constexpr std::string_view data_url = "https://data.alpaca.markets";

/// The data host beside a trading host; what is not the venue's serves both.
std::string data_base_of(std::string_view base) {
  return std::string{base == live_url || base == paper_url ? data_url : base};
}

class alpaca_adapter final : public rest_adapter {
public:
  alpaca_adapter(std::string base, std::string account,
                 std::optional<alpaca::credentials> credentials)
      : rest_adapter{std::move(base), std::move(account)},
        data_base_{data_base_of(this->base())}, credentials_{
                                                  std::move(credentials)} {}

  std::string_view venue() const override { return "alpaca"; }
  std::string_view title() const override { return "Alpaca"; }
  bool has_credentials() const override { return credentials_.has_value(); }
  std::size_t candles_max() const override { return alpaca::candles_per_call; }

  std::vector<budget_definition> budgets() const override {
    return alpaca::budgets_of(account());
  }
  std::vector<spend> spends_of(question x) const override {
    switch (x) {
    case question::tickers:
    case question::candles:
      return alpaca::data_spends(account());
    case question::time:
    case question::markets:
    case question::balances:
    case question::permissions:
    case question::status:
      break;
    }
    return alpaca::trading_spends(account());
  }

  request time_request() override {
    return get(question::time, alpaca::clock_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return alpaca::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return get(question::markets,
               alpaca::assets_target(alpaca::asset_class::crypto));
  }
  std::optional<request> more_markets_request(const std::vector<market>& so_far,
                                              unix_time /*now*/) override {
    const auto all_crypto
      = std::all_of(so_far.begin(), so_far.end(), [](const market& x) {
          return alpaca::is_crypto(x.venue_symbol);
        });
    if (!all_crypto)
      return std::nullopt;
    return get(question::markets,
               alpaca::assets_target(alpaca::asset_class::us_equity));
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    auto read = alpaca::decode_markets(x, coins_);
    if (read.value)
      coins_.learn(*read.value);
    return read;
  }

  request tickers_request(unix_time /*now*/) override {
    return get(question::tickers, alpaca::tickers_target(coins_));
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return alpaca::decode_tickers(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return get(question::candles,
               alpaca::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return alpaca::decode_candles(x, timeframe, now);
  }

  request balances_request(const std::string& page,
                           unix_time /*now*/) override {
    assert(has_credentials());
    return get(question::balances, page == alpaca::positions_page
                                     ? alpaca::positions_target()
                                     : alpaca::account_target());
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return alpaca::decode_balances(x, coins_);
  }

  request permissions_request(unix_time /*now*/) override {
    assert(has_credentials());
    return get(question::permissions, alpaca::account_target());
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return alpaca::decode_permissions(x);
  }

private:
  request get(question what, std::string target) const {
    auto made = unsigned_get(what, std::move(target));
    if (what == question::candles || what == question::tickers)
      made.call.base = data_base_;
    // Without credentials the venue refuses, which says the same as we could.
    if (credentials_)
      credentials_->add_to(made.call.headers);
    return made;
  }

  std::string data_base_;
  std::optional<alpaca::credentials> credentials_;
  // Reading answers is const for all venues; this one must remember what it has
  // read to understand what comes next.
  mutable alpaca::coin_names coins_;
};

} // namespace

result<std::unique_ptr<adapter>> make_alpaca(const adapter_options& opts) {
  auto base = base_of("alpaca", opts.rest_url, live_url);
  if (!base)
    return base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "alpaca credentials: expected both a key and a secret, or "
                 "neither for public data alone"};
  std::optional<alpaca::credentials> credentials;
  if (!opts.key.empty()) {
    auto made = alpaca::credentials::make(opts.key, opts.secret);
    if (!made)
      return made.error();
    credentials = std::move(*made);
  }
  return std::unique_ptr<adapter>{std::make_unique<alpaca_adapter>(
    std::move(*base), opts.account, std::move(credentials))};
}

} // namespace ballast::venues
