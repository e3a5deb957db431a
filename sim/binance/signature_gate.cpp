#include "sim/binance/signature_gate.hpp"

#include "domain/decimal.hpp"
#include "sim/binance/replies.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

namespace ballast::sim::binance {

namespace {

bool looks_like_a_key(std::string_view text) {
  constexpr auto key_size = std::size_t{64};
  return text.size() == key_size
         && std::all_of(text.begin(), text.end(),
                        [](unsigned char x) { return std::isalnum(x) != 0; });
}

/// In microseconds; it may be written in milliseconds or in microseconds.
std::optional<std::int64_t> parse_timestamp(std::string_view text) {
  const auto number = whole_of(text);
  // Milliseconds have so many digits until the year 5138.
  constexpr auto milliseconds_max = std::int64_t{99'999'999'999'999};
  if (!number || *number > milliseconds_max)
    return number;
  return *number * 1'000;
}

/// In microseconds. It may have three digits after the point.
std::optional<std::int64_t> parse_window(std::string_view text) {
  const auto number = decimal::parse(text);
  if (!number || number->is_negative() || text.size() > 10)
    return std::nullopt;
  return static_cast<std::int64_t>(number->to_double() * 1'000);
}

std::optional<net::reply> check_time(const parameters& given, unix_time now) {
  constexpr auto window_max = std::int64_t{60'000'000};
  constexpr auto ahead_max = std::int64_t{1'000'000};
  const auto stamp = parse_timestamp(given.first("timestamp").value_or(""));
  if (!stamp)
    return missing("timestamp");
  const auto window = parse_window(given.first("recvWindow").value_or("5000"));
  if (!window)
    return not_digits("recvWindow");
  if (*window > window_max)
    return error_reply(400, -1131, "recvWindow must be less than 60000");
  const auto server = now.time_since_epoch().count() * 1'000;
  if (*stamp >= server + ahead_max)
    return error_reply(400, -1021,
                       "Timestamp for this request was 1000ms ahead of the "
                       "server's time.");
  if (server - *stamp > *window)
    return error_reply(400, -1021,
                       "Timestamp for this request is outside of the "
                       "recvWindow.");
  return std::nullopt;
}

} // namespace

std::variant<std::size_t, net::reply>
signature_gate::check(const net::call& what, const parameters& given,
                      unix_time now) const {
  const auto key = net::find_header(what.headers, "x-mbx-apikey");
  return check(key.value_or(""), given, signed_text(what), now);
}

std::variant<std::size_t, net::reply>
signature_gate::check(std::string_view key, const parameters& given,
                      std::string_view text, unix_time now) const {
  if (!looks_like_a_key(key))
    return error_reply(400, -2014, "API-key format invalid.");
  const auto found
    = std::find_if(accounts_.begin(), accounts_.end(),
                   [&](const account& x) { return x.credentials.key == key; });
  if (found == accounts_.end())
    return rejected_key();
  const auto signature = given.filled("signature");
  if (!signature)
    return missing("signature");
  if (auto refused = check_time(given, now))
    return *refused;
  if (!is_signed_by(*found, text, *signature))
    return error_reply(400, -1022, "Signature for this request is not valid.");
  return static_cast<std::size_t>(found - accounts_.begin());
}

} // namespace ballast::sim::binance
