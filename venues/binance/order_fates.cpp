#include "venues/binance/order_fates.hpp"

#include "venues/binance/limits.hpp"
#include "venues/http_status.hpp"
#include "venues/json_body.hpp"
#include "venues/limit_headers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ballast::venues::binance {

namespace {

/// Codes from `first` down to `last`, where their message begins like that.
struct ruling {
  std::int64_t first;
  std::int64_t last;
  placement fate;
  std::string_view message = {};
};

// The first that fits decides; what fits none is unknown. Source: Binance Spot
// API, "Error codes" and "Messages for -1010, -2010 and -2011".
constexpr auto rulings = std::array{
  ruling{-1002, -1002, placement::refused}, // Not authorised.
  ruling{-1003, -1003, placement::refused}, // Weight.
  ruling{-1008, -1008, placement::refused}, // Overloaded: not executed.
  ruling{-1010, -1010, placement::refused},
  ruling{-1013, -1016, placement::refused}, // Filters, combinations, orders.
  ruling{-1020, -1022, placement::refused}, // Operation, clock, signature.
  ruling{-1100, -1199, placement::refused}, // What is wrong with a request.
  ruling{-2010, -2010, placement::unknown, "Duplicate order sent"},
  ruling{-2010, -2010, placement::refused},
  ruling{-2014, -2015, placement::refused}, // The key.
};

// Said of an order that is to be amended.
constexpr auto amend_rulings = std::array{
  ruling{-2011, -2011, placement::refused},
  ruling{-2013, -2013, placement::refused},
  ruling{-2026, -2026, placement::refused},
  ruling{-2038, -2038, placement::refused},
};

template <std::size_t Size>
placement fate_in(const std::array<ruling, Size>& table, const venue_error& x) {
  const auto found
    = std::find_if(table.begin(), table.end(), [&](const ruling& y) {
        return y.last <= x.code && x.code <= y.first
               && x.message.starts_with(y.message);
      });
  return found == table.end() ? placement::unknown : found->fate;
}

/// Statuses of what stands before the venue's own checks: the limit, the ban,
/// the firewall, a country.
bool is_gate(unsigned status) noexcept {
  constexpr auto gates = std::array{401U, 403U, 418U, 429U, 451U};
  return std::find(gates.begin(), gates.end(), status) != gates.end();
}

/// Whether the status leaves the outcome open, whatever the body says, but for
/// the one code that says that nothing was done.
bool is_open(const net::reply& x, const std::optional<venue_error>& said) {
  return !is_word_of_venue(x.status)
         && !(x.status == 503 && said && said->code == -1008);
}

bool is_day_of_orders(const venue_error& x) {
  return x.message.find("DAY") != std::string::npos;
}

} // namespace

std::optional<venue_error> error_of(const net::reply& x) {
  return with_json(x.body, error_in, [](const std::string& /*why*/) {
    return std::optional<venue_error>{};
  });
}

placement placement_fate(const net::reply& x) {
  const auto said = error_of(x);
  if (is_open(x, said))
    return placement::unknown;
  if (is_gate(x.status))
    return placement::refused;
  return said ? fate_in(rulings, *said) : placement::unknown;
}

placement amendment_fate(const net::reply& x) {
  const auto fate = placement_fate(x);
  const auto said = error_of(x);
  if (fate != placement::unknown || !said || is_open(x, said))
    return fate;
  return fate_in(amend_rulings, *said);
}

cancel_fate cancel_fate_of(const net::reply& x) {
  const auto said = error_of(x);
  if (is_open(x, said))
    return cancel_fate::unknown;
  if (said && said->code == -2011)
    return said->message.find("cancel restrictions") != std::string::npos
             ? cancel_fate::refused
             : cancel_fate::unknown_order;
  if (said && said->code == -2013)
    return cancel_fate::unknown_order;
  if (said && said->code == -2026)
    return cancel_fate::already_over;
  return placement_fate(x) == placement::refused ? cancel_fate::refused
                                                 : cancel_fate::unknown;
}

limit_feedback order_limits(const net::reply& x, limit_feedback limits) {
  if (const auto said = error_of(x); said && said->code == -1015) {
    limits.exceeded = is_day_of_orders(*said) ? day_of_orders : orders_limit;
    limits.counted = limits.exceeded;
    limits.used.reset();
    limits.remaining = 0;
    return limits;
  }
  if (const auto used = count_of(x, "X-MBX-ORDER-COUNT-10S")) {
    limits.counted = orders_limit;
    limits.used = used_of(*used);
  }
  return limits;
}

} // namespace ballast::venues::binance
