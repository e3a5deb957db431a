#include "venues/binance/replies.hpp"

#include "venues/binance/limits.hpp"
#include "venues/http_status.hpp"
#include "venues/json_body.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Codes from `first` down to `last`, where their message begins like that.
struct meaning {
  std::int64_t first;
  std::int64_t last;
  outcome_kind kind;
  std::string_view message = {};
};

// The first that fits decides, so a family stands after its members.
// Source: Binance Spot API, "Error codes", and messages of the matching engine.
constexpr auto meanings = std::array{
  meaning{-1000, -1001, outcome_kind::unavailable},
  meaning{-1002, -1002, outcome_kind::unauthorised},
  meaning{-1003, -1003, outcome_kind::throttled},
  meaning{-1004, -1008, outcome_kind::unavailable},
  meaning{-1010, -1014, outcome_kind::refused},
  meaning{-1015, -1015, outcome_kind::throttled},
  meaning{-1016, -1016, outcome_kind::unavailable},
  meaning{-1020, -1020, outcome_kind::unavailable},
  meaning{-1021, -1021, outcome_kind::clock_or_nonce},
  meaning{-1022, -1022, outcome_kind::unauthorised},
  meaning{-1033, -1034, outcome_kind::throttled},
  meaning{-1121, -1121, outcome_kind::unknown_symbol},
  meaning{-1100, -1299, outcome_kind::refused},
  meaning{-2010, -2010, outcome_kind::not_permitted,
          "This action is disabled on this account"},
  meaning{-2014, -2015, outcome_kind::unauthorised},
  meaning{-2010, -2099, outcome_kind::refused},
};

constexpr auto banned_until = std::string_view{"banned until "};

bool is_ban(const venue_error& x) noexcept {
  return x.code == -1003 && x.message.find(banned_until) != std::string::npos;
}

/// "IP banned until 1659146400000." counted from the reply's own Date.
std::optional<duration> ban_in(const net::reply& x, std::string_view message) {
  const auto at = message.find(banned_until);
  if (at == std::string_view::npos)
    return std::nullopt;
  message.remove_prefix(at + banned_until.size());
  const auto end
    = std::min(message.find_first_not_of("0123456789"), message.size());
  const auto until = parse_whole(message.substr(0, end));
  if (!until || *until > unix_seconds_max * 1000)
    return std::nullopt;
  return wait_until(x, unix_time{std::chrono::milliseconds{*until}}, ban_max);
}

/// What was said about limits where the answer is of this kind: a ban lasts as
/// long as the longer of header and words.
limit_feedback limits_for(outcome_kind kind, const net::reply& x,
                          std::string_view message) {
  auto limits = limits_of(x);
  if (message.find("request weight") != std::string_view::npos)
    limits.exceeded = weight_limit;
  if (kind != outcome_kind::banned)
    return limits;
  limits.retry_after = retry_after_of(x, ban_max);
  const auto stated = ban_in(x, message);
  if (stated && *stated > limits.retry_after.value_or(duration::zero()))
    limits.retry_after = stated;
  return limits;
}

/// Of statuses that say more than any code.
std::optional<outcome_kind>
decided_by_status(const net::reply& x, const std::optional<venue_error>& said) {
  if (x.status == 418)
    return outcome_kind::banned;
  if (x.status == 429)
    return said && is_ban(*said) ? outcome_kind::banned
                                 : outcome_kind::throttled;
  if (x.status >= 500 && x.status < 600)
    return speaks_of_maintenance(x.body) ? outcome_kind::maintenance
                                         : outcome_kind::unavailable;
  return std::nullopt;
}

outcome_kind kind_of_status(const net::reply& x, bool has_code) {
  switch (x.status) {
  case 401:
    return outcome_kind::unauthorised;
  case 403:
    return outcome_kind::banned;
  case 404: // The address itself is wrong, and no question here asks for one.
    return outcome_kind::malformed;
  default:
    break;
  }
  const auto kind = venues::kind_of_status(x);
  const auto is_refusal = has_code && 400 <= x.status && x.status < 500;
  return kind == outcome_kind::malformed && is_refusal ? outcome_kind::refused
                                                       : kind;
}

} // namespace

std::string venue_error::to_string() const {
  auto text = std::to_string(code);
  if (!message.empty())
    text.append(": ").append(message);
  return text;
}

std::optional<outcome_kind> kind_of_error(const venue_error& x) noexcept {
  if (is_ban(x))
    return outcome_kind::banned;
  const auto found
    = std::find_if(meanings.begin(), meanings.end(), [&](const meaning& y) {
        return y.last <= x.code && x.code <= y.first
               && x.message.starts_with(y.message);
      });
  return found == meanings.end() ? std::nullopt : std::optional{found->kind};
}

std::optional<venue_error> error_in(element body) {
  object members;
  venue_error found;
  if (body.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("code").get_int64().get(found.code)
           != simdjson::SUCCESS)
    return std::nullopt;
  element message;
  if (members.at_key("msg").get(message) == simdjson::SUCCESS)
    found.message = text_of(message);
  // Zero and more are no errors of the table; what they mean their status says.
  return found.code < 0 ? std::optional{std::move(found)} : std::nullopt;
}

verdict judge_error(const net::reply& x, const venue_error& said) {
  const auto kind = kind_of_error(said).value_or(outcome_kind::malformed);
  return {kind, printable(said.to_string()), limits_for(kind, x, said.message)};
}

verdict judge_status(const net::reply& x) {
  const auto said = with_json(x.body, error_in, [](const std::string& /*why*/) {
    return std::optional<venue_error>{};
  });
  auto kind = decided_by_status(x, said);
  if (!kind && said)
    kind = kind_of_error(*said);
  if (!kind)
    kind = kind_of_status(x, said.has_value());
  auto words = said ? said->to_string() : objection(x.body);
  if (words.empty())
    words = x.body.substr(0, 400);
  auto text = "HTTP " + std::to_string(x.status);
  if (const auto shown = printable(words); !shown.empty())
    text.append(": ").append(shown);
  return {*kind, printable(text),
          limits_for(*kind, x, said ? said->message : std::string{})};
}

limit_feedback limits_of(const net::reply& x) {
  limit_feedback limits;
  limits.retry_after = retry_after_of(x);
  if (const auto used = count_of(x, "X-MBX-USED-WEIGHT-1M")) {
    limits.counted = weight_limit;
    limits.used = used_of(*used);
  }
  return limits;
}

} // namespace ballast::venues::binance
