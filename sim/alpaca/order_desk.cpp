#include "sim/alpaca/order_desk.hpp"

#include "sim/alpaca/replies.hpp"
#include "sim/alpaca/sessions.hpp"
#include "sim/matching_ids.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace ballast::sim::alpaca {

namespace {

using json = nlohmann::ordered_json;

constexpr auto no_funds = 40'310'000;

std::int64_t unix_seconds(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// Shares and coins may have the same name.
std::string wallet_of(const asset& x) {
  return x.is_crypto ? std::string{x.base()} : "stock " + x.symbol;
}

matching_market market_of(const tape& of, std::uint64_t seed) {
  const auto& facts = of.facts();
  auto x = matching_market{};
  x.id = facts.symbol;
  x.symbol = {std::string{facts.base()}, std::string{facts.quote()}};
  x.base = wallet_of(facts);
  x.quote = facts.quote();
  x.bars = &of;
  x.price_unit = power_of_ten(facts.price_decimals);
  x.size_unit = power_of_ten(facts.size_decimals);
  // The forms have been checked, and by finer rules than one increment.
  constexpr auto stock_places = 4;
  constexpr auto size_places = 9;
  x.price_increment = facts.is_crypto ? *decimal::parse(facts.price_increment)
                                      : power_of_ten(stock_places);
  x.size_increment = power_of_ten(size_places);
  if (facts.is_crypto)
    x.size_min = *decimal::parse(facts.min_order_size);
  x.level_size = 3 * life_of(facts, seed).trade_size;
  return x;
}

net::reply not_found() {
  return trading_error(404, 40'410'000, "order is not found.");
}

net::reply with_members(unsigned status, const json& body) {
  auto reply = good(body.dump(-1, ' ', false, json::error_handler_t::replace));
  reply.status = status;
  return reply;
}

net::reply told(const desk_order& x, bool as_taken) {
  auto body = std::string{};
  append_order_json(body, x, as_taken);
  return good(std::move(body));
}

} // namespace

order_desk::order_desk(std::uint64_t seed, std::size_t accounts,
                       const endowment& balances, market_data& data)
    : data_{data}, seed_{seed}, engine_{[&] {
        auto x = matching::options{};
        x.seed = seed;
        x.accounts = accounts;
        // Fees are no part of a fill: see book_fees.
        x.fees = {};
        x.client_id = matching::client_ids::unique_for_ever;
        x.order_id = [this](std::uint64_t) { return next_id_; };
        x.trade_id = [seed](std::uint64_t n) {
          return uuid_text(seed, "alpaca fill", n);
        };
        return x;
      }()},
      first_{balances.holdings}, updates_{seed}, heard_(accounts) {
  for (auto i = std::size_t{0}; i < accounts; ++i) {
    engine_.deposit(i, "USD", *decimal::parse(balances.cash));
    for (const auto& x : first_)
      engine_.deposit(i, wallet_of(*find_asset(x.symbol)),
                      *decimal::parse(x.quantity));
  }
}

const matching_market& order_desk::market(const tape& of) {
  // Thousands are listed and few are traded.
  if (engine_.market(of.facts().symbol) == nullptr)
    engine_.list(market_of(of, seed_));
  return *engine_.market(of.facts().symbol);
}

/// What crypto costs is taken out of what was received, when the day in New
/// York is over. Source: alpaca.md section 8, the lowest tier.
void order_desk::book_fees(unix_time now) {
  const auto maker = *decimal::parse("0.0015");
  const auto taker = *decimal::parse("0.0025");
  const auto today = new_york_date(unix_seconds(now));
  const auto& fills = engine_.fills();
  for (; fees_booked_ < fills.size(); ++fees_booked_) {
    const auto& x = fills[fees_booked_];
    if (new_york_date(unix_seconds(x.what.at)) >= today)
      return;
    const auto& where = *engine_.market(x.market);
    if (!find_asset(x.market)->is_crypto)
      continue; // Free of commission.
    const auto buys = x.what.side == side::buy;
    const auto of = buys ? x.what.size : product(x.what.price, x.what.size);
    const auto& currency = buys ? where.base : where.quote;
    const auto fee
      = product(of, x.what.maker.value_or(false) ? maker : taker, rounding::up);
    // As far as it is still there.
    const auto there = engine_.wallets(x.account).of(currency).available;
    engine_.set_aside(x.account, currency, std::min(fee, there));
  }
}

void order_desk::advance(instant now) {
  engine_.advance(now);
  book_fees(now.wall);
  note_news();
  if (waiting_.empty() || !is_open(unix_seconds(now.wall)))
    return;
  for (const auto i : std::exchange(waiting_, {}))
    if (auto& x = orders_[i]; alpaca::is_open(x) && !hand_over(x, now))
      give_up(x, now);
  note_news();
}

void order_desk::give_up(desk_order& x, instant now) {
  x.cancelled = now.wall;
  updates_.add(x.replaced ? "replaced" : "canceled", x, false, now.wall);
}

desk_order* order_desk::find(std::size_t account, std::string_view id) {
  const auto at = by_id_.find(id);
  return at == by_id_.end() || orders_[at->second].account != account
           ? nullptr
           : &orders_[at->second];
}

const desk_order* order_desk::find(std::size_t account,
                                   std::string_view id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() || orders_[at->second].account != account
           ? nullptr
           : &orders_[at->second];
}

std::optional<net::reply> order_desk::wash_trade(std::size_t account,
                                                 const order_form& form) const {
  for (const auto& x : orders_) {
    const auto& other = x.form.ticket;
    if (x.account != account || x.form.of != form.of || !alpaca::is_open(x)
        || other.side == form.ticket.side)
      continue;
    const auto buys = form.ticket.side == side::buy;
    const auto meets = form.ticket.price.is_zero() || other.price.is_zero()
                       || (buys ? form.ticket.price >= other.price
                                : form.ticket.price <= other.price);
    if (meets)
      return with_members(
        403, {{"code", no_funds},
              {"message", "potential wash trade detected. use complex orders"},
              {"existing_order_id", x.id},
              {"reject_reason", "opposite side limit order exists"}});
  }
  return std::nullopt;
}

/// Source: alpaca.md section 12; that only buys for dollars have to be worth
/// ten of them was seen by others at the venue in 2026.
std::optional<net::reply> order_desk::too_small(const order_form& form,
                                                decimal cost) const {
  const auto least
    = form.of->is_crypto ? decimal::whole(10) : decimal::whole(1);
  const auto counts = form.ticket.side == side::buy && form.of->quote() == "USD"
                      && (form.of->is_crypto || !form.ticket.cost.is_zero());
  if (!counts || cost >= least)
    return std::nullopt;
  return trading_error(403, no_funds,
                       "cost basis must be >= minimal amount of order "
                         + least.to_string());
}

net::reply order_desk::too_poor(std::size_t account, const order_form& form,
                                decimal needs) const {
  const auto buys = form.ticket.side == side::buy;
  const auto& facts = *form.of;
  const auto currency = buys ? std::string{facts.quote()} : wallet_of(facts);
  const auto money = engine_.wallets(account).of(currency);
  const auto free = money.available.to_string();
  if (facts.is_crypto) {
    const auto name = buys ? facts.quote() : facts.base();
    return with_members(
      403, {{"available", free},
            {"balance", money.total().to_string()},
            {"code", no_funds},
            {"message", "insufficient balance for " + std::string{name}
                          + " (requested: " + needs.to_string()
                          + ", available: " + free + ")"},
            {"symbol", name}});
  }
  if (buys)
    return with_members(403, {{"buying_power", free},
                              {"code", no_funds},
                              {"cost_basis", needs.to_string()},
                              {"message", "insufficient buying power"}});
  auto related = json::array();
  for (const auto& x : orders_)
    if (x.account == account && x.form.of == form.of && alpaca::is_open(x))
      related.push_back(x.id);
  return with_members(
    403, {{"available", free},
          {"code", no_funds},
          {"existing_qty", money.total().to_string()},
          {"held_for_orders", money.held.to_string()},
          {"message", "insufficient qty available for order (requested: "
                        + needs.to_string() + ", available: " + free + ")"},
          {"related_orders", related},
          {"symbol", facts.symbol}});
}

std::optional<net::reply>
order_desk::objection(std::size_t account, const order_form& form,
                      const std::optional<std::string>& dollars, instant now) {
  if (auto refused = objection_to(form))
    return refused;
  const auto* const of = data_.find(form.of->symbol, now);
  if (of == nullptr)
    return trading_error(422, 42'210'000,
                         "asset " + form.of->symbol + " is not active");
  market(*of);
  const auto& ticket = form.ticket;
  const auto found
    = engine_.check(account, {form.of->symbol, ticket, {}, {}, {}}, now);
  const auto* const plan = std::get_if<order_plan>(&found);
  auto cost
    = ticket.price.is_zero() ? ticket.cost : product(ticket.price, ticket.size);
  if (cost.is_zero())
    cost = plan != nullptr ? plan->cost : decimal::highest();
  if (auto refused = too_small(form, cost))
    return refused;
  if (auto refused = wash_trade(account, form))
    return refused;
  const auto needs = ticket.side == side::buy ? cost : ticket.size;
  if (dollars
      && (ticket.side == side::sell || *decimal::parse(*dollars) < cost))
    return too_poor(account, form, needs);
  if (plan != nullptr)
    return std::nullopt;
  switch (std::get<order_refusal>(found)) {
  case order_refusal::insufficient_funds:
    return too_poor(account, form, needs);
  case order_refusal::too_small:
    return trading_error(403, no_funds,
                         "qty must be >= minimal qty of order "
                           + form.of->min_order_size);
  default:
    return trading_error(422, 40'010'001, "invalid order");
  }
}

desk_order& order_desk::add(std::size_t account, const order_form& form,
                            instant now) {
  auto x = desk_order{};
  x.id = uuid_text(seed_, "alpaca order", orders_.size() + 1);
  x.account = account;
  x.form = form;
  x.submitted = now.wall;
  if (x.form.ticket.client_id.empty())
    x.form.ticket.client_id
      = uuid_text(seed_, "alpaca client", orders_.size() + 1);
  const auto time = unix_seconds(now.wall);
  if (form.lives == "day") {
    const auto last = last_session(time);
    const auto close
      = time < last.close ? last.close : next_session(time).close;
    x.form.ticket.expires = unix_time{std::chrono::seconds{close}};
  }
  by_id_.emplace(x.id, orders_.size());
  by_client_id_.emplace(std::pair{account, x.form.ticket.client_id},
                        orders_.size());
  orders_.push_back(std::move(x));
  return orders_.back();
}

bool order_desk::hand_over(desk_order& x, instant now) {
  next_id_ = x.id;
  const auto answer = engine_.place(
    x.account, {x.form.of->symbol, x.form.ticket, {}, {}, {}}, now);
  x.record = answer.order;
  return static_cast<bool>(answer);
}

net::reply order_desk::place(std::size_t account, std::string_view body,
                             const std::optional<std::string>& dollars,
                             instant now) {
  auto read = read_order(body);
  if (auto* refused = std::get_if<net::reply>(&read))
    return std::move(*refused);
  const auto& form = std::get<order_form>(read);
  if (!form.ticket.client_id.empty()
      && by_client_id_.contains({account, form.ticket.client_id}))
    return trading_error(422, 40'010'001, "client_order_id must be unique");
  if (auto refused = objection(account, form, dollars, now))
    return std::move(*refused);
  auto& x = add(account, form, now);
  start(x, !form.of->is_crypto && !is_open(unix_seconds(now.wall)), now);
  return told(x, true);
}

void order_desk::start(desk_order& x, bool waits, instant now) {
  if (waits) {
    waiting_.push_back(orders_.size() - 1);
    updates_.add("accepted", x, true, now.wall);
  } else if (!hand_over(x, now)) {
    give_up(x, now);
  }
  note_news();
}

void order_desk::cancel(desk_order& x, instant now) {
  if (x.record == nullptr)
    return give_up(x, now);
  engine_.cancel(x.account, x.id, now);
  note_news();
}

net::reply order_desk::cancel(std::size_t account, std::string_view id,
                              instant now) {
  auto* const x = find(account, id);
  if (x == nullptr)
    return not_found();
  if (!alpaca::is_open(*x))
    return trading_error(422, 42'210'000, "order is not cancelable");
  cancel(*x, now);
  return {204, {}, {}};
}

net::reply order_desk::cancel_all(std::size_t account, instant now) {
  auto body = std::string{"["};
  for (auto& x : orders_) {
    if (x.account != account || !alpaca::is_open(x))
      continue;
    cancel(x, now);
    body += body.size() == 1 ? "" : ",";
    body += R"({"id":")" + x.id + R"(","status":200,"body":)";
    append_order_json(body, x, false);
    body += '}';
  }
  auto reply = good(body + ']');
  reply.status = 207;
  return reply;
}

net::reply order_desk::replace(std::size_t account, std::string_view id,
                               std::string_view body, instant now) {
  auto* const old = find(account, id);
  if (old == nullptr)
    return not_found();
  auto read = read_change(body);
  if (auto* refused = std::get_if<net::reply>(&read))
    return std::move(*refused);
  const auto& change = std::get<order_change>(read);
  auto form = old->form;
  form.ticket.expires.reset();
  form.ticket.size = change.size.value_or(form.ticket.size);
  form.ticket.price = change.price.value_or(form.ticket.price);
  form.lives = change.lives.value_or(form.lives);
  form.ticket.client_id = change.client_id;
  if (old->record != nullptr)
    form.ticket.size -= old->record->filled;
  // Only orders that rest by size can be replaced. Source: "Replace an order".
  if (!alpaca::is_open(*old) || form.ticket.type != order_type::limit
      || form.ticket.size <= decimal{})
    return trading_error(422, 42'210'000, "order cannot be replaced");
  if (!change.client_id.empty()
      && by_client_id_.contains({account, change.client_id}))
    return trading_error(422, 40'010'001, "client_order_id must be unique");
  if (auto refused = objection_to(form))
    return std::move(*refused);
  auto& x = add(account, form, now);
  x.replaces = old->id;
  old->replaced_by = x.id;
  old->replaced = now.wall;
  cancel(*old, now);
  start(x, old->cancelled.has_value(), now);
  return told(x, true);
}

net::reply order_desk::one(std::size_t account, std::string_view id) const {
  const auto* const x = find(account, id);
  return x == nullptr ? not_found() : told(*x, false);
}

net::reply order_desk::one_by_client(std::size_t account,
                                     std::string_view id) const {
  const auto at = by_client_id_.find({account, std::string{id}});
  return at == by_client_id_.end() ? not_found()
                                   : told(orders_[at->second], false);
}

portfolio order_desk::owned(std::size_t account, instant now) {
  auto result = portfolio{};
  const auto& money = engine_.wallets(account);
  result.cash = money.of("USD").total();
  result.spendable = money.of("USD").available;
  for (const auto& [currency, amount] : money.all()) {
    const auto name
      = currency.starts_with("stock ") ? currency.substr(6) : currency + "/USD";
    if (const auto* const of = data_.find(name, now))
      result.positions.push_back(
        {of, amount.total(), amount.available,
         product(amount.total(), average_cost(account, *of))});
  }
  std::sort(result.positions.begin(), result.positions.end(),
            [](const auto& a, const auto& b) {
              return a.of->facts().symbol < b.of->facts().symbol;
            });
  return result;
}

/// Of what was there at first the listed price, of buys for dollars what they
/// paid.
decimal order_desk::average_cost(std::size_t account, const tape& of) const {
  const auto& facts = of.facts();
  auto size = decimal{};
  auto cost = decimal{};
  for (const auto& x : first_)
    if (find_asset(x.symbol) == &facts) {
      size += *decimal::parse(x.quantity);
      cost += product(size, decimal::from_units(
                              life_of(facts, seed_).price
                              * power_of_ten(facts.price_decimals).units()));
    }
  for (const auto& x : engine_.fills())
    if (x.account == account && x.market == facts.symbol
        && x.what.side == side::buy) {
      size += x.what.size;
      cost += product(x.what.size, x.what.price);
    }
  constexpr auto places = 9;
  return quotient(cost, size, places);
}

} // namespace ballast::sim::alpaca
