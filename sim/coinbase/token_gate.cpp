#include "sim/coinbase/token_gate.hpp"

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <array>
#include <chrono>
#include <memory>

namespace ballast::sim {

namespace {

using json = nlohmann::json;

constexpr auto life_max = std::int64_t{120};
constexpr auto signature_size = std::size_t{64};

int sextet(char x) {
  if (x >= 'A' && x <= 'Z')
    return x - 'A';
  if (x >= 'a' && x <= 'z')
    return x - 'a' + 26;
  if (x >= '0' && x <= '9')
    return x - '0' + 52;
  return x == '-' ? 62 : x == '_' ? 63 : -1;
}

/// RFC 4648 section 5, without padding.
std::optional<std::string> decode_base64url(std::string_view text) {
  auto out = std::string{};
  auto bits = 0U;
  auto held = 0;
  for (const auto x : text) {
    const auto value = sextet(x);
    if (value < 0)
      return std::nullopt;
    bits = (bits << 6U | static_cast<unsigned>(value)) & 0xffffU;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += static_cast<char>(bits >> static_cast<unsigned>(held) & 0xffU);
    }
  }
  return text.size() % 4 == 1 ? std::nullopt : std::optional{out};
}

/// A token in its three parts, nothing of it believed yet.
struct token {
  json header;
  json claims;
  std::string_view signed_text;
  std::string signature;
};

std::optional<token> parse_token(std::string_view text) {
  const auto first = text.find('.');
  const auto second = text.rfind('.');
  if (first == std::string_view::npos || first == second)
    return std::nullopt;
  const auto header = decode_base64url(text.substr(0, first));
  const auto claims
    = decode_base64url(text.substr(first + 1, second - first - 1));
  auto signature = decode_base64url(text.substr(second + 1));
  if (!header || !claims || !signature || signature->size() != signature_size)
    return std::nullopt;
  auto result = token{json::parse(*header, nullptr, false),
                      json::parse(*claims, nullptr, false),
                      text.substr(0, second), std::move(*signature)};
  if (!result.header.is_object() || !result.claims.is_object())
    return std::nullopt;
  return result;
}

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>()
                                          : std::string{};
}

std::optional<std::int64_t> number_at(const json& x, const char* name) {
  const auto at = x.find(name);
  if (at == x.end() || !at->is_number_integer())
    return std::nullopt;
  return at->get<std::int64_t>();
}

/// Keys' makers sign as "cdp", clients of older keys as "coinbase-cloud".
bool is_issuer(std::string_view name) {
  return name == "cdp" || name == "coinbase-cloud";
}

bool names_uri(const json& claims, const std::string& uri) {
  if (text_at(claims, "uri") == uri)
    return true;
  const auto all = claims.find("uris");
  if (all == claims.end() || !all->is_array())
    return false;
  for (const auto& x : *all)
    if (x == uri)
      return true;
  return false;
}

/// OpenSSL wants the two numbers of a signature as DER, a token has them raw.
std::vector<unsigned char> to_der(const std::string& raw) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  constexpr auto half = static_cast<int>(signature_size / 2);
  const auto pair = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>{
    ECDSA_SIG_new(), &ECDSA_SIG_free};
  // From here on the pair owns both numbers.
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes, half, nullptr),
                 BN_bin2bn(bytes + half, half, nullptr));
  auto der = std::vector<unsigned char>(
    static_cast<std::size_t>(i2d_ECDSA_SIG(pair.get(), nullptr)));
  auto* out = der.data();
  i2d_ECDSA_SIG(pair.get(), &out);
  return der;
}

bool is_signed_by(EVP_PKEY* key, const token& x) {
  const auto der = to_der(x.signature);
  const auto context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{
    EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                              key)
           == 1
         && EVP_DigestVerify(
              context.get(), der.data(), der.size(),
              reinterpret_cast<const unsigned char*>(x.signed_text.data()),
              x.signed_text.size())
              == 1;
}

std::int64_t to_milliseconds(unix_time x) {
  return x.time_since_epoch().count();
}

/// Whether the life of the token is short enough and holds `now`.
bool is_alive(std::int64_t begins, std::int64_t expires, unix_time now) {
  // Far off times would overflow below and are refused anyway.
  constexpr auto latest = std::int64_t{100'000'000'000};
  return begins >= 0 && expires > begins && expires < latest
         && expires - begins <= life_max
         && begins * 1000 <= to_milliseconds(now)
         && expires * 1000 > to_milliseconds(now);
}

} // namespace

std::string authority_of(const net::call& what) {
  if (const auto host = net::find_header(what.headers, "host"))
    return std::string{*host};
  const auto scheme = what.base.find("://");
  return scheme == std::string::npos ? what.base : what.base.substr(scheme + 3);
}

token_gate::token_gate(std::vector<coinbase_account> accounts)
    : accounts_{std::move(accounts)} {}

std::optional<std::size_t>
token_gate::account_named(std::string_view key) const {
  for (auto i = std::size_t{0}; i < accounts_.size(); ++i)
    if (accounts_[i].credentials.key == key)
      return i;
  return std::nullopt;
}

bool token_gate::is_fresh(const std::string& nonce, std::int64_t expires,
                          unix_time now) {
  while (!nonces_by_expiry_.empty()
         && nonces_by_expiry_.begin()->first * 1000 <= to_milliseconds(now)) {
    nonces_.erase(nonces_by_expiry_.begin()->second);
    nonces_by_expiry_.erase(nonces_by_expiry_.begin());
  }
  if (!nonces_.insert(nonce).second)
    return false;
  nonces_by_expiry_.emplace(expires, nonce);
  return true;
}

struct token_gate::good_token {
  std::size_t account = 0;
  json claims;
  std::string nonce; ///< With the key that it is the nonce of.
  std::int64_t expires = 0;
};

std::optional<token_gate::good_token> token_gate::check(std::string_view text,
                                                        unix_time now) const {
  auto parsed = parse_token(text);
  if (!parsed)
    return std::nullopt;
  const auto& claims = parsed->claims;
  const auto key = text_at(parsed->header, "kid");
  const auto nonce = text_at(parsed->header, "nonce");
  const auto account = account_named(key);
  const auto begins = number_at(claims, "nbf");
  const auto expires = number_at(claims, "exp");
  if (!account || text_at(parsed->header, "alg") != "ES256" || nonce.empty()
      || !is_issuer(text_at(claims, "iss")) || text_at(claims, "sub") != key
      || !begins || !expires || !is_alive(*begins, *expires, now)
      || !is_signed_by(accounts_[*account].verifier.get(), *parsed))
    return std::nullopt;
  return good_token{*account, std::move(parsed->claims), key + '/' + nonce,
                    *expires};
}

std::optional<std::size_t> token_gate::account_of(const net::call& what,
                                                  unix_time now) {
  constexpr auto scheme = std::string_view{"Bearer "};
  const auto bearer = net::find_header(what.headers, "authorization");
  if (!bearer || !bearer->starts_with(scheme))
    return std::nullopt;
  const auto found = check(bearer->substr(scheme.size()), now);
  const auto uri = what.method + ' ' + authority_of(what)
                   + what.target.substr(0, what.target.find('?'));
  if (!found || !names_uri(found->claims, uri)
      || !is_fresh(found->nonce, found->expires, now))
    return std::nullopt;
  return found->account;
}

std::optional<std::size_t> token_gate::stream_account_of(std::string_view token,
                                                         unix_time now) const {
  const auto found = check(token, now);
  if (!found || found->claims.contains("uri") || found->claims.contains("uris"))
    return std::nullopt;
  return found->account;
}

} // namespace ballast::sim
