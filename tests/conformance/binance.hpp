// Binance's vectors: what their rows refer to, and how each is held against the
// adapter.
#pragma once

#include "tests/conformance/coinbase.hpp"
#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"
#include "venues/stream_dialect.hpp"
#include "venues/trading.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ballast::conformance {

class binance_vectors final : public venue_vectors {
public:
  explicit binance_vectors(const vector_folder& from);

  judgement request(const request_row& x) const override;
  judgement response(const response_row& x) const override;
  judgement error(const error_row& x) const override;
  judgement authentication(const json& row) const override;
  judgement market(const std::string& file, const json& row) const override;
  judgement stream(const json& row) const override;
  judgement other(const std::string& file, const json& row) const override;
  const std::set<std::string>& members_left_out() const override;

private:
  judgement answer(const response_row& x) const;
  judgement answer_of_orders(const response_row& x) const;

  std::map<std::string, api_key> keys_;            ///< Those of kinds we take.
  std::map<std::string, ballast::market> markets_; ///< By canonical name.
  unix_time clock_;
  std::unique_ptr<venues::adapter> reader_; ///< Without a key; knows all.
};

/// Throws where it cannot be made.
std::unique_ptr<venues::adapter> make_binance_adapter(const api_key& key = {});
/// Throws where an id is none of the list's.
const ballast::market&
market_of(const std::map<std::string, ballast::market>& all, const json& name);

net::reply binance_reply(std::string body);

// Against ccxt's unified form; a member that is neither ours nor named in
// `left_out`, as "kind.name", is a difference.

void compare_order(differences& to, const order_report& ours,
                   const json& recorded, const std::string& kind,
                   const std::set<std::string>& left_out);
/// The fees and trades that ccxt hangs on an order: the first against ours, the
/// others against what was sent, as an order of ours has no fills in it.
void compare_order_parts(differences& to, const order_report& ours,
                         const json& recorded, const json& raw);
void compare_fill(differences& to, const fill& ours, const json& recorded,
                  const std::string& kind,
                  const std::set<std::string>& left_out);
/// Against the raw members of an order, exactly.
void compare_raw_order(differences& to, const order_report& ours,
                       const json& raw);

// One kind of answer each.

judgement check_binance_markets(const venues::adapter& by,
                                const response_row& x);
judgement check_binance_books(venues::trading& by, const response_row& x);
judgement check_binance_trades(venues::trading& by, const response_row& x,
                               const std::set<std::string>& left_out);
judgement check_binance_fills(venues::trading& by, const response_row& x,
                              const std::set<std::string>& left_out);
judgement check_binance_fees(venues::trading& by, const response_row& x);

} // namespace ballast::conformance
