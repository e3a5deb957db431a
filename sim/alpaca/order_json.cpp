#include "sim/alpaca/order_desk.hpp"
#include "sim/wire_text.hpp"

namespace ballast::sim::alpaca {

namespace {

/// Appends `,"name":` and text, or null where it is empty.
void member(std::string& out, const char* name, std::string_view text) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += name;
  out += "\":";
  if (text.empty())
    out += "null";
  else
    out.append("\"").append(text).append("\"");
}

std::string time_or_none(const std::optional<unix_time>& x) {
  return x ? iso_milliseconds(*x) : std::string{};
}

std::string amount_or_none(decimal x) {
  return x.is_zero() ? std::string{} : x.to_string();
}

/// A client's own words may hold anything.
std::string escaped(std::string_view text) {
  auto out = std::string{};
  for (const auto c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

/// When it came to its end in one of the ways, or nothing.
std::string ended(const desk_order& x, order_state how) {
  const auto waits_no_more
    = x.cancelled && how == order_state::cancelled ? x.cancelled : std::nullopt;
  if (waits_no_more)
    return time_or_none(waits_no_more);
  if (x.record == nullptr || x.record->state != how || x.replaced)
    return {};
  return iso_milliseconds(x.record->updated);
}

void append_ends(std::string& out, const desk_order& x, bool as_taken) {
  const auto of
    = [&](order_state how) { return as_taken ? std::string{} : ended(x, how); };
  const auto is_filled = x.record != nullptr && !as_taken
                         && x.record->state == order_state::filled;
  member(out, "filled_at",
         is_filled ? time_or_none(x.record->last_fill) : std::string{});
  member(out, "expired_at", of(order_state::expired));
  member(out, "canceled_at", of(order_state::cancelled));
  member(out, "failed_at", of(order_state::rejected));
  member(out, "replaced_at", time_or_none(x.replaced));
  member(out, "replaced_by", x.replaced_by);
  member(out, "replaces", x.replaces);
}

} // namespace

std::string_view status_of(const desk_order& x) {
  if (x.replaced)
    return "replaced";
  if (x.cancelled)
    return "canceled";
  if (x.record == nullptr)
    return "accepted";
  switch (x.record->state) {
  case order_state::pending:
    return "pending_new";
  case order_state::open:
    return x.record->filled.is_zero() ? "new" : "partially_filled";
  case order_state::filled:
    return "filled";
  case order_state::cancelled:
    return "canceled";
  case order_state::expired:
    return "expired";
  case order_state::rejected:
    break;
  }
  return "rejected";
}

bool is_open(const desk_order& x) {
  return !x.replaced && !x.cancelled
         && (x.record == nullptr || !is_over(x.record->state));
}

void append_order_json(std::string& out, const desk_order& x, bool as_taken) {
  const auto& ticket = x.form.ticket;
  const auto* const type = ticket.type == order_type::limit    ? "limit"
                           : ticket.type == order_type::market ? "market"
                                                               : "stop_limit";
  const auto touched
    = x.record == nullptr || as_taken ? x.submitted : x.record->updated;
  const auto filled
    = x.record == nullptr || as_taken ? decimal{} : x.record->filled;
  out += '{';
  member(out, "id", x.id);
  member(out, "client_order_id", escaped(ticket.client_id));
  member(out, "created_at", iso_milliseconds(x.submitted));
  member(out, "updated_at", iso_milliseconds(x.cancelled.value_or(touched)));
  member(out, "submitted_at", iso_milliseconds(x.submitted));
  append_ends(out, x, as_taken);
  member(out, "asset_id", x.form.of->id);
  member(out, "symbol", x.form.of->symbol);
  member(out, "asset_class", x.form.of->is_crypto ? "crypto" : "us_equity");
  member(out, "notional", amount_or_none(ticket.cost));
  member(out, "qty", amount_or_none(ticket.size));
  member(out, "filled_qty", filled.to_string());
  constexpr auto places = 9;
  member(out, "filled_avg_price",
         filled.is_zero() ? std::string{}
                          : average_price(*x.record, places).to_string());
  out += R"(,"order_class":"")";
  member(out, "order_type", type);
  member(out, "type", type);
  member(out, "side", ticket.side == side::buy ? "buy" : "sell");
  member(out, "time_in_force", x.form.lives);
  member(out, "limit_price", amount_or_none(ticket.price));
  member(out, "stop_price", amount_or_none(ticket.trigger));
  member(out, "status",
         as_taken && x.record != nullptr ? "pending_new" : status_of(x));
  out += R"(,"extended_hours":)";
  out += x.form.extended_hours ? "true" : "false";
  for (const auto* name :
       {"legs", "trail_percent", "trail_price", "hwm", "subtag"})
    member(out, name, {});
  member(out, "source", "access_key");
  out += '}';
}

} // namespace ballast::sim::alpaca
