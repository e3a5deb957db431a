#include "venues/coinbase/order_words.hpp"

#include "venues/rfc3339.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::coinbase {

namespace {

struct state_word {
  std::string_view word;
  order_state state;
};

// Source: "List Orders", status.
constexpr auto state_words = std::array{
  state_word{"PENDING", order_state::pending},
  state_word{"QUEUED", order_state::pending},
  state_word{"OPEN", order_state::open},
  state_word{"CANCEL_QUEUED", order_state::open},
  state_word{"EDIT_QUEUED", order_state::open},
  state_word{"FILLED", order_state::filled},
  state_word{"CANCELLED", order_state::cancelled},
  state_word{"EXPIRED", order_state::expired},
  state_word{"FAILED", order_state::rejected},
};

struct life_word {
  std::string_view word;
  time_in_force lives;
};

constexpr auto life_words = std::array{
  life_word{"GOOD_UNTIL_CANCELLED", time_in_force::good_till_cancelled},
  life_word{"GOOD_UNTIL_DATE_TIME", time_in_force::good_till_time},
  life_word{"IMMEDIATE_OR_CANCEL", time_in_force::immediate_or_cancel},
  life_word{"FILL_OR_KILL", time_in_force::fill_or_kill},
};

} // namespace

std::optional<side> side_of(std::string_view word) {
  if (word == "BUY")
    return side::buy;
  if (word == "SELL")
    return side::sell;
  return std::nullopt;
}

order_state state_of(std::string_view word) {
  const auto* found
    = std::find_if(state_words.begin(), state_words.end(),
                   [&](const state_word& x) { return x.word == word; });
  return found == state_words.end() ? order_state::pending : found->state;
}

std::optional<time_in_force> lives_of(std::string_view word) {
  const auto* found
    = std::find_if(life_words.begin(), life_words.end(),
                   [&](const life_word& x) { return x.word == word; });
  if (found == life_words.end())
    return std::nullopt;
  return found->lives;
}

std::optional<decimal> amount_of(std::string_view text) {
  if (text.empty())
    return decimal{};
  const auto x = decimal::parse(text);
  return x && !x->is_negative() ? std::optional{*x} : std::nullopt;
}

std::optional<decimal> derived_amount_of(std::string_view text) {
  if (text.empty())
    return decimal{};
  constexpr auto places = static_cast<std::size_t>(decimal::scale);
  const auto point = text.find('.');
  const auto is_plain
    = text.find_first_not_of("-0123456789.") == std::string_view::npos;
  if (is_plain && point != std::string_view::npos
      && text.size() - point - 1 > places) {
    // A second point would hide in what is cut off.
    if (text.find('.', point + 1) != std::string_view::npos)
      return std::nullopt;
    text = text.substr(0, point + 1 + places);
  }
  const auto x = decimal::parse(text);
  return x ? std::optional{*x} : std::nullopt;
}

std::optional<unix_time> moment_of(std::string_view text) {
  const auto x = parse_rfc3339(text);
  return x && unix_time{} < *x ? x : std::nullopt;
}

} // namespace ballast::venues::coinbase
