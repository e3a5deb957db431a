// Feeds of what an account's own orders do.
#include "sim/object_writer.hpp"
#include "sim/okx/feed.hpp"
#include "sim/okx/order_json.hpp"

#include <chrono>
#include <set>
#include <utility>

namespace ballast::sim::okx {

namespace {

using namespace std::chrono_literals;

/// The argument with the user's number in it, as pushes of members have it.
std::string arg_with_uid(const topic& what, const std::string& uid) {
  auto out = what.json;
  out.pop_back();
  return out + R"(,"uid":")" + uid + "\"}";
}

class member_feed : public feed {
public:
  member_feed(const topic& what, member whose)
      : what_{what}, whose_{std::move(whose)}, arg_{arg_with_uid(what,
                                                                 whose_.uid)},
        told_{whose_.orders->engine().last_event(whose_.account)} {}

protected:
  /// What happened since the last time.
  std::vector<account_event> news(instant now) {
    whose_.orders->wallets(whose_.account, now); // Lets time pass.
    auto all = whose_.orders->engine().events(whose_.account, told_);
    if (!all.empty())
      told_ = all.back().number;
    return all;
  }

  const topic what_;
  const member whose_;
  const std::string arg_;

private:
  std::uint64_t told_;
};

/// No snapshot: what is open is asked for.
class order_feed : public member_feed {
public:
  using member_feed::member_feed;

  void append_due(std::vector<std::string>& out, instant now) override {
    for (const auto& x : news(now))
      if (x.what != account_event::kind::balance
          && (what_.instrument.empty() || what_.instrument == x.order.market))
        out.push_back(R"({"arg":)" + arg_ + R"(,"data":[)"
                      + pushed_order_json(x) + "]}");
  }
};

/// All at first, then what changes; all again every five seconds, unless only
/// events are asked for.
class account_feed : public member_feed {
public:
  using member_feed::member_feed;

  void append_due(std::vector<std::string>& out, instant now) override {
    constexpr auto pause = 5s;
    auto changed = std::string{};
    for (const auto& x : news(now))
      if (x.what == account_event::kind::balance && concerns(x.currency))
        changed += (changed.empty() ? "" : ",") + x.currency;
    if (!was_told_) {
      push(out, now, "snapshot", what_.currency);
    } else if (!changed.empty()) {
      push(out, now, "event_update", changed);
    } else if (!what_.events_only && now.steady - last_ >= pause) {
      push(out, now, "interval_update", what_.currency);
    }
  }

private:
  bool concerns(const std::string& currency) const {
    return what_.currency.empty() || what_.currency == currency;
  }
  void push(std::vector<std::string>& out, instant now, std::string_view why,
            const std::string& currencies) {
    was_told_ = true;
    last_ = now.steady;
    auto message = std::string{};
    object_writer{message}
      .bare("arg", arg_)
      .text("eventType", why)
      .number("curPage", 1)
      .flag("lastPage", true)
      .bare("data", '['
                      + balance_json(whose_.wallets(now), currencies, now.wall,
                                     why == "event_update")
                      + ']')
      .end();
    out.push_back(std::move(message));
  }

  bool was_told_ = false;
  time_point last_{};
};

/// Balances alone; a spot account has no positions.
class position_feed : public member_feed {
public:
  using member_feed::member_feed;

  void append_due(std::vector<std::string>& out, instant now) override {
    auto changed = std::set<std::string>{};
    for (const auto& x : news(now))
      if (x.what == account_event::kind::balance)
        changed.insert(x.currency);
    const auto is_first = !std::exchange(was_told_, true);
    if (!is_first && changed.empty())
      return;
    const auto stamp = milliseconds_text(now.wall);
    auto balances = std::string{"["};
    const auto owned = whose_.wallets(now);
    for (const auto& [currency, amount] : owned.all())
      if (is_first ? !amount.total().is_zero() : changed.contains(currency))
        object_writer{balances}
          .text("ccy", currency)
          .text("cashBal", amount.total().to_string())
          .text("uTime", stamp)
          .end();
    auto data = std::string{};
    object_writer{data}
      .text("pTime", stamp)
      .text("eventType", is_first ? "snapshot" : "filled")
      .bare("balData", balances + ']')
      .bare("posData", "[]")
      .bare("trades", "[]")
      .end();
    out.push_back(R"({"arg":)" + arg_ + R"(,"data":[)" + data + "]}");
  }

private:
  bool was_told_ = false;
};

} // namespace

std::unique_ptr<feed> make_private_feed(const topic& what, member whose,
                                        instant now) {
  whose.orders->wallets(whose.account, now); // What is past is not told.
  if (what.channel == "orders" && (what.type == "SPOT" || what.type == "ANY"))
    return std::make_unique<order_feed>(what, std::move(whose));
  if (what.channel == "account")
    return std::make_unique<account_feed>(what, std::move(whose));
  if (what.channel == "balance_and_position")
    return std::make_unique<position_feed>(what, std::move(whose));
  return nullptr;
}

} // namespace ballast::sim::okx
