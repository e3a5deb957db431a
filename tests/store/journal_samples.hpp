// Random entries to store, and a journal to store them in.
#pragma once

#include "domain/journal_entry.hpp"
#include "domain/random.hpp"
#include "store/journal.hpp"
#include "tests/config/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace ballast::store {

inline decimal random_amount(random_source& random) {
  switch (random.below(4)) {
  case 0:
    return {};
  case 1:
    return random.below(2) == 0 ? decimal::highest() : decimal::lowest();
  case 2:
    return decimal::from_units(static_cast<std::int64_t>(random.next()));
  default:
    return decimal::whole(static_cast<std::int64_t>(random.below(100'000)));
  }
}

inline std::string random_text(random_source& random) {
  auto text = std::string{};
  for (auto left = random.below(20); left > 0; --left)
    // Quotes, line ends, zero bytes and broken UTF-8 as well.
    text += static_cast<char>(random.below(256));
  return text;
}

inline unix_time random_moment(random_source& random) {
  return unix_time{
    std::chrono::milliseconds{static_cast<std::int64_t>(random.next() >> 20U)}};
}

inline journal_entry random_entry(random_source& random) {
  const auto below = [&](auto last) {
    return static_cast<decltype(last)>(
      random.below(static_cast<std::uint64_t>(last) + 1));
  };
  auto x = journal_entry{};
  x.kind = below(journal_kind_last);
  x.at = random_moment(random);
  for (auto* text :
       {&x.venue, &x.account, &x.client_id, &x.venue_id, &x.symbol.base,
        &x.symbol.quote, &x.fee_currency, &x.trade_id, &x.text})
    *text = random_text(random);
  x.side = below(side::sell);
  x.type = below(order_type::stop_limit);
  x.lives = below(time_in_force::day);
  x.post_only = random.below(2) == 0;
  x.purpose = below(order_purpose::guard);
  x.fate = below(placement::unknown);
  x.state = below(order_state::rejected);
  for (auto* amount :
       {&x.size, &x.cost, &x.price, &x.filled, &x.filled_cost, &x.fee})
    *amount = random_amount(random);
  if (random.below(2) == 0)
    x.trigger = random_amount(random);
  if (random.below(2) == 0)
    x.expires = random_moment(random);
  if (random.below(2) == 0)
    x.until = random_moment(random);
  return x;
}

/// An intent as they are in life.
inline journal_entry small_entry(std::size_t number) {
  auto x = journal_entry{};
  x.venue = "coinbase";
  x.account = "master";
  x.client_id = "a" + std::to_string(number);
  x.symbol = {"BTC", "USD"};
  x.size = decimal::whole(static_cast<std::int64_t>(number));
  x.text = "entry " + std::to_string(number);
  return x;
}

/// A place with a journal in it.
class journal_place : public testing::Test {
protected:
  static journal::options options(const std::string& mode = "paper") {
    return {.mode = mode, .identity = 77};
  }
  result<journal> open(const journal::options& opts) {
    return journal::open(file, opts);
  }
  journal opened() {
    auto got = open(options());
    if (!got)
      throw std::runtime_error{got.error().text};
    return std::move(*got);
  }
  fault refusal_of(const journal::options& opts) {
    const auto got = open(opts);
    EXPECT_FALSE(got);
    return got ? fault{} : got.error();
  }

  /// All entries, as they are read.
  static result<std::vector<journal_entry>> entries_of(journal& x) {
    auto all = std::vector<journal_entry>{};
    const auto read = x.read([&](const journal_entry& y) -> result<done> {
      all.push_back(y);
      return done{};
    });
    if (!read)
      return read.error();
    return all;
  }
  result<std::vector<journal_entry>> stored() {
    auto got = open(options());
    if (!got)
      return got.error();
    return entries_of(*got);
  }

  test::temporary_directory place;
  std::filesystem::path file = place.path() / "journal.db";
};

} // namespace ballast::store
