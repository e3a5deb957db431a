#include "venues/coinbase/adapter.hpp"

#include "venues/coinbase/caller.hpp"
#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/limits.hpp"
#include "venues/coinbase/signer.hpp"
#include "venues/coinbase/trader.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://api.coinbase.com";

class coinbase_adapter final : public rest_adapter {
public:
  coinbase_adapter(std::string base, std::string account,
                   std::optional<coinbase::signer> signer)
      : rest_adapter{std::move(base), std::move(account)},
        by_{this->base(), std::string{this->account()}, std::move(signer)} {}

  trading* trader() noexcept override { return &trader_; }

  std::string_view venue() const override { return "coinbase"; }
  std::string_view title() const override { return "Coinbase"; }
  bool has_credentials() const override { return by_.signs(); }
  std::size_t candles_max() const override {
    return coinbase::candles_per_call;
  }

  std::vector<budget_definition> budgets() const override {
    return coinbase::budgets_of(account(), has_credentials());
  }
  std::vector<spend> spends_of(question x) const override {
    switch (x) {
    case question::balances:
    case question::permissions:
      return coinbase::private_spends(account());
    case question::time:
    case question::markets:
    case question::tickers:
    case question::candles:
    case question::status:
      break;
    }
    return coinbase::public_spends();
  }

  request time_request() override { return by_.get(coinbase::time_target()); }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return coinbase::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return by_.get(coinbase::products_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return coinbase::decode_markets(x);
  }

  request tickers_request(unix_time /*now*/) override {
    return by_.get(coinbase::products_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return coinbase::decode_tickers(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return by_.get(
      coinbase::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return coinbase::decode_candles(x, timeframe, now);
  }

  request balances_request(const std::string& page, unix_time now) override {
    return by_.signed_get(coinbase::accounts_target(page), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return coinbase::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    return by_.signed_get(coinbase::permissions_target(), now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return coinbase::decode_permissions(x);
  }

private:
  coinbase::caller by_;
  coinbase::trader trader_{by_};
};

} // namespace

result<std::unique_ptr<adapter>> make_coinbase(const adapter_options& opts) {
  auto base = base_of("coinbase", opts.rest_url, live_url);
  if (!base)
    return base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "coinbase credentials: expected both a key and a secret, or "
                 "neither for public data alone"};
  std::optional<coinbase::signer> signer;
  if (!opts.key.empty()) {
    auto made
      = coinbase::signer::make(opts.key, opts.secret, random_source{opts.seed});
    if (!made)
      return made.error();
    signer = std::move(*made);
  }
  return std::unique_ptr<adapter>{std::make_unique<coinbase_adapter>(
    std::move(*base), opts.account, std::move(signer))};
}

} // namespace ballast::venues
