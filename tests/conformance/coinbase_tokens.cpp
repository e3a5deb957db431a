// Keys and tokens: our signer against the recorded signatures.
#include "tests/conformance/coinbase.hpp"
#include "tests/venues/coinbase/token.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/coinbase/signer.hpp"

#include <stdexcept>

namespace ballast::conformance {

namespace {

namespace coinbase = venues::coinbase;

coinbase::token_parts parts_of(const json& row) {
  return coinbase::token_parts{text_at(row, "signing_input") + '.'
                               + text_at(row, "signature_b64url")};
}

/// A signature over anything: no token of ours, so it is the verifier that the
/// tokens are judged with which is held against it.
judgement check_verifier(const json& row) {
  // Taken apart by hand: what is signed need not be JSON.
  const auto input = text_at(row, "signing_input");
  const auto signature
    = coinbase::base64url_bytes(text_at(row, "signature_b64url"));
  if (row.contains("jwk")) {
    const auto key = coinbase::p256_public_key(row.at("jwk"));
    return coinbase::verifies_es256(key.get(), input, signature)
             ? checked("the verifier alone")
             : failed("the signature does not verify");
  }
  const auto seed = coinbase::base64url_bytes(text_at(row, "seed_b64url"));
  return coinbase::verifies_eddsa(seed, input, signature)
           ? checked("the verifier alone")
           : failed("the signature does not verify");
}

std::string secret_of(const json& row) {
  return secret_text(row.contains("private_key_pem_sec1")
                       ? row.at("private_key_pem_sec1")
                       : row.at("secret_base64_seed_and_pub"));
}

/// Our token for the same moment and nonce.
judgement check_signer(const json& row) {
  const auto secret = secret_of(row);
  auto by = coinbase::signer::make(text_at(row, "key_name"), secret,
                                   random_source{1});
  if (!by)
    return failed(by.error().text);
  differences found;
  const auto recorded = parts_of(row);
  if (!coinbase::verifies(recorded, secret))
    found.note("the recorded token is not signed with its key");
  found.texts("jwt", text_at(row, "jwt"),
              recorded.input + '.' + recorded.signature_text);
  const auto now
    = unix_time{std::chrono::seconds{row.at("now").get<std::int64_t>()}};
  const auto token = by->token(text_at(row.at("claims"), "uri"), now,
                               text_at(row.at("header"), "nonce"));
  const auto ours = coinbase::token_parts{token};
  if (!coinbase::verifies(ours, secret))
    found.note("our token is not signed with its key");
  found.texts("header", row.at("header").dump(), ours.header.dump());
  found.texts("claims", row.at("claims").dump(), ours.claims.dump());
  found.texts("recorded header", row.at("header").dump(),
              recorded.header.dump());
  found.texts("recorded claims", row.at("claims").dump(),
              recorded.claims.dump());
  // Ed25519 always signs the same way; ES256 never does.
  if (by->kind() == coinbase::signer::algorithm::eddsa)
    found.texts("token", text_at(row, "jwt"), token);
  return found.verdict();
}

} // namespace

std::string secret_text(const json& x) {
  constexpr std::size_t line_length = 64;
  if (x.is_string())
    return x.get<std::string>();
  const auto label = x.at("pem_label").get<std::string>();
  const auto base64 = x.at("base64").get<std::string>();
  auto text = "-----BEGIN " + label + "-----\n";
  for (std::size_t i = 0; i < base64.size(); i += line_length)
    text += base64.substr(i, line_length) + '\n';
  return text + "-----END " + label + "-----\n";
}

coinbase_vectors::coinbase_vectors(const vector_folder& from) {
  const auto document = from.document("keys.json");
  for (const auto& [name, key] : document.at("keysets").items())
    keys_[name] = {text_at(key, "apiKey"), secret_text(key.at("secret"))};
  clock_ = unix_time{std::chrono::milliseconds{
    document.at("frozen_clock_ms").get<std::int64_t>()}};
  auto made = venues::make_coinbase({});
  if (!made)
    throw std::runtime_error{made.error().text};
  reader_ = std::move(*made);
}

judgement coinbase_vectors::authentication(const json& row) const {
  if (row.contains("claims"))
    return check_signer(row);
  if (row.contains("signing_input"))
    return check_verifier(row);
  if (text_at(row, "scheme").find("CB-ACCESS") != std::string::npos)
    return left_out("out of scope: legacy (HMAC) keys");
  return failed("a scheme that is not understood: " + text_at(row, "scheme"));
}

std::string recorded_uri(differences& to, const std::string& token,
                         const std::string& secret) {
  constexpr auto placeholder = std::string_view{"<JWT for \""};
  if (token.starts_with(placeholder))
    return token.substr(placeholder.size(), token.find('"', placeholder.size())
                                              - placeholder.size());
  const auto parts = coinbase::token_parts{token};
  if (!coinbase::verifies(parts, secret))
    to.note("the recorded token is not signed with its key");
  return parts.claims.contains("uris") ? parts.claims.at("uris").at(0)
                                       : parts.claims.at("uri");
}

void check_token(differences& to, const std::string& token,
                 const std::string& uri, const api_key& key, unix_time now) {
  constexpr std::int64_t lifetime = 120;
  const auto parts = coinbase::token_parts{token};
  const auto from
    = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const auto is_pem = key.secret.find("BEGIN") != std::string::npos;
  if (!coinbase::verifies(parts, key.secret))
    to.note("our token is not signed with its key");
  const auto nonce = text_at(parts.header, "nonce");
  if (nonce.empty()
      || nonce.find_first_not_of("0123456789abcdef") != std::string::npos)
    to.texts("nonce", "hexadecimal digits", nonce);
  const auto header = json{{"alg", is_pem ? "ES256" : "EdDSA"},
                           {"kid", key.name},
                           {"nonce", nonce},
                           {"typ", "JWT"}};
  auto claims = json{
    {"sub", key.name}, {"iss", "cdp"}, {"nbf", from}, {"exp", from + lifetime}};
  if (!uri.empty())
    claims["uri"] = uri;
  to.texts("header", header.dump(), parts.header.dump());
  to.texts("claims", claims.dump(), parts.claims.dump());
}

std::unique_ptr<venue_vectors>
make_coinbase_vectors(const vector_folder& from) {
  return std::make_unique<coinbase_vectors>(from);
}

} // namespace ballast::conformance
