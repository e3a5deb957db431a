// How a plan stands in the journal.
#include "domain/exit_plan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ballast {

namespace {

template <class T>
void append(std::string& to, T x) {
  auto text = std::array<char, 32>{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x).ptr;
  if (!to.empty())
    to += ' ';
  to.append(text.data(), end);
}

/// Takes the next field off; false where it is no such number.
template <class T>
bool take(std::string_view& from, T& x) {
  const auto field = from.substr(0, from.find(' '));
  const auto read
    = std::from_chars(field.data(), field.data() + field.size(), x);
  if (read.ec != std::errc{} || read.ptr != field.data() + field.size())
    return false;
  from.remove_prefix(std::min(field.size() + 1, from.size()));
  return true;
}

bool is_sound(const exit_plan& x) {
  const auto is_price = [](double y) { return std::isfinite(y) && y >= 0; };
  return is_price(x.price) && x.price > 0 && is_price(x.stop_first)
         && is_price(x.stop) && is_price(x.highest) && std::isfinite(x.left)
         && x.left >= 0 && x.left <= 1;
}

} // namespace

std::string to_text(const exit_plan& x) {
  auto result = std::string{};
  for (const auto number : {x.price, x.stop_first, x.stop, x.highest, x.left})
    append(result, number);
  append(result, x.reached);
  append(result, static_cast<unsigned>(x.state));
  append(result, x.entered.time_since_epoch().count());
  return result;
}

std::optional<exit_plan> plan_of(std::string_view text) {
  exit_plan x;
  auto state = 0U;
  auto entered = unix_time::rep{};
  auto rest = text;
  if (text.ends_with(' ') || !take(rest, x.price) || !take(rest, x.stop_first)
      || !take(rest, x.stop) || !take(rest, x.highest) || !take(rest, x.left)
      || !take(rest, x.reached) || !take(rest, state) || !take(rest, entered)
      || !rest.empty() || state > static_cast<unsigned>(stop_state::trailing)
      || !is_sound(x))
    return std::nullopt;
  x.state = static_cast<stop_state>(state);
  x.entered = unix_time{unix_time::duration{entered}};
  return x;
}

} // namespace ballast
