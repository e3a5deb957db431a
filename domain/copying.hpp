// One decision, taken over by several accounts: who is served first, and how
// far apart they ended.
//
//   decision 1:  ALICE  BOB    CAROL        Each next decision begins with the
//   decision 2:  BOB    CAROL  ALICE        next account by name, so that in as
//   decision 3:  CAROL  ALICE  BOB          many decisions as there are
//   accounts
//                                           each stood in each place once.
//
// Who is served first gets the better price where orders move the market, and
// the last permit of a minute. Nobody is always last.
#pragma once

#include "domain/decimal.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace ballast {

/// Of the copies of one leader's decisions; the leader may be among the
/// accounts.
class service_order {
public:
  /// Names in the order in which they are served now, each once. The next call
  /// begins with the next name, whoever came or went meanwhile.
  std::vector<std::string> next(std::vector<std::string> names);

private:
  std::string first_; ///< Who was served first last time.
};

/// What one account got of a decision.
struct copied_result {
  std::string account;
  decimal price; ///< Average of its fills; > 0.
  unix_time at;  ///< When its last fill was known.
};

/// How far apart the copies of one decision are.
struct dispersion {
  std::size_t accounts = 0;
  decimal price_min;
  decimal price_max;
  double price_mean = 0;
  double spread = 0;                  ///< (price_max - price_min) / price_min
  std::chrono::milliseconds delay{0}; ///< From the first to the last.
  std::string slowest;                ///< Who was the last; empty without any.
};

/// Results without a price above zero are left out: nothing was filled.
dispersion dispersion_of(const std::vector<copied_result>& all);

} // namespace ballast
