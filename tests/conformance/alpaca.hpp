// Alpaca's vectors: what their rows refer to, and how each is held against the
// adapter.
#pragma once

#include "tests/conformance/coinbase.hpp"
#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"
#include "venues/trading.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace ballast::conformance {

class alpaca_vectors final : public venue_vectors {
public:
  explicit alpaca_vectors(const vector_folder& from);

  judgement request(const request_row& x) const override;
  judgement response(const response_row& x) const override;
  judgement error(const error_row& x) const override;
  judgement authentication(const json& row) const override;
  judgement market(const std::string& file, const json& row) const override;
  judgement stream(const json& row) const override;
  const std::set<std::string>& members_left_out() const override;

private:
  judgement answer(const response_row& x) const;
  /// One that has read which coins there are.
  std::unique_ptr<venues::adapter> informed(const api_key& key = {}) const;

  api_key key_;
  unix_time clock_;
  json coins_; ///< The recorded pairs as the venue lists them.
};

/// @param base the trading host; empty: the live one.
/// Throws where it cannot be made.
std::unique_ptr<venues::adapter> make_alpaca_adapter(const std::string& base,
                                                     const api_key& key);
/// A body that came with status 200.
net::reply alpaca_reply(const json& body);
/// The market of a name: a pair is one of coins, else it is a share.
ballast::market alpaca_market(const std::string& name);
/// A row of the venue's list of assets, its members that are not recorded
/// filled in.
json alpaca_asset(const std::string& name, const json& recorded = {});
/// A number or its text, exactly; throws where it is neither.
decimal alpaca_decimal(const json& x);
/// A moment as the venue writes it against ours; null is none.
void compare_alpaca_moment(differences& to, std::string_view what,
                           const json& recorded, std::optional<unix_time> ours);
/// The market that a row of an order names, under our name.
std::string alpaca_canonical(const json& row);

// Against the raw members, exactly.

void compare_alpaca_asset(differences& to, const json& row,
                          const ballast::market& ours);
void compare_alpaca_bar(differences& to, const json& row, const candle& ours);
void compare_alpaca_trade(differences& to, const json& row, const trade& ours);
void compare_alpaca_levels(differences& to, const json& rows,
                           const std::vector<book_level>& ours);
void compare_alpaca_order(differences& to, const json& row,
                          const order_report& ours);

// One kind of answer each.

judgement check_alpaca_markets(const response_row& x);
judgement check_alpaca_trades(const venues::trading& by, const response_row& x);
/// Orders, cancels, fills and refusals.
judgement check_alpaca_orders(const venues::trading& by, const response_row& x,
                              const std::set<std::string>& left_out);

} // namespace ballast::conformance
