#include "venues/kraken/limits.hpp"

namespace ballast::venues::kraken {

namespace {

constexpr const auto& key_limit = limit_table[1];
constexpr const auto& engine_limit = limit_table[2];

constexpr std::uint32_t place_cost = 1;
constexpr std::uint32_t amend_cost = 4;
constexpr std::uint32_t cancel_cost = 8;
constexpr std::uint32_t history_cost = 4;

spend engine_spend(std::string_view account, std::uint32_t cost) {
  return {budget_id(engine_limit, account), cost};
}

} // namespace

std::vector<budget_definition> budgets_of(std::string_view account,
                                          bool has_credentials) {
  return venues::budgets_of(limit_table, "kraken", limits_checked_on, account,
                            has_credentials);
}

std::vector<spend> public_spends() {
  return venues::public_spends(limit_table);
}

std::vector<spend> private_spends(std::string_view account,
                                  std::uint32_t cost) {
  return {{budget_id(key_limit, account), cost}};
}

std::vector<spend> order_spends(order_action x, std::string_view account) {
  switch (x) {
  case order_action::place:
  case order_action::test:
    return {engine_spend(account, place_cost)};
  case order_action::amend:
    return {engine_spend(account, amend_cost)};
  case order_action::cancel:
    return {engine_spend(account, cancel_cost)};
  case order_action::cancel_all: {
    auto spends = private_spends(account);
    spends.push_back(engine_spend(account, cancel_cost));
    return spends;
  }
  case order_action::fills:
    return private_spends(account, history_cost);
  case order_action::book:
  case order_action::trades:
  case order_action::ticker:
    return public_spends();
  case order_action::query:
  case order_action::open_orders:
  case order_action::closed_orders:
  case order_action::fees:
  case order_action::dead_man:
  case order_action::stream_token:
    break;
  }
  return private_spends(account);
}

} // namespace ballast::venues::kraken
