// What one account holds at one venue, and what it earned, from its fills
// alone.
//
//   fill ─┬─▶ its market's position: size, what was paid for it, profit, loss
//         └─▶ what went from the venue to the account, asset by asset
//
// A position keeps the whole of what was paid for it and never an average: an
// average has to be rounded, a sum has not. What is sold takes its share of
// that sum with it, rounded up where 18 digits do not hold it (a profit is
// never flattered), and the rest stays to the last digit. So, always and
// exactly, for each quote currency:
//
//   change of cash = profit and loss - what was paid for what is held - fees
//                    in it that stand apart
//
// A fee in the quote currency raises the cost of what is bought and lowers what
// is got for what is sold. One in the base currency makes the position smaller.
// One in another currency stands apart: nobody knows its worth here.
//
// A venue may show sales of what was never bought through us. Such a position
// is below zero, and its cost, too: what was got for it.
//
// Source: faults.md, section 1, M3 (double entry).
#pragma once

#include "domain/decimal.hpp"
#include "domain/order.hpp"
#include "domain/result.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <map>
#include <optional>
#include <string>

namespace ballast {

/// One market's. It stays when all is sold, for what it has earned.
struct position {
  decimal size;     ///< In base units, after fees taken from them.
  decimal cost;     ///< In quote units: paid for `size`, with fees in them.
  decimal realised; ///< In quote units: got for what was sold, less its cost.
  unix_time since;  ///< Of the fill that opened what is held now.

  bool is_open() const noexcept { return !size.is_zero(); }
  /// What one unit has cost, rounded up, for display alone; zero without any.
  decimal average_cost() const;
  /// What it would bring at this price beyond its cost, before fees.
  decimal unrealised(decimal price) const;

  friend bool operator==(const position&, const position&) = default;
};

class position_book {
public:
  /// Takes a fill in. Each one once: who tells the book has to know which have
  /// counted (domain/order_life.hpp). The order matters within one market only.
  /// @returns the profit (below zero: the loss) that it made sure, in quote
  ///          units; zero where it only opens. ec::invalid_argument, and no
  ///          change, where price or size are not above zero or its worth
  ///          leaves the range.
  result<decimal> apply(const fill& x);

  /// By market, with those that are closed.
  const std::map<symbol, position>& positions() const noexcept {
    return positions_;
  }
  /// What is held of a market and was earned there; all zero without a fill.
  position of(const symbol& market) const;
  /// All fees by currency, below zero: earned; with those that positions hold.
  const std::map<std::string, decimal>& fees() const noexcept { return fees_; }

  /// How much more than before the first fill the account has of a currency:
  /// what flowed from the venue, fill by fill.
  decimal asset_change(const std::string& currency) const;
  /// The other side of the same: what positions, profits and fees say that the
  /// venue has more of. M3: the sum of both is zero for every currency.
  decimal counter_change(const std::string& currency) const;
  /// The first currency whose two sides do not cancel out, if there is one.
  std::optional<std::string> imbalance() const;

  friend bool operator==(const position_book&, const position_book&) = default;

private:
  std::map<symbol, position> positions_;
  std::map<std::string, decimal> fees_;
  std::map<std::string, decimal> fees_apart_; ///< Of those: in no position.
  std::map<std::string, decimal> flows_;
};

} // namespace ballast
