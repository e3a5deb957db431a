// The test keys of tests/data/binance/auth.jsonl, as people hold them.
#pragma once

#include "tests/venues/recorded.hpp"

#include <string>

namespace ballast::venues::binance {

/// A PEM around its base64.
inline std::string pem_of(const std::string& base64) {
  constexpr std::size_t line_length = 64;
  auto text = std::string{"-----BEGIN PRIVATE KEY-----\n"};
  for (std::size_t at = 0; at < base64.size(); at += line_length)
    text += base64.substr(at, line_length) + '\n';
  return text + "-----END PRIVATE KEY-----\n";
}

/// The secret of a row, as it would be pasted.
inline std::string secret_of(const nlohmann::json& row) {
  return row.contains("secret")
           ? row.at("secret").get<std::string>()
           : pem_of(row.at("private_key").get<std::string>());
}

/// The first key of that kind: "hmac", "ed25519" or "rsa".
inline nlohmann::json key_row(const std::string& kind) {
  return recorded_rows("binance/auth.jsonl", kind).front();
}

inline std::string secret_of_kind(const std::string& kind) {
  return secret_of(key_row(kind));
}

} // namespace ballast::venues::binance
