#include "venues/binance/adapter.hpp"

#include "venues/binance/codec.hpp"
#include "venues/binance/limits.hpp"
#include "venues/binance/streams.hpp"
#include "venues/binance/trader.hpp"
#include "venues/limit_file.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://api.binance.com";

class binance_adapter final : public rest_adapter {
public:
  binance_adapter(std::string base, account_limits limits,
                  std::optional<binance::signer> signer,
                  std::string_view ws_url)
      : rest_adapter{std::move(base), std::move(limits)}, caller_{this->base(),
                                                                  std::move(
                                                                    signer)},
        has_wallet_{binance::has_wallet(authority_of(this->base()))},
        trader_{caller_, names_, this->limits()},
        streams_{caller_, names_, binance::hosts_of(this->base(), ws_url)} {}

  trading* trader() noexcept override { return &trader_; }
  stream_dialect* streams() noexcept override { return &streams_; }

  std::string_view venue() const override { return "binance"; }
  std::string_view title() const override { return "Binance"; }
  bool has_credentials() const override { return caller_.signer.has_value(); }
  std::size_t candles_max() const override { return binance::candles_per_call; }

  std::vector<spend> spends_of(question x) const override {
    return limits().spends_of(
      x, {.variant = has_wallet_ ? "" : binance::without_wallet});
  }

  request time_request() override {
    return unsigned_get(question::time, binance::time_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return binance::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return unsigned_get(question::markets, binance::markets_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    auto read = binance::decode_markets(x);
    if (read.value)
      names_.learn(*read.value);
    return read;
  }

  request tickers_request(unix_time /*now*/) override {
    return unsigned_get(question::tickers, binance::tickers_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return binance::decode_tickers(x, names_);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return unsigned_get(
      question::candles,
      binance::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return binance::decode_candles(x, timeframe, now);
  }

  request balances_request(const std::string& /*page*/,
                           unix_time now) override {
    return signed_get(question::balances, binance::account_path,
                      binance::balances_parameters(), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return binance::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    if (has_wallet_)
      return signed_get(question::permissions, binance::restrictions_path, {},
                        now);
    return signed_get(question::permissions, binance::account_path,
                      binance::balances_parameters(), now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return binance::decode_permissions(x);
  }

  std::optional<request> status_request() override {
    if (!has_wallet_)
      return std::nullopt;
    return unsigned_get(question::status, binance::status_target());
  }
  answer<market_state> status_answer(const net::reply& x) const override {
    return binance::decode_status(x);
  }

private:
  request signed_get(question what, std::string_view path,
                     std::string parameters, unix_time now) {
    assert(has_credentials());
    return {
      binance::signed_call(caller_, "GET", path, std::move(parameters), now),
      spends_of(what)};
  }

  binance::caller caller_;
  bool has_wallet_;
  // Reading answers is const for all venues; this one must remember what it has
  // read to understand what comes next.
  mutable market_names names_;
  binance::trader trader_;
  binance::streams streams_;
};

} // namespace

result<std::unique_ptr<adapter>> make_binance(const adapter_options& opts) {
  auto base = base_of("binance", opts.rest_url, live_url);
  if (!base)
    return base.error();
  const auto stream_base = stream_base_of("binance", opts.ws_url);
  if (!stream_base)
    return stream_base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "binance credentials: expected both a key and a secret, or "
                 "neither for public data alone"};
  std::optional<binance::signer> signer;
  if (!opts.key.empty()) {
    auto made = binance::signer::make(opts.key, opts.secret);
    if (!made)
      return made.error();
    signer = std::move(*made);
  }
  auto table = limits_of_venue("binance", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<binance_adapter>(
    std::move(*base), account_limits{std::move(*table), opts.account},
    std::move(signer), *stream_base)};
}

} // namespace ballast::venues
