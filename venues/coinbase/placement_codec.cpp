// What became of orders: placed, previewed, edited, cancelled.
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_row.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/coinbase/trading_codec.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::object;

// Source: "Create Order", new_order_failure_reason: those that a spot order
// without attachments can meet.
constexpr auto refusals = std::to_array<std::string_view>(
  {"UNSUPPORTED_ORDER_CONFIGURATION",
   "INVALID_SIDE",
   "INVALID_PRODUCT_ID",
   "INVALID_SIZE_PRECISION",
   "INVALID_PRICE_PRECISION",
   "INSUFFICIENT_FUND",
   "INSUFFICIENT_FUNDS",
   "INVALID_LEDGER_BALANCE",
   "ORDER_ENTRY_DISABLED",
   "INELIGIBLE_PAIR",
   "INVALID_LIMIT_PRICE_POST_ONLY",
   "INVALID_LIMIT_PRICE",
   "INVALID_NO_LIQUIDITY",
   "INVALID_REQUEST",
   "COMMANDER_REJECTED_NEW_ORDER",
   "UNTRADABLE_PRODUCT",
   "GEOFENCING_RESTRICTION",
   "MISSING_MARKET_TRADE_DATA",
   "FOK_DISABLED",
   "FOK_ONLY_ALLOWED_ON_LIMIT_ORDERS",
   "POST_ONLY_NOT_ALLOWED_WITH_FOK",
   "END_TIME_TOO_FAR_IN_FUTURE",
   "END_TIME_IS_IN_THE_PAST",
   "GTD_ORDERS_MUST_HAVE_END_TIME",
   "LIMIT_PRICE_TOO_FAR_FROM_MARKET",
   "LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_BUY",
   "LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_SELL",
   "PRICE_NOT_ALLOWED_FOR_MARKET_ORDERS",
   "QUOTE_ORDERS_NOT_ALLOWED_FOR_PRODUCT",
   "FRACTIONAL_ORDERS_NOT_ALLOWED_FOR_PRODUCT",
   "ASSET_BALANCE_INCREASE_REJECT",
   "BREACHED_RISK_LIMIT",
   "PRODUCT_TRADING_HALTED",
   "TRADING_DISABLED"});

struct cancel_reason {
  std::string_view word;
  cancel_fate fate;
};

// Source: "Cancel Orders", failure_reason.
constexpr auto cancel_reasons = std::array{
  cancel_reason{"UNKNOWN_CANCEL_FAILURE_REASON", cancel_fate::unknown},
  cancel_reason{"INVALID_CANCEL_REQUEST", cancel_fate::unknown},
  cancel_reason{"UNKNOWN_CANCEL_ORDER", cancel_fate::unknown_order},
  cancel_reason{"COMMANDER_REJECTED_CANCEL_ORDER", cancel_fate::unknown},
  cancel_reason{"DUPLICATE_CANCEL_REQUEST", cancel_fate::taken},
  cancel_reason{"INVALID_CANCEL_PRODUCT_ID", cancel_fate::refused},
  cancel_reason{"NOT_ALLOWED_TO_CANCEL", cancel_fate::refused},
  cancel_reason{"ORDER_IS_FULLY_FILLED", cancel_fate::already_over},
  cancel_reason{"ORDER_IS_BEING_REPLACED", cancel_fate::refused},
};

bool speaks_of_duplicate(std::string_view words) {
  constexpr auto word = std::string_view{"duplicate"};
  return std::search(words.begin(), words.end(), word.begin(), word.end(),
                     [](char a, char b) {
                       return std::tolower(static_cast<unsigned char>(a)) == b;
                     })
         != words.end();
}

/// Judges a reply by its status; `ok` where its body may be read.
template <class Answer>
Answer judged_by_status(const net::reply& x) {
  auto found = judge(x, subject::product);
  Answer result;
  result.kind = found.kind;
  result.text = std::move(found.text);
  result.limits = limits_of(x);
  return result;
}

/// Parses the body of a 200 for `then`; what is no object is malformed.
template <class Answer, class Then>
void read_body(Answer& to, const net::reply& x, Then then) {
  const auto body = without_mark(x.body);
  const auto found = with_members<done>(body, [&](const object& members) {
    then(members);
    return content<done>{done{}, {}, false};
  });
  if (found.value)
    return;
  to.kind = outcome_kind::malformed;
  to.text = printable(found.text);
}

/// A 200 that says no: its words, and a business "no" where they are of none of
/// the known kinds.
template <class Answer>
void refuse(Answer& to, const net::reply& x) {
  auto words = judge_unfit(without_mark(x.body), subject::product,
                           "refused without a word");
  to.kind = words.kind == outcome_kind::malformed ? outcome_kind::refused
                                                  : words.kind;
  to.text = std::move(words.text);
}

template <class Answer>
void call_malformed(Answer& to, std::string_view why) {
  to.kind = outcome_kind::malformed;
  to.text = printable(why);
}

/// By the reasons in a refusal, of which one that is known is enough.
placement fate_of_refusal(const object& error) {
  auto fate = placement::unknown;
  for (const auto* name :
       {"error", "preview_failure_reason", "new_order_failure_reason"}) {
    const auto reason = text_at(error, name);
    if (speaks_of_duplicate(reason))
      return placement::unknown;
    if (fate_of_reason(reason) == placement::refused)
      fate = placement::refused;
  }
  const auto speaks = text_at(error, "message");
  // Of a portfolio that has no wallet of the quote currency.
  if (speaks.find("account is not available") != std::string_view::npos)
    fate = placement::refused;
  return fate;
}

std::optional<order_report> read_placed(const object& body) {
  const auto placed = object_at(body, "success_response");
  if (!placed)
    return std::nullopt;
  const auto symbol = symbol_of(text_at(*placed, "product_id"));
  const auto side = side_of(text_at(*placed, "side"));
  order_report order;
  order.venue_id = text_at(*placed, "order_id");
  if (order.venue_id.empty() || !symbol || !side)
    return std::nullopt;
  order.client_id = text_at(*placed, "client_order_id");
  order.symbol = *symbol;
  order.side = *side;
  order.fee_currency = symbol->quote;
  // It is an echo of ours: what cannot be read there takes nothing from the
  // order that was placed.
  if (!read_configuration(order, body))
    order.type = order_type::other;
  return order;
}

void read_placement(placement_answer& to, const net::reply& x,
                    const object& body) {
  const auto success = flag_at(body, "success");
  if (success == true) {
    // An error_response beside it holds the zero values of its enumerations.
    if (auto order = read_placed(body)) {
      to.fate = placement::accepted;
      to.value = std::move(order);
      return;
    }
    call_malformed(to, "a success that lacks order_id, product_id or side");
    return;
  }
  refuse(to, x);
  const auto error = object_at(body, "error_response");
  if (success == false && error)
    to.fate = fate_of_refusal(*error);
}

/// The words of an edit: under `errors`, an object or a list of them, or under
/// `error_response`.
placement fate_of_edit(const object& body) {
  auto fate = placement::unknown;
  const auto look = [&](const object& error) {
    for (const auto* name : {"edit_failure_reason", "edit_order_failure_reason",
                             "preview_failure_reason"}) {
      const auto reason = text_at(error, name);
      if (!reason.empty() && !reason.starts_with("UNKNOWN_"))
        fate = placement::refused;
    }
  };
  if (const auto error = object_at(body, "error_response"))
    look(*error);
  if (const auto error = object_at(body, "errors"))
    look(*error);
  if (const auto errors = list_at(body, "errors"))
    for (const auto x : *errors)
      if (object error; x.get_object().get(error) == simdjson::SUCCESS)
        look(error);
  return fate;
}

void read_edit(placement_answer& to, const net::reply& x, const object& body) {
  const auto success = flag_at(body, "success");
  if (success == true) {
    to.fate = placement::accepted;
    to.value = order_report{};
    if (const auto edited = object_at(body, "success_response"))
      to.value->venue_id = text_at(*edited, "order_id");
    return;
  }
  refuse(to, x);
  if (success == false)
    to.fate = fate_of_edit(body);
}

void read_cancel(cancel_answer& to, const object& body) {
  const auto results = list_at(body, "results");
  object one;
  if (!results || results->size() != 1
      || results->at(0).get_object().get(one) != simdjson::SUCCESS) {
    call_malformed(to, "expected the result of one order");
    return;
  }
  const auto reason = text_at(one, "failure_reason");
  const auto success = flag_at(one, "success");
  // UNKNOWN_CANCEL_FAILURE_REASON beside it is the enumeration's zero value.
  to.fate = success == true    ? cancel_fate::taken
            : success == false ? fate_of_cancel_reason(reason)
                               : cancel_fate::unknown;
  if (to.fate == cancel_fate::taken) {
    to.value = done{};
    return;
  }
  to.kind = success ? outcome_kind::refused : outcome_kind::malformed;
  to.text = printable(reason.empty() ? "a result without a reason" : reason);
}

/// The words of `errs`; empty where the preview has no objection.
content<std::string> read_preview(const object& body) {
  const auto errors = list_at(body, "errs");
  if (!errors)
    return unfit{"expected a list of errs"};
  std::string words;
  for (const auto x : *errors)
    words.append(words.empty() ? "" : ", ").append(text_of(x));
  return {std::move(words), {}, false};
}

} // namespace

bool proves_refusal(const net::reply& x) {
  const auto words = words_of_error(x.body);
  if (speaks_of_duplicate(words))
    return false;
  switch (x.status) {
  case 401:
  case 403:
  case 418:
  case 429:
    return true;
  case 400:
  case 404:
  case 422:
    return !words.empty();
  default:
    return false;
  }
}

placement fate_of_reason(std::string_view reason) {
  if (reason.starts_with("PREVIEW_"))
    return placement::refused;
  return std::find(refusals.begin(), refusals.end(), reason) == refusals.end()
           ? placement::unknown
           : placement::refused;
}

cancel_fate fate_of_cancel_reason(std::string_view reason) {
  const auto* found
    = std::find_if(cancel_reasons.begin(), cancel_reasons.end(),
                   [&](const cancel_reason& x) { return x.word == reason; });
  return found == cancel_reasons.end() ? cancel_fate::unknown : found->fate;
}

placement_answer decode_placement(const net::reply& x) {
  auto result = judged_by_status<placement_answer>(x);
  if (result.kind == outcome_kind::ok)
    read_body(result, x,
              [&](const object& body) { read_placement(result, x, body); });
  else if (proves_refusal(x))
    result.fate = placement::refused;
  return result;
}

placement_answer decode_edit(const net::reply& x) {
  auto result = judged_by_status<placement_answer>(x);
  if (result.kind == outcome_kind::ok)
    read_body(result, x,
              [&](const object& body) { read_edit(result, x, body); });
  else if (proves_refusal(x))
    result.fate = placement::refused;
  return result;
}

answer<done> decode_preview(const net::reply& x) {
  auto read
    = read_reply<std::string>(x, subject::product, [](std::string_view body) {
        return with_members<std::string>(body, read_preview);
      });
  if (!read.value)
    return {read.kind, std::move(read.text), read.limits, {}};
  if (!read.value->empty())
    return {outcome_kind::refused, printable(*read.value), read.limits, {}};
  return {outcome_kind::ok, {}, read.limits, done{}};
}

cancel_answer decode_cancel(const net::reply& x) {
  auto result = judged_by_status<cancel_answer>(x);
  if (result.kind == outcome_kind::ok)
    read_body(result, x,
              [&](const object& body) { read_cancel(result, body); });
  else if (proves_refusal(x))
    result.fate
      = x.status == 404 ? cancel_fate::unknown_order : cancel_fate::refused;
  return result;
}

} // namespace ballast::venues::coinbase
