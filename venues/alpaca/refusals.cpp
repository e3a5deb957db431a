#include "venues/alpaca/refusals.hpp"

#include "venues/alpaca/replies.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace ballast::venues::alpaca {

namespace {

struct refusal {
  unsigned status;
  std::string_view code; ///< How it begins; empty: whatever it is.
  std::string_view word; ///< What the message holds; empty: whatever it says.
  placement fate;
};

constexpr auto refused = placement::refused;

// The first row that fits decides; without one nothing is proved.
constexpr auto refusals = std::array{
  refusal{400, "", "", refused},
  refusal{401, "", "", refused},
  refusal{403, "", "", refused},
  refusal{404, "4041", "", refused},
  refusal{404, "", "asset not found", refused},
  refusal{422, "", "must be unique", placement::unknown},
  refusal{422, "4", "invalid", refused},
  refusal{422, "4", "must be", refused},
  refusal{422, "4", "must not", refused},
  refusal{422, "4", "cannot be", refused},
  refusal{422, "4", "can not be", refused},
  refusal{422, "4", "required", refused},
  refusal{422, "4", "sub-penny", refused},
  refusal{422, "4", "increment", refused},
  refusal{422, "4", "fractional", refused},
  refusal{422, "4", "fractionable", refused},
  refusal{422, "4", "not active", refused},
  refusal{422, "4", "not tradable", refused},
  refusal{422, "4", "not allowed", refused},
  refusal{422, "4", "not supported", refused},
  refusal{422, "4", "unsupported", refused},
  refusal{429, "", "", refused},
};

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

} // namespace

placement fate_of_error(const net::reply& x) {
  const auto error = error_in(x.body);
  const auto message = in_small_letters(error.message);
  if (message.empty())
    return placement::unknown;
  const auto* found
    = std::find_if(refusals.begin(), refusals.end(), [&](const refusal& y) {
        return y.status == x.status && error.code.starts_with(y.code)
               && message.find(y.word) != std::string::npos;
      });
  return found == refusals.end() ? placement::unknown : found->fate;
}

} // namespace ballast::venues::alpaca
