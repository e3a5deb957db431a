#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <utility>

namespace ballast::config {

namespace {

fault expected(std::string what) {
  return fault{ec::invalid_argument, "expected " + std::move(what)};
}

constexpr bool is_digit(char x) noexcept { return x >= '0' && x <= '9'; }

std::string lower(std::string_view text) {
  auto result = std::string{text};
  for (auto& x : result)
    x = static_cast<char>(std::tolower(static_cast<unsigned char>(x)));
  return result;
}

/// Takes a run of digits off the front of `text`.
std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto count = static_cast<std::size_t>(end - text.begin());
  const auto digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

std::int64_t number_of(std::string_view digits) {
  auto result = std::int64_t{0};
  std::from_chars(digits.data(), digits.data() + digits.size(), result);
  return result;
}

struct unit_name {
  std::string_view name;
  std::int64_t nanoseconds;
};
constexpr auto units = std::array<unit_name, 4>{{{"ms", 1'000'000},
                                                 {"s", 1'000'000'000},
                                                 {"m", 60'000'000'000},
                                                 {"h", 3'600'000'000'000}}};

} // namespace

fault refusal(std::string_view place, std::string_view key,
              std::string_view expectation) {
  auto text = std::string{place};
  if (!key.empty())
    text.append(": ").append(key);
  text.append(": ").append(expectation);
  return fault{ec::invalid_argument, std::move(text)};
}

result<duration> parse_duration(std::string_view text) {
  const auto wrong = expected("a duration like 8s, 2.5m, 150ms or 1h");
  const auto whole = take_digits(text);
  auto fraction = std::string{};
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty())
      return wrong;
  }
  if (whole.empty() || whole.size() > 9 || fraction.size() > 9)
    return wrong;
  const auto unit = std::find_if(units.begin(), units.end(),
                                 [&](auto& x) { return x.name == text; });
  if (unit == units.end())
    return wrong;
  // Billionths of a unit; 128 bits hold the product of both limits.
  fraction.resize(9, '0');
  const auto billionths = static_cast<int128>(number_of(whole)) * 1'000'000'000
                          + number_of(fraction);
  const auto total = billionths * unit->nanoseconds / 1'000'000'000;
  if (total > std::numeric_limits<std::int64_t>::max())
    return wrong;
  return duration{static_cast<std::int64_t>(total)};
}

result<duration> parse_seconds_or_duration(std::string_view text) {
  if (!text.empty() && is_digit(text.back())) {
    if (auto plain = parse_duration(std::string{text} + 's'))
      return plain;
  } else if (auto spelled = parse_duration(text)) {
    return spelled;
  }
  return expected("seconds like 8, or a duration like 8s, 2.5m or 150ms");
}

std::string expected_whole(std::uint64_t least, std::uint64_t most) {
  return "expected a whole number from " + std::to_string(least) + " to "
         + std::to_string(most);
}

result<std::uint64_t> parse_whole(std::string_view text, std::uint64_t least,
                                  std::uint64_t most) {
  auto value = std::uint64_t{0};
  const auto [end, error]
    = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least
      || value > most)
    return fault{ec::invalid_argument, expected_whole(least, most)};
  return value;
}

result<bool> parse_flag(std::string_view text) {
  const auto word = lower(text);
  for (auto yes : {"true", "yes", "on", "1"})
    if (word == yes)
      return true;
  for (auto no : {"false", "no", "off", "0"})
    if (word == no)
      return false;
  return expected("true or false");
}

result<std::size_t> parse_choice(std::string_view text,
                                 const std::vector<std::string_view>& choices) {
  const auto found = std::find(choices.begin(), choices.end(), text);
  if (found != choices.end())
    return static_cast<std::size_t>(found - choices.begin());
  auto list = std::string{};
  for (auto x : choices)
    list.append(list.empty() ? "" : ", ").append(x);
  return expected("one of " + list);
}

result<run_mode> parse_mode(std::string_view text) {
  const auto found = parse_choice(text, {"demo", "paper", "live"});
  if (!found)
    return found.error();
  return static_cast<run_mode>(*found);
}

result<scan_mode> parse_scan_mode(std::string_view text) {
  const auto found = parse_choice(text, {"funnel", "rotation"});
  if (!found)
    return found.error();
  return static_cast<scan_mode>(*found);
}

result<std::chrono::seconds> parse_timeframe(std::string_view text) {
  constexpr auto minutes
    = std::array<int, 9>{1, 5, 15, 30, 60, 120, 240, 360, 1440};
  const auto found = parse_choice(
    text, {"1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "1d"});
  if (!found)
    return found.error();
  return std::chrono::seconds{std::chrono::minutes{minutes[*found]}};
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr auto blank = std::string_view{" \t\r\n"};
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string_view nearest(std::string_view text,
                         const std::vector<std::string_view>& candidates) {
  auto best = std::string_view{};
  // A third of the letters may be wrong; beyond that it is a guess.
  auto best_distance = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (auto x : candidates) {
    // One row of the Levenshtein table at a time.
    auto row = std::vector<std::size_t>(x.size() + 1);
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = i;
    for (std::size_t i = 0; i < text.size(); ++i) {
      auto diagonal = std::exchange(row[0], i + 1);
      for (std::size_t k = 0; k < x.size(); ++k) {
        const auto change = diagonal + (text[i] == x[k] ? 0 : 1);
        diagonal = row[k + 1];
        row[k + 1] = std::min({change, row[k] + 1, diagonal + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = x;
    }
  }
  return best;
}

std::string shown(std::string_view name) {
  const auto count = [&](auto rule) {
    return std::count_if(name.begin(), name.end(), [&](char x) {
      return rule(static_cast<unsigned char>(x)) != 0;
    });
  };
  const auto words = std::all_of(name.begin(), name.end(), [](char x) {
    return std::isalnum(static_cast<unsigned char>(x)) != 0 || x == '_'
           || x == '-';
  });
  const auto mixed = count([](int x) { return std::isupper(x); }) > 0
                     && count([](int x) { return std::islower(x); }) > 0;
  const auto digits = count([](int x) { return std::isdigit(x); });
  if (name.empty() || name.size() > 48 || !words || digits > 3
      || (mixed && name.size() > 16) || (digits > 0 && name.size() > 24))
    return "(a name not shown: it may be a secret)";
  return std::string{name};
}

std::string shown_id(std::string_view id) {
  constexpr auto marks = std::string_view{"./<="};
  auto plain = std::string{id};
  for (auto& x : plain)
    x = marks.find(x) == std::string_view::npos ? x : '_';
  const auto words = shown(plain);
  return words == plain ? std::string{id} : words;
}

} // namespace ballast::config
