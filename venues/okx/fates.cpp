#include "venues/okx/fates.hpp"

#include "venues/okx/replies.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::okx {

namespace {

constexpr auto no_such_order = std::string_view{"51603"};

// Of all codes that are known, those after which the order may stand.
constexpr auto doubtful = std::array<std::string_view, 8>{
  "50001", // service unavailable
  "50004", // timed out, result unknown
  "50013", // systems busy
  "50026", // system error
  "51011", // the order's id exists
  "51016", // the client's id exists
  "51054", // timed out, result unknown
  "51149", // timed out, result unknown
};

bool is_doubtful(std::string_view code) noexcept {
  return std::find(doubtful.begin(), doubtful.end(), code) != doubtful.end();
}

/// Whether it says for sure that the request was turned away. Codes from 60000
/// on are about streams.
bool is_refusal(std::string_view code) noexcept {
  return code.starts_with('5') && is_listed(code) && !is_doubtful(code);
}

} // namespace

placement placement_under(std::string_view code) noexcept {
  if (code == "0")
    return placement::accepted;
  return is_refusal(code) ? placement::refused : placement::unknown;
}

cancel_fate cancel_fate_under(std::string_view code) noexcept {
  if (code == "0")
    return cancel_fate::taken;
  if (code == no_such_order)
    return cancel_fate::unknown_order;
  // Being cancelled already, or settled.
  if (code == "51410")
    return cancel_fate::already_over;
  if (code == "51400" || !is_refusal(code))
    return cancel_fate::unknown;
  return cancel_fate::refused;
}

bool is_no_such_order(std::string_view code) noexcept {
  return code == no_such_order;
}

} // namespace ballast::venues::okx
