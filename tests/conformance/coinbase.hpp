// Coinbase's vectors: what their rows refer to, and how each is held against
// the adapter.
#pragma once

#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"
#include "venues/trading.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace ballast::conformance {

/// An API key as a user would paste it.
struct api_key {
  std::string name;
  std::string secret;
};

class coinbase_vectors final : public venue_vectors {
public:
  explicit coinbase_vectors(const vector_folder& from);

  judgement request(const request_row& x) const override;
  judgement response(const response_row& x) const override;
  judgement error(const error_row& x) const override;
  judgement authentication(const json& row) const override;
  judgement market(const std::string& file, const json& row) const override;
  judgement stream(const json& row) const override;
  judgement other(const std::string& file, const json& row) const override;
  const std::set<std::string>& members_left_out() const override;

private:
  std::map<std::string, api_key> keys_;
  unix_time clock_;
  std::unique_ptr<venues::adapter> reader_; ///< Without a key.
};

/// {"pem_label","base64"} as a PEM; text as it is.
std::string secret_text(const json& x);

/// "GET host/path" of a recorded token, which must be signed with the key, or
/// of the SDK's placeholder for one.
std::string recorded_uri(differences& to, const std::string& token,
                         const std::string& secret);
/// Holds our token to the recipe of the sheet: signature, header and claims.
/// @param uri empty: that of a socket's message, which names none.
void check_token(differences& to, const std::string& token,
                 const std::string& uri, const api_key& key, unix_time now);

/// Holds a call to a recorded one, with its token where it must have one; on
/// the public twin of a path where ours asks there.
judgement compare_signed(net::call recorded, const net::call& ours,
                         bool is_signed, const api_key& key, unix_time now);

/// Whether rows of that kind go to the half that trades: orders, fills, fees,
/// books, trades, single tickers.
bool is_about_orders(const std::string& kind);
judgement order_request(const request_row& x, const api_key& key,
                        unix_time now);
judgement order_response(const venues::trading& by, const response_row& x,
                         const std::set<std::string>& left_out);
judgement market_response(const venues::trading& by, const response_row& x,
                          const std::set<std::string>& left_out);

/// How to hold one member of a unified row to ours.
using member_checks
  = std::map<std::string, std::function<void(const json& recorded)>>;
/// Every member is checked, or listed as left out.
void compare_members(differences& to, const json& recorded,
                     const member_checks& checks, const std::string& kind,
                     const std::set<std::string>& left_out);
/// Since 1970; empty without a time.
std::string milliseconds(std::optional<unix_time> x);

/// What a refusal means in answer to a placement and to a cancel.
void check_order_error(differences& to, const venues::trading& by,
                       const error_row& x);

} // namespace ballast::conformance
