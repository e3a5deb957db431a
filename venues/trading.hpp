// What a trader's account asks of a venue beside what a scanner asks
// (adapter.hpp): books, orders, fills, fees.
//
// The same pairs: `x_request` builds the call and says what it spends,
// `x_answer` reads the reply and never throws, whatever the bytes. Nothing here
// tries again: whoever sends knows what a second request could do.
#pragma once

#include "domain/order.hpp"
#include "domain/order_gate.hpp"
#include "venues/adapter.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ballast::venues {

/// What can be asked of an account's orders, and of the markets they stand in.
enum class order_action : std::uint8_t {
  place,
  test, ///< Placing without an order: validate, test, preview.
  cancel,
  cancel_all,
  amend,
  query,
  open_orders,
  closed_orders,
  fills,
  fees,
  book,
  trades,
  ticker,
  dead_man,
  stream_token,
};

/// Whether it takes a signature.
constexpr bool is_signed(order_action x) noexcept {
  return x != order_action::book && x != order_action::trades
         && x != order_action::ticker;
}

/// Which order is meant. One of the ids may be empty.
struct order_ref {
  market what;
  std::string venue_id;
  std::string client_id;
  /// Where known: it was not placed before. A venue that answers no question by
  /// client id looks through its list no farther back.
  std::optional<unix_time> since = std::nullopt;
  std::string page = {}; ///< What order_lookup::next has told.
};

/// What became of a placement. `value` is the venue's id, and what else it told
/// of the order, where `fate` is accepted.
///
///     accepted   the venue has taken the order (it may end it at once)
///     refused    the venue's words prove that no order came of it
///     unknown    anything else: ask for the order by its client id
struct placement_answer : answer<order_report> {
  placement fate = placement::unknown;
};

/// What became of a request to cancel.
enum class cancel_fate : std::uint8_t {
  taken,         ///< The venue will cancel, or has done so.
  already_over,  ///< Filled, cancelled or expired before.
  unknown_order, ///< The venue does not know it.
  refused,       ///< The order goes on.
  unknown,       ///< Ask for the order.
};
const char* to_string(cancel_fate x) noexcept;

struct cancel_answer : answer<done> {
  cancel_fate fate = cancel_fate::unknown;
};

/// What was asked for by its id: absent where the venue says for sure that it
/// has no such order *now*. Right after an unknown placement that proves
/// nothing yet: see the venue's sheet for how long.
struct order_lookup {
  std::optional<order_report> found;
  /// Not found yet, and not absent: ask again with it as order_ref::page.
  std::string next = {};

  bool is_absent() const noexcept { return !found && next.empty(); }
};

/// One page of orders or fills; ask again with `next` until it is empty.
struct order_page {
  std::vector<order_report> orders;
  std::string next;
};
struct fill_page {
  std::vector<fill> fills;
  std::string next;
};

class trading {
public:
  virtual ~trading() = default;

  /// Which orders the venue has for a market: what nothing here takes must not
  /// come as far as place_request (domain/order_gate.hpp).
  virtual order_abilities abilities(const market& what) const = 0;

  /// How long after it was made the venue may still take a placement: what
  /// bounds it is in the request itself, or else assumed.
  virtual std::chrono::seconds placement_life() const = 0;
  /// How often in a row, after that, the venue must say that it does not have
  /// an order before it surely never will.
  virtual unsigned absences_needed() const { return 1; }
  /// Whether a purchase of coins pays its fee in what it bought; else, and for
  /// sales, it is paid in the quote currency.
  virtual bool takes_fees_from_received() const noexcept { return false; }

  /// What an action spends, by the market it is about. The first budget names
  /// the scope of its health.
  virtual std::vector<spend> spends_of(order_action x,
                                       const market& what) const = 0;

  /// @pre the ticket keeps to the market's increments; has_credentials(). For
  ///      all with `now`: the venue's time, as in adapter.hpp.
  virtual request place_request(const market& what, const order_ticket& ticket,
                                unix_time now)
    = 0;
  virtual placement_answer place_answer(const net::reply& x) const = 0;

  /// Asks whether an order would be taken. Absent where the venue cannot say.
  virtual std::optional<request>
  test_request(const market& what, const order_ticket& ticket, unix_time now)
    = 0;
  /// ok: it would be. `text` has the venue's words where not.
  virtual answer<done> test_answer(const net::reply& x) const = 0;

  virtual request cancel_request(const order_ref& which, unix_time now) = 0;
  virtual cancel_answer cancel_answer_of(const net::reply& x) const = 0;

  /// Cancels all orders of a market, or of the account where `what` is null and
  /// the venue can. Absent where it cannot.
  virtual std::optional<request> cancel_all_request(const market* what,
                                                    unix_time now)
    = 0;
  virtual answer<done> cancel_all_answer(const net::reply& x) const = 0;

  /// Changes price and size (zero: as it is) of an open order that keeps its
  /// ids. Absent where the venue has no such thing.
  virtual std::optional<request> amend_request(const order_ref& which,
                                               decimal price, decimal size,
                                               unix_time now)
    = 0;
  virtual placement_answer amend_answer(const net::reply& x) const = 0;

  virtual request query_request(const order_ref& which, unix_time now) = 0;
  /// What to ask when that has found nothing, where a venue keeps orders that
  /// have ended apart; query_answer reads it as well. Absent where one question
  /// is enough.
  virtual std::optional<request> more_query_request(const order_ref& /*which*/,
                                                    unix_time /*now*/) {
    return std::nullopt;
  }
  virtual answer<order_lookup> query_answer(const net::reply& x) const = 0;
  /// The same where what was asked for is still known. A venue that answers no
  /// question by client id lists orders instead, and finds it among them.
  virtual answer<order_lookup>
  query_answer_of(const net::reply& x, const order_ref& /*which*/) const {
    return query_answer(x);
  }

  /// @param what null: of all markets.
  virtual request open_orders_request(const market* what,
                                      const std::string& page, unix_time now)
    = 0;
  virtual answer<order_page> open_orders_answer(const net::reply& x) const = 0;
  /// The same where the page that was asked for is still known: a venue that
  /// has open orders in more than one list tells by it which comes next.
  virtual answer<order_page>
  open_orders_answer_of(const net::reply& x,
                        const std::string& /*page*/) const {
    return open_orders_answer(x);
  }

  /// @param what null: of all markets, where the venue can; see its adapter.
  virtual request closed_orders_request(const market* what,
                                        std::optional<unix_time> since,
                                        const std::string& page, unix_time now)
    = 0;
  virtual answer<order_page>
  closed_orders_answer(const net::reply& x) const = 0;

  virtual request fills_request(const market* what,
                                std::optional<unix_time> since,
                                const std::string& page, unix_time now)
    = 0;
  virtual answer<fill_page> fills_answer(const net::reply& x) const = 0;

  virtual request fees_request(const market& what, unix_time now) = 0;
  virtual answer<fee_tier> fees_answer(const net::reply& x) const = 0;

  virtual request book_request(const market& what, unsigned depth) = 0;
  virtual answer<book_levels> book_answer(const net::reply& x) const = 0;

  /// The latest trades of a market, ascending by time in the answer.
  virtual request trades_request(const market& what) = 0;
  virtual answer<std::vector<trade>>
  trades_answer(const net::reply& x) const = 0;

  /// One market's price.
  virtual request ticker_request(const market& what) = 0;
  virtual answer<ticker> ticker_answer(const net::reply& x) const = 0;

  /// All orders of the account are cancelled unless this is asked again within
  /// `after`; zero turns it off. Absent where the venue has no such switch.
  virtual std::optional<request> dead_man_request(std::chrono::seconds after,
                                                  unix_time now) {
    static_cast<void>(after);
    static_cast<void>(now);
    return std::nullopt;
  }
  virtual answer<done> dead_man_answer(const net::reply& /*x*/) const {
    return {};
  }

  /// Whether a private stream wants a token; else streams are signed.
  virtual bool wants_stream_token() const noexcept { return false; }
  /// Asks for one. Absent where none is wanted.
  virtual std::optional<request> stream_token_request(unix_time /*now*/) {
    return std::nullopt;
  }
  virtual answer<std::string>
  stream_token_answer(const net::reply& /*x*/) const {
    return {};
  }
};

} // namespace ballast::venues
