// Coinbase's vectors: what their rows refer to, and how each is held against
// the adapter.
#pragma once

#include "tests/conformance/comparison.hpp"
#include "tests/conformance/venue_vectors.hpp"

#include <map>
#include <memory>
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
void check_token(differences& to, const std::string& token,
                 const std::string& uri, const api_key& key, unix_time now);

} // namespace ballast::conformance
