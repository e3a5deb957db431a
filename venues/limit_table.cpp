#include "venues/limit_table.hpp"

#include "venues/stream_dialect.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues {

namespace {

constexpr auto any_size = std::numeric_limits<std::uint32_t>::max();

bool is_bucket(const limit_row& x) noexcept {
  return x.kind == limit_kind::token_bucket
         || x.kind == limit_kind::decaying_counter;
}

fault refusal(const std::string& place, std::string_view key,
              const std::string& expectation) {
  auto text = place;
  text.append(": ").append(key).append(": ").append(expectation);
  return {ec::invalid_argument, std::move(text)};
}

/// "a, b, c"
template <class Range, class Name>
std::string listed(const Range& all, Name name) {
  std::string list;
  for (const auto& x : all)
    list.append(list.empty() ? "" : ", ").append(name(x));
  return list;
}

result<done> apply(limit_table& to, const limit_override& by) {
  const auto row
    = std::find_if(to.limits.begin(), to.limits.end(),
                   [&](const auto& x) { return x.row.id == by.id; });
  if (row == to.limits.end())
    return refusal(by.place, "limits",
                   to.venue + " has no limit of this name; expected one of "
                     + listed(to.limits, [](auto& x) { return x.row.id; }));
  auto& x = row->row;
  if (by.burst && !is_bucket(x))
    return refusal(by.place, x.id,
                   "is a window, which has no burst; set units and window");
  x.units = by.units.value_or(x.units);
  x.window = by.window.value_or(x.window);
  x.burst = by.burst.value_or(x.burst);
  x.hold = by.hold.value_or(x.hold);
  x.source = "set at " + by.place + "; published: " + x.source;
  return done{};
}

result<done> apply(limit_table& to, const weight_override& by) {
  const auto row
    = std::find_if(to.weights.begin(), to.weights.end(),
                   [&](const auto& x) { return x.name() == by.weight; });
  if (row == to.weights.end())
    return refusal(by.place, "weights",
                   to.venue + " has no weight of this name; expected one of "
                     + listed(to.weights, [](auto& x) { return x.name(); }));
  const auto part
    = std::find_if(row->spends.begin(), row->spends.end(),
                   [&](const spend& x) { return x.budget == by.limit; });
  if (part == row->spends.end())
    return refusal(by.place, row->name(),
                   "spends nothing of this limit; expected one of "
                     + listed(row->spends, [](auto& x) { return x.budget; }));
  part->cost = by.cost;
  row->source = "set at " + by.place + "; published: " + row->source;
  return done{};
}

/// Whether all that `x` lets pass would pass `published` as well.
bool is_as_strict(const limit_row& x, const limit_row& published) {
  if (x.hold < published.hold)
    return false;
  if (is_bucket(x)) {
    const auto ours = static_cast<double>(x.units) / seconds(x.window);
    const auto theirs
      = static_cast<double>(published.units) / seconds(published.window);
    return ours <= theirs && x.burst <= published.burst;
  }
  // So many of our windows meet one of the venue's.
  const auto windows = (published.window + x.window - duration{1}) / x.window;
  return windows <= published.units / x.units;
}

std::string numbers_of(const limit_row& x) {
  auto text = std::to_string(x.units) + " in "
              + std::to_string(x.window / std::chrono::milliseconds{1}) + " ms";
  if (is_bucket(x))
    text.append(", burst ").append(std::to_string(x.burst));
  return text.append(", hold ").append(
           std::to_string(x.hold / std::chrono::milliseconds{1}))
         + " ms";
}

constexpr auto questions = std::array<std::string_view, 7>{
  "time", "markets", "tickers", "candles", "balances", "permissions", "status"};
constexpr auto actions = std::array<std::string_view, 15>{
  "place", "test",        "cancel",        "cancel_all", "amend",
  "query", "open_orders", "closed_orders", "fills",      "fees",
  "book",  "trades",      "ticker",        "dead_man",   "stream_token"};
constexpr auto sockets = std::array<std::string_view, socket_kinds.size()>{
  "market_data", "candles", "account"};
constexpr auto connecting = std::string_view{"connect"};

static_assert(static_cast<std::size_t>(question::status) + 1
              == questions.size());
static_assert(static_cast<std::size_t>(order_action::stream_token) + 1
              == actions.size());
static_assert(static_cast<std::size_t>(socket_kind::account) + 1
              == sockets.size());

} // namespace

std::string_view name_of(question x) noexcept {
  return questions[static_cast<std::size_t>(x)];
}

std::string_view name_of(order_action x) noexcept {
  return actions[static_cast<std::size_t>(x)];
}

std::string_view name_of(socket_kind x) noexcept {
  return sockets[static_cast<std::size_t>(x)];
}

const std::vector<std::string_view>& weighed_names() {
  static const auto all = [] {
    auto names
      = std::vector<std::string_view>{questions.begin(), questions.end()};
    names.insert(names.end(), actions.begin(), actions.end());
    names.push_back(connecting);
    return names;
  }();
  return all;
}

std::string budget_id(const limit_row& x, std::string_view account) {
  auto id = x.id;
  if (!is_public(x))
    id.append("@").append(account);
  return id;
}

std::uint32_t capacity_of(const limit_row& x) noexcept {
  return is_bucket(x) ? x.burst : x.units;
}

std::string limit_weight::name() const {
  auto text = of;
  if (!variant.empty())
    text.append("/").append(variant);
  if (at_most != any_size)
    text.append("<=").append(std::to_string(at_most));
  return text;
}

const published_limit* limit_table::find(std::string_view id) const noexcept {
  for (const auto& x : limits)
    if (x.row.id == id)
      return &x;
  return nullptr;
}

const limit_weight* limit_table::find(std::string_view of,
                                      asked_how how) const noexcept {
  const auto closest = [&](std::string_view variant) {
    const limit_weight* best = nullptr;
    for (const auto& x : weights)
      if (x.of == of && x.variant == variant && how.size <= x.at_most
          && (best == nullptr || x.at_most < best->at_most))
        best = &x;
    return best;
  };
  const auto* found = closest(how.variant);
  return found == nullptr ? closest({}) : found;
}

result<limit_table> overridden(limit_table table, const limit_overrides& by) {
  for (const auto& x : by.limits)
    if (auto applied = apply(table, x); !applied)
      return applied.error();
  for (const auto& x : by.weights)
    if (auto applied = apply(table, x); !applied)
      return applied.error();
  for (const auto& x : table.weights)
    for (const auto& part : x.spends)
      if (const auto* limit = table.find(part.budget);
          part.cost > capacity_of(limit->row)) {
        const auto& place = by.limits.empty() ? by.weights.front().place
                                              : by.limits.front().place;
        return refusal(place, x.name(),
                       "costs " + std::to_string(part.cost) + " of "
                         + part.budget + ", which then holds "
                         + std::to_string(capacity_of(limit->row))
                         + ": it could never be sent; expected more room");
      }
  return table;
}

std::vector<std::string> looser_parts(const limit_table& published,
                                      const limit_table& ours) {
  std::vector<std::string> found;
  for (const auto& x : ours.limits)
    if (const auto* theirs = published.find(x.row.id);
        theirs != nullptr && !is_as_strict(x.row, theirs->row))
      found.push_back(x.row.id + " (" + numbers_of(x.row) + " instead of "
                      + numbers_of(theirs->row) + ")");
  for (std::size_t i = 0; i < ours.weights.size(); ++i)
    for (std::size_t k = 0; k < ours.weights[i].spends.size(); ++k) {
      const auto& part = ours.weights[i].spends[k];
      const auto theirs = published.weights.at(i).spends.at(k).cost;
      if (part.cost < theirs)
        found.push_back(ours.weights[i].name() + " ("
                        + std::to_string(part.cost) + " of " + part.budget
                        + " instead of " + std::to_string(theirs) + ")");
    }
  return found;
}

std::vector<budget_definition>
account_limits::budgets(bool has_credentials) const {
  std::vector<budget_definition> budgets;
  for (const auto& x : table_->limits)
    if (is_public(x.row) || has_credentials)
      budgets.push_back({budget_id(x.row, account_), x.row, x.exits_spend});
  return budgets;
}

std::vector<spend> account_limits::spends_of(question x, asked_how how) const {
  return spends_of(name_of(x), how);
}

std::vector<spend> account_limits::spends_of(order_action x,
                                             asked_how how) const {
  return spends_of(name_of(x), how);
}

std::vector<spend> account_limits::connect_spends(socket_kind x) const {
  return spends_of(connecting, {name_of(x)});
}

std::vector<spend> account_limits::spends_of(std::string_view name,
                                             asked_how how) const {
  const auto* weight = table_->find(name, how);
  if (weight == nullptr)
    return {};
  auto spends = weight->spends;
  for (auto& x : spends)
    x.budget = budget_id(table_->find(x.budget)->row, account_);
  return spends;
}

} // namespace ballast::venues
