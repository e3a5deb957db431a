#include "venues/okx/signer.hpp"

#include "venues/base64.hpp"
#include "venues/hmac.hpp"
#include "venues/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace ballast::venues::okx {

namespace {

/// As fits_header, with spaces inside.
bool is_passphrase(std::string_view x) noexcept {
  return !x.empty() && std::all_of(x.begin(), x.end(), [](char c) {
    return ' ' <= c && c <= '~';
  });
}

secret_text kept(std::string_view x) { return secret_text{std::string{x}}; }

} // namespace

std::string timestamp_of(unix_time x) { return to_rfc3339_milliseconds(x); }

result<signer> signer::make(std::string_view key, std::string_view secret,
                            std::string_view passphrase) {
  key = without_blanks(key);
  secret = without_blanks(secret);
  passphrase = without_blanks(passphrase);
  if (!fits_header(key))
    return fault{ec::invalid_argument,
                 "okx key: expected the API key as the venue shows it, "
                 "printable and without spaces"};
  if (!fits_header(secret))
    return fault{ec::invalid_argument,
                 "okx secret: expected the secret key as the venue shows it, "
                 "printable and without spaces"};
  if (!is_passphrase(passphrase))
    return fault{ec::invalid_argument,
                 "okx passphrase: expected the passphrase that was chosen with "
                 "the key, in printable ASCII"};
  return signer{std::string{key}, kept(secret), kept(passphrase)};
}

signer::signer(std::string key, secret_text secret,
               secret_text passphrase) noexcept
    : key_{std::move(key)}, secret_{std::move(secret)}, passphrase_{std::move(
                                                          passphrase)} {}

std::string signer::sign(std::string_view timestamp, std::string_view method,
                         std::string_view target, std::string_view body) const {
  auto message = std::string{timestamp};
  message.append(method).append(target).append(body);
  const auto code = hmac_of(hash_kind::sha256, secret_, message);
  return code.empty() ? std::string{} : base64_encode(code);
}

std::vector<net::header> signer::headers_of(const net::call& x,
                                            unix_time now) const {
  const auto timestamp = timestamp_of(now);
  return {{"OK-ACCESS-KEY", key_},
          {"OK-ACCESS-SIGN", sign(timestamp, x.method, x.target, x.body)},
          {"OK-ACCESS-TIMESTAMP", timestamp},
          {"OK-ACCESS-PASSPHRASE", std::string{passphrase_.view()}}};
}

std::string signer::login_message(unix_time now) const {
  using json = nlohmann::ordered_json;
  const auto count = std::chrono::floor<std::chrono::seconds>(now);
  const auto timestamp = std::to_string(
    std::max<std::int64_t>(0, count.time_since_epoch().count()));
  auto argument
    = json{{"apiKey", key_},
           {"passphrase", passphrase_.view()},
           {"timestamp", timestamp},
           {"sign", sign(timestamp, "GET", "/users/self/verify", {})}};
  return json{{"op", "login"}, {"args", json::array({std::move(argument)})}}
    .dump();
}

} // namespace ballast::venues::okx
