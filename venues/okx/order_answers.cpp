// Answers to requests that change orders: each order has a row of its own.
#include "venues/http_status.hpp"
#include "venues/okx/fates.hpp"
#include "venues/okx/order_codec.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"

#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// What an answer says of one order.
struct told {
  verdict judged;
  std::string code;                ///< Empty: it proves nothing.
  std::optional<order_report> ack; ///< With code "0", and only then.
};

told without_proof(const net::reply& x, std::string_view why) {
  return {{outcome_kind::malformed, printable(why), wait_of(x)}, {}, {}};
}

order_report ack_of(const object& row) {
  order_report result;
  result.venue_id = text_at(row, "ordId");
  result.client_id = text_at(row, "clOrdId");
  result.updated = time_at(row, "ts");
  return result;
}

/// Whether the code around all orders leaves it to their rows what became of
/// each: all went well, all failed, some failed.
bool is_left_to_rows(std::string_view code) noexcept {
  return code == "0" || code == "1" || code == "2";
}

told read_row(const net::reply& x, const object& row, std::string_view outer) {
  envelope said;
  said.code = code_at(row, "sCode");
  said.message = text_at(row, "sMsg");
  if (const auto detail = text_at(row, "subCode"); !detail.empty())
    said.message.append(" (").append(detail).append(")");
  if (said.code.empty())
    return without_proof(x, "an order's row lacks sCode");
  if (said.code != "0")
    return {judge_code(x, said), said.code, {}};
  if (outer == "1")
    return without_proof(x, "all orders failed, and one did not");
  auto ack = ack_of(row);
  if (ack.venue_id.empty())
    return without_proof(x, "an order's row lacks ordId");
  return {{outcome_kind::ok, {}, wait_of(x)}, "0", std::move(ack)};
}

told read_body(const net::reply& x, element parsed, std::size_t place) {
  object members;
  if (parsed.get_object().get(members) != simdjson::SUCCESS)
    return without_proof(x, "expected an object with a code");
  const auto outer = code_at(members, "code");
  if (outer.empty())
    return without_proof(x, "expected an object with a code");
  if (!is_left_to_rows(outer)) {
    envelope said;
    said.code = outer;
    said.message = text_at(members, "msg");
    return {judge_code(x, said), outer, {}};
  }
  object row;
  if (members.at_key("data").at(place).get_object().get(row)
      != simdjson::SUCCESS)
    return without_proof(x, "expected a row for each order");
  return read_row(x, row, outer);
}

/// A status other than 200 is about the whole request.
told read_status(const net::reply& x) {
  return {judge_status(x),
          is_word_of_venue(x.status) ? code_in(x) : std::string{},
          {}};
}

told read_told(const net::reply& x, std::size_t place) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return read_status(x);
  return with_json(
    x.body, [&](element parsed) { return read_body(x, parsed, place); },
    [&](const std::string& why) { return without_proof(x, why); });
}

} // namespace

placement_answer decode_placement(const net::reply& x, std::size_t place) {
  auto found = read_told(x, place);
  placement_answer result;
  result.kind = found.judged.kind;
  result.text = std::move(found.judged.text);
  result.limits = found.judged.limits;
  result.value = std::move(found.ack);
  result.fate = placement_under(found.code);
  return result;
}

cancel_answer decode_cancel(const net::reply& x, std::size_t place) {
  auto found = read_told(x, place);
  cancel_answer result;
  result.kind = found.judged.kind;
  result.text = std::move(found.judged.text);
  result.limits = found.judged.limits;
  if (found.ack)
    result.value = done{};
  result.fate = cancel_fate_under(found.code);
  return result;
}

} // namespace ballast::venues::okx
