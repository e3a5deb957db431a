#include "venues/alpaca/credentials.hpp"

#include "venues/secret_text.hpp"

#include <utility>

namespace ballast::venues::alpaca {

result<credentials> credentials::make(std::string_view key,
                                      std::string_view secret) {
  key = without_blanks(key);
  secret = without_blanks(secret);
  if (!fits_header(key))
    return fault{ec::invalid_argument,
                 "alpaca key: expected the API key id as the venue shows it, "
                 "printable and without spaces"};
  if (!fits_header(secret))
    return fault{ec::invalid_argument,
                 "alpaca secret: expected the secret key as the venue shows "
                 "it, printable and without spaces"};
  return credentials{std::string{key}, secret_text{std::string{secret}}};
}

credentials::credentials(std::string key, secret_text secret) noexcept
    : key_{std::move(key)}, secret_{std::move(secret)} {}

void credentials::add_to(std::vector<net::header>& headers) const {
  headers.push_back({"APCA-API-KEY-ID", key_});
  headers.push_back({"APCA-API-SECRET-KEY", std::string{secret_.view()}});
}

} // namespace ballast::venues::alpaca
