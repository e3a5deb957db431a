// What the trading host's socket says of the account.
#include "venues/alpaca/order_row.hpp"
#include "venues/alpaca/stream_codec.hpp"
#include "venues/json_body.hpp"
#include "venues/payload.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

using events = std::vector<stream_event>;

events broken(std::string_view why) {
  return {stream_malformed{printable(why)}};
}

events read_login(const object& data) {
  if (text_at(data, "status") == "authorized")
    return {stream_login{}};
  return {stream_refusal{
    outcome_kind::unauthorised,
    printable(std::string{text_at(data, "status")}.append(" ").append(
      text_at(data, "action")))}};
}

events read_listening(const object& data) {
  array streams;
  if (data.at_key("streams").get_array().get(streams) != simdjson::SUCCESS)
    return broken("expected the streams that are listened to");
  auto listens = false;
  for (const auto x : streams)
    listens = listens || text_of(x) == "trade_updates";
  return {stream_ack{channel::orders, {}, listens}};
}

std::optional<fill> read_execution(const object& data,
                                   const order_report& order) {
  const auto price = parse_positive(text_at(data, "price"));
  const auto size = parse_positive(text_at(data, "qty"));
  const auto at = parse_rfc3339(text_at(data, "timestamp"));
  if (!price || !size || !at || order.filled.is_zero())
    return std::nullopt;
  fill result;
  result.trade_id = fill_id(order.venue_id, order.filled);
  result.order_id = order.venue_id;
  result.client_id = order.client_id;
  result.symbol = order.symbol;
  result.side = order.side;
  result.price = *price;
  result.size = *size;
  result.at = *at;
  return result;
}

events read_update(const object& data, const coin_names& coins) {
  const auto event = text_at(data, "event");
  const auto told = member(data, "order");
  auto order = told ? read_order(*told, coins) : std::nullopt;
  if (event.empty() || !order)
    return {stream_malformed{"expected an event and its order"},
            stream_gap{channel::orders, {}, "an update could not be read"}};
  events result;
  if (event == "fill" || event == "partial_fill") {
    auto read = read_execution(data, *order);
    if (read)
      result.push_back(std::move(*read));
    else
      result.push_back(
        stream_gap{channel::orders, {}, "a fill could not be read"});
  } else if (event == "trade_bust" || event == "trade_correct")
    result.push_back(
      stream_gap{channel::orders, {}, "a fill was undone or corrected"});
  result.push_back(std::move(*order));
  return result;
}

events read_message(element root, const coin_names& coins) {
  object message;
  object data;
  if (root.get_object().get(message) != simdjson::SUCCESS)
    return broken("expected a message with its stream");
  const auto name = text_at(message, "stream");
  if (name.empty()
      || message.at_key("data").get_object().get(data) != simdjson::SUCCESS)
    return broken("expected a message with its stream");
  if (name == "authorization")
    return read_login(data);
  if (name == "listening")
    return read_listening(data);
  if (name == "trade_updates")
    return read_update(data, coins);
  return {};
}

} // namespace

std::vector<stream_event> read_account_data(std::string_view text,
                                            const coin_names& coins) {
  return with_json(
    text, [&](element root) { return read_message(root, coins); },
    [](const std::string& why) { return broken(why); });
}

} // namespace ballast::venues::alpaca
