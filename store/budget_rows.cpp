#include "store/budget_rows.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace ballast::store {

namespace {

constexpr std::size_t set_columns = 5;
constexpr std::size_t budget_columns = 10;

cell cell_of(const std::optional<duration>& x) {
  if (!x)
    return std::monostate{};
  return std::int64_t{x->count()};
}

std::string text_of(const std::vector<budget_state::entry>& entries) {
  auto text = std::string{};
  for (const auto& x : entries) {
    if (!text.empty())
      text.push_back(' ');
    text += std::to_string(x.cost) + '@' + std::to_string(x.leaves_in.count());
  }
  return text;
}

/// Reads a number off the front of `text`.
template <class Number>
bool take(std::string_view& text, Number& into) {
  const auto [end, error]
    = std::from_chars(text.data(), text.data() + text.size(), into);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc{};
}

std::optional<std::vector<budget_state::entry>>
entries_of(std::string_view text) {
  auto entries = std::vector<budget_state::entry>{};
  while (!text.empty()) {
    auto cost = std::uint32_t{0};
    auto leaves_in = duration::rep{0};
    if (!entries.empty()) {
      if (text.front() != ' ')
        return std::nullopt;
      text.remove_prefix(1);
    }
    if (!take(text, cost) || !text.starts_with('@'))
      return std::nullopt;
    text.remove_prefix(1);
    if (!take(text, leaves_in))
      return std::nullopt;
    entries.push_back({cost, duration{leaves_in}});
  }
  return entries;
}

/// Takes cells one after the other and remembers whether each was of its kind.
class row_reader {
public:
  explicit row_reader(const row& cells) noexcept : cells_{cells} {}

  template <class Kind>
  Kind next() {
    if (at_ < cells_.size())
      if (const auto* x = std::get_if<Kind>(&cells_[at_++]))
        return *x;
    ok_ = false;
    return Kind{};
  }
  template <class Number>
  Number number() {
    const auto x = next<std::int64_t>();
    if (!std::in_range<Number>(x))
      ok_ = false;
    return static_cast<Number>(x);
  }
  /// A span of time, or none where the cell holds nothing.
  std::optional<duration> span() {
    if (at_ < cells_.size()
        && std::holds_alternative<std::monostate>(cells_[at_])) {
      ++at_;
      return std::nullopt;
    }
    return duration{next<std::int64_t>()};
  }
  void fail() noexcept { ok_ = false; }
  bool ok() const noexcept { return ok_; }

private:
  const row& cells_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

fault damaged() {
  return fault{ec::corrupt, "the state file is damaged: its budgets are not "
                            "what ballast writes"};
}

} // namespace

row set_row(const std::string& owner, const budgets_state& x) {
  // Taken apart by name: a new member does not compile before it is stored.
  const auto& [taken_at, taken_at_steady, clean, budgets] = x;
  const auto steady
    = taken_at_steady
        ? std::optional{duration{taken_at_steady->time_since_epoch()}}
        : std::nullopt;
  return {owner, std::int64_t{taken_at.time_since_epoch().count()},
          cell_of(steady), std::int64_t{clean ? 1 : 0},
          static_cast<std::int64_t>(budgets.size())};
}

result<row> budget_row(const std::string& owner, std::size_t place,
                       const budget_state& x) {
  const auto& [id, entries, debt, factor, cut_age, held_for, banned_for, ahead]
    = x;
  if (!std::isfinite(debt) || !std::isfinite(factor))
    return fault{ec::invalid_argument,
                 "budget " + id + ": expected a finite debt and factor"};
  // A column of real numbers keeps no negative zero; adding zero removes it.
  return row{owner,
             static_cast<std::int64_t>(place),
             id,
             text_of(entries),
             debt + 0.0,
             factor + 0.0,
             std::int64_t{cut_age.count()},
             cell_of(held_for),
             cell_of(banned_for),
             std::int64_t{ahead}};
}

result<budgets_state> read_budgets(const row& set,
                                   const std::vector<row>& budgets) {
  auto head = row_reader{set};
  head.next<std::string>();
  auto state = budgets_state{};
  state.taken_at
    = unix_time{std::chrono::milliseconds{head.number<std::int64_t>()}};
  if (const auto steady = head.span())
    state.taken_at_steady = time_point{*steady};
  state.clean = head.number<std::int64_t>() != 0;
  const auto count = head.number<std::size_t>();
  if (!head.ok() || set.size() != set_columns || count != budgets.size())
    return damaged();
  for (const auto& cells : budgets) {
    auto from = row_reader{cells};
    auto x = budget_state{};
    from.next<std::string>();
    if (from.number<std::size_t>() != state.budgets.size())
      from.fail();
    x.id = from.next<std::string>();
    if (auto entries = entries_of(from.next<std::string>()))
      x.entries = std::move(*entries);
    else
      from.fail();
    x.debt = from.next<double>();
    x.factor = from.next<double>();
    x.cut_age = duration{from.number<std::int64_t>()};
    x.held_for = from.span();
    x.banned_for = from.span();
    x.ahead = from.number<std::uint32_t>();
    if (!from.ok() || cells.size() != budget_columns)
      return damaged();
    state.budgets.push_back(std::move(x));
  }
  return state;
}

} // namespace ballast::store
