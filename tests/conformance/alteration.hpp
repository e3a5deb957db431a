// Vectors altered on purpose: a comparison that cannot fail shows nothing.
#pragma once

#include "tests/conformance/rows.hpp"
#include "tests/conformance/venue_vectors.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace ballast::conformance {

/// The places in a row that say what is expected: of a request all of it, of an
/// answer its expected value, of a refusal its class, of a signature itself, of
/// a market its name. Empty where a row expects nothing in so many words.
std::vector<json::json_pointer> expected_leaves(const json& row);

/// The value with one digit altered, no later than its tenth: doubles are held
/// to twelve. Text without a digit has its last letter altered.
json altered(const json& leaf);

/// Whether a venue lists a place of an expected answer as left out.
bool is_left_out(const venue_vectors& by, const std::string& kind,
                 const json::json_pointer& leaf);

/// Writes a file of rows anew with one row in the place of another.
void replace_row(const std::filesystem::path& file, const json& old_row,
                 const json& new_row);

} // namespace ballast::conformance
