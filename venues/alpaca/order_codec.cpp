// Answers about orders.
#include "venues/alpaca/order_row.hpp"
#include "venues/alpaca/orders.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/alpaca/refusals.hpp"

#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr unsigned status_ok = 200;
constexpr unsigned status_empty = 204;
constexpr unsigned status_many = 207;
constexpr unsigned status_unknown = 404;
constexpr unsigned status_unprocessable = 422;

content<order_report> read_one(element root, const coin_names& coins) {
  auto read = read_order(root, coins);
  if (!read)
    return unfit{"expected an order with an id, a side, a status and a size"};
  return {std::move(*read), {}, false};
}

/// Whether the venue says, in its own words, that there is no such order.
bool says_unknown(const net::reply& x) {
  if (x.status != status_unknown)
    return false;
  const auto error = error_in(x.body);
  return error.code.starts_with("4041")
         && error.message.find("asset") == std::string::npos;
}

cancel_fate fate_of_cancel(const net::reply& x) {
  if (x.status == status_ok || x.status == status_empty)
    return cancel_fate::taken;
  if (says_unknown(x))
    return cancel_fate::unknown_order;
  const auto error = error_in(x.body);
  if (error.message.empty() || x.status < 400 || x.status >= 500
      || x.status == 408)
    return cancel_fate::unknown;
  // "order is not cancelable", and that it is filled or cancelled already.
  const auto is_over
    = x.status == status_unprocessable
      && (error.message.find("cancelable") != std::string::npos
          || error.message.find("already") != std::string::npos);
  return is_over ? cancel_fate::already_over : cancel_fate::refused;
}

/// Whether a row of a cancel of all tells of an order that will not go on.
bool is_ended(const object& row) {
  constexpr std::uint64_t success = 200;
  constexpr std::uint64_t redirect = 300;
  std::uint64_t status = 0;
  if (row.at_key("status").get_uint64().get(status) != simdjson::SUCCESS)
    return false;
  return (success <= status && status < redirect) || status == status_unknown
         || status == status_unprocessable;
}

answer<done> count_ended(const net::reply& x, element root) {
  array rows;
  if (root.get_array().get(rows) != simdjson::SUCCESS)
    return malformed<done>(limits_of(x), "expected a row for each order");
  std::size_t count = 0;
  std::size_t left = 0;
  for (const auto row : rows) {
    object members;
    if (row.get_object().get(members) != simdjson::SUCCESS
        || !id_of(text_at(members, "id")))
      return malformed<done>(limits_of(x), "a row cannot be read");
    ++count;
    left += is_ended(members) ? 0 : 1;
  }
  auto text = std::to_string(count) + " orders";
  if (left == 0)
    return {outcome_kind::ok, std::move(text), limits_of(x), done{}};
  return {outcome_kind::refused,
          std::to_string(left) + " of " + text + " could not be cancelled",
          limits_of(x), std::nullopt};
}

content<order_page> read_page(element root, const coin_names& coins) {
  array rows;
  if (root.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of orders"};
  order_page page;
  std::string_view submitted;
  for (const auto x : rows) {
    auto read = read_order(x, coins);
    object members;
    if (!read || x.get_object().get(members) != simdjson::SUCCESS)
      return unfit{"order " + std::to_string(page.orders.size() + 1)
                   + " cannot be read"};
    submitted = text_at(members, "submitted_at");
    page.orders.push_back(std::move(*read));
  }
  if (page.orders.size() >= orders_per_page) {
    // A full page without the moment of its last order ends nowhere.
    auto next = id_of(submitted);
    if (!next)
      return unfit{"a full page whose last order tells no submission"};
    page.next = std::move(*next);
  }
  auto remark = std::to_string(page.orders.size()) + " orders";
  return {std::move(page), std::move(remark), false};
}

} // namespace

placement_answer decode_placement(const net::reply& x,
                                  const coin_names& coins) {
  placement_answer result;
  static_cast<answer<order_report>&>(result) = read_exact_reply<order_report>(
    x, [&](element root) { return read_one(root, coins); });
  if (result.kind == outcome_kind::ok)
    result.fate = placement::accepted;
  else if (x.status != status_ok)
    result.fate = fate_of_error(x);
  return result;
}

cancel_answer decode_cancel(const net::reply& x) {
  cancel_answer result;
  result.fate = fate_of_cancel(x);
  result.limits = limits_of(x);
  if (result.fate == cancel_fate::taken) {
    result.kind = outcome_kind::ok;
    result.value = done{};
    return result;
  }
  const auto judged = judge_status(x);
  result.kind = judged.kind;
  result.text = judged.text;
  return result;
}

answer<done> decode_cancel_all(const net::reply& x) {
  if (x.status != status_ok && x.status != status_many)
    return without_value<done>(judge_status(x));
  return with_json(
    x.body, [&](element root) { return count_ended(x, root); },
    [&](const std::string& why) { return malformed<done>(limits_of(x), why); });
}

answer<order_lookup> decode_lookup(const net::reply& x,
                                   const coin_names& coins) {
  if (says_unknown(x))
    return {outcome_kind::ok, judge_status(x).text, limits_of(x),
            order_lookup{}};
  return read_exact_reply<order_lookup>(
    x, [&](element root) -> content<order_lookup> {
      auto read = read_one(root, coins);
      if (!read.value)
        return unfit{std::move(read.text)};
      return {order_lookup{std::move(read.value)}, {}, false};
    });
}

answer<order_page> decode_orders(const net::reply& x, const coin_names& coins) {
  return read_exact_reply<order_page>(
    x, [&](element root) { return read_page(root, coins); });
}

} // namespace ballast::venues::alpaca
