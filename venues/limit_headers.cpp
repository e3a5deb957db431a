#include "venues/limit_headers.hpp"

#include "venues/secret_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace ballast::venues {

namespace {

// Around the value of a header.
constexpr auto blank = std::string_view{" \t"};

/// Plain digits only: no sign, no exponent, no spaces.
std::optional<std::uint64_t> parse_count(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos)
    return std::nullopt;
  std::uint64_t value = 0;
  const auto end
    = std::from_chars(text.data(), text.data() + text.size(), value);
  return end.ec == std::errc{} ? value
                               : std::numeric_limits<std::uint64_t>::max();
}

/// The number of a month's English short name, from 1; 0 for anything else.
unsigned month_of(std::string_view name) {
  constexpr auto names = std::array<std::string_view, 12>{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end()
           ? 0U
           : static_cast<unsigned>(found - names.begin()) + 1U;
}

std::optional<std::uint32_t> small_count(const net::reply& x,
                                         std::string_view name) {
  const auto value = count_of(x, name);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max())
    return std::nullopt;
  return static_cast<std::uint32_t>(*value);
}

/// x-ratelimit-reset: seconds from now when small, else a moment in Unix
/// seconds. Which of the two Coinbase means is unconfirmed.
std::optional<duration> reset_of(const net::reply& x) {
  constexpr std::uint64_t least_moment = 1'000'000;
  const auto value = count_of(x, "x-ratelimit-reset");
  if (!value || *value < least_moment)
    return value ? std::optional{clamped_wait(*value)} : std::nullopt;
  const auto now = date_of(x);
  if (!now)
    return std::nullopt;
  const auto since_epoch = static_cast<std::uint64_t>(std::max<std::int64_t>(
    0, now->time_since_epoch() / std::chrono::seconds{1}));
  return clamped_wait(*value - std::min(*value, since_epoch));
}

} // namespace

std::optional<unix_time> parse_http_date(std::string_view text) {
  constexpr auto pattern = std::string_view{"Sun, 06 Nov 1994 08:49:37 GMT"};
  if (text.size() != pattern.size() || text.substr(25) != pattern.substr(25)
      || text.substr(3, 2) != ", " || text[19] != ':' || text[22] != ':')
    return std::nullopt;
  const auto day = parse_count(text.substr(5, 2));
  const auto year = parse_count(text.substr(12, 4));
  const auto hour = parse_count(text.substr(17, 2));
  const auto minute = parse_count(text.substr(20, 2));
  const auto second = parse_count(text.substr(23, 2));
  if (!day || !year || !hour || !minute || !second || *hour > 23 || *minute > 59
      || *second > 60)
    return std::nullopt;
  const auto date = std::chrono::year_month_day{
    std::chrono::year{static_cast<int>(*year)},
    std::chrono::month{month_of(text.substr(8, 3))},
    std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok())
    return std::nullopt;
  return unix_time{std::chrono::sys_days{date}} + std::chrono::hours{*hour}
         + std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

std::optional<unix_time> date_of(const net::reply& x) {
  const auto text = net::find_header(x.headers, "Date");
  return text ? parse_http_date(without_blanks(*text, blank)) : std::nullopt;
}

std::optional<duration> retry_after_of(const net::reply& x, duration longest) {
  const auto text = net::find_header(x.headers, "Retry-After");
  if (!text)
    return std::nullopt;
  if (const auto seconds = parse_count(without_blanks(*text, blank)))
    return clamped_wait(*seconds, longest);
  const auto until = parse_http_date(without_blanks(*text, blank));
  return until ? wait_until(x, *until, longest) : std::nullopt;
}

std::optional<duration> wait_until(const net::reply& x, unix_time until,
                                   duration longest) {
  using std::chrono::milliseconds;
  const auto now = date_of(x);
  if (!now)
    return std::nullopt;
  // The span of two calendar years may not fit nanoseconds: clamped before.
  return std::clamp<milliseconds>(
    until - *now, milliseconds{0},
    std::chrono::duration_cast<milliseconds>(longest));
}

std::optional<std::uint64_t> count_of(const net::reply& x,
                                      std::string_view name) {
  const auto text = net::find_header(x.headers, name);
  return text ? parse_count(without_blanks(*text, blank)) : std::nullopt;
}

duration clamped_wait(std::uint64_t seconds, duration longest) noexcept {
  const auto most = static_cast<std::uint64_t>(
    std::chrono::duration_cast<std::chrono::seconds>(longest).count());
  return std::chrono::seconds{std::min(seconds, most)};
}

limit_feedback limits_of(const net::reply& x) {
  constexpr unsigned too_many_requests = 429;
  limit_feedback said;
  said.limit = small_count(x, "x-ratelimit-limit");
  said.remaining = small_count(x, "x-ratelimit-remaining");
  said.retry_after = retry_after_of(x);
  if (!said.retry_after && x.status == too_many_requests)
    said.retry_after = reset_of(x);
  return said;
}

} // namespace ballast::venues
