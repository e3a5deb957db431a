// The private channels: what happens to an account's orders and money.
// Source: kraken.md section 9 and the messages recorded with it.
#include "sim/kraken/channel.hpp"
#include "sim/kraken/order_text.hpp"
#include "sim/kraken/stream_text.hpp"
#include "sim/matching_ids.hpp"
#include "sim/object_writer.hpp"
#include "sim/wallet.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

const pair& pair_of(const std::string& id) {
  const auto& all = all_pairs();
  return *std::find_if(all.begin(), all.end(),
                       [&](const pair& x) { return x.id == id; });
}

/// What a client wrote may hold anything.
std::string quoted(const std::string& x) {
  return json(x).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string status_of(const order_record& x) {
  switch (x.state) {
  case order_state::pending:
    return "pending_new";
  case order_state::open:
    return x.fills > 0 ? "partially_filled" : "new";
  case order_state::filled:
    return "filled";
  case order_state::expired:
    return "expired";
  case order_state::cancelled:
  case order_state::rejected:
    break;
  }
  return "canceled";
}

std::string reason_of(order_ending x) {
  switch (x) {
  case order_ending::by_user:
    return "User requested";
  case order_ending::expired:
    return "Order expired";
  case order_ending::immediate:
    return "Out of liquidity";
  case order_ending::all_or_none:
    return "Cannot be filled whole";
  default:
    return "Post only order";
  }
}

const char* lives_of(const order_ticket& x) {
  switch (x.lives) {
  case time_in_force::immediate_or_cancel:
    return "IOC";
  case time_in_force::fill_or_kill:
    return "FOK";
  case time_in_force::good_till_time:
    return "GTD";
  default:
    return "GTC";
  }
}

/// Fees of dollar pairs are known in dollars; of others no rate is at hand.
std::string fee_in_dollars(decimal fee, const std::string& currency) {
  return currency == "ZUSD" ? fee.to_string() : "0";
}

/// What every report of an order has.
void write_ids(object_writer& row, const order_record& x) {
  row.text("order_id", x.venue_id).number("order_userref", note_of(x).userref);
  if (!x.ticket.client_id.empty())
    row.bare("cl_ord_id", quoted(x.ticket.client_id));
}

void write_filled(object_writer& row, const order_record& x) {
  const auto& where = pair_of(x.market);
  row.bare("cum_qty", quantity_text(x.filled, where))
    .bare("cum_cost", x.filled_cost.to_string())
    .bare("avg_price",
          price_text(average_price(x, where.price_decimals + 4), where))
    .bare("fee_usd_equiv", fee_in_dollars(x.fee, x.fee_currency));
}

void write_terms(object_writer& row, const order_record& x) {
  const auto& where = pair_of(x.market);
  const auto is_limit = x.ticket.type != order_type::market;
  row.text("symbol", symbol_of(where))
    .text("side", x.ticket.side == side::buy ? "buy" : "sell")
    .text("order_type", name_of(x.ticket.type));
  if (x.ticket.size.is_zero())
    row.bare("cash_order_qty", x.ticket.cost.to_string());
  else
    row.bare("order_qty", quantity_text(x.ticket.size, where));
  if (is_limit)
    row.text("limit_price_type", "static")
      .bare("limit_price", price_text(x.ticket.price, where))
      .flag("post_only", x.ticket.post_only);
  row.bare("stop_price", price_text(x.ticket.trigger, where))
    .text("time_in_force", lives_of(x.ticket))
    .text("fee_ccy_pref", x.fee_in == fee_rule::base ? "fcib" : "fciq");
}

/// All that there is to say of an order.
std::string whole_report(const order_record& x, const char* type,
                         const std::string& status, unix_time at) {
  auto out = std::string{};
  auto row = object_writer{out};
  write_ids(row, x);
  row.text("exec_type", type).text("order_status", status);
  write_terms(row, x);
  write_filled(row, x);
  row.text("timestamp", microseconds_text(at)).end();
  return out;
}

/// What changed of an order, which is all that later reports have.
std::string short_report(const order_record& x, const std::string& type,
                         unix_time at) {
  auto out = std::string{};
  auto row = object_writer{out};
  row.text("timestamp", microseconds_text(at))
    .text("order_status", type == "amended" || type == "new" || type == "status"
                            ? status_of(x)
                            : type)
    .text("exec_type", type);
  write_ids(row, x);
  if (type != "new")
    write_filled(row, x);
  if (type == "amended")
    row.bare("order_qty", quantity_text(x.ticket.size, pair_of(x.market)))
      .bare("limit_price", price_text(x.ticket.price, pair_of(x.market)));
  if (type == "canceled" || type == "expired")
    row.text("cancel_reason", reason_of(x.ending))
      .text("reason", reason_of(x.ending));
  row.end();
  return out;
}

std::string trade_report(const fill& what, std::uint64_t number,
                         const order_record& x) {
  const auto& where = pair_of(x.market);
  auto out = std::string{};
  auto row = object_writer{out};
  write_ids(row, x);
  row.text("exec_id", what.trade_id)
    .text("exec_type", "trade")
    .number("trade_id", static_cast<std::int64_t>(number))
    .text("symbol", symbol_of(where))
    .text("side", what.side == side::buy ? "buy" : "sell")
    .bare("last_qty", quantity_text(what.size, where))
    .bare("last_price", price_text(what.price, where))
    .text("liquidity_ind", what.maker.value_or(false) ? "m" : "t")
    .bare("cost", product(what.price, what.size).to_string())
    .text("order_type", name_of(x.ticket.type))
    .text("timestamp", microseconds_text(what.at))
    .text("order_status", status_of(x))
    .bare("cum_qty", quantity_text(x.filled, where))
    .bare("cum_cost", x.filled_cost.to_string())
    .bare("avg_price",
          price_text(average_price(x, where.price_decimals + 4), where))
    .bare("fee_usd_equiv", fee_in_dollars(what.fee, what.fee_currency))
    .bare("fees", R"([{"asset":")" + asset_symbol_of(what.fee_currency)
                    + R"(","qty":)" + what.fee.to_string() + "}]")
    .end();
  return out;
}

/// What both channels share: a journal read on, and numbered messages.
class account_channel : public channel {
protected:
  account_channel(const matching& engine, std::size_t account)
      : engine_{engine}, account_{account}, seen_{engine.last_event(account)} {}

  const matching& engine() const { return engine_; }
  std::size_t account() const { return account_; }
  std::vector<account_event> news() {
    auto result = engine_.events(account_, seen_);
    if (!result.empty())
      seen_ = result.back().number;
    return result;
  }
  void send(message_list& out, const char* name, const char* type,
            const std::string& rows) {
    out.push_back(data_message(name, type, rows, ++sequence_));
  }

private:
  const matching& engine_;
  std::size_t account_;
  std::uint64_t seen_;
  std::uint64_t sequence_ = 0;
};

class executions_channel : public account_channel {
public:
  struct options {
    bool orders = true;  ///< In the snapshot.
    bool trades = false; ///< The same.
    std::uint32_t rate_count_max = 0;
  };
  executions_channel(const matching& engine, std::size_t account,
                     const options& opts)
      : account_channel{engine, account}, opts_{opts} {}

  json terms() const override {
    return {{"channel", "executions"},
            {"maxratecount", opts_.rate_count_max},
            {"snap_orders", opts_.orders},
            {"snap_trades", opts_.trades}};
  }
  void begin(message_list& out, instant /*now*/) override {
    if (opts_.trades)
      send(out, "executions", "snapshot", last_fills());
    if (opts_.orders)
      send(out, "executions", "snapshot", open_orders());
  }
  void look(message_list& out, instant /*now*/) override {
    const auto tell = [&](const std::string& report) {
      send(out, "executions", "update", report);
    };
    for (const auto& x : news())
      switch (x.what) {
      case account_event::kind::accepted:
        tell(whole_report(x.order, "pending_new", "pending_new", x.at));
        tell(short_report(x.order, "new", x.at));
        break;
      case account_event::kind::traded:
        tell(
          trade_report(*x.trade, number_of_fill(x.trade->trade_id), x.order));
        if (x.order.state == order_state::filled)
          tell(short_report(x.order, "filled", x.at));
        break;
      case account_event::kind::amended:
        tell(short_report(x.order, "amended", x.at));
        break;
      case account_event::kind::ended:
        tell(short_report(x.order, status_of(x.order), x.at));
        break;
      case account_event::kind::woken:
        tell(short_report(x.order, "status", x.at));
        break;
      case account_event::kind::balance:
        break;
      }
  }

private:
  std::string open_orders() const {
    auto rows = std::string{};
    for (const auto& x : engine().orders())
      if (x.account == account() && !is_over(x.state))
        rows += (rows.empty() ? "" : ",")
                + whole_report(x, "new", status_of(x), x.updated);
    return rows;
  }
  std::string last_fills() const {
    constexpr auto count_max = 50;
    auto rows = std::string{};
    auto count = 0;
    const auto& all = engine().fills();
    for (auto x = all.rbegin(); x != all.rend() && count < count_max; ++x) {
      if (x->account != account())
        continue;
      rows += (rows.empty() ? "" : ",")
              + trade_report(x->what, x->number,
                             *engine().find(account(), x->what.order_id));
      ++count;
    }
    return rows;
  }
  std::uint64_t number_of_fill(const std::string& id) const {
    const auto& all = engine().fills();
    const auto at
      = std::find_if(all.rbegin(), all.rend(), [&](const fill_record& x) {
          return x.what.trade_id == id;
        });
    return at == all.rend() ? 0 : at->number;
  }

  options opts_;
};

class balances_channel : public account_channel {
public:
  balances_channel(const matching& engine, std::size_t account, bool snapshot)
      : account_channel{engine, account}, snapshot_{snapshot} {
    for (const auto& [asset, x] : engine.wallets(account).all())
      totals_[asset] = x.total();
  }

  json terms() const override {
    return {{"channel", "balances"}, {"snapshot", snapshot_}};
  }
  void begin(message_list& out, instant /*now*/) override {
    if (!snapshot_)
      return;
    auto rows = std::string{};
    for (const auto& [asset, total] : totals_)
      object_writer{rows}
        .text("asset", asset_symbol_of(asset))
        .text("asset_class", "currency")
        .bare("balance", total.to_string())
        .bare("wallets", R"([{"type":"spot","id":"main","balance":)"
                           + total.to_string() + "}]")
        .end();
    send(out, "balances", "snapshot", rows);
  }
  void look(message_list& out, instant /*now*/) override {
    for (const auto& x : news()) {
      if (x.what == account_event::kind::traded)
        last_ = *x.trade;
      if (x.what == account_event::kind::balance)
        tell(out, x);
    }
  }

private:
  /// Of what an order only holds the ledger knows nothing.
  void tell(message_list& out, const account_event& x) {
    auto& total = totals_[x.currency];
    const auto change = x.balance.total() - total;
    total = x.balance.total();
    if (change.is_zero())
      return;
    const auto fee = last_.fee_currency == x.currency ? last_.fee : decimal{};
    auto row = std::string{};
    object_writer{row}
      .text("ledger_id", grouped_id('L', account(), last_.trade_id, x.number))
      .text("ref_id", last_.trade_id)
      .text("timestamp", microseconds_text(x.at))
      .text("type", "trade")
      .text("asset", asset_symbol_of(x.currency))
      .text("asset_class", "currency")
      .text("category", "trade")
      .text("wallet_type", "spot")
      .text("wallet_id", "main")
      .bare("amount", (change + fee).to_string())
      .bare("fee", fee.to_string())
      .bare("balance", total.to_string())
      .end();
    send(out, "balances", "update", row);
  }

  bool snapshot_;
  std::map<std::string, decimal> totals_; ///< By asset, as told.
  fill last_; ///< The one that the next changes come from.
};

} // namespace

made_channel make_account_channel(const channel_sources& from,
                                  std::size_t account,
                                  std::uint32_t rate_count_max,
                                  const nlohmann::json& params) {
  const auto& engine = from.orders.engine();
  if (text_of(params, "channel") == "balances") {
    const auto snapshot = flag_of(params, "snapshot", true);
    if (!snapshot)
      return std::string{"EGeneral:Invalid arguments:snapshot"};
    return std::make_unique<balances_channel>(engine, account, *snapshot);
  }
  const auto orders = flag_of(params, "snap_orders", true);
  const auto trades = flag_of(params, "snap_trades", false);
  if (!orders || !trades)
    return std::string{"EGeneral:Invalid arguments:snap_orders"};
  return std::make_unique<executions_channel>(
    engine, account,
    executions_channel::options{*orders, *trades, rate_count_max});
}

} // namespace ballast::sim::kraken
