#include "store/journal_rows.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace ballast::store {

namespace {

template <class Enum>
cell number_of(Enum x) {
  return static_cast<std::int64_t>(x);
}

cell moment(const std::optional<unix_time>& x) {
  if (!x)
    return std::monostate{};
  return std::int64_t{x->time_since_epoch().count()};
}

/// Takes the cells of a row one after the other.
class cell_reader {
public:
  explicit cell_reader(const row& cells) noexcept : cells_{cells} {}

  std::string text() {
    const auto* found = next<std::string>();
    return found == nullptr ? std::string{} : *found;
  }
  std::int64_t whole() {
    const auto* found = next<std::int64_t>();
    return found == nullptr ? 0 : *found;
  }
  decimal amount() {
    const auto* found = next<std::string>();
    if (found == nullptr)
      return {};
    const auto value = decimal::parse(*found);
    good_ = good_ && value;
    return value ? *value : decimal{};
  }
  /// Nothing too where the row ends before: it is an older one.
  decimal amount_if_any() { return skips_nothing() ? decimal{} : amount(); }
  void skip() noexcept { ++at_; }
  unix_time moment() { return unix_time{std::chrono::milliseconds{whole()}}; }
  std::optional<unix_time> moment_if_any() {
    if (at_ < cells_.size() && skips_nothing())
      return std::nullopt;
    return moment();
  }
  /// One of the values from zero to `last`.
  template <class Enum>
  Enum one_of(Enum last) {
    const auto value = whole();
    good_ = good_ && value >= 0 && value <= static_cast<std::int64_t>(last);
    return good_ ? static_cast<Enum>(value) : Enum{};
  }
  bool flag() { return one_of(1) == 1; }

  /// Whether all that was asked for was there.
  bool good() const noexcept { return good_; }

private:
  /// Whether nothing stands there; it is then left behind.
  bool skips_nothing() noexcept {
    if (at_ < cells_.size()
        && !std::holds_alternative<std::monostate>(cells_[at_]))
      return false;
    ++at_;
    return true;
  }
  template <class T>
  const T* next() {
    const auto* found
      = at_ < cells_.size() ? std::get_if<T>(&cells_[at_]) : nullptr;
    ++at_;
    good_ = good_ && found != nullptr;
    return found;
  }

  const row& cells_;
  std::size_t at_ = 0;
  bool good_ = true;
};

} // namespace

row journal_row(std::uint64_t number, const journal_entry& x) {
  auto cells = row{};
  cells.reserve(journal_columns(2));
  const auto add = [&](cell y) { cells.push_back(std::move(y)); };
  add(static_cast<std::int64_t>(number));
  add(moment(x.at));
  add(number_of(x.kind));
  for (const auto* y : {&x.venue, &x.account, &x.client_id, &x.venue_id,
                        &x.symbol.base, &x.symbol.quote})
    add(*y);
  add(number_of(x.side));
  add(number_of(x.type));
  add(number_of(x.lives));
  add(number_of(x.post_only));
  add(number_of(x.purpose));
  add(number_of(x.fate));
  add(number_of(x.state));
  for (const auto& y :
       {x.size, x.cost, x.price, x.filled, x.filled_cost, x.fee})
    add(y.to_string());
  add(x.fee_currency);
  add(x.trade_id);
  add(moment(x.expires));
  add(moment(x.until));
  add(x.text);
  add(std::monostate{});
  add(x.trigger.is_zero() ? cell{std::monostate{}}
                          : cell{x.trigger.to_string()});
  return cells;
}

std::int64_t chained_sum(std::int64_t before, const row& cells) {
  auto sum = checksum{};
  sum.add(cell{before});
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (i < journal_sum_column
        || (i > journal_sum_column
            && !std::holds_alternative<std::monostate>(cells[i])))
      sum.add(cells[i]);
  return sum.value();
}

result<journal_entry> read_journal_row(const row& cells) {
  auto from = cell_reader{cells};
  auto x = journal_entry{};
  from.whole();
  x.at = from.moment();
  x.kind = from.one_of(journal_kind_last);
  for (auto* y : {&x.venue, &x.account, &x.client_id, &x.venue_id,
                  &x.symbol.base, &x.symbol.quote})
    *y = from.text();
  x.side = from.one_of(side::sell);
  x.type = from.one_of(order_type::stop_limit);
  x.lives = from.one_of(time_in_force::day);
  x.post_only = from.flag();
  x.purpose = from.one_of(order_purpose::guard);
  x.fate = from.one_of(placement::unknown);
  x.state = from.one_of(order_state::rejected);
  for (auto* y :
       {&x.size, &x.cost, &x.price, &x.filled, &x.filled_cost, &x.fee})
    *y = from.amount();
  x.fee_currency = from.text();
  x.trade_id = from.text();
  x.expires = from.moment_if_any();
  x.until = from.moment_if_any();
  x.text = from.text();
  from.skip();
  x.trigger = from.amount_if_any();
  if (!from.good())
    return fault{ec::corrupt, "an entry holds what ballast does not write"};
  return x;
}

} // namespace ballast::store
