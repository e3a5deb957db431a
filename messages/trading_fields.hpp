// How orders, fills, candles and lines of the journal travel. As fields.hpp,
// which has the reasons.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/order_desk.hpp"
#include "messages/fields.hpp"

#include <cstdint>
#include <optional>

namespace ballast {

/// Calendar time as milliseconds.
struct wire_time {
  unix_time value;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, wire_time& x) {
  auto count = static_cast<std::int64_t>(x.value.time_since_epoch().count());
  auto load = [&]() -> caf::error {
    x.value = unix_time{std::chrono::milliseconds{count}};
    return caf::none;
  };
  return f(count, caf::meta::load_callback(load));
}

/// One that may be absent.
struct maybe_time {
  bool there = false;
  wire_time at;
  maybe_time() = default;
  maybe_time(std::optional<unix_time> x) : there{x.has_value()} {
    if (x)
      at.value = *x;
  }
  std::optional<unix_time> get() const {
    return there ? std::optional{at.value} : std::nullopt;
  }
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, maybe_time& x) {
  return f(x.there, x.at);
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, candle& x) {
  wire_time start{x.start};
  f64 open = x.open;
  f64 high = x.high;
  f64 low = x.low;
  f64 close = x.close;
  f64 volume = x.volume;
  auto load = [&]() -> caf::error {
    x = {start.value, open, high, low, close, volume, x.closed};
    return caf::none;
  };
  return f(caf::meta::type_name("candle"), start, open, high, low, close,
           volume, x.closed, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_ticket& x) {
  maybe_time expires{x.expires};
  auto load = [&]() -> caf::error {
    x.expires = expires.get();
    if (auto wrong = in_range(x.side, side::sell, "ticket.side"))
      return wrong;
    if (auto wrong = in_range(x.type, order_type::stop_limit, "ticket.type"))
      return wrong;
    return in_range(x.lives, time_in_force::day, "ticket.lives");
  };
  return f(caf::meta::type_name("order_ticket"), x.client_id, x.side, x.type,
           x.size, x.cost, x.price, x.trigger, x.lives, expires, x.post_only,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, order_report& x) {
  maybe_time created{x.created};
  maybe_time updated{x.updated};
  auto load = [&]() -> caf::error {
    x.created = created.get();
    x.updated = updated.get();
    if (auto wrong = in_range(x.side, side::sell, "report.side"))
      return wrong;
    if (auto wrong = in_range(x.type, order_type::stop_limit, "report.type"))
      return wrong;
    if (auto wrong = in_range(x.lives, time_in_force::day, "report.lives"))
      return wrong;
    return in_range(x.state, order_state::rejected, "report.state");
  };
  return f(caf::meta::type_name("order_report"), x.venue_id, x.client_id,
           x.symbol, x.side, x.type, x.lives, x.post_only, x.size, x.cost,
           x.price, x.filled, x.filled_cost, x.average_price, x.fee,
           x.fee_currency, x.state, x.reason, created, updated,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, fill& x) {
  maybe<bool> maker{x.maker};
  wire_time at{x.at};
  auto load = [&]() -> caf::error {
    x.maker = maker.get();
    x.at = at.value;
    return in_range(x.side, side::sell, "fill.side");
  };
  return f(caf::meta::type_name("fill"), x.trade_id, x.order_id, x.client_id,
           x.symbol, x.side, x.price, x.size, x.fee, x.fee_currency, maker, at,
           caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, desk_duty& x) {
  maybe_time since{x.since};
  auto load = [&]() -> caf::error {
    x.since = since.get();
    if (auto wrong = in_range(x.kind, desk_duty_kind::list_fills, "duty.kind"))
      return wrong;
    return in_range(x.purpose, order_purpose::guard, "duty.purpose");
  };
  return f(caf::meta::type_name("desk_duty"), x.kind, x.client_id, x.venue_id,
           x.market, x.page, since, x.purpose, caf::meta::load_callback(load));
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, journal_entry& x) {
  wire_time at{x.at};
  maybe_time expires{x.expires};
  maybe_time until{x.until};
  auto load = [&]() -> caf::error {
    x.at = at.value;
    x.expires = expires.get();
    x.until = until.get();
    if (auto wrong = in_range(x.kind, journal_kind_last, "entry.kind"))
      return wrong;
    if (auto wrong = in_range(x.side, side::sell, "entry.side"))
      return wrong;
    if (auto wrong = in_range(x.type, order_type::stop_limit, "entry.type"))
      return wrong;
    if (auto wrong = in_range(x.lives, time_in_force::day, "entry.lives"))
      return wrong;
    if (auto wrong = in_range(x.purpose, order_purpose::guard, "entry.purpose"))
      return wrong;
    if (auto wrong = in_range(x.fate, placement::unknown, "entry.fate"))
      return wrong;
    return in_range(x.state, order_state::rejected, "entry.state");
  };
  return f(caf::meta::type_name("journal_entry"), x.kind, at, x.venue,
           x.account, x.client_id, x.venue_id, x.symbol, x.side, x.type,
           x.lives, x.post_only, x.purpose, x.fate, x.state, x.size, x.cost,
           x.price, x.trigger, x.filled, x.filled_cost, x.fee, x.fee_currency,
           x.trade_id, expires, until, x.text, caf::meta::load_callback(load));
}

} // namespace ballast
