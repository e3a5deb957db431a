#include "venues/tidewater/adapter.hpp"

#include "venues/limit_file.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"
#include "venues/tidewater/codec.hpp"
#include "venues/tidewater/signer.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

/// Its limits.toml: the build makes this.
namespace shipped {
extern const std::string_view tidewater;
} // namespace shipped

namespace {

constexpr std::string_view live_url = "https://api.tidewater.example";

class tidewater_adapter final : public rest_adapter {
public:
  tidewater_adapter(std::string base, account_limits limits,
                    std::optional<tidewater::signer> by)
      : rest_adapter{std::move(base), std::move(limits)}, by_{std::move(by)} {}

  std::string_view venue() const override { return "tidewater"; }
  std::string_view title() const override { return "Tidewater"; }
  bool has_credentials() const override { return by_.has_value(); }
  std::size_t candles_max() const override { return tidewater::waves_per_call; }

  request time_request() override {
    return unsigned_get(question::time, "/w1/clock");
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    return tidewater::decode_clock(x);
  }

  request markets_request(unix_time /*now*/) override {
    return unsigned_get(question::markets, "/w1/pools");
  }
  answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return tidewater::decode_pools(x);
  }

  request tickers_request(unix_time /*now*/) override {
    return unsigned_get(question::tickers, "/w1/levels");
  }
  answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return tidewater::decode_levels(x);
  }

  request candles_request(const market& what, std::chrono::seconds timeframe,
                          unix_time from, unix_time to) override {
    return unsigned_get(
      question::candles,
      tidewater::waves_target(what.venue_symbol, timeframe, from, to));
  }
  answer<std::vector<candle>> candles_answer(const net::reply& x,
                                             std::chrono::seconds timeframe,
                                             unix_time now) const override {
    return tidewater::decode_waves(x, timeframe, now);
  }

  request balances_request(const std::string& /*page*/,
                           unix_time now) override {
    return sealed_get(question::balances, "/w1/holdings", now);
  }
  answer<balance_page> balances_answer(const net::reply& x) const override {
    return tidewater::decode_holdings(x);
  }

  request permissions_request(unix_time now) override {
    return sealed_get(question::permissions, "/w1/pass", now);
  }
  answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return tidewater::decode_pass(x);
  }

private:
  request sealed_get(question what, std::string target, unix_time now) const {
    assert(has_credentials());
    auto made = unsigned_get(what, std::move(target));
    made.call.headers.push_back(by_->seal_of(made.call, now));
    return made;
  }

  std::optional<tidewater::signer> by_;
};

} // namespace

result<std::unique_ptr<adapter>> make_tidewater(const adapter_options& opts) {
  auto base = base_of("tidewater", opts.rest_url, live_url);
  if (!base)
    return base.error();
  if (opts.key.empty() != opts.secret.empty())
    return fault{ec::invalid_argument,
                 "tidewater credentials: expected a key and a secret, or "
                 "neither for public data alone"};
  std::optional<tidewater::signer> by;
  if (!opts.key.empty()) {
    auto made = tidewater::signer::make(opts.key, opts.secret);
    if (!made)
      return made.error();
    by = std::move(*made);
  }
  auto table = limits_of_file(shipped::tidewater,
                              "venues/tidewater/limits.toml", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<tidewater_adapter>(
    std::move(*base), account_limits{std::move(*table), opts.account},
    std::move(by))};
}

} // namespace ballast::venues
