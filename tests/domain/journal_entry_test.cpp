// An entry keeps all that a venue told.
#include "domain/journal_entry.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast {
namespace {

decimal number(const char* text) { return *decimal::parse(text); }

TEST(JournalEntry, KeepsAReport) {
  order_report told;
  told.venue_id = "v1";
  told.client_id = "a0";
  told.symbol = {"BTC", "USD"};
  told.side = side::sell;
  told.type = order_type::market;
  told.lives = time_in_force::immediate_or_cancel;
  told.post_only = true;
  told.size = number("1.5");
  told.cost = number("2");
  told.price = number("3");
  told.filled = number("0.5");
  told.filled_cost = number("1.5");
  told.fee = number("-0.01");
  told.fee_currency = "USD";
  told.state = order_state::cancelled;
  told.reason = "why";
  told.updated = unix_time{std::chrono::milliseconds{7}};

  const auto entry = entry_of(told);
  const auto again = report_of(entry);

  EXPECT_EQ(entry.kind, journal_kind::report);
  EXPECT_EQ(entry_of(again), entry);
  EXPECT_EQ(again.updated, told.updated);
  EXPECT_EQ(again.fee, told.fee);
  EXPECT_EQ(again.state, told.state);
}

TEST(JournalEntry, KeepsAFill) {
  fill told;
  told.trade_id = "t1";
  told.order_id = "v1";
  told.client_id = "a0";
  told.symbol = {"BTC", "USD"};
  told.side = side::sell;
  told.price = number("100");
  told.size = number("0.25");
  told.fee = number("0.1");
  told.fee_currency = "USD";
  told.at = unix_time{std::chrono::milliseconds{9}};

  const auto entry = entry_of(told);
  const auto again = fill_of(entry);

  EXPECT_EQ(entry.kind, journal_kind::fill);
  EXPECT_EQ(entry_of(again), entry);
  EXPECT_EQ(again.at, told.at);
  EXPECT_EQ(again.trade_id, told.trade_id);
}

TEST(JournalEntry, GivesItsTicketBack) {
  journal_entry intent;
  intent.client_id = "a0";
  intent.side = side::sell;
  intent.type = order_type::market;
  intent.size = number("2");
  intent.lives = time_in_force::good_till_time;
  intent.expires = unix_time{std::chrono::milliseconds{5}};
  intent.post_only = true;

  const auto ticket = ticket_of(intent);

  EXPECT_EQ(ticket.client_id, intent.client_id);
  EXPECT_EQ(ticket.side, intent.side);
  EXPECT_EQ(ticket.type, intent.type);
  EXPECT_EQ(ticket.size, intent.size);
  EXPECT_EQ(ticket.lives, intent.lives);
  EXPECT_EQ(ticket.expires, intent.expires);
  EXPECT_TRUE(ticket.post_only);
}

TEST(JournalEntry, EachKindHasANameOfItsOwn) {
  auto names = std::set<std::string>{};
  const auto last = static_cast<int>(journal_kind_last);
  for (auto i = 0; i <= last; ++i)
    names.insert(to_string(static_cast<journal_kind>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);
  EXPECT_EQ(names.count("?"), 0U);
}

} // namespace
} // namespace ballast
