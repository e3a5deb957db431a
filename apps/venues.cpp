#include "apps/venues.hpp"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast::apps {

const venue_entry* find_venue(std::string_view venue,
                              const venue_table& table) {
  const auto found
    = std::find_if(table.begin(), table.end(),
                   [&](const auto& x) { return x.about->name == venue; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<std::string> venue_names(const venue_table& table) {
  std::vector<std::string> result;
  result.reserve(table.size());
  for (const auto& x : table)
    result.emplace_back(x.about->name);
  return result;
}

std::vector<config::venue_settings> default_venues(const venue_table& table) {
  std::vector<config::venue_settings> result;
  for (const auto& x : table) {
    config::venue_settings venue;
    venue.name = x.about->name;
    venue.credentials = {x.about->has_passphrase, x.about->secret_is_pem,
                         x.about->has_paper_host};
    result.push_back(std::move(venue));
  }
  return result;
}

result<std::unique_ptr<venues::adapter>>
make_adapter(std::string_view venue, const venues::adapter_options& options,
             const venue_table& table) {
  const auto* found = find_venue(venue, table);
  if (found == nullptr)
    return fault{ec::not_found,
                 "this version does not speak " + std::string{venue} + " yet"};
  return found->about->make(options);
}

std::string title_of(std::string_view venue, const venue_table& table) {
  const auto* found = find_venue(venue, table);
  return std::string{found == nullptr ? venue : found->about->title};
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

std::string account_id(std::string_view account) {
  std::string result{account};
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return result;
}

} // namespace ballast::apps
