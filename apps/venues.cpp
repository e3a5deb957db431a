#include "apps/venues.hpp"

#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/okx/adapter.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace ballast::apps {

namespace {

using factory = result<std::unique_ptr<venues::adapter>> (*)(
  const venues::adapter_options&);

const std::map<std::string, factory, std::less<>>& factories() {
  static const std::map<std::string, factory, std::less<>> table
    = {{"coinbase", &venues::make_coinbase},
       {"kraken", &venues::make_kraken},
       {"okx", &venues::make_okx},
       {"binance", &venues::make_binance},
       {"alpaca", &venues::make_alpaca}};
  return table;
}

} // namespace

bool speaks(std::string_view venue) {
  return factories().find(venue) != factories().end();
}

result<std::unique_ptr<venues::adapter>>
make_adapter(std::string_view venue, const venues::adapter_options& options) {
  const auto i = factories().find(venue);
  if (i == factories().end())
    return fault{ec::not_found,
                 "this version does not speak " + title_of(venue) + " yet"};
  return i->second(options);
}

std::string key_fingerprint(std::string_view venue, std::string_view key) {
  auto text = std::string{venue} + '\n';
  text.append(key);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         digest.data());
  std::string result;
  for (std::size_t i = 0; i < 8; ++i)
    result += fmt::format("{:02x}", digest.at(i));
  return result;
}

std::string title_of(std::string_view venue) {
  if (venue == "okx")
    return "OKX";
  std::string result{venue};
  if (!result.empty())
    result[0]
      = static_cast<char>(std::toupper(static_cast<unsigned char>(result[0])));
  return result;
}

std::string account_id(std::string_view account) {
  std::string result{account};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return result;
}

} // namespace ballast::apps
