// An adapter that passes everything on: tests lay a hand on what they are
// about and leave the rest as it is.
#pragma once

#include "venues/adapter.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

class relayed_adapter : public venues::adapter {
public:
  explicit relayed_adapter(std::shared_ptr<venues::adapter> to)
      : to_{std::move(to)} {}

  std::string_view venue() const override { return to_->venue(); }
  std::string_view title() const override { return to_->title(); }
  std::string_view account() const override { return to_->account(); }
  const std::string& base() const override { return to_->base(); }
  venues::trading* trader() noexcept override { return to_->trader(); }
  venues::stream_dialect* streams() noexcept override { return to_->streams(); }
  bool wants_key(venues::question x) const override {
    return to_->wants_key(x);
  }
  bool has_credentials() const override { return to_->has_credentials(); }
  std::vector<venues::budget_definition> budgets() const override {
    return to_->budgets();
  }
  std::vector<spend> spends_of(venues::question x) const override {
    return to_->spends_of(x);
  }
  std::vector<spend> connect_spends(venues::socket_kind x) const override {
    return to_->connect_spends(x);
  }
  std::size_t candles_max() const override { return to_->candles_max(); }
  venues::request time_request() override { return to_->time_request(); }
  venues::answer<unix_time> time_answer(const net::reply& x) const override {
    return to_->time_answer(x);
  }
  std::chrono::milliseconds time_resolution() const override {
    return to_->time_resolution();
  }
  std::vector<std::string> bases() const override { return to_->bases(); }
  std::optional<venues::request>
  more_markets_request(const std::vector<market>& so_far,
                       unix_time now) override {
    return to_->more_markets_request(so_far, now);
  }
  venues::request markets_request(unix_time now) override {
    return to_->markets_request(now);
  }
  venues::answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    return to_->markets_answer(x);
  }
  venues::request tickers_request(unix_time now) override {
    return to_->tickers_request(now);
  }
  venues::answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    return to_->tickers_answer(x);
  }
  std::optional<venues::request> more_tickers_request(std::size_t asked,
                                                      unix_time now) override {
    return to_->more_tickers_request(asked, now);
  }
  venues::request candles_request(const market& what,
                                  std::chrono::seconds timeframe,
                                  unix_time from, unix_time to) override {
    return to_->candles_request(what, timeframe, from, to);
  }
  venues::answer<std::vector<candle>>
  candles_answer(const net::reply& x, std::chrono::seconds timeframe,
                 unix_time now) const override {
    return to_->candles_answer(x, timeframe, now);
  }
  venues::request balances_request(const std::string& page,
                                   unix_time now) override {
    return to_->balances_request(page, now);
  }
  venues::answer<venues::balance_page>
  balances_answer(const net::reply& x) const override {
    return to_->balances_answer(x);
  }
  venues::request permissions_request(unix_time now) override {
    return to_->permissions_request(now);
  }
  venues::answer<key_permissions>
  permissions_answer(const net::reply& x) const override {
    return to_->permissions_answer(x);
  }
  std::optional<venues::request> status_request() override {
    return to_->status_request();
  }
  venues::answer<market_state>
  status_answer(const net::reply& x) const override {
    return to_->status_answer(x);
  }
  std::optional<venues::request> calendar_request(unix_time now) override {
    return to_->calendar_request(now);
  }
  venues::answer<std::vector<session_day>>
  calendar_answer(const net::reply& x) const override {
    return to_->calendar_answer(x);
  }
  bool is_in_session(const market& what, unix_time now) const override {
    return to_->is_in_session(what, now);
  }
  bool counts_nonces() const override { return to_->counts_nonces(); }
  std::uint64_t nonce() const override { return to_->nonce(); }
  void skip_nonces(std::uint64_t floor) override { to_->skip_nonces(floor); }

protected:
  venues::adapter& to() const { return *to_; }

private:
  std::shared_ptr<venues::adapter> to_;
};

} // namespace ballast::test
