// What happens to an account's orders: cumulative figures, order by order.
// Source: coinbase.md section 7 and the messages recorded with it.
#include "sim/coinbase/channel.hpp"
#include "sim/coinbase/order_text.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim::coinbase {

namespace {

using json = nlohmann::ordered_json;

constexpr auto no_time = "0001-01-01T00:00:00Z";

json user_order_json(const order_record& x, const coinbase_account& whose) {
  const auto told = order_json(x, whose);
  const auto is_limit = x.ticket.type != order_type::market;
  const auto is_stop = x.ticket.type == order_type::stop_limit;
  const auto left = is_over(x.state) ? decimal{} : remaining(x);
  return {{"avg_price", told["average_filled_price"]},
          {"cancel_reason", told["cancel_message"]},
          {"client_order_id", x.ticket.client_id},
          {"completion_percentage", told["completion_percentage"]},
          {"contract_expiry_type", "UNKNOWN_CONTRACT_EXPIRY_TYPE"},
          {"cumulative_quantity", told["filled_size"]},
          {"filled_value", told["filled_value"]},
          {"leaves_quantity", left.to_string()},
          {"limit_price", is_limit ? x.ticket.price.to_string() : ""},
          {"number_of_fills", told["number_of_fills"]},
          {"order_id", x.venue_id},
          {"order_side", told["side"]},
          {"order_type", is_stop    ? "Stop Limit"
                         : is_limit ? "Limit"
                                    : "Market"},
          {"outstanding_hold_amount", told["outstanding_hold_amount"]},
          {"post_only", x.ticket.post_only ? "true" : "false"},
          {"product_id", x.market},
          {"product_type", "SPOT"},
          {"reject_reason", ""},
          {"retail_portfolio_id", whose.portfolio},
          {"risk_managed_by", "UNKNOWN_RISK_MANAGEMENT_TYPE"},
          {"status", status_of(x)},
          {"stop_price", is_stop ? x.ticket.trigger.to_string() : ""},
          {"time_in_force", lives_of(x.ticket)},
          {"total_fees", told["total_fees"]},
          {"total_value_after_fees", told["total_value_after_fees"]},
          {"trigger_status", trigger_status_of(x)},
          {"creation_time", microseconds_text(x.received)},
          {"end_time", x.ticket.expires ? microseconds_text(*x.ticket.expires)
                                        : std::string{no_time}},
          {"start_time", no_time}};
}

std::string event_of(const char* type, const json& orders) {
  return json{{"type", type}, {"orders", orders}}.dump(
    -1, ' ', false, json::error_handler_t::replace);
}

class user_channel : public channel {
public:
  user_channel(const matching& engine, std::size_t account,
               const coinbase_account& whose, std::string product)
      : engine_{engine}, account_{account}, whose_{whose},
        product_{std::move(product)}, seen_{engine.last_event(account)} {}

  event_list begin(instant /*now*/) override {
    constexpr auto batch_size = std::size_t{50};
    auto result = event_list{};
    auto batch = json::array();
    for (const auto& x : engine_.orders()) {
      if (x.account != account_ || is_over(x.state) || !is_wanted(x))
        continue;
      if (batch.size() == batch_size)
        result.push_back(
          event_of("snapshot", std::exchange(batch, json::array())));
      batch.push_back(user_order_json(x, whose_));
    }
    result.push_back(event_of("snapshot", batch));
    return result;
  }
  event_list look(instant /*now*/) override {
    auto result = event_list{};
    for (const auto& x : engine_.events(account_, seen_)) {
      seen_ = x.number;
      if (x.what != account_event::kind::balance && is_wanted(x.order))
        result.push_back(
          event_of("update", json::array({user_order_json(x.order, whose_)})));
    }
    return result;
  }

private:
  bool is_wanted(const order_record& x) const {
    return product_.empty() || x.market == product_;
  }

  const matching& engine_;
  std::size_t account_;
  const coinbase_account& whose_;
  std::string product_;
  std::uint64_t seen_;
};

} // namespace

std::unique_ptr<channel> make_user_channel(const matching& engine,
                                           std::size_t account,
                                           const coinbase_account& whose,
                                           std::string product) {
  return std::make_unique<user_channel>(engine, account, whose,
                                        std::move(product));
}

} // namespace ballast::sim::coinbase
