#include "venues/okx/adapter.hpp"

#include "venues/okx/codec.hpp"
#include "venues/okx/limits.hpp"
#include "venues/okx/signer.hpp"
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
  okx_adapter(std::string base, std::string account,
              std::optional<okx::signer> signer)
      : rest_adapter{std::move(base), std::move(account)}, signer_{std::move(
                                                             signer)} {}

  std::string_view venue() const override { return "okx"; }
  std::string_view title() const override { return "OKX"; }
  bool has_credentials() const override { return signer_.has_value(); }
  std::size_t candles_max() const override { return okx::candles_per_call; }

  std::vector<budget_definition> budgets() const override {
    return okx::budgets_of(account(), has_credentials());
  }
  std::vector<spend> spends_of(question x) const override {
    return okx::spends_of(x, account());
  }

  request time_request() override {
    return unsigned_get(question::time, okx::time_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return okx::decode_time(x);
  }

  request markets_request(unix_time /*now*/) override {
    return unsigned_get(question::markets, okx::instruments_target());
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return okx::decode_markets(x);
  }

  request tickers_request(unix_time /*now*/) override {
    return unsigned_get(question::tickers, okx::tickers_target());
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return okx::decode_tickers(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return unsigned_get(
      question::candles,
      okx::candles_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds /*timeframe*/,
                                             unix_time /*now*/) const override {
    return okx::decode_candles(x);
  }

  request balances_request(const std::string& /*page*/,
                           unix_time now) override {
    return signed_get(question::balances, okx::balances_target(), now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return okx::decode_balances(x);
  }

  request permissions_request(unix_time now) override {
    return signed_get(question::permissions, okx::permissions_target(), now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return okx::decode_permissions(x);
  }

  std::optional<request> status_request() override {
    return unsigned_get(question::status, okx::status_target());
  }
  answer<market_state> status_answer(const net::reply& x) const override {
    return okx::decode_status(x);
  }

private:
  request signed_get(question what, std::string target, unix_time now) const {
    assert(has_credentials());
    auto made = unsigned_get(what, std::move(target));
    // Without a signature the venue refuses, which says the same as we could.
    if (signer_)
      for (auto& x : signer_->headers_of(made.call, now))
        made.call.headers.push_back(std::move(x));
    return made;
  }

  std::optional<okx::signer> signer_;
};

} // namespace

result<std::unique_ptr<adapter>> make_okx(const adapter_options& opts) {
  auto base = base_of("okx", opts.rest_url, live_url);
  if (!base)
    return base.error();
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
  return std::unique_ptr<adapter>{std::make_unique<okx_adapter>(
    std::move(*base), opts.account, std::move(signer))};
}

} // namespace ballast::venues
