// What comes in over the sockets.
#include "venues/json_reply.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/envelope.hpp"
#include "venues/okx/replies.hpp"
#include "venues/okx/rows.hpp"
#include "venues/okx/stream.hpp"
#include "venues/okx/symbols.hpp"

#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using events = std::vector<stream_event>;

events malformed_event(std::string_view why) {
  return {stream_malformed{printable(why)}};
}

constexpr auto candle_prefix = std::string_view{"candle"};

/// Absent for a channel that is not followed here.
std::optional<channel> channel_named(std::string_view name) {
  if (name == "tickers")
    return channel::tickers;
  if (name == "trades")
    return channel::trades;
  if (name == "books")
    return channel::book;
  if (name == "orders")
    return channel::orders;
  if (name == "account")
    return channel::balances;
  if (name.starts_with(candle_prefix))
    return channel::candles;
  return std::nullopt;
}

/// A code and what the venue says beside it.
stream_refusal refusal_in(const object& message) {
  envelope said;
  said.code = code_at(message, "code");
  said.message = text_at(message, "msg");
  return {kind_of_code(said.code).value_or(outcome_kind::refused),
          printable(words_of(said))};
}

events read_ack(const object& message, bool subscribed) {
  object argument;
  if (message.at_key("arg").get_object().get(argument) != simdjson::SUCCESS)
    return malformed_event("an acknowledgement without arg");
  const auto what = channel_named(text_at(argument, "channel"));
  if (!what)
    return {};
  return {
    stream_ack{*what, std::string{text_at(argument, "instId")}, subscribed}};
}

events read_event(std::string_view event, const object& message) {
  if (event == "subscribe" || event == "unsubscribe")
    return read_ack(message, event == "subscribe");
  if (event == "error")
    return {refusal_in(message)};
  if (event == "login")
    return code_at(message, "code") == "0" ? events{stream_login{}}
                                           : events{refusal_in(message)};
  if (event == "notice")
    return {stream_closing{refusal_in(message).text}};
  if (event == "channel-conn-count-error")
    return {stream_refusal{
      outcome_kind::refused,
      printable(std::string{"too many connections follow "}.append(
        text_at(message, "channel")))}};
  // What is new says nothing that matters here, and so does the count of
  // connections.
  return {};
}

/// Orders go by REST here: an answer to one is nobody's, but an error is told.
events read_operation(const object& message) {
  if (code_at(message, "code") == "0")
    return {};
  return {refusal_in(message)};
}

/// Reads each row that is an object about spot; `read` returns whether it could
/// and adds what it says.
template <class Read>
events read_rows(const array& rows, std::string_view what, Read read) {
  events all;
  for (const auto x : rows) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return malformed_event(std::string{what}.append(" that is no object"));
    if (!is_spot(row))
      continue;
    if (!read(row, all))
      return malformed_event(std::string{what}.append(" cannot be read"));
  }
  return all;
}

bool add_ticker(const object& row, events& to) {
  const auto which = symbol_of(text_at(row, "instId"));
  if (which)
    to.emplace_back(ticker_of(*which, row));
  return which.ok();
}

bool add_trade(const object& row, events& to) {
  auto found = read_trade(row);
  if (found)
    to.emplace_back(std::move(*found));
  return found.has_value();
}

/// The order, and behind it the trade that changed it.
bool add_order(const object& row, events& to) {
  const auto order = read_order(row);
  if (!order)
    return false;
  to.emplace_back(*order);
  if (auto traded = fill_beside(row, *order))
    to.emplace_back(std::move(*traded));
  return true;
}

events read_candles(std::string_view channel_name,
                    std::string_view instrument_id, const array& rows) {
  const auto which = symbol_of(instrument_id);
  const auto timeframe
    = timeframe_named(channel_name.substr(candle_prefix.size()));
  if (!which || !timeframe)
    return malformed_event("candles that nobody follows");
  events all;
  for (const auto x : rows) {
    const auto found = read_candle(x);
    if (!found)
      return malformed_event("a candle cannot be read");
    all.emplace_back(stream_candle{*which, *timeframe, *found, false});
  }
  return all;
}

/// Whether a message holds all balances: a snapshot on one page. One without a
/// word on it holds what has changed.
bool is_whole(const object& message) {
  const auto page = member(message, "curPage");
  bool is_last = true;
  if (const auto last = member(message, "lastPage"))
    is_last = last->get_bool().get(is_last) == simdjson::SUCCESS && is_last;
  std::int64_t number = 1;
  if (page && page->get_int64().get(number) != simdjson::SUCCESS)
    return false;
  return text_at(message, "eventType") == "snapshot" && is_last && number == 1;
}

events read_balances(const object& message, const array& rows) {
  stream_balances result;
  result.is_whole = is_whole(message);
  for (const auto x : rows) {
    array details;
    if (x.at_key("details").get_array().get(details) != simdjson::SUCCESS)
      return malformed_event("an account without details");
    for (const auto y : details) {
      auto wallet = read_balance(y);
      if (!wallet)
        return malformed_event("a balance cannot be read");
      result.balances.push_back(std::move(*wallet));
    }
  }
  return {std::move(result)};
}

} // namespace

std::vector<stream_event> stream::read(socket_kind /*x*/, std::string_view text,
                                       unix_time /*now*/) {
  if (text == "pong" || text == "ping")
    return {stream_heartbeat{}};
  return with_json(
    text, [&](element parsed) { return read_message(parsed); },
    [](const std::string& why) { return malformed_event(why); });
}

stream::events stream::read_message(element parsed) {
  object message;
  object argument;
  if (parsed.get_object().get(message) != simdjson::SUCCESS)
    return malformed_event("a message that is no object");
  if (const auto event = text_at(message, "event"); !event.empty())
    return read_event(event, message);
  if (!text_at(message, "op").empty())
    return read_operation(message);
  if (message.at_key("arg").get_object().get(argument) != simdjson::SUCCESS)
    return malformed_event("a message without event, op and arg");
  return read_push(argument, message);
}

stream::events stream::read_push(const object& argument,
                                 const object& message) {
  const auto name = text_at(argument, "channel");
  const auto id = text_at(argument, "instId");
  const auto what = channel_named(name);
  array rows;
  if (message.at_key("data").get_array().get(rows) != simdjson::SUCCESS)
    return malformed_event("a message without data");
  if (!what)
    return {};
  switch (*what) {
  case channel::tickers:
    return read_rows(rows, "a ticker", add_ticker);
  case channel::candles:
    return read_candles(name, id, rows);
  case channel::book:
    return read_books(id, message, rows);
  case channel::trades:
    return read_rows(rows, "a trade", add_trade);
  case channel::orders:
    return read_rows(rows, "an order", add_order);
  case channel::balances:
    break;
  }
  return read_balances(message, rows);
}

stream::events stream::read_books(std::string_view instrument_id,
                                  const object& message, const array& rows) {
  const auto which = symbol_of(instrument_id);
  if (!which)
    return malformed_event("a book that nobody follows");
  events all;
  for (const auto x : rows) {
    object row;
    auto levels = x.get_object().get(row) == simdjson::SUCCESS ? read_book(row)
                                                               : std::nullopt;
    if (!levels) {
      // A change that is lost is a gap, whatever its number was.
      last_[std::string{instrument_id}].reset();
      return {stream_gap{channel::book, std::string{instrument_id},
                         "a book cannot be read"}};
    }
    std::int64_t before = 0;
    const auto is_first
      = text_at(message, "action") == "snapshot"
        || (row.at_key("prevSeqId").get_int64().get(before) == simdjson::SUCCESS
            && before == -1);
    const auto was_lost = [&] {
      const auto known = last_.find(instrument_id);
      return !is_first && known != last_.end() && !known->second;
    }();
    if (was_lost)
      continue;
    if (auto gap = gap_before(std::string{instrument_id}, row, is_first)) {
      all.emplace_back(std::move(*gap));
      continue;
    }
    levels->symbol = *which;
    all.emplace_back(stream_book{std::move(*levels), is_first});
  }
  return all;
}

std::optional<stream_gap> stream::gap_before(const std::string& instrument_id,
                                             const object& row,
                                             bool is_snapshot) {
  std::int64_t before = 0;
  std::int64_t number = 0;
  const auto has_number
    = row.at_key("seqId").get_int64().get(number) == simdjson::SUCCESS;
  const auto has_before
    = row.at_key("prevSeqId").get_int64().get(before) == simdjson::SUCCESS;
  auto& last = last_[instrument_id];
  const auto follows
    = has_number && (is_snapshot || (last && has_before && *last == before));
  if (follows) {
    last = number;
    return std::nullopt;
  }
  const auto expected
    = last ? std::to_string(*last) : std::string{"a snapshot"};
  last.reset();
  return stream_gap{channel::book, instrument_id,
                    "expected what follows " + expected + ", got what follows "
                      + (has_before ? std::to_string(before) : "nothing")};
}

} // namespace ballast::venues::okx
