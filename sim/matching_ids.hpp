// Ids of orders and trades that look random and follow from the seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::sim {

/// "3f0c…-…": a UUID of version 4, another one for each number.
/// @param concern tells ids of orders from those of trades
std::string uuid_text(std::uint64_t seed, std::string_view concern,
                      std::uint64_t number);

/// `first` and then 5, 5 and 6 characters of A-Z and 0-9 with dashes between
/// them: "OQCLML-BW3P3-BUCMWZ" for 'O'. The first two groups look random, the
/// last one counts, so that no two are the same.
std::string grouped_id(char first, std::uint64_t seed, std::string_view concern,
                       std::uint64_t number);

} // namespace ballast::sim
