#include "domain/risk.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

namespace ballast {

namespace {

struct description {
  const char* name;
  const char* sentence;
};

constexpr auto descriptions = std::array<description, risk_reason_count>{{
  {"approved", "approved as proposed"},
  {"approved_smaller", "approved, less than was proposed"},
  {"figures_unusable", "a figure of the account or the proposal cannot be"},
  {"halted", "entries are halted"},
  {"data_stale", "the price that the entry rests on is too old"},
  {"balance_below_minimum", "less than the minimum balance is free"},
  {"cooling_down", "the market made a loss a short while ago"},
  {"position_cap_reached", "there are as many positions as there may be"},
  {"asset_exposure_reached", "as much is in the asset as may be"},
  {"exposure_reached", "as much is in positions as may be"},
  {"nothing_available", "nothing is free to be spent"},
  {"nothing_held", "there is no position that an exit could make smaller"},
}};

const description& describe(risk_reason x) {
  return descriptions.at(static_cast<std::size_t>(x));
}

risk_verdict refusal(risk_reason why, const figures& known,
                     const std::string& text) {
  return {why, {}, known, text};
}

bool are_usable(const risk_proposal& x, const risk_view& account) {
  const auto is_amount
    = [](const auto& each) { return !each.value.is_negative(); };
  return x.value > decimal{} && account.equity > decimal{}
         && account.data_age >= duration{0}
         && std::all_of(account.positions.begin(), account.positions.end(),
                        is_amount)
         && std::all_of(account.orders.begin(), account.orders.end(),
                        is_amount);
}

std::string cap_text(std::uint32_t most) {
  return "Enforcing position cap (max " + std::to_string(most) + ")";
}

/// Markets with a position, or one that may come of an open order.
std::set<symbol> markets_of(const risk_view& account) {
  std::set<symbol> result;
  for (const auto& x : account.positions)
    result.insert(x.market);
  for (const auto& x : account.orders)
    if (x.purpose == order_purpose::entry)
      result.insert(x.market);
  return result;
}

struct exposure {
  decimal in_asset;
  decimal in_all;
};

exposure exposure_of(const risk_view& account, const std::string& asset) {
  exposure result;
  const auto add = [&](const auto& x) {
    result.in_all += x.value;
    if (x.market.base == asset)
      result.in_asset += x.value;
  };
  for (const auto& x : account.positions)
    add(x);
  for (const auto& x : account.orders)
    if (x.purpose == order_purpose::entry)
      add(x);
  return result;
}

double seconds_of(std::chrono::milliseconds x) {
  return std::chrono::duration<double>(x).count();
}

} // namespace

const char* to_string(risk_reason x) noexcept { return describe(x).name; }

const char* to_sentence(risk_reason x) noexcept { return describe(x).sentence; }

result<risk_rules> validate(const risk_rules& x) {
  const auto is_fraction = [](decimal value) {
    return value > decimal{} && value <= decimal::whole(1);
  };
  const auto rows = std::array<std::pair<bool, const char*>, 11>{{
    {x.max_positions > 0, "max_positions must be above zero"},
    {!x.min_balance.is_negative(), "min_balance must not be below zero"},
    {is_fraction(x.max_exposure), "max_exposure must be in (0, 1]"},
    {is_fraction(x.max_asset_exposure), "max_asset_exposure must be in (0, 1]"},
    {is_fraction(x.max_drawdown), "max_drawdown must be in (0, 1]"},
    {is_fraction(x.max_daily_loss), "max_daily_loss must be in (0, 1]"},
    {x.cooldown >= duration{0}, "cooldown must not be below zero"},
    {x.max_orders_per_minute > 0, "max_orders_per_minute must be above zero"},
    {x.max_notional_per_minute > decimal{},
     "max_notional_per_minute must be above zero"},
    {x.max_data_age > duration{0}, "max_data_age must be above zero"},
    {x.max_slippage > decimal{} && x.max_slippage <= percent(50),
     "max_slippage must be in (0, 0.5]"},
  }};
  for (const auto& [holds, text] : rows)
    if (!holds)
      return fault{ec::invalid_argument, text};
  return x;
}

void risk_book::settled(const symbol& market, decimal earned, unix_time at) {
  std::erase_if(
    losses_, [&](const auto& x) { return at - x.second >= rules_.cooldown; });
  if (earned.is_negative())
    losses_[market] = at;
}

risk_verdict risk_book::judge(const risk_proposal& x, const risk_view& account,
                              unix_time now) const {
  if (x.purpose == order_purpose::entry)
    return judge_entry(x, account, now);
  const auto is_held
    = std::any_of(account.positions.begin(), account.positions.end(),
                  [&](const auto& each) { return each.market == x.market; });
  if (!is_held)
    return refusal(risk_reason::nothing_held, {},
                   x.market.to_string() + ": nothing is held of it");
  return {risk_reason::approved,
          x.value,
          {},
          x.market.to_string() + ": an exit needs no leave"};
}

risk_verdict risk_book::judge_entry(const risk_proposal& x,
                                    const risk_view& account,
                                    unix_time now) const {
  if (auto no = refused_anyway(x, account, now))
    return *std::move(no);
  auto markets = markets_of(account);
  const auto open = markets.size();
  markets.insert(x.market);
  if (markets.size() > rules_.max_positions)
    return refusal(
      risk_reason::position_cap_reached,
      {{"positions", static_cast<double>(open)},
       {"max_positions", static_cast<double>(rules_.max_positions)}},
      cap_text(rules_.max_positions) + ": " + std::to_string(open)
        + " are open or being opened, so none in " + x.market.to_string());
  return fit(x, account);
}

/// What has nothing to do with how much is wanted.
std::optional<risk_verdict> risk_book::refused_anyway(const risk_proposal& x,
                                                      const risk_view& account,
                                                      unix_time now) const {
  using enum risk_reason;
  const auto name = x.market.to_string();
  if (!are_usable(x, account))
    return refusal(figures_unusable,
                   {{"wanted", x.value.to_double()},
                    {"equity", account.equity.to_double()},
                    {"data_age_s", seconds(account.data_age)}},
                   name
                     + ": a figure of the account or of the order cannot be; "
                       "no entry until it can");
  if (halts_.halted())
    return refusal(halted, {},
                   name + ": entries are halted (" + halts_.why()
                     + "); exits go on");
  const auto age = seconds(account.data_age);
  if (account.data_age > rules_.max_data_age)
    return refusal(
      data_stale,
      {{"data_age_s", age}, {"max_data_age_s", seconds(rules_.max_data_age)}},
      name + ": its price is older than an entry may rest on");
  if (account.available < rules_.min_balance)
    return refusal(balance_below_minimum,
                   {{"available", account.available.to_double()},
                    {"min_balance", rules_.min_balance.to_double()}},
                   name + ": " + account.available.to_string()
                     + " is free, which is below the minimum of "
                     + rules_.min_balance.to_string());
  const auto lost = losses_.find(x.market);
  if (lost != losses_.end() && now - lost->second < rules_.cooldown)
    return refusal(cooling_down,
                   {{"since_loss_s", seconds_of(now - lost->second)},
                    {"cooldown_s", seconds(rules_.cooldown)}},
                   name + ": it made a loss a short while ago");
  return std::nullopt;
}

/// As much of the wish as there is room for.
risk_verdict risk_book::fit(const risk_proposal& x,
                            const risk_view& account) const {
  struct room {
    decimal value;
    risk_reason when_none;
    std::string what;
  };
  const auto now = exposure_of(account, x.market.base);
  const auto of_equity = [&](decimal part) {
    return value_of(account.equity, part, rounding::down);
  };
  const auto rooms = std::array{
    room{of_equity(rules_.max_asset_exposure) - now.in_asset,
         risk_reason::asset_exposure_reached,
         "what may be in " + x.market.base},
    room{of_equity(rules_.max_exposure) - now.in_all,
         risk_reason::exposure_reached, "what may be in positions"},
    room{account.available, risk_reason::nothing_available, "what is free"}};
  const auto& least = *std::min_element(
    rooms.begin(), rooms.end(),
    [](const auto& a, const auto& b) { return a.value < b.value; });
  const auto name = x.market.to_string();
  const auto known = figures{{"wanted", x.value.to_double()},
                             {"room", least.value.to_double()},
                             {"equity", account.equity.to_double()},
                             {"in_asset", now.in_asset.to_double()},
                             {"in_all", now.in_all.to_double()},
                             {"available", account.available.to_double()}};
  if (least.value <= decimal{})
    return refusal(least.when_none, known,
                   name + ": nothing is left of " + least.what);
  if (least.value < x.value)
    return {risk_reason::approved_smaller, least.value, known,
            name + ": " + least.value.to_string() + " of " + x.value.to_string()
              + " are approved, all that is left of " + least.what};
  return {risk_reason::approved, x.value, known,
          name + ": " + x.value.to_string() + " are approved"};
}

std::optional<cap_enforcement>
risk_book::enforce_cap(const risk_view& account) const {
  const auto count = account.positions.size();
  if (count <= rules_.max_positions)
    return std::nullopt;
  auto result = cap_enforcement{cap_text(rules_.max_positions),
                                weakest_first(account.positions)};
  result.close.resize(
    std::min(result.close.size(), count - rules_.max_positions));
  return result;
}

std::vector<symbol> weakest_first(const std::vector<risk_position>& all) {
  std::vector<risk_position> priced;
  for (const auto& x : all)
    if (x.gain && std::isfinite(*x.gain))
      priced.push_back(x);
  std::sort(priced.begin(), priced.end(), [](const auto& a, const auto& b) {
    return std::tie(*a.gain, a.value, a.market)
           < std::tie(*b.gain, b.value, b.market);
  });
  std::vector<symbol> result;
  result.reserve(priced.size());
  for (auto& x : priced)
    result.push_back(std::move(x.market));
  return result;
}

} // namespace ballast
