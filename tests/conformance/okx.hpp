// OKX's vectors: what their rows refer to, and how each is held against the
// adapter.
#pragma once

#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"
#include "venues/trading.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace ballast::conformance {

class okx_vectors final : public venue_vectors {
public:
  explicit okx_vectors(const vector_folder& from);

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
  // okx_orders.cpp
  judgement order_answer(const response_row& x) const;
  net::call ask_trader(const request_row& x) const;
  net::call ask_for_list(const request_row& x, const std::string& path) const;
  net::call ask_to_place(const request_row& x) const;
  ballast::market market_named(const json& symbol) const;

  std::map<std::string, ballast::market> markets_; ///< By canonical name.
  std::string key_;
  std::string secret_;
  std::string passphrase_;
  std::unique_ptr<venues::adapter> signer_; ///< With the folder's credentials.
};

/// The clock of all signed requests: 2020-12-08T09:08:57.715Z.
constexpr auto okx_clock
  = unix_time{std::chrono::milliseconds{1'607'418'537'715}};

constexpr auto okx_derivatives = std::string_view{"not spot: derivatives"};

/// Whether a row of the venue's is about spot: by its type, or by its
/// instrument where it names no type.
bool is_okx_spot(const json& row);
/// The same answer as of a spot market: the documentation shows a swap's.
std::string as_spot(std::string body);
/// A body that came with status 200.
net::reply okx_reply(std::string body);

} // namespace ballast::conformance
