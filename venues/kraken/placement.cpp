// What became of orders, changes and cancels: accepted, refused or unknown.
#include "venues/http_status.hpp"
#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

struct proof {
  std::string_view prefix;
  bool is_refusal;
};

// Which errors prove that no order came of a request, by how they begin; the
// first that fits decides. What is not listed proves nothing.
// Source: Kraken, "API errors"; "Add Order", deadline.
constexpr auto proofs = std::array{
  proof{"EAPI:Invalid nonce", true},
  proof{"EAPI:Invalid key", true},
  proof{"EAPI:Invalid signature", true},
  proof{"EAPI:Rate limit exceeded", true},
  proof{"EAPI:Feature disabled", true},
  proof{"EAPI:Bad request", true},
  proof{"EGeneral:Permission denied", true},
  proof{"EGeneral:Temporary lockout", true},
  proof{"EGeneral:Too many requests", true},
  proof{"EGeneral:Invalid arguments", true},
  proof{"EGeneral:Unknown method", true},
  proof{"EGeneral:Internal error", false},
  proof{"EAuth:Account temporary disabled", true},
  proof{"EAuth:Account unconfirmed", true},
  proof{"EAuth:Rate limit exceeded", true},
  proof{"EAuth:Too many requests", true},
  proof{"EAccount:Invalid permissions", true},
  proof{"ESession:Invalid session", true},
  proof{"EService: Throttled", true},
  proof{"EService:Throttled", true},
  proof{"EService:Market in ", true},
  proof{"EService:", false},
  proof{"EDatabase:", false},
  proof{"EQuery:Unknown asset", true},
  proof{"EQuery:Invalid asset", true},
  // The engine's own words: the order was looked at and not taken.
  proof{"EOrder:", true},
  proof{"ETrade:Invalid request", true},
  proof{"ETrade:User Locked", true},
  proof{"EBM:limit exceeded", true},
};

/// Whether it speaks of an id that is in use: there is an order then, and it
/// may be the one that was asked for.
bool speaks_of_id(std::string_view entry) {
  auto lower = std::string{entry};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char x) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(x)));
  });
  return lower.find("duplicate") != std::string::npos
         || lower.find("cl_ord_id") != std::string::npos;
}

bool is_proof(std::string_view entry) {
  if (speaks_of_id(entry))
    return false;
  const auto found
    = std::find_if(proofs.begin(), proofs.end(), [&](const proof& x) {
        return entry.substr(0, x.prefix.size()) == x.prefix;
      });
  return found != proofs.end() && found->is_refusal;
}

bool says_unknown_order(std::string_view entry) {
  return entry.starts_with("EOrder:Unknown order")
         || entry.starts_with("EOrder:Invalid order");
}

/// The first of a list of ids.
std::string first_id(const object& from, std::string_view name) {
  array list;
  element value;
  if (from.at_key(name).get_array().get(list) != simdjson::SUCCESS
      || list.at(0).get(value) != simdjson::SUCCESS)
    return {};
  std::string_view text;
  return std::string{value.get_string().get(text) == simdjson::SUCCESS
                       ? text
                       : std::string_view{}};
}

std::optional<object> members_of(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  return members;
}

content<order_report> read_placement(element result) {
  const auto members = members_of(result);
  order_report told;
  if (members)
    told.venue_id = first_id(*members, "txid");
  if (told.venue_id.empty())
    return unfit{"expected the id of an order"};
  return {std::move(told), {}, false};
}

content<order_report> read_amendment(element result) {
  const auto members = members_of(result);
  if (!members || text_at(*members, "amend_id").empty())
    return unfit{"expected the id of a change"};
  order_report told;
  told.client_id = text_at(*members, "cl_ord_id");
  return {std::move(told), {}, false};
}

content<done> read_test(element result) {
  const auto members = members_of(result);
  const auto told = members ? member(*members, "descr") : std::nullopt;
  const auto description = told ? members_of(*told) : std::nullopt;
  if (!description || text_at(*description, "order").empty())
    return unfit{"expected a description of the order"};
  return {done{}, std::string{text_at(*description, "order")}, false};
}

/// How many orders it says there were.
std::optional<std::int64_t> count_in(element result) {
  const auto members = members_of(result);
  return members ? parse_whole(text_at(*members, "count")) : std::nullopt;
}

content<done> read_cancel_all(element result) {
  const auto count = count_in(result);
  if (!count || *count < 0)
    return unfit{"expected how many orders were cancelled"};
  return {done{}, std::to_string(*count) + " cancelled", false};
}

content<done> read_cancel(element result) {
  const auto count = count_in(result);
  // Of none it is not said why, so nothing is known of the order.
  if (!count || *count < 1)
    return unfit{"expected at least one cancelled order"};
  return {done{}, {}, false};
}

content<done> read_dead_man(element result) {
  const auto members = members_of(result);
  const auto when
    = members ? text_at(*members, "triggerTime") : std::string_view{};
  if (when.empty())
    return unfit{"expected when all orders will be cancelled"};
  return {done{}, "cancels all at " + std::string{when}, false};
}

content<std::string> read_token(element result) {
  const auto members = members_of(result);
  std::string_view token;
  if (!members
      || members->at_key("token").get_string().get(token) != simdjson::SUCCESS
      || token.empty() || printable(token, token.size()) != token)
    return unfit{"expected a token"};
  return {std::string{token}, {}, false};
}

placement_answer placed(const net::reply& x, answer<order_report> read) {
  placement_answer told;
  static_cast<answer<order_report>&>(told) = std::move(read);
  told.fate = told.value ? placement::accepted : fate_of_refusal(x);
  return told;
}

cancel_fate fate_of_failed_cancel(const net::reply& x) {
  const auto entries = errors_in(x.body);
  if (is_word_of_venue(x.status) && !entries.empty()
      && std::all_of(entries.begin(), entries.end(), says_unknown_order))
    return cancel_fate::unknown_order;
  return fate_of_refusal(x) == placement::refused ? cancel_fate::refused
                                                  : cancel_fate::unknown;
}

} // namespace

placement fate_of_refusal(const net::reply& x) {
  constexpr unsigned too_many_requests = 429;
  const auto entries = errors_in(x.body);
  if (!is_word_of_venue(x.status))
    return placement::unknown;
  // What stands before the venue answers for it, and has handed nothing on.
  if (entries.empty())
    return x.status == too_many_requests ? placement::refused
                                         : placement::unknown;
  return std::all_of(entries.begin(), entries.end(), is_proof)
           ? placement::refused
           : placement::unknown;
}

placement_answer decode_placement(const net::reply& x) {
  return placed(x, read_exactly<order_report>(x, read_placement));
}

placement_answer decode_amendment(const net::reply& x) {
  return placed(x, read_exactly<order_report>(x, read_amendment));
}

answer<done> decode_test(const net::reply& x) {
  return read_exactly<done>(x, read_test);
}

cancel_answer decode_cancel(const net::reply& x) {
  cancel_answer told;
  static_cast<answer<done>&>(told) = read_exactly<done>(x, read_cancel);
  told.fate = told.value ? cancel_fate::taken : fate_of_failed_cancel(x);
  return told;
}

answer<done> decode_cancel_all(const net::reply& x) {
  return read_exactly<done>(x, read_cancel_all);
}

answer<done> decode_dead_man(const net::reply& x) {
  return read_exactly<done>(x, read_dead_man);
}

answer<std::string> decode_stream_token(const net::reply& x) {
  return read_reply<std::string>(x, read_token);
}

} // namespace ballast::venues::kraken
