// Which venues this version speaks, and how to make one of their adapters. A
// new venue is one line here.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ballast::apps {

/// Whether there is an adapter of that name.
bool speaks(std::string_view venue);

/// @returns ec::not_found for a venue that this version does not speak;
///          ec::invalid_argument for a key that is no key of this venue's.
result<std::unique_ptr<venues::adapter>>
make_adapter(std::string_view venue, const venues::adapter_options& options);

/// Tells keys apart in the store without being one: SHA-256 of "venue\nkey",
/// its first 16 hexadecimal digits.
std::string key_fingerprint(std::string_view venue, std::string_view key);

/// "Kraken", "OKX", for sentences.
std::string title_of(std::string_view venue);

/// "master" for "MASTER": how contract.md writes accounts in JSON and metrics.
std::string account_id(std::string_view account);

} // namespace ballast::apps
