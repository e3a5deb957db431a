// How Coinbase writes orders, their fills and what is wrong with them.
#pragma once

#include "domain/result.hpp"
#include "sim/coinbase/keys.hpp"
#include "sim/matching_order.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::coinbase {

/// An order as it came in. Brackets have the type `other`, and so have stops
/// that would not limit a loss (a sale above, a purchase below): the simulated
/// venue trades none.
struct parsed_order {
  order_request request;
  nlohmann::ordered_json configuration;
};
/// Reads the body of POST orders.
/// @returns ec::invalid_argument with the venue's words for no order at all
result<parsed_order> parse_order(std::string_view body);

/// The venue's words for a refusal. Source: coinbase.md section 9; those of the
/// preview follow the names of its enumeration.
struct order_failure {
  std::string error;
  std::string preview;
  std::string message;
};
order_failure failure_of(order_refusal x, side which);

const char* type_of(const order_record& x);   ///< "STOP_LIMIT"
std::string status_of(const order_record& x); ///< "OPEN", "FILLED", …
/// Of a stop, whether it sleeps. The words are those of clients' code: the
/// recordings hold no order that is one.
std::string trigger_status_of(const order_record& x);
std::string lives_of(const order_ticket& x); ///< "GOOD_UNTIL_CANCELLED"
/// `order_configuration`, with what an edit has changed.
nlohmann::ordered_json configuration_of(const order_record& x);
/// An order as the REST routes tell it.
nlohmann::ordered_json order_json(const order_record& x,
                                  const coinbase_account& whose);
nlohmann::ordered_json fill_json(const fill_record& x,
                                 const coinbase_account& whose);

/// RFC 3339 in UTC with any fraction of a second, to the millisecond.
std::optional<unix_time> parse_time(std::string_view text);

} // namespace ballast::sim::coinbase
