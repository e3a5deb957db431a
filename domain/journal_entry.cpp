#include "domain/journal_entry.hpp"

namespace ballast {

const char* to_string(journal_kind x) noexcept {
  switch (x) {
  case journal_kind::intent:
    return "intent";
  case journal_kind::unsent:
    return "unsent";
  case journal_kind::answer:
    return "answer";
  case journal_kind::report:
    return "report";
  case journal_kind::fill:
    return "fill";
  case journal_kind::absent:
    return "absent";
  case journal_kind::cancel_wish:
    return "cancel_wish";
  case journal_kind::plan:
    return "plan";
  case journal_kind::halt:
    return "halt";
  case journal_kind::resume:
    return "resume";
  case journal_kind::foreign:
    return "foreign";
  case journal_kind::contradiction:
    return "contradiction";
  case journal_kind::marks:
    return "marks";
  }
  return "?";
}

const char* to_string(order_purpose x) noexcept {
  switch (x) {
  case order_purpose::entry:
    return "entry";
  case order_purpose::exit:
    return "exit";
  case order_purpose::guard:
    return "guard";
  }
  return "unknown purpose";
}

order_ticket ticket_of(const journal_entry& x) {
  order_ticket result;
  result.client_id = x.client_id;
  result.side = x.side;
  result.type = x.type;
  result.size = x.size;
  result.cost = x.cost;
  result.price = x.price;
  result.trigger = x.trigger;
  result.lives = x.lives;
  result.expires = x.expires;
  result.post_only = x.post_only;
  return result;
}

order_report report_of(const journal_entry& x) {
  order_report result;
  result.venue_id = x.venue_id;
  result.client_id = x.client_id;
  result.symbol = x.symbol;
  result.side = x.side;
  result.type = x.type;
  result.lives = x.lives;
  result.post_only = x.post_only;
  result.size = x.size;
  result.cost = x.cost;
  result.price = x.price;
  result.filled = x.filled;
  result.filled_cost = x.filled_cost;
  result.fee = x.fee;
  result.fee_currency = x.fee_currency;
  result.state = x.state;
  result.reason = x.text;
  result.updated = x.until;
  return result;
}

fill fill_of(const journal_entry& x) {
  fill result;
  result.trade_id = x.trade_id;
  result.order_id = x.venue_id;
  result.client_id = x.client_id;
  result.symbol = x.symbol;
  result.side = x.side;
  result.price = x.price;
  result.size = x.size;
  result.fee = x.fee;
  result.fee_currency = x.fee_currency;
  result.at = x.until.value_or(x.at);
  return result;
}

journal_entry entry_of(const order_report& x) {
  journal_entry result;
  result.kind = journal_kind::report;
  result.client_id = x.client_id;
  result.venue_id = x.venue_id;
  result.symbol = x.symbol;
  result.side = x.side;
  result.type = x.type;
  result.lives = x.lives;
  result.post_only = x.post_only;
  result.state = x.state;
  result.size = x.size;
  result.cost = x.cost;
  result.price = x.price;
  result.filled = x.filled;
  result.filled_cost = x.filled_cost;
  result.fee = x.fee;
  result.fee_currency = x.fee_currency;
  result.until = x.updated;
  result.text = x.reason;
  return result;
}

journal_entry entry_of(const fill& x) {
  journal_entry result;
  result.kind = journal_kind::fill;
  result.client_id = x.client_id;
  result.venue_id = x.order_id;
  result.symbol = x.symbol;
  result.side = x.side;
  result.price = x.price;
  result.size = x.size;
  result.fee = x.fee;
  result.fee_currency = x.fee_currency;
  result.trade_id = x.trade_id;
  result.until = x.at;
  return result;
}

} // namespace ballast
