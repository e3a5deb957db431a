#include "venues/kraken/adapter.hpp"

#include "venues/kraken/calls.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/stream.hpp"
#include "venues/kraken/trader.hpp"
#include "venues/limit_file.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://api.kraken.com";

class kraken_adapter final : public rest_adapter {
public:
  kraken_adapter(const std::string& base, std::string stream_base,
                 account_limits limits, std::optional<kraken::signer> signer,
                 kraken::nonce_source nonces)
      : rest_adapter{base, std::move(limits)}, calls_{base, std::move(signer),
                                                      nonces},
        trader_{calls_, names_, this->limits()}, stream_{
                                                   std::move(stream_base),
                                                   calls_.has_credentials()} {}

  std::string_view venue() const override { return "kraken"; }
  std::string_view title() const override { return "Kraken Pro"; }
  trading* trader() noexcept override { return &trader_; }
  stream_dialect* streams() noexcept override { return &stream_; }
  bool has_credentials() const override { return calls_.has_credentials(); }
  std::size_t candles_max() const override { return kraken::candles_per_call; }

  request time_request() override {
    return unsigned_get(question::time, kraken::time_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return kraken::decode_time(x);
  }
  std::chrono::milliseconds time_resolution() const override {
    return std::chrono::seconds{1};
  }

  request markets_request(unix_time /*now*/) override {
    return unsigned_get(question::markets, kraken::pairs_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    auto read = kraken::decode_markets(x);
    if (read.value)
      names_.learn(*read.value);
    return read;
  }

  request tickers_request(unix_time /*now*/) override {
    return unsigned_get(question::tickers, kraken::tickers_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return kraken::decode_tickers(x, names_);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time /*to*/) override {
    return unsigned_get(
      question::candles,
      kraken::candles_target(what.venue_symbol, timeframe, from));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return kraken::decode_candles(x, timeframe, now);
  }

  request balances_request(const std::string& /*page*/,
                           unix_time now) override {
    return signed_post(question::balances, kraken::balances_target(), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return kraken::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    return signed_post(question::permissions, kraken::permissions_target(),
                       now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return kraken::decode_permissions(x);
  }

  std::optional<request> status_request() override {
    return unsigned_get(question::status, kraken::status_target());
  }
  answer<market_state> status_answer(const net::reply& x) const override {
    return kraken::decode_status(x);
  }

  bool counts_nonces() const override { return true; }
  std::uint64_t nonce() const override { return calls_.nonces().last(); }
  void skip_nonces(std::uint64_t floor) override {
    calls_.nonces().skip(floor);
  }

private:
  request signed_post(question what, std::string target, unix_time now) {
    assert(has_credentials());
    return {calls_.post({std::move(target), {}}, now), spends_of(what)};
  }

  kraken::calls calls_;
  // Reading answers is const for all venues; only this one must remember what
  // it has read to understand what comes next.
  mutable kraken::pair_names names_;
  kraken::trader trader_;
  kraken::stream stream_;
};

} // namespace

result<std::unique_ptr<adapter>> make_kraken(const adapter_options& opts) {
  auto base = base_of("kraken", opts.rest_url, live_url);
  if (!base)
    return base.error();
  auto stream_base = stream_base_of("kraken", opts.ws_url);
  if (!stream_base)
    return stream_base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "kraken credentials: expected both a key and a secret, or "
                 "neither for public data alone"};
  std::optional<kraken::signer> signer;
  if (!opts.key.empty()) {
    auto made = kraken::signer::make(opts.key, opts.secret);
    if (!made)
      return made.error();
    signer = std::move(*made);
  }
  auto table = limits_of_venue("kraken", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<kraken_adapter>(
    *base, std::move(*stream_base),
    account_limits{std::move(*table), opts.account}, std::move(signer),
    kraken::nonce_source{opts.nonce_floor})};
}

} // namespace ballast::venues
