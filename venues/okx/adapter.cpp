#include "venues/okx/adapter.hpp"

#include "venues/limit_file.hpp"
#include "venues/okx/caller.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/desk.hpp"
#include "venues/okx/order_codec.hpp"
#include "venues/okx/signer.hpp"
#include "venues/okx/stream.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

namespace {

constexpr std::string_view live_url = "https://www.okx.com";

class okx_adapter final : public rest_adapter {
public:
  okx_adapter(std::string base, std::string stream_base, account_limits limits,
              std::optional<okx::signer> signer, bool demo)
      : rest_adapter{base, std::move(limits)}, by_{std::move(base),
                                                   std::move(signer), demo},
        desk_{by_, this->limits()}, stream_{by_, std::move(stream_base)} {}

  trading* trader() noexcept override { return &desk_; }
  stream_dialect* streams() noexcept override { return &stream_; }

  std::string_view venue() const override { return "okx"; }
  std::string_view title() const override { return "OKX"; }
  bool has_credentials() const override { return by_.by() != nullptr; }
  std::size_t candles_max() const override { return okx::candles_per_call; }

  request time_request() override {
    return asked(question::time, okx::time_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return okx::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return asked(question::markets, okx::instruments_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return okx::decode_markets(x);
  }

  request tickers_request(unix_time /*now*/) override {
    return asked(question::tickers, okx::tickers_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return okx::decode_tickers(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return asked(question::candles,
                 okx::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds /*timeframe*/,
                                             unix_time /*now*/) const override {
    return okx::decode_candles(x);
  }

  request balances_request(const std::string& /*page*/,
                           unix_time now) override {
    return signed_asked(question::balances, okx::balances_target(), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return okx::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    return signed_asked(question::permissions, okx::permissions_target(), now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    // The same answer tells how the account pays for orders.
    if (const auto level = okx::decode_account_level(x); level.value)
      desk_.use_account_level(*level.value);
    return okx::decode_permissions(x);
  }

  std::optional<request> status_request() override {
    return asked(question::status, okx::status_target());
  }
  answer<market_state> status_answer(const net::reply& x) const override {
    return okx::decode_status(x);
  }

private:
  request asked(question what, std::string target) const {
    return {by_.get(std::move(target)), spends_of(what)};
  }
  request signed_asked(question what, std::string target, unix_time now) const {
    assert(has_credentials());
    return {by_.signed_get(std::move(target), now), spends_of(what)};
  }

  okx::caller by_;
  mutable okx::desk desk_; // Learns from answers about the account.
  okx::stream stream_;
};

} // namespace

result<std::unique_ptr<adapter>> make_okx(const adapter_options& opts) {
  auto base = base_of("okx", opts.rest_url, live_url);
  if (!base)
    return base.error();
  auto stream_base = stream_base_of("okx", opts.ws_url);
  if (!stream_base)
    return stream_base.error();
  const auto has_all
    = !opts.key.empty() && !opts.secret.empty() && !opts.passphrase.empty();
  const auto has_none
    = opts.key.empty() && opts.secret.empty() && opts.passphrase.empty();
  if (!has_all && !has_none)
    return fault{ec::invalid_argument,
                 "okx credentials: expected a key, a secret and a passphrase, "
                 "or none of them for public data alone"};
  std::optional<okx::signer> signer;
  if (has_all) {
    auto made = okx::signer::make(opts.key, opts.secret, opts.passphrase);
    if (!made)
      return made.error();
    signer = std::move(*made);
  }
  auto table = limits_of_venue("okx", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<okx_adapter>(
    std::move(*base), std::move(*stream_base),
    account_limits{std::move(*table), opts.account}, std::move(signer),
    opts.demo)};
}

} // namespace ballast::venues
