#include "sim/coinbase/order_text.hpp"

#include "sim/wire_text.hpp"

#include <array>
#include <charconv>

namespace ballast::sim::coinbase {

namespace {

using json = nlohmann::ordered_json;

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>()
                                          : std::string{};
}

struct configuration_kind {
  std::string_view name;
  order_type type;
  time_in_force lives;
};
constexpr auto kinds = std::array{
  configuration_kind{"market_market_ioc", order_type::market,
                     time_in_force::immediate_or_cancel},
  configuration_kind{"market_market_fok", order_type::market,
                     time_in_force::fill_or_kill},
  configuration_kind{"limit_limit_gtc", order_type::limit,
                     time_in_force::good_till_cancelled},
  configuration_kind{"limit_limit_gtd", order_type::limit,
                     time_in_force::good_till_time},
  configuration_kind{"limit_limit_fok", order_type::limit,
                     time_in_force::fill_or_kill},
  configuration_kind{"sor_limit_ioc", order_type::limit,
                     time_in_force::immediate_or_cancel},
  configuration_kind{"stop_limit_stop_limit_gtc", order_type::stop_limit,
                     time_in_force::good_till_cancelled},
  configuration_kind{"stop_limit_stop_limit_gtd", order_type::stop_limit,
                     time_in_force::good_till_time},
};

/// A member's plain decimal; zero where there is none. An exponent is none.
std::optional<decimal> figure_at(const json& x, const char* name) {
  const auto text = text_at(x, name);
  if (text.empty())
    return x.contains(name) ? std::nullopt : std::optional{decimal{}};
  const auto number = decimal::parse(text);
  if (!number || text.find_first_of("eE") != std::string::npos)
    return std::nullopt;
  return *number;
}

const char* direction_of(side x) {
  return x == side::buy ? "STOP_DIRECTION_STOP_UP" : "STOP_DIRECTION_STOP_DOWN";
}

/// @pre the order's side has been read
bool read_configuration(order_ticket& out, std::string_view name,
                        const json& x) {
  out.type = order_type::other;
  for (const auto& each : kinds)
    if (each.name == name) {
      out.type = each.type;
      out.lives = each.lives;
    }
  const auto size = figure_at(x, "base_size");
  const auto cost = figure_at(x, "quote_size");
  const auto price = figure_at(x, "limit_price");
  const auto trigger = figure_at(x, "stop_price");
  if (!size || !cost || !price || !trigger)
    return false;
  if (out.type == order_type::stop_limit) {
    out.trigger = *trigger;
    if (text_at(x, "stop_direction") != direction_of(out.side))
      out.type = order_type::other;
  }
  out.size = *size;
  out.cost = *cost;
  out.price = *price;
  const auto post_only = x.find("post_only");
  out.post_only
    = post_only != x.end() && post_only->is_boolean() && post_only->get<bool>();
  if (out.lives == time_in_force::good_till_time)
    out.expires = parse_time(text_at(x, "end_time"));
  return out.lives != time_in_force::good_till_time || out.expires;
}

const char* name_of(side x) { return x == side::buy ? "BUY" : "SELL"; }

} // namespace

result<parsed_order> parse_order(std::string_view body) {
  const auto wrong = [](const char* text) {
    return ballast::fault{ec::invalid_argument, text};
  };
  const auto doc = json::parse(body, nullptr, false);
  if (!doc.is_object())
    return wrong("body is no JSON object");
  auto result = parsed_order{};
  auto& ticket = result.request.ticket;
  result.request.market = text_at(doc, "product_id");
  ticket.client_id = text_at(doc, "client_order_id");
  const auto which = text_at(doc, "side");
  if (which != "BUY" && which != "SELL")
    return wrong("side argument is invalid");
  ticket.side = which == "BUY" ? side::buy : side::sell;
  const auto configuration = doc.find("order_configuration");
  if (configuration == doc.end() || !configuration->is_object()
      || configuration->size() != 1 || !configuration->front().is_object())
    return wrong("order_configuration argument is invalid");
  result.configuration = *configuration;
  if (!read_configuration(ticket, configuration->begin().key(),
                          configuration->front()))
    return wrong("order_configuration argument is invalid");
  result.request.note
    = configuration->dump(-1, ' ', false, json::error_handler_t::replace);
  return result;
}

order_failure failure_of(order_refusal x, side which) {
  switch (x) {
  case order_refusal::unknown_market:
    return {"INVALID_PRODUCT_ID", "PREVIEW_INVALID_PRODUCT_ID",
            "valid product_id is required"};
  case order_refusal::market_halted:
    return {"UNTRADABLE_PRODUCT", "PREVIEW_PRODUCT_NOT_TRADABLE",
            "product is not open for trading"};
  case order_refusal::market_post_only:
  case order_refusal::market_limit_only:
    return {"UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_ORDER_CONFIG",
            "Orderbook is in a mode that does not take this order"};
  case order_refusal::bad_price_step:
    return {"INVALID_PRICE_PRECISION", "PREVIEW_INVALID_PRICE_PRECISION",
            "Too many decimals in order price"};
  case order_refusal::bad_size_step:
    return {"INVALID_SIZE_PRECISION", "PREVIEW_INVALID_SIZE_PRECISION",
            "Too many decimals in order amount"};
  case order_refusal::too_small:
    return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_SMALL",
            ""};
  case order_refusal::too_large:
    return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_LARGE",
            ""};
  case order_refusal::below_notional:
    return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL",
            ""};
  case order_refusal::insufficient_funds:
    return {"INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND",
            "Insufficient balance in source account"};
  case order_refusal::would_take:
    return {"INVALID_LIMIT_PRICE_POST_ONLY",
            "PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY",
            "Post only limit order would match"};
  case order_refusal::would_trigger:
    return {"UNKNOWN_FAILURE_REASON",
            which == side::sell ? "PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE"
                                : "PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE",
            ""};
  default:
    return {"UNSUPPORTED_ORDER_CONFIGURATION", "PREVIEW_INVALID_ORDER_CONFIG",
            "order configuration is not supported"};
  }
}

const char* type_of(const order_record& x) {
  if (x.ticket.type == order_type::stop_limit)
    return "STOP_LIMIT";
  return x.ticket.type == order_type::market ? "MARKET" : "LIMIT";
}

std::string status_of(const order_record& x) {
  switch (x.state) {
  case order_state::pending:
    return "PENDING";
  case order_state::open:
    return "OPEN";
  case order_state::filled:
    return "FILLED";
  case order_state::cancelled:
    return "CANCELLED";
  case order_state::expired:
    return "EXPIRED";
  case order_state::rejected:
    break;
  }
  return "FAILED";
}

std::string lives_of(const order_ticket& x) {
  switch (x.lives) {
  case time_in_force::immediate_or_cancel:
    return "IMMEDIATE_OR_CANCEL";
  case time_in_force::fill_or_kill:
    return "FILL_OR_KILL";
  case time_in_force::good_till_time:
    return "GOOD_UNTIL_DATE_TIME";
  default:
    return "GOOD_UNTIL_CANCELLED";
  }
}

std::string trigger_status_of(const order_record& x) {
  if (x.ticket.type != order_type::stop_limit)
    return "INVALID_ORDER_TYPE";
  return x.asleep ? "STOP_PENDING" : "STOP_TRIGGERED";
}

json configuration_of(const order_record& x) {
  auto result = json::parse(x.note);
  if (x.amendments > 0) {
    auto& inner = result.front();
    inner["base_size"] = x.ticket.size.to_string();
    inner["limit_price"] = x.ticket.price.to_string();
  }
  return result;
}

json order_json(const order_record& x, const coinbase_account& whose) {
  const auto by_cost = x.ticket.size.is_zero();
  const auto whole = by_cost ? x.ticket.cost : x.ticket.size;
  const auto done = by_cost ? x.filled_cost + x.fee : x.filled;
  const auto percent
    = x.state == order_state::filled
        ? std::string{"100.00"}
        : quotient(product(done, decimal::whole(100)), whole, 2).to_string();
  const auto after_fees = x.ticket.side == side::buy ? x.filled_cost + x.fee
                                                     : x.filled_cost - x.fee;
  return {{"order_id", x.venue_id},
          {"product_id", x.market},
          {"user_id", uuid_of("user of " + whose.portfolio)},
          {"order_configuration", configuration_of(x)},
          {"side", name_of(x.ticket.side)},
          {"client_order_id", x.ticket.client_id},
          {"status", status_of(x)},
          {"time_in_force", lives_of(x.ticket)},
          {"created_time", iso_milliseconds(x.received)},
          {"completion_percentage", percent},
          {"filled_size", x.filled.to_string()},
          {"average_filled_price", average_price(x, 16).to_string()},
          {"fee", ""},
          {"number_of_fills", std::to_string(x.fills)},
          {"filled_value", x.filled_cost.to_string()},
          {"pending_cancel", false},
          {"size_in_quote", by_cost},
          {"total_fees", x.fee.to_string()},
          {"size_inclusive_of_fees", by_cost},
          {"total_value_after_fees", after_fees.to_string()},
          {"trigger_status", trigger_status_of(x)},
          {"order_type", type_of(x)},
          {"reject_reason", "REJECT_REASON_UNSPECIFIED"},
          {"settled", is_over(x.state) && x.fills > 0},
          {"product_type", "SPOT"},
          {"reject_message", ""},
          {"cancel_message",
           x.ending == order_ending::by_user ? "User requested cancel" : ""},
          {"order_placement_source", "RETAIL_ADVANCED"},
          {"outstanding_hold_amount", x.held.to_string()},
          {"is_liquidation", false},
          {"last_fill_time",
           x.last_fill ? json(iso_milliseconds(*x.last_fill)) : json(nullptr)},
          {"edit_history", json::array()},
          {"leverage", ""},
          {"margin_type", "UNKNOWN_MARGIN_TYPE"},
          {"retail_portfolio_id", whose.portfolio},
          {"originating_order_id", ""},
          {"attached_order_id", ""},
          {"attached_order_configuration", nullptr}};
}

json fill_json(const fill_record& x, const coinbase_account& whose) {
  const auto time = iso_milliseconds(x.what.at);
  return {
    {"entry_id", uuid_of("entry of " + x.what.trade_id)},
    {"trade_id", x.what.trade_id},
    {"order_id", x.what.order_id},
    {"trade_time", time},
    {"trade_type", "FILL"},
    {"price", x.what.price.to_string()},
    {"size", x.what.size.to_string()},
    {"commission", x.what.fee.to_string()},
    {"product_id", x.market},
    {"sequence_timestamp", time},
    {"liquidity_indicator", x.what.maker.value_or(false) ? "MAKER" : "TAKER"},
    {"size_in_quote", false},
    {"user_id", uuid_of("user of " + whose.portfolio)},
    {"side", name_of(x.what.side)},
    {"retail_portfolio_id", whose.portfolio}};
}

std::optional<unix_time> parse_time(std::string_view text) {
  constexpr auto shape = std::string_view{"0000-00-00T00:00:00"};
  if (text.size() < shape.size() + 1 || text.back() != 'Z')
    return std::nullopt;
  auto figures = std::array<int, 6>{};
  auto* next = figures.begin();
  for (auto i = std::size_t{0}; i < shape.size(); ++i) {
    if (shape[i] != '0') {
      if (text[i] != shape[i])
        return std::nullopt;
      ++next;
    } else if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    } else {
      *next = *next * 10 + (text[i] - '0');
    }
  }
  auto fraction = text.substr(shape.size(), text.size() - shape.size() - 1);
  auto milliseconds = 0;
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2
        || fraction.find_first_not_of("0123456789", 1) != fraction.npos)
      return std::nullopt;
    for (auto i = std::size_t{1}; i <= 3; ++i)
      milliseconds
        = milliseconds * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  using namespace std::chrono;
  const auto date = year{figures[0]} / figures[1] / figures[2];
  if (!date.ok() || figures[3] > 23 || figures[4] > 59 || figures[5] > 60)
    return std::nullopt;
  return unix_time{sys_days{date}.time_since_epoch() + hours{figures[3]}
                   + minutes{figures[4]} + std::chrono::seconds{figures[5]}
                   + std::chrono::milliseconds{milliseconds}};
}

} // namespace ballast::sim::coinbase
