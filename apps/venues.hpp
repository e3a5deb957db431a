// Which venues this version speaks: a table that the build writes, of the names
// in the main CMakeLists.txt. Whoever asks takes the table as an argument, so
// that a test can hand in one more.
#pragma once

#include "config/settings.hpp"
#include "domain/result.hpp"
#include "sim/simulator.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

/// A venue and the exchange that plays it.
struct venue_entry {
  const venues::profile* about; ///< Never null.
  sim::simulator simulate;      ///< Never null.
};
/// In the order in which people see them.
using venue_table = std::vector<venue_entry>;

/// Every venue of this version.
const venue_table& registered_venues();

/// @returns nullptr for a venue that this version does not speak.
const venue_entry* find_venue(std::string_view venue,
                              const venue_table& table = registered_venues());

std::vector<std::string> venue_names(const venue_table& table
                                     = registered_venues());

/// What configuration knows of them: all enabled, at their own hosts.
std::vector<config::venue_settings> default_venues(const venue_table& table
                                                   = registered_venues());

/// @returns ec::not_found for a venue that this version does not speak;
///          ec::invalid_argument for a key that is no key of this venue's.
result<std::unique_ptr<venues::adapter>>
make_adapter(std::string_view venue, const venues::adapter_options& options,
             const venue_table& table = registered_venues());

/// "Kraken", "OKX", for sentences. Of a venue that is not there its name.
std::string title_of(std::string_view venue,
                     const venue_table& table = registered_venues());

/// Tells keys apart in the store without being one: SHA-256 of "venue\nkey",
/// its first 16 hexadecimal digits.
std::string key_fingerprint(std::string_view venue, std::string_view key);

/// "master" for "MASTER": how contract.md writes accounts in JSON and metrics.
std::string account_id(std::string_view account);

} // namespace ballast::apps
