#include "venues/alpaca/adapter.hpp"

#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/credentials.hpp"
#include "venues/alpaca/stream.hpp"
#include "venues/alpaca/trader.hpp"
#include "venues/limit_file.hpp"
#include "venues/rest_adapter.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <span>
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

/// Days of the calendar that are asked for at once.
constexpr auto calendar_ahead = std::chrono::days{14};

class alpaca_adapter final : public rest_adapter {
public:
  alpaca_adapter(std::string base, account_limits limits,
                 std::optional<alpaca::credentials> credentials,
                 std::string ws_url)
      : rest_adapter{std::move(base), limits},
        state_{std::move(limits), {}, {}, {}, {}, {}, {}}, stream_{state_,
                                                                   std::move(
                                                                     ws_url)} {
    state_.trading_base = this->base();
    state_.data_base = data_base_of(this->base());
    state_.credentials = std::move(credentials);
  }

  trading* trader() noexcept override { return &trader_; }
  stream_dialect* streams() noexcept override { return &stream_; }

  std::string_view venue() const override { return "alpaca"; }
  std::string_view title() const override { return "Alpaca"; }
  bool has_credentials() const override {
    return state_.credentials.has_value();
  }
  std::size_t candles_max() const override { return alpaca::candles_per_call; }

  // What the venue allows without credentials is not published, and no more
  // than to an account.
  std::vector<budget_definition> budgets() const override {
    return limits().budgets(true);
  }

  bool wants_key(question /*x*/) const override { return has_credentials(); }
  std::vector<std::string> bases() const override {
    if (state_.data_base == base())
      return {base()};
    return {base(), state_.data_base};
  }

  request time_request() override {
    return get(question::time, alpaca::clock_target());
  }
  answer<unix_time> time_answer(const net::reply& x) const override {
    if (const auto clock = alpaca::decode_clock(x); clock.value)
      state_.hours.learn(*clock.value);
    return alpaca::decode_time(x);
  }

  std::optional<request> calendar_request(unix_time now) override {
    // From the day before, as New York's may not have ended yet.
    const auto today = std::chrono::floor<std::chrono::days>(now);
    return get(question::time,
               alpaca::calendar_target(today - std::chrono::days{1},
                                       today + calendar_ahead));
  }
  answer<std::vector<session_day>>
  calendar_answer(const net::reply& x) const override {
    auto read = alpaca::decode_calendar(x);
    if (read.value)
      state_.hours.learn(*read.value);
    return read;
  }
  bool is_in_session(const market& what, unix_time now) const override {
    return alpaca::is_crypto(what.venue_symbol) || state_.hours.is_open(now);
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
    auto read = alpaca::decode_markets(x, state_.coins);
    if (read.value) {
      state_.coins.learn(*read.value);
      state_.learn_shares(*read.value);
    }
    return read;
  }

  request tickers_request(unix_time /*now*/) override {
    return get(question::tickers, alpaca::tickers_target(state_.coins));
  }
  std::optional<request> more_tickers_request(std::size_t asked,
                                              unix_time /*now*/) override {
    // The first question was for the coins.
    const auto first = (asked - 1) * alpaca::share_tickers_max;
    if (asked == 0 || first >= state_.shares.size())
      return std::nullopt;
    return get(question::tickers,
               alpaca::share_tickers_target(
                 std::span{state_.shares}.subspan(first).first(std::min(
                   alpaca::share_tickers_max, state_.shares.size() - first))));
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
    return alpaca::decode_balances(x, state_.coins);
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
    const auto of_data = what == question::candles || what == question::tickers;
    return alpaca::get_of(state_,
                          of_data ? state_.data_base : state_.trading_base,
                          std::move(target), spends_of(what));
  }

  // Reading answers is const for all venues; this one must remember what it has
  // read to understand what comes next.
  mutable alpaca::account_state state_;
  alpaca::trader trader_{state_};
  alpaca::stream stream_;
};

} // namespace

result<std::unique_ptr<adapter>> make_alpaca(const adapter_options& opts) {
  auto base
    = base_of("alpaca", opts.rest_url, opts.demo ? paper_url : live_url);
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
  auto table = limits_of_venue("alpaca", opts.limits);
  if (!table)
    return table.error();
  return std::unique_ptr<adapter>{std::make_unique<alpaca_adapter>(
    std::move(*base), account_limits{std::move(*table), opts.account},
    std::move(credentials), opts.ws_url)};
}

} // namespace ballast::venues
