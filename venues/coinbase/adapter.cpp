#include "venues/coinbase/adapter.hpp"

#include "venues/coinbase/caller.hpp"
#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/signer.hpp"
#include "venues/coinbase/stream.hpp"
#include "venues/coinbase/trader.hpp"
#include "venues/limit_file.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://api.coinbase.com";

/// Of the same key. A signer keeps contexts of OpenSSL's that no two threads
/// may share, and sockets may have a thread of their own.
struct signers {
  std::optional<coinbase::signer> of_calls;
  std::optional<coinbase::signer> of_streams;
};

class coinbase_adapter final : public rest_adapter {
public:
  coinbase_adapter(std::string base, std::string stream_base,
                   account_limits limits, signers signers)
      : rest_adapter{std::move(base), std::move(limits)},
        by_{this->base(), std::move(signers.of_calls)},
        stream_{std::move(stream_base), std::move(signers.of_streams)} {}

  trading* trader() noexcept override { return &trader_; }
  stream_dialect* streams() noexcept override { return &stream_; }

  std::string_view venue() const override { return "coinbase"; }
  std::string_view title() const override { return "Coinbase"; }
  bool has_credentials() const override { return by_.signs(); }
  std::size_t candles_max() const override {
    return coinbase::candles_per_call;
  }

  request time_request() override {
    return by_.get(spends_of(question::time), coinbase::time_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return coinbase::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return by_.get(spends_of(question::markets), coinbase::products_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return coinbase::decode_markets(x);
  }

  request tickers_request(unix_time /*now*/) override {
    return by_.get(spends_of(question::tickers), coinbase::products_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return coinbase::decode_tickers(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return by_.get(
      spends_of(question::candles),
      coinbase::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return coinbase::decode_candles(x, timeframe, now);
  }

  request balances_request(const std::string& page, unix_time now) override {
    return by_.signed_get(spends_of(question::balances),
                          coinbase::accounts_target(page), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return coinbase::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    return by_.signed_get(spends_of(question::permissions),
                          coinbase::permissions_target(), now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return coinbase::decode_permissions(x);
  }

private:
  coinbase::caller by_;
  coinbase::trader trader_{by_, limits()};
  coinbase::stream stream_;
};

result<signers> signers_of(const adapter_options& opts) {
  signers both;
  if (opts.key.empty())
    return both;
  // Concerns of their own, so that no nonce comes twice.
  constexpr std::uint64_t of_streams = 1;
  const auto nonces = random_source{opts.seed};
  auto first = coinbase::signer::make(opts.key, opts.secret, nonces);
  if (!first)
    return first.error();
  auto second
    = coinbase::signer::make(opts.key, opts.secret, nonces.derive(of_streams));
  if (!second)
    return second.error();
  both.of_calls = std::move(*first);
  both.of_streams = std::move(*second);
  return both;
}

} // namespace

result<std::unique_ptr<adapter>> make_coinbase(const adapter_options& opts) {
  auto base = base_of("coinbase", opts.rest_url, live_url);
  if (!base)
    return base.error();
  auto stream_base = stream_base_of("coinbase", opts.ws_url);
  if (!stream_base)
    return stream_base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "coinbase credentials: expected both a key and a secret, or "
                 "neither for public data alone"};
  auto signers = signers_of(opts);
  if (!signers)
    return signers.error();
  auto table = limits_of_venue("coinbase", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<coinbase_adapter>(
    std::move(*base), std::move(*stream_base),
    account_limits{std::move(*table), opts.account}, std::move(*signers))};
}

} // namespace ballast::venues
