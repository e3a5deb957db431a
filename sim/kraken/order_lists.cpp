// Looking at orders and trades, by id or in pages of fifty, newest first.
#include "sim/csv.hpp"
#include "sim/kraken/order_text.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/kraken/trading.hpp"

#include <algorithm>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

constexpr auto page_size = std::int64_t{50};

std::string field(const call_fields& what, std::string_view name) {
  const auto at = what.find(name);
  return at == what.end() ? std::string{} : at->second;
}

const pair& pair_of(const std::string& id) {
  const auto& all = all_pairs();
  return *std::find_if(all.begin(), all.end(),
                       [&](const pair& x) { return x.id == id; });
}

/// Whether an order is the one that a call names, where it names one.
bool is_wanted(const order_record& x, const call_fields& what) {
  const auto client_id = field(what, "cl_ord_id");
  const auto reference = field(what, "userref");
  return (client_id.empty() || x.ticket.client_id == client_id)
         && (reference.empty()
             || std::to_string(note_of(x).userref) == reference);
}

/// Whether a moment lies after `start` and not after `end`, Unix seconds.
bool is_between(const call_fields& what, unix_time at) {
  const auto start = whole_number(field(what, "start"));
  const auto end = whole_number(field(what, "end"));
  return (!start || at > unix_time{std::chrono::seconds{*start}})
         && (!end || at <= unix_time{std::chrono::seconds{*end}});
}

/// How many records are passed over.
std::int64_t offset_of(const call_fields& what) {
  return whole_number(field(what, "ofs")).value_or(0);
}

} // namespace

net::reply trading::open_orders(std::size_t account,
                                const call_fields& what) const {
  auto open = json::object();
  for (const auto& x : engine_.orders())
    if (x.account == account && !is_over(x.state) && is_wanted(x, what))
      open[x.venue_id] = order_json(x, pair_of(x.market));
  return result_reply(json{{"open", open}}.dump());
}

net::reply trading::closed_orders(std::size_t account,
                                  const call_fields& what) const {
  auto closed = json::object();
  auto count = std::int64_t{0};
  const auto first = offset_of(what);
  const auto& all = engine_.orders();
  for (auto x = all.rbegin(); x != all.rend(); ++x) {
    if (x->account != account || !is_over(x->state) || !is_wanted(*x, what)
        || !is_between(what, x->updated))
      continue;
    if (count >= first && count < first + page_size)
      closed[x->venue_id] = order_json(*x, pair_of(x->market));
    ++count;
  }
  return result_reply(json{{"closed", closed}, {"count", count}}.dump());
}

net::reply trading::query_orders(std::size_t account,
                                 const call_fields& what) const {
  auto found = json::object();
  const auto ids = field(what, "txid");
  if (ids.empty())
    return invalid_argument("txid");
  for (auto rest = std::string_view{ids}; !rest.empty();) {
    const auto* const x = engine_.find(account, take_until(rest, ','));
    if (x == nullptr)
      return error_reply("EOrder:Invalid order");
    found[x->venue_id] = order_json(*x, pair_of(x->market));
  }
  return result_reply(found.dump());
}

net::reply trading::trades_history(std::size_t account,
                                   const call_fields& what) const {
  auto trades = json::object();
  auto count = std::int64_t{0};
  const auto first = offset_of(what);
  const auto& all = engine_.fills();
  for (auto x = all.rbegin(); x != all.rend(); ++x) {
    if (x->account != account || !is_between(what, x->what.at))
      continue;
    if (count >= first && count < first + page_size)
      trades[x->what.trade_id] = trade_json(
        *x, *engine_.find(account, x->what.order_id), pair_of(x->market));
    ++count;
  }
  return result_reply(json{{"trades", trades}, {"count", count}}.dump());
}

net::reply trading::trade_volume(std::size_t /*account*/,
                                 const call_fields& what) const {
  const auto tier = [](const char* percent) {
    return json{{"fee", percent},
                {"minfee", "0.1000"},
                {"maxfee", "0.4000"},
                {"nextfee", "0.3500"},
                {"nextvolume", "10000.0000"},
                {"tiervolume", "0.0000"}};
  };
  auto result = json{{"currency", "ZUSD"}, {"volume", "0.0000"}};
  const auto names = field(what, "pair");
  auto rest = std::string_view{names};
  while (!rest.empty()) {
    const auto name = take_until(rest, ',');
    const auto& all = all_pairs();
    const auto x = std::find_if(all.begin(), all.end(), [&](const pair& each) {
      return each.id == name || each.altname == name;
    });
    if (x == all.end())
      return unknown_pair();
    result["fees"][x->id] = tier("0.4000");
    result["fees_maker"][x->id] = tier("0.2500");
  }
  return result_reply(result.dump());
}

} // namespace ballast::sim::kraken
