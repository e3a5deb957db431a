// One order of the simulated Alpaca, and how it is written.
#pragma once

#include "sim/alpaca/order_form.hpp"
#include "sim/matching.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::alpaca {

/// One order as its account sees it.
struct desk_order {
  std::string id;
  std::size_t account = 0;
  order_form form;
  unix_time submitted;
  /// In the engine; null while it waits for the opening.
  const order_record* record = nullptr;
  std::optional<unix_time> cancelled; ///< While it waited.
  std::string replaces;
  std::string replaced_by;
  std::optional<unix_time> replaced;
};

/// Members and their order as recorded. Appends JSON.
/// @param as_taken as the answer to its placement shows it, before any fill
void append_order_json(std::string& out, const desk_order& x, bool as_taken);

/// "new", "partially_filled", "accepted", …
std::string_view status_of(const desk_order& x);
bool is_open(const desk_order& x);

} // namespace ballast::sim::alpaca
