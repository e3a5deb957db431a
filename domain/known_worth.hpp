// What an account is worth at all of its venues, when some of them cannot be
// asked at the moment: each counts with what was last known of it.
//
// Losses are measured from the sum. A venue that has not answered yet after a
// restart, or has failed, must not look like money that was lost: so what was
// known is a part of the journal's `marks`, and a venue of which nothing was
// ever known counts as nothing, which only makes the sum rise later.
#pragma once

#include "domain/decimal.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

class known_worth {
public:
  /// @param venues those of the account; others are not counted.
  explicit known_worth(const std::vector<std::string>& venues);

  void tell(const std::string& venue, decimal worth);
  /// Of a life before this one; what this one knows already stays.
  void recall(const std::map<std::string, decimal>& worths);

  decimal sum() const;
  /// Whether something is known of every venue.
  bool is_complete() const;
  /// As a line of the journal has it: "coinbase=1000.5 kraken=3".
  std::string to_text() const;

private:
  std::map<std::string, std::optional<decimal>> worths_; ///< By venue.
};

/// @returns those that can be read of a text of known_worth's.
std::map<std::string, decimal> worths_of(std::string_view text);

} // namespace ballast
