// How the vectors of one venue are held against its adapter.
//
//   folder/requests.*   -> request()          folder/auth.*     ->
//   authentication() folder/responses.*  -> response()         folder/markets*
//   -> market() folder/errors.*     -> error()            folder/ws*        ->
//   stream() README.md, keys.json: read by those that need them anything else
//   -> other(), which understands nothing unless told so
//
// A new venue derives from this, in a file of its own, and is named once in
// venues().
#pragma once

#include "tests/conformance/judgement.hpp"
#include "tests/conformance/rows.hpp"
#include "tests/conformance/tally.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::conformance {

/// Names and why what they mean is left out.
using reasons = std::map<std::string, std::string_view, std::less<>>;

class venue_vectors {
public:
  virtual ~venue_vectors() = default;

  virtual judgement request(const request_row& x) const = 0;
  virtual judgement response(const response_row& x) const = 0;
  virtual judgement error(const error_row& x) const = 0;
  virtual judgement authentication(const json& row) const = 0;
  /// A row of a list of markets.
  virtual judgement market(const std::string& file, const json& row) const = 0;
  /// A message of a WebSocket: left out as long as nothing of ours speaks it.
  virtual judgement stream(const json& row) const;
  virtual judgement other(const std::string& file, const json& row) const;
  /// Members of expected answers that are held against nothing, as "kind.name":
  /// ccxt derives them, or ours does not keep them.
  virtual const std::set<std::string>& members_left_out() const = 0;
};

/// "less average, open": what of a kind is left out, for the table; empty where
/// nothing is.
std::string less_members(const venue_vectors& by, const std::string& kind);

using venue_factory
  = std::unique_ptr<venue_vectors> (*)(const vector_folder& from);

/// The venues whose adapters can be held to their vectors.
const std::map<std::string, venue_factory, std::less<>>& venues();

std::unique_ptr<venue_vectors> make_alpaca_vectors(const vector_folder& from);
std::unique_ptr<venue_vectors> make_binance_vectors(const vector_folder& from);
std::unique_ptr<venue_vectors> make_coinbase_vectors(const vector_folder& from);
std::unique_ptr<venue_vectors> make_kraken_vectors(const vector_folder& from);
std::unique_ptr<venue_vectors> make_okx_vectors(const vector_folder& from);

constexpr auto trigger_orders
  = std::string_view{"out of scope: trigger orders other than "
                     "stop-limit, trailing and bracket orders"};

/// What a row is about, for the table.
std::string endpoint_of(const std::string& file, const json& row);
/// Judges one row. Never throws: what it cannot read has failed.
judgement judge(const venue_vectors& by, const std::string& file,
                const json& row);
/// Whether a file holds rows at all.
bool has_rows(const std::string& file);

/// Judges all vectors in a folder: a venue's, or those of indicators. Another
/// one fails.
void examine(tally& to, const vector_folder& from);
/// Judges all folders in a directory, and refuses stray files.
tally examine_all(const std::filesystem::path& directory);

} // namespace ballast::conformance
