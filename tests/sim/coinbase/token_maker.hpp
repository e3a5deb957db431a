// Makes bearer tokens, good ones and ones that are wrong in one way.
#pragma once

#include "domain/time.hpp"
#include "sim/exchange.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ballast::sim {

/// A token before it is signed.
struct token_text {
  nlohmann::json header;
  nlohmann::json claims;
};

/// What the venue's own SDK would send. @param uri "GET host/path"
token_text good_token(const account_key& who, const std::string& uri,
                      unix_time now, const std::string& nonce);

enum class signature_form { raw, der };
std::string sign(const token_text& what, const std::string& pem,
                 signature_form form = signature_form::raw);

} // namespace ballast::sim
