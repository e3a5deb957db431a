#include "sim/kraken/trading.hpp"

#include "sim/csv.hpp"
#include "sim/kraken/order_text.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/matching_ids.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

matching::options options_of(std::uint64_t seed, std::size_t accounts,
                             std::size_t open_orders_max) {
  auto x = matching::options{};
  x.seed = seed;
  x.accounts = accounts;
  x.fees = {*decimal::parse("0.0025"), *decimal::parse("0.004")};
  x.open_orders_max = open_orders_max;
  x.order_id = [seed](std::uint64_t n) {
    return grouped_id('O', seed, "kraken order", n);
  };
  x.trade_id = [seed](std::uint64_t n) {
    return grouped_id('T', seed, "kraken trade", n);
  };
  return x;
}

std::string field(const call_fields& what, std::string_view name) {
  const auto at = what.find(name);
  return at == what.end() ? std::string{} : at->second;
}

bool has_flag(std::string_view list, std::string_view flag) {
  while (!list.empty())
    if (take_until(list, ',') == flag)
      return true;
  return false;
}

decimal amount(const std::string& text) {
  const auto x = decimal::parse(text);
  return x && !x->is_negative() ? *x : decimal{};
}

bool has_fiat_id(std::string_view asset) {
  return asset.size() == 4 && asset.front() == 'Z';
}

std::optional<std::int64_t> integer(std::string_view text) {
  auto x = std::int64_t{0};
  const auto* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, x);
  return error == std::errc{} && rest == end ? std::optional{x} : std::nullopt;
}

/// Seconds from the epoch, or "+n" from now. @returns nothing for no time
std::optional<unix_time> moment_of(std::string_view text, unix_time now) {
  const auto is_relative = text.starts_with('+');
  const auto number = whole_number(is_relative ? text.substr(1) : text);
  if (!number)
    return std::nullopt;
  const auto distance = std::chrono::seconds{*number};
  return is_relative ? now + distance : unix_time{distance};
}

/// @returns the name of a price that is none, or nothing
std::string read_prices(const call_fields& what, order_ticket& into) {
  const auto read = [&](const char* name, decimal& price) {
    const auto number = decimal::parse(field(what, name));
    price = number ? *number : decimal{};
    return price > decimal{} ? std::string{} : std::string{name};
  };
  if (into.type == order_type::market)
    return {};
  if (into.type == order_type::limit)
    return read("price", into.price);
  const auto wrong = read("price", into.trigger);
  return wrong.empty() ? read("price2", into.price) : wrong;
}

} // namespace

call_fields fields_of(const net::call& what) {
  auto result = call_fields{};
  const auto type = net::find_header(what.headers, "content-type");
  if (type && type->starts_with("application/json")) {
    const auto doc = nlohmann::json::parse(what.body, nullptr, false);
    if (doc.is_object())
      for (const auto& [name, value] : doc.items())
        result[name]
          = value.is_string() ? value.get<std::string>() : value.dump();
    return result;
  }
  for (const auto& [name, value] : request_target::parse('?' + what.body).query)
    result.emplace(name, value);
  return result;
}

trading::trading(std::uint64_t seed, std::size_t accounts,
                 const endowment& balances, std::size_t open_orders_max,
                 const limit_rule& rate, market_data& data)
    : seed_{seed}, data_{data},
      engine_{options_of(seed, accounts, open_orders_max)}, counts_{rate},
      cancels_at_(accounts) {
  for (auto& x : data.markets())
    engine_.list(std::move(x));
  for (auto i = std::size_t{0}; i < accounts; ++i)
    for (const auto& x : balances) {
      engine_.deposit(i, x.asset, amount(x.balance));
      engine_.set_aside(i, x.asset,
                        std::min(amount(x.hold_trade), amount(x.balance)));
    }
}

void trading::advance(instant now) {
  engine_.advance(now);
  for (auto i = std::size_t{0}; i < cancels_at_.size(); ++i)
    if (cancels_at_[i] && *cancels_at_[i] <= now.wall) {
      cancels_at_[i].reset();
      engine_.cancel_all(i, std::nullopt, now);
    }
}

endowment trading::balances(std::size_t account) const {
  auto result = endowment{};
  for (const auto& [asset, x] : engine_.wallets(account).all()) {
    const auto places = has_fiat_id(asset) ? 4 : 10;
    result.push_back(
      {asset, padded_text(x.total(), places), padded_text(x.held, places)});
  }
  return result;
}

struct trading::parsed {
  order_request request;
  const pair* where = nullptr;
};

/// Reads an order, or says what is wrong with it in the venue's words.
std::variant<trading::parsed, net::reply>
trading::parse(const call_fields& what, instant now) const {
  auto result = parsed{};
  auto& ticket = result.request.ticket;
  result.where = data_.pair_named(field(what, "pair"), now);
  if (result.where == nullptr)
    return unknown_pair();
  result.request.market = result.where->id;
  result.request.state = data_.state_of(*result.where, now);
  const auto which = field(what, "type");
  const auto type = field(what, "ordertype");
  if (which != "buy" && which != "sell")
    return invalid_argument("type");
  // Of stops, those that become limit orders are traded here.
  if (type != "market" && type != "limit" && type != "stop-loss-limit")
    return invalid_argument("ordertype");
  ticket.side = which == "buy" ? side::buy : side::sell;
  ticket.type = type == "market"  ? order_type::market
                : type == "limit" ? order_type::limit
                                  : order_type::stop_limit;
  const auto flags = field(what, "oflags");
  ticket.post_only = has_flag(flags, "post");
  const auto volume = decimal::parse(field(what, "volume"));
  if (!volume || *volume <= decimal{})
    return invalid_argument("volume");
  const auto in_quote = has_flag(flags, "viqc");
  if (in_quote && (which == "sell" || type != "market"))
    return invalid_argument("oflags");
  (in_quote ? ticket.cost : ticket.size) = *volume;
  if (const auto wrong = read_prices(what, ticket); !wrong.empty())
    return invalid_argument(wrong);
  const auto lives = field(what, "timeinforce");
  const auto expires = moment_of(field(what, "expiretm"), now.wall);
  if (lives == "IOC" || ticket.type == order_type::market)
    ticket.lives = time_in_force::immediate_or_cancel;
  else if (lives == "FOK")
    ticket.lives = time_in_force::fill_or_kill;
  else if (lives == "GTD" && expires && *expires > now.wall)
    ticket.lives = time_in_force::good_till_time;
  else if (!lives.empty() && lives != "GTC")
    return invalid_argument(lives == "GTD" ? "expiretm" : "timeinforce");
  if (ticket.lives == time_in_force::good_till_time)
    ticket.expires = expires;
  ticket.client_id = field(what, "cl_ord_id");
  const auto reference = field(what, "userref");
  if (!ticket.client_id.empty() && !reference.empty())
    return invalid_argument("cl_ord_id");
  const auto number = integer(reference.empty() ? "0" : reference);
  if (!number || *number != static_cast<std::int32_t>(*number))
    return invalid_argument("userref");
  const auto in_base = has_flag(flags, "fcib");
  result.request.fee_in = in_base ? fee_rule::base : fee_rule::quote;
  result.request.note = to_text({*number, flags.empty() ? "fciq" : flags});
  return result;
}

std::optional<net::reply> trading::too_fast(std::size_t account,
                                            counted_action action,
                                            const call_fields& what,
                                            instant now) {
  auto age = duration::max();
  auto where = std::string{};
  if (action == counted_action::add) {
    if (const auto* const pair = data_.pair_named(field(what, "pair"), now))
      where = pair->id;
  } else if (const auto* const x = named(account, what)) {
    where = x->market;
    age = now.wall - x->queued;
  }
  if (where.empty()
      || counts_.add(account, where, count_of(action, age), now.steady))
    return std::nullopt;
  return error_reply("EOrder:Rate limit exceeded");
}

net::reply trading::add(std::size_t account, const call_fields& what,
                        const std::optional<std::string>& dollars,
                        instant now) {
  if (auto refused = too_fast(account, counted_action::add, what, now))
    return *refused;
  const auto read = parse(what, now);
  if (const auto* wrong = std::get_if<net::reply>(&read))
    return *wrong;
  const auto& [request, where] = std::get<parsed>(read);
  const auto checked = engine_.check(account, request, now);
  if (const auto* why = std::get_if<order_refusal>(&checked))
    return error_reply(words_of(*why));
  const auto& plan = std::get<order_plan>(checked);
  if (dollars && (plan.spends != "ZUSD" || plan.needs > amount(*dollars)))
    return error_reply(words_of(order_refusal::insufficient_funds));
  auto result
    = json{{"descr", {{"order", description_of(request.ticket, *where)}}}};
  // Clients found that any text counts as true.
  if (!field(what, "validate").empty())
    return result_reply(result.dump());
  const auto answer = engine_.place(account, request, now);
  if (!answer)
    return error_reply(words_of(answer.why));
  result["txid"] = json::array({answer.order->venue_id});
  return result_reply(result.dump());
}

/// The order that a call names by txid or cl_ord_id; or null.
const order_record* trading::named(std::size_t account,
                                   const call_fields& what) const {
  const auto client_id = field(what, "cl_ord_id");
  return client_id.empty() ? engine_.find(account, field(what, "txid"))
                           : engine_.find_client(account, client_id);
}

net::reply trading::cancel(std::size_t account, const call_fields& what,
                           instant now) {
  if (auto refused = too_fast(account, counted_action::cancel, what, now))
    return *refused;
  auto count = 0;
  if (const auto reference = integer(field(what, "txid"))) {
    // A userref cancels every order that has it.
    auto ids = std::vector<std::string>{};
    for (const auto& x : engine_.orders())
      if (x.account == account && !is_over(x.state)
          && note_of(x).userref == *reference)
        ids.push_back(x.venue_id);
    for (const auto& id : ids)
      count += engine_.cancel(account, id, now) ? 1 : 0;
  } else if (const auto* const x = named(account, what)) {
    count += engine_.cancel(account, x->venue_id, now) ? 1 : 0;
  }
  if (count == 0)
    return error_reply(words_of(order_refusal::unknown_order));
  return result_reply(json{{"count", count}, {"pending", false}}.dump());
}

net::reply trading::cancel_all(std::size_t account, instant now) {
  const auto gone = engine_.cancel_all(account, std::nullopt, now);
  return result_reply(json{{"count", gone.size()}}.dump());
}

net::reply trading::cancel_all_after(std::size_t account,
                                     const call_fields& what, instant now) {
  constexpr auto timeout_max = std::int64_t{86'400};
  const auto timeout = whole_number(field(what, "timeout"));
  if (!timeout || *timeout >= timeout_max)
    return invalid_argument("timeout");
  auto& due = cancels_at_[account];
  due.reset();
  if (*timeout > 0)
    due = now.wall + std::chrono::seconds{*timeout};
  return result_reply(
    json{{"currentTime", iso_seconds(now.wall)},
         {"triggerTime", due ? iso_seconds(*due) : std::string{"0"}}}
      .dump());
}

net::reply trading::amend(std::size_t account, const call_fields& what,
                          instant now) {
  if (auto refused = too_fast(account, counted_action::amend, what, now))
    return *refused;
  auto change = matching::amendment{};
  const auto price = field(what, "limit_price");
  const auto size = field(what, "order_qty");
  if (price.empty() && size.empty())
    return error_reply("EGeneral:Invalid arguments");
  if (!price.empty())
    change.price = amount(price);
  if (!size.empty())
    change.size = amount(size);
  change.post_only = field(what, "post_only") == "true";
  const auto* const x = named(account, what);
  const auto answer
    = engine_.amend(account, x == nullptr ? "" : x->venue_id, change, now);
  if (!answer)
    return error_reply(words_of(answer.why));
  const auto id = grouped_id('T', seed_, "kraken amend of " + x->venue_id,
                             answer.order->amendments);
  return result_reply(json{{"amend_id", id}}.dump());
}

net::reply trading::edit(std::size_t account, const call_fields& what,
                         instant now) {
  if (auto refused = too_fast(account, counted_action::edit, what, now))
    return *refused;
  const auto* const old = named(account, what);
  if (old == nullptr || is_over(old->state))
    return error_reply(words_of(order_refusal::unknown_order));
  auto request = order_request{};
  request.market = old->market;
  request.ticket = old->ticket;
  request.ticket.client_id.clear(); // Cannot be edited with one.
  request.fee_in = old->fee_in;
  request.note = old->note;
  if (!field(what, "price").empty())
    request.ticket.price = amount(field(what, "price"));
  if (!field(what, "volume").empty())
    request.ticket.size = amount(field(what, "volume"));
  const auto* const where = data_.pair_named(old->market, now);
  if (where == nullptr)
    return unknown_pair();
  request.state = data_.state_of(*where, now);
  const auto original = old->venue_id;
  engine_.cancel(account, original, now);
  const auto answer = engine_.place(account, request, now);
  if (!answer)
    return error_reply(words_of(answer.why));
  return result_reply(
    json{{"status", "ok"},
         {"txid", answer.order->venue_id},
         {"originaltxid", original},
         {"volume", request.ticket.size.to_string()},
         {"price", request.ticket.price.to_string()},
         {"orders_cancelled", 1},
         {"descr", {{"order", description_of(request.ticket, *where)}}}}
      .dump());
}

} // namespace ballast::sim::kraken
