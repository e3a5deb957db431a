#include "sim/fault.hpp"

#include "domain/decimal.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace ballast::sim {

namespace {

using json = nlohmann::json;

constexpr auto table = std::array{
  fault_description{fault_kind::throttle, "throttle",
                    "429 with the venue's JSON body (Kraken: 200)"},
  fault_description{fault_kind::throttle_html, "throttle_html",
                    "429 as a whole HTML page"},
  fault_description{fault_kind::retry_after, "retry_after",
                    "429 with the header Retry-After: value (default 2)"},
  fault_description{fault_kind::ban, "ban",
                    "418 with the header Retry-After: value (default 120); "
                    "Kraken: 200, Temporary lockout"},
  fault_description{fault_kind::server_error, "server_error",
                    "500 to 504 (value picks one)"},
  fault_description{fault_kind::error_200, "error_200",
                    "200 with an error in its body (Kraken: value, an entry of "
                    "error)"},
  fault_description{fault_kind::html_200, "html_200",
                    "200 with an HTML page where JSON was promised"},
  fault_description{fault_kind::deep_json, "deep_json",
                    "200 with 200 kB of opening brackets"},
  fault_description{fault_kind::truncated, "truncated",
                    "half of the JSON, correctly framed"},
  fault_description{fault_kind::cut, "cut",
                    "half of the body, then the connection closes"},
  fault_description{fault_kind::hang, "hang", "taken in and never answered"},
  fault_description{fault_kind::reset, "reset",
                    "taken in, then the connection is reset"},
  fault_description{fault_kind::trickle, "trickle",
                    "the body one byte a second"},
  fault_description{fault_kind::slow, "slow",
                    "the right answer, late by value (default 2s)"},
  fault_description{fault_kind::clock_skew, "clock_skew",
                    "the venue's clock is ahead by value (default 60s)"},
  fault_description{fault_kind::unauthorised, "unauthorised",
                    "401, whatever the signature (Kraken: 200)"},
  fault_description{fault_kind::permission_denied, "permission_denied",
                    "403: the key lacks a permission (Kraken: 200)"},
  fault_description{fault_kind::maintenance, "maintenance",
                    "503: down for maintenance (Kraken: 200, Unavailable)"},
  fault_description{fault_kind::delist, "delist",
                    "matching products vanish and are unknown"},
  fault_description{fault_kind::invalid_nonce, "invalid_nonce",
                    "the nonce is refused, whatever it is (Coinbase: 401)"},
  fault_description{fault_kind::post_only, "post_only",
                    "matching products take no order that would trade at "
                    "once"},
  fault_description{fault_kind::can_withdraw, "can_withdraw",
                    "matching accounts' keys may withdraw"},
  fault_description{fault_kind::view_only, "view_only",
                    "matching accounts' keys may look, not trade"},
  fault_description{fault_kind::low_balance, "low_balance",
                    "matching accounts have value dollars (default 0.50) and "
                    "nothing else"},
};

struct time_unit {
  std::string_view name;
  double nanoseconds;
};
constexpr auto time_units
  = std::array{time_unit{"us", 1e3}, time_unit{"ms", 1e6}, time_unit{"s", 1e9},
               time_unit{"m", 60e9}, time_unit{"h", 3600e9}};

ballast::fault wrong(std::size_t index, const std::string& what) {
  return {ec::invalid_argument,
          "fault " + std::to_string(index + 1) + ": " + what};
}

std::optional<fault_kind> kind_named(std::string_view name) {
  for (const auto& x : table)
    if (x.name == name)
      return x.kind;
  return std::nullopt;
}

/// A string stays as it is, a number as JSON writes it.
std::string text_of(const json& x) {
  return x.is_string() ? x.get<std::string>() : x.dump();
}

/// Puts one member into `into`. @returns what is wrong with it, if anything.
std::string read_member(fault& into, const std::string& name,
                        const json& content) {
  if (name == "kind") {
    const auto kind = kind_named(text_of(content));
    if (!kind)
      return "unknown kind " + text_of(content);
    into.kind = *kind;
  } else if (name == "match") {
    if (!content.is_string())
      return "match is not a text";
    into.match = content.get<std::string>();
  } else if (name == "rate") {
    if (!content.is_number())
      return "rate is not a number";
    into.rate = content.get<double>();
    if (!(into.rate >= 0 && into.rate <= 1))
      return "rate is outside 0 to 1";
  } else if (name == "after" || name == "for") {
    const auto parsed = parse_duration(text_of(content));
    if (!parsed || *parsed < duration::zero())
      return name + " is not a duration like 30s, 150ms or 2.5m";
    if (name == "after")
      into.after = *parsed;
    else
      into.lasts = *parsed;
  } else if (name == "value") {
    if (!content.is_string() && !content.is_number())
      return "value is neither text nor number";
    into.value = text_of(content);
  } else {
    return "unknown key " + name;
  }
  return {};
}

/// What `value` must look like is known here alone, so that a typing error
/// shows when the faults are set and not as a fault that never fires.
std::string check_value(const fault& x) {
  if (x.value.empty())
    return {};
  const auto is_time
    = x.kind == fault_kind::slow || x.kind == fault_kind::clock_skew;
  const auto parsed = parse_duration(x.value);
  if (is_time && !parsed)
    return "value is not a duration like 30s, 150ms or 2.5m";
  if (x.kind == fault_kind::slow && *parsed < duration::zero())
    return "value is a negative delay";
  if (x.kind == fault_kind::server_error
      && (x.value.size() != 3 || x.value < "500" || x.value > "504"))
    return "value is not a status from 500 to 504";
  const auto amount = decimal::parse(x.value);
  if (x.kind == fault_kind::low_balance && (!amount || amount->is_negative()))
    return "value is not an amount like 0.50";
  // It is sent as a header, where a line break would begin another one.
  if (x.value.find_first_of("\r\n") != std::string::npos)
    return "value has a line break";
  return {};
}

} // namespace

std::span<const fault_description> fault_table() { return table; }

std::string_view to_string(fault_kind x) {
  return table.at(static_cast<std::size_t>(x)).name;
}

result<duration> parse_duration(std::string_view text) {
  auto number = 0.0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const auto unit
    = std::string_view{rest, static_cast<std::size_t>(end - rest)};
  for (const auto& x : time_units) {
    const auto nanoseconds = number * x.nanoseconds;
    constexpr auto ten_years = 3.2e17;
    if (error == std::errc{} && unit == x.name
        && std::abs(nanoseconds) < ten_years)
      return duration{std::llround(nanoseconds)};
  }
  return ballast::fault{ec::invalid_argument,
                        "not a duration: " + std::string{text}};
}

result<std::vector<fault>> parse_faults(std::string_view text) {
  const auto doc = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!doc.is_array())
    return ballast::fault{ec::invalid_argument, "not a JSON list of faults"};
  auto faults = std::vector<fault>{};
  for (const auto& entry : doc) {
    const auto index = faults.size();
    if (!entry.is_object() || !entry.contains("kind"))
      return wrong(index, "not an object with a kind");
    auto one = fault{};
    for (const auto& [name, content] : entry.items())
      if (const auto trouble = read_member(one, name, content);
          !trouble.empty())
        return wrong(index, trouble);
    if (const auto trouble = check_value(one); !trouble.empty())
      return wrong(index, trouble);
    faults.push_back(std::move(one));
  }
  return faults;
}

} // namespace ballast::sim
