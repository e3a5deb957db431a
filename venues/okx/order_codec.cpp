// Answers to questions about orders, fills and fees.
#include "venues/okx/order_codec.hpp"

#include "venues/http_status.hpp"
#include "venues/okx/fates.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

content<order_lookup> read_lookup(const array& data) {
  const auto row = first_row(data);
  auto order = row ? read_order(*row) : std::nullopt;
  if (!order)
    return unfit{"expected one order that can be read"};
  return {order_lookup{std::move(order)}, {}, false};
}

/// Reads the rows about spot into `to` and gives the last row's id where more
/// may follow; absent when one cannot be read.
template <class T, class Read>
std::optional<std::string> read_page(const array& data, std::vector<T>& to,
                                     const char* id, Read read) {
  std::string_view last;
  for (const auto x : data) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return std::nullopt;
    last = text_at(row, id);
    if (!is_spot(row))
      continue;
    auto found = read(row);
    if (!found || last.empty())
      return std::nullopt;
    to.push_back(std::move(*found));
  }
  return std::string{data.size() < page_rows ? std::string_view{} : last};
}

content<order_page> read_orders(const array& data) {
  order_page page;
  auto next = read_page(data, page.orders, "ordId", read_order);
  if (!next)
    return unfit{"an order cannot be read"};
  page.next = std::move(*next);
  return {std::move(page), {}, false};
}

content<fill_page> read_fills(const array& data) {
  fill_page page;
  auto next = read_page(data, page.fills, "billId", read_fill);
  if (!next)
    return unfit{"a fill cannot be read"};
  page.next = std::move(*next);
  return {std::move(page), {}, false};
}

/// What is paid stands below zero there.
std::optional<fee_tier> read_tier(const object& row) {
  const auto maker = amount_of(text_at(row, "maker"));
  const auto taker = amount_of(text_at(row, "taker"));
  if (!maker || !taker)
    return std::nullopt;
  return fee_tier{-*maker, -*taker};
}

content<fee_tier> read_fees(const array& data) {
  const auto account = first_row(data);
  if (!account)
    return unfit{"expected the fees of one account"};
  array groups;
  std::optional<fee_tier> dearest;
  if (account->at_key("feeGroup").get_array().get(groups) == simdjson::SUCCESS)
    for (const auto x : groups) {
      object row;
      const auto tier = x.get_object().get(row) == simdjson::SUCCESS
                          ? read_tier(row)
                          : std::nullopt;
      if (!tier)
        return unfit{"a group lacks maker or taker"};
      dearest = !dearest ? *tier
                         : fee_tier{std::max(dearest->maker, tier->maker),
                                    std::max(dearest->taker, tier->taker)};
    }
  if (dearest)
    return {*dearest,
            groups.size() > 1 ? std::string{"the dearest of several groups"}
                              : std::string{},
            false};
  // As the venue wrote it before there were groups.
  const auto tier = read_tier(*account);
  if (!tier)
    return unfit{"expected maker and taker"};
  return {*tier, {}, false};
}

content<done> read_dead_man(const array& data) {
  const auto row = first_row(data);
  if (!row || !member(*row, "triggerTime"))
    return unfit{"expected triggerTime"};
  return {done{}, {}, false};
}

content<std::string> read_account_level(const array& data) {
  const auto account = first_row(data);
  const auto level = account ? text_at(*account, "acctLv") : std::string_view{};
  if (level.empty())
    return unfit{"expected acctLv"};
  return {std::string{level}, {}, false};
}

} // namespace

answer<order_lookup> decode_order(const net::reply& x) {
  if (is_word_of_venue(x.status) && is_no_such_order(code_in(x)))
    return {outcome_kind::ok, "no such order", wait_of(x), order_lookup{}};
  return read_reply<order_lookup>(x, read_lookup);
}

answer<order_page> decode_orders(const net::reply& x) {
  return read_reply<order_page>(x, read_orders);
}

answer<fill_page> decode_fills(const net::reply& x) {
  return read_reply<fill_page>(x, read_fills);
}

answer<fee_tier> decode_fees(const net::reply& x) {
  return read_reply<fee_tier>(x, read_fees);
}

answer<done> decode_dead_man(const net::reply& x) {
  return read_reply<done>(x, read_dead_man);
}

answer<std::string> decode_account_level(const net::reply& x) {
  return read_reply<std::string>(x, read_account_level);
}

} // namespace ballast::venues::okx
