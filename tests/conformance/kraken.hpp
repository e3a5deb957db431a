// Kraken's vectors: what their rows refer to, and how each is held against the
// adapter.
#pragma once

#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace ballast::conformance {

/// What the lists of markets say, by canonical name.
using kraken_markets = std::map<std::string, ballast::market, std::less<>>;

class kraken_vectors final : public venue_vectors {
public:
  explicit kraken_vectors(const vector_folder& from);

  judgement request(const request_row& x) const override;
  judgement response(const response_row& x) const override;
  judgement error(const error_row& x) const override;
  judgement authentication(const json& row) const override;
  judgement market(const std::string& file, const json& row) const override;
  judgement stream(const json& row) const override;
  judgement other(const std::string& file, const json& row) const override;
  const std::set<std::string>& members_left_out() const override;

private:
  net::call ask(const request_row& x) const;
  judgement answer(const response_row& x) const;
  // kraken_stream.cpp
  void learn_streams(const vector_folder& from);
  judgement push(const std::string& kind, const json& message) const;
  judgement book(const json& message) const;
  judgement executions(const json& message) const;

  std::string secret_;
  std::map<std::string, std::string> ids_; ///< By canonical name.
  kraken_markets markets_;
  std::unique_ptr<venues::adapter> reader_; ///< Knows the pairs of the lists.
  json book_snapshot_;   ///< The manual's, to which its changes belong.
  json first_execution_; ///< Of the order whose reports the manual shows.
};

constexpr auto first_socket = std::string_view{
  "out of scope: the first version of the socket, which the venue keeps "
  "frozen; ours speaks the second"};
constexpr auto tokenised_assets
  = std::string_view{"not traded: tokenised assets and dark pools"};

/// What our state of a market, or of the venue, is where the venue says this.
std::string venue_state(const json& recorded);
judgement check_pairs(const venues::adapter& by, const response_row& x);
judgement check_assets(const response_row& x);

/// Whether it is about orders, or about one market's book, trades or price.
bool is_of_trading(const request_row& x);
/// Holds such a request against what the adapter makes of the same intent.
judgement check_trading(const request_row& x, venues::adapter& by,
                        const kraken_markets& markets,
                        const std::string& secret);
/// Whether an answer of that kind is one of those.
bool is_of_trading(const std::string& kind);
judgement check_trading(const response_row& x, venues::adapter& by,
                        const kraken_markets& markets);
/// What a class of refusals makes of an order and of a cancel.
void compare_fates(differences& to, const error_row& x, venues::adapter& by);

/// An adapter without a key that knows no pairs yet.
std::unique_ptr<venues::adapter> make_kraken_reader();
/// A recorded number, in digits.
decimal decimal_of(const json& x);
/// A row of a list of markets as AssetPairs would send it.
json asset_pair(const json& row);
/// {"error":[],"result":...}
net::reply kraken_reply(const json& result);

} // namespace ballast::conformance
