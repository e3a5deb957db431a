#include "sim/okx/trading.hpp"

#include "sim/object_writer.hpp"
#include "sim/okx/order_json.hpp"
#include "sim/okx/replies.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace ballast::sim::okx {

namespace {

using json = nlohmann::json;

matching::options engine_options(std::uint64_t seed, std::size_t accounts) {
  auto x = matching::options{};
  x.seed = seed;
  x.accounts = accounts;
  x.fees = {*decimal::parse("0.0008"), *decimal::parse("0.001")};
  x.fee_in = fee_rule::received;
  x.crossing = matching::crossing_post_only::cancelled;
  x.open_orders_max = 500;
  x.order_id = [](std::uint64_t n) {
    return std::to_string(3'100'000'000'000'000'000 + n * 4'096);
  };
  x.trade_id = [](std::uint64_t n) { return std::to_string(700'000'000 + n); };
  return x;
}

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  if (at == x.end() || at->is_null())
    return {};
  return at->is_string() ? at->get<std::string>() : at->dump();
}

bool is_client_id(std::string_view text) {
  return text.size() <= 32
         && std::all_of(text.begin(), text.end(), [](unsigned char x) {
              return (x >= '0' && x <= '9') || (x >= 'a' && x <= 'z')
                     || (x >= 'A' && x <= 'Z');
            });
}

struct said {
  std::string code;
  std::string text;
};

/// The venue's words for what its engine refuses.
said words_of(order_refusal why) {
  switch (why) {
  case order_refusal::unknown_market:
    return {"51001", "Instrument ID, Instrument ID code or Spread ID doesn't "
                     "exist."};
  case order_refusal::market_halted:
  case order_refusal::market_post_only:
  case order_refusal::market_limit_only:
    return {"51022", "Contract suspended."};
  case order_refusal::bad_size_step:
    return {"51121", "Order quantity must be a multiple of the lot size."};
  case order_refusal::too_small:
  case order_refusal::below_notional:
    return {"51020", "Your order should meet or exceed the minimum order "
                     "amount."};
  case order_refusal::too_large:
    return {"51005", "Your order amount exceeds the max order amount."};
  case order_refusal::insufficient_funds:
    return {"51008", "Order failed. Insufficient balance in account"};
  case order_refusal::duplicate_client_id:
    return {"51016", "Client order ID already exists."};
  case order_refusal::too_many_open:
    return {"51025", "Order count exceeds the limit."};
  default:
    return {"51000", "Parameter px error"};
  }
}

/// Reads what is to be ordered. @returns the parameter that is wrong, or "".
const char* read_ticket(const json& from, order_ticket& into) {
  const auto which = text_at(from, "side");
  if (which != "buy" && which != "sell")
    return "side";
  into.side = which == "buy" ? side::buy : side::sell;
  const auto kind = text_at(from, "ordType");
  into.type = kind == "market" ? order_type::market : order_type::limit;
  into.post_only = kind == "post_only";
  if (kind == "ioc")
    into.lives = time_in_force::immediate_or_cancel;
  else if (kind == "fok")
    into.lives = time_in_force::fill_or_kill;
  else if (kind != "limit" && kind != "market" && kind != "post_only")
    return "ordType";
  into.client_id = text_at(from, "clOrdId");
  if (!is_client_id(into.client_id))
    return "clOrdId";
  const auto size = decimal::parse(text_at(from, "sz"));
  if (!size || *size <= decimal{})
    return "sz";
  // What a buyer at the market says is what is spent, unless told otherwise.
  const auto target = text_at(from, "tgtCcy");
  const auto by_cost
    = kind == "market"
      && (target == "quote_ccy" || (target.empty() && which == "buy"));
  (by_cost ? into.cost : into.size) = *size;
  if (kind == "market")
    return "";
  const auto price = decimal::parse(text_at(from, "px"));
  if (!price || *price <= decimal{})
    return "px";
  into.price = *price;
  return "";
}

} // namespace

struct trading::asked {
  const json& what;
  std::size_t account;
  const std::optional<std::string>& dollars;
  instant now;
};

struct trading::row {
  std::string client_id;
  std::string id;
  std::string code = "0";
  std::string text;
};

trading::trading(std::uint64_t seed, std::size_t accounts,
                 const endowment& balances, market_data& markets)
    : markets_{markets}, engine_{engine_options(seed, accounts)},
      cancels_at_(accounts) {
  for (const auto& x : markets.listings())
    engine_.list(x.market);
  for (auto i = std::size_t{0}; i < accounts; ++i)
    for (const auto& [currency, amount] : balances)
      if (const auto number = decimal::parse(amount))
        engine_.deposit(i, currency, *number);
}

void trading::advance(instant now) {
  engine_.advance(now);
  for (auto i = std::size_t{0}; i < cancels_at_.size(); ++i)
    if (cancels_at_[i] && *cancels_at_[i] <= now.wall) {
      cancels_at_[i].reset();
      engine_.cancel_all(i, std::nullopt, now);
    }
}

/// Source: okx.md section 6.1: zero turns it off, 10 to 120 seconds else.
net::reply trading::cancel_all_after(std::string_view body, std::size_t account,
                                     instant now) {
  const auto doc = json::parse(body, nullptr, false);
  const auto seconds
    = whole_of(doc.is_object() ? text_at(doc, "timeOut") : std::string{});
  constexpr auto least = 10;
  constexpr auto most = 120;
  if (!seconds || (*seconds != 0 && (*seconds < least || *seconds > most)))
    return wrong_parameter("timeOut");
  auto& due = cancels_at_[account];
  due.reset();
  if (*seconds != 0)
    due = now.wall + std::chrono::seconds{*seconds};
  const auto stamp
    = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch());
  auto data = std::string{"["};
  object_writer{data}
    .text("triggerTime", due ? milliseconds_text(*due) : "0")
    .text("tag", "")
    .text("ts", std::to_string(stamp.count()))
    .end();
  return data_reply(data + ']');
}

trading::row trading::place(const asked& x) {
  auto result = row{};
  auto request = order_request{};
  const auto fail = [&](said why) {
    result.code = why.code;
    result.text = why.text;
    return result;
  };
  const auto* const where = markets_.find(text_at(x.what, "instId"), x.now);
  if (where == nullptr)
    return fail(words_of(order_refusal::unknown_market));
  const auto mode = text_at(x.what, "tdMode");
  if (mode != "cash")
    return fail({"51010", "Request unsupported under current account mode"});
  const auto wrong = std::string{read_ticket(x.what, request.ticket)};
  if (!wrong.empty())
    return fail({"51000", "Parameter " + wrong + " error"});
  result.client_id = request.ticket.client_id;
  request.market = where->facts->id;
  if (markets_.state_of(*where, x.now) == "post_only")
    request.state = market_state::post_only;
  const auto planned = engine_.check(x.account, request, x.now);
  const auto* const plan = std::get_if<order_plan>(&planned);
  // Told to be poor, an account has its dollars and nothing else.
  if (x.dollars && plan != nullptr
      && (plan->spends != "USDT" || plan->needs > *decimal::parse(*x.dollars)))
    return fail(words_of(order_refusal::insufficient_funds));
  const auto answer = engine_.place(x.account, request, x.now);
  if (!answer)
    return fail(words_of(answer.why));
  result.id = answer.order->venue_id;
  result.text = "Order placed";
  return result;
}

const order_record* trading::named(std::size_t account, std::string_view market,
                                   std::string_view id,
                                   std::string_view client_id) const {
  const auto* const found = id.empty() ? engine_.find_client(account, client_id)
                                       : engine_.find(account, id);
  return found != nullptr && found->market == market ? found : nullptr;
}

trading::row trading::cancel(const asked& x) {
  auto result
    = row{text_at(x.what, "clOrdId"), text_at(x.what, "ordId"), "0", {}};
  const auto* const found
    = named(x.account, text_at(x.what, "instId"), result.id, result.client_id);
  const auto answer = found == nullptr
                        ? order_answer{}
                        : engine_.cancel(x.account, found->venue_id, x.now);
  if (answer) {
    result.id = answer.order->venue_id;
    result.client_id = answer.order->ticket.client_id;
    return result;
  }
  result.code = "51400";
  result.text = "Order cancellation failed as the order has been filled, "
                "canceled or does not exist.";
  return result;
}

trading::row trading::amend(const asked& x) {
  auto result
    = row{text_at(x.what, "clOrdId"), text_at(x.what, "ordId"), "0", {}};
  const auto* const found
    = named(x.account, text_at(x.what, "instId"), result.id, result.client_id);
  if (found == nullptr || is_over(found->state)) {
    result.code = "51503";
    result.text = "Your order has already been filled or canceled.";
    return result;
  }
  auto change = matching::amendment{};
  if (const auto size = decimal::parse(text_at(x.what, "newSz")))
    change.size = *size;
  if (const auto price = decimal::parse(text_at(x.what, "newPx")))
    change.price = *price;
  result.id = found->venue_id;
  result.client_id = found->ticket.client_id;
  const auto answer = engine_.amend(x.account, found->venue_id, change, x.now);
  if (!answer) {
    const auto why = words_of(answer.why);
    result.code = why.code;
    result.text = why.text;
  }
  return result;
}

net::reply trading::write(std::string_view path, std::string_view body,
                          std::size_t account,
                          const std::optional<std::string>& dollars,
                          instant now) {
  constexpr auto batch_max = std::size_t{20};
  if (body.empty())
    return error_reply(400, "50000", "Body for POST request cannot be empty.");
  advance(now);
  if (path == "trade/cancel-all-after")
    return cancel_all_after(body, account, now);
  auto doc = json::parse(body, nullptr, false);
  if (doc.is_discarded())
    return error_reply(400, "50002", "JSON syntax error");
  if (doc.is_object())
    doc = json::array({doc});
  if (!doc.is_array() || doc.empty() || doc.size() > batch_max)
    return wrong_parameter("body");
  auto data = std::string{"["};
  auto failed = std::size_t{0};
  const auto stamp = milliseconds_text(now.wall);
  for (const auto& each : doc) {
    if (!each.is_object())
      return error_reply(400, "50002", "JSON syntax error");
    const auto x = asked{each, account, dollars, now};
    const auto done = path.find("cancel") != std::string_view::npos  ? cancel(x)
                      : path.find("amend") != std::string_view::npos ? amend(x)
                                                                     : place(x);
    failed += done.code == "0" ? 0U : 1U;
    const auto client
      = json(is_client_id(done.client_id) ? done.client_id : std::string{});
    object_writer{data}
      .bare("clOrdId", client.dump())
      .text("ordId", done.code == "0" ? done.id : "")
      .text("tag", "")
      .text("ts", stamp)
      .text("sCode", done.code)
      .text("sMsg", done.text)
      .text("subCode", "")
      .end();
  }
  auto out = data_reply(data + ']');
  out.body.pop_back();
  out.body
    += R"(,"inTime":")" + stamp + R"(000","outTime":")" + stamp + R"(999"})";
  if (failed > 0)
    out.body.replace(0, std::string_view{R"({"code":"0","msg":"")"}.size(),
                     failed == doc.size()
                       ? R"({"code":"1","msg":"All operations failed")"
                       : R"({"code":"2","msg":"Bulk operation partially )"
                         R"(succeeded.")");
  return out;
}

net::reply trading::read(std::string_view path, const request_target& what,
                         std::size_t account, instant now) {
  advance(now);
  if (path == "trade/order")
    return query(what, account);
  if (path.starts_with("trade/fills"))
    return fills(what, account);
  return orders(what, account, path == "trade/orders-pending");
}

net::reply trading::query(const request_target& what,
                          std::size_t account) const {
  const auto market = what.first("instId").value_or("");
  if (market.empty())
    return empty_parameter("instId");
  const auto* const found
    = named(account, market, what.first("ordId").value_or(""),
            what.first("clOrdId").value_or(""));
  return found == nullptr ? error_reply(200, "51603", "Order does not exist.")
                          : data_reply('[' + order_json(*found) + ']');
}

net::reply trading::orders(const request_target& what, std::size_t account,
                           bool only_open) const {
  const auto market = what.first("instId").value_or("");
  const auto after = what.first("after").value_or("");
  const auto limit = whole_of(what.first("limit").value_or("100"));
  if (!limit || *limit < 1 || *limit > 100)
    return wrong_parameter("limit");
  auto data = std::string{"["};
  auto left = *limit;
  const auto& all = engine_.orders();
  for (auto x = all.rbegin(); x != all.rend() && left > 0; ++x) {
    // Ids have all the same length, so that text compares as numbers do.
    if (x->account != account || is_over(x->state) == only_open
        || (!market.empty() && x->market != market)
        || (!after.empty() && x->venue_id >= after))
      continue;
    data += data.size() == 1 ? "" : ",";
    data += order_json(*x);
    --left;
  }
  return data_reply(data + ']');
}

net::reply trading::fills(const request_target& what,
                          std::size_t account) const {
  const auto market = what.first("instId").value_or("");
  const auto order = what.first("ordId").value_or("");
  const auto limit = whole_of(what.first("limit").value_or("100"));
  if (!limit || *limit < 1 || *limit > 100)
    return wrong_parameter("limit");
  auto data = std::string{"["};
  auto left = *limit;
  const auto& all = engine_.fills();
  for (auto x = all.rbegin(); x != all.rend() && left > 0; ++x) {
    if (x->account != account || (!market.empty() && x->market != market)
        || (!order.empty() && x->what.order_id != order))
      continue;
    data += data.size() == 1 ? "" : ",";
    data += fill_json(*x);
    --left;
  }
  return data_reply(data + ']');
}

} // namespace ballast::sim::okx
