// Fills and what they cost.
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/coinbase/trading_codec.hpp"
#include "venues/left_out.hpp"
#include "venues/text_number.hpp"

#include <utility>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::object;

/// a / b, cut off behind the last place; absent where it leaves the range.
/// @pre neither is negative, b > 0
std::optional<decimal> quotient(decimal a, decimal b) {
  constexpr int base = 10;
  auto whole = a.units() / b.units();
  auto rest = a.units() % b.units();
  for (int place = 0; place < decimal::scale; ++place) {
    if (__builtin_mul_overflow(rest, int128{base}, &rest)
        || __builtin_mul_overflow(whole, int128{base}, &whole))
      return std::nullopt;
    const auto digit = rest / b.units();
    rest %= b.units();
    if (__builtin_add_overflow(whole, digit, &whole))
      return std::nullopt;
  }
  return decimal::from_units(whole);
}

/// In base units: some rows tell it in quote units.
std::optional<decimal> size_of(const object& row, decimal price) {
  const auto size = parse_positive(text_at(row, "size"));
  if (!size || !flag_at(row, "size_in_quote").value_or(false))
    return size;
  const auto base = quotient(*size, price);
  return base && !base->is_zero() ? base : std::nullopt;
}

std::optional<bool> is_maker(std::string_view word) {
  if (word == "MAKER")
    return true;
  if (word == "TAKER")
    return false;
  return std::nullopt;
}

std::optional<fill> read_fill(const object& row) {
  const auto symbol = symbol_of(text_at(row, "product_id"));
  const auto side = side_of(text_at(row, "side"));
  const auto price = parse_positive(text_at(row, "price"));
  const auto size = price ? size_of(row, *price) : std::nullopt;
  const auto fee = derived_amount_of(text_at(row, "commission"));
  const auto at = moment_of(text_at(row, "trade_time"));
  fill result;
  result.trade_id = text_at(row, "entry_id");
  if (result.trade_id.empty())
    result.trade_id = text_at(row, "trade_id");
  result.order_id = text_at(row, "order_id");
  if (result.trade_id.empty() || result.order_id.empty() || !symbol || !side
      || !size || !fee || !at)
    return std::nullopt;
  result.symbol = *symbol;
  result.side = *side;
  result.price = *price;
  result.size = *size;
  result.fee = *fee;
  // Source: "List Fills": commissions are in quote currency.
  result.fee_currency = symbol->quote;
  result.maker = is_maker(text_at(row, "liquidity_indicator"));
  result.at = *at;
  return result;
}

/// Whether a row takes an earlier trade back or changes it.
bool takes_back(const object& row) {
  const auto type = text_at(row, "trade_type");
  return type == "REVERSAL" || type == "CORRECTION";
}

/// Futures have ids with more than one dash; their rows name no product type.
bool is_spot(const object& row) {
  const auto id = text_at(row, "product_id");
  return id.find('-') == id.rfind('-');
}

content<fill_page> read_fills(const object& body) {
  const auto list = list_at(body, "fills");
  if (!list)
    return unfit{"expected a list of fills"};
  fill_page page;
  left_out others;
  for (const auto x : *list) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return unfit{"a fill that is no object"};
    if (takes_back(row)) {
      others.add(text_at(row, "trade_id"));
      continue;
    }
    if (!is_spot(row))
      continue;
    auto one = read_fill(row);
    if (!one)
      return unfit{"a fill lacks id, order, market, side or time, or has an "
                   "amount that cannot be read: "
                   + std::string{text_at(row, "entry_id")}};
    page.fills.push_back(std::move(*one));
  }
  // Fills announce no further page but by their cursor, and the last page may
  // have one too.
  if (list->size() != 0)
    page.next = text_at(body, "cursor");
  auto remark
    = others.beside(page.fills.size(), "fills", "taken back or corrected:");
  return {std::move(page), std::move(remark), false};
}

content<fee_tier> read_fees(const object& body) {
  const auto tier = object_at(body, "fee_tier");
  if (!tier)
    return unfit{"expected a fee_tier"};
  const auto maker = decimal::parse(text_at(*tier, "maker_fee_rate"));
  const auto taker = decimal::parse(text_at(*tier, "taker_fee_rate"));
  if (!maker || !taker)
    return unfit{"expected maker_fee_rate and taker_fee_rate"};
  return {fee_tier{*maker, *taker}, {}, false};
}

} // namespace

answer<fill_page> decode_fills(const net::reply& x) {
  return read_reply<fill_page>(x, subject::service, [](std::string_view body) {
    return with_members<fill_page>(body, read_fills);
  });
}

answer<fee_tier> decode_fees(const net::reply& x) {
  return read_reply<fee_tier>(x, subject::service, [](std::string_view body) {
    return with_members<fee_tier>(body, read_fees);
  });
}

} // namespace ballast::venues::coinbase
