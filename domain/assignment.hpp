// Which venue scans which market, when several list it.
//
//              rate 10/s, 350 alone            rate 1/s, 960 alone
//             ┌────────────┐                   ┌────────────┐
//   coinbase  │ alone      │◀── 300 listed ───▶│ alone      │  kraken
//             └────────────┘    on both        └────────────┘
//
// A market goes where its turn is shortest: to the venue with the least load
// (markets / scans a second) among those that list it and can scan. So venues
// with nothing else to do share in proportion to what their limits allow, and
// one that is busy with its own is left alone.
//
// An assignment is sticky. It changes when it must (a venue fails, or does not
// list a market any more), or when a venue has 10 % less to do than another,
// and by choice at most once a minute for each market, so that nothing flaps.
// A share and a coin of one name are two markets: COMP/USD of a venue for
// stocks never goes to one that lists the coin.
//
// A venue that lists shares may keep some of its coins, those that are quoted
// as its shares are, though another's turn is shorter: shares are not traded at
// night, and it would be left with nothing.
//
// What one market's venue cannot scan goes to any other that can, even to one
// that is still on trial; a market that only failing venues list stays where it
// is and waits.
#pragma once

#include "domain/market.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

/// The share of shared markets that a venue may have after an outage.
///
///   scanning ──▶ out ──▶ on trial (30 s x times out, at most 300 s)
///      ▲                     │
///      └── 100 % ◀── 75 ◀── 50 ◀── 25 %, ten seconds each
///
/// One time out is forgotten per ten minutes without another.
/// Source: limits-and-health.md, section 4, "Routing leaves out".
class share_ramp {
public:
  /// Looks at the venue. `now` never goes back.
  /// @returns the share now, 0 to 1.
  double update(bool can_scan, time_point now);
  double share() const noexcept { return share_; }

private:
  double share_ = 0;
  bool was_out_ = false; ///< After having scanned.
  bool can_scan_ = false;
  unsigned times_ = 0; ///< Out, not forgotten.
  time_point since_{}; ///< It can scan, or cannot.
};

/// Keeps no clock; `now` never goes back. At most 64 venues.
class assignment {
public:
  /// What is known of one venue.
  struct standing {
    double scans_per_s = 0; ///< What its limits leave (see scan_pace).
    bool can_scan = false;
    /// Of the markets that others list too: 0 none, 1 as many as its load says.
    double share = 0;

    friend bool operator==(const standing&, const standing&) = default;
  };
  struct move {
    symbol market;
    std::string from;
    std::string to;
  };
  struct changes {
    std::set<std::string> venues; ///< Whose markets are others than before.
    std::vector<move> moves;      ///< From one venue to another; first
                                  ///< placements are none.
  };

  /// @param coins_kept by a venue that lists shares while it can scan.
  explicit assignment(std::size_t coins_kept = 0) : coins_kept_{coins_kept} {}

  /// Replaces what a venue lists, each symbol once. O(n log n), as all below.
  /// @param equities those of `markets` that are shares.
  void list(const std::string& venue, const std::vector<symbol>& markets,
            const std::vector<symbol>& equities = {});
  /// A venue does not know a market any more.
  void unlist(const std::string& venue, const symbol& market);
  void stand(const std::string& venue, standing x);

  /// Assigns anew, as little as possible.
  changes update(time_point now);

  /// A venue's markets, ascending, as of the last update.
  const std::vector<symbol>& of(const std::string& venue) const;
  /// Who scans what this venue lists; none where it does not list it.
  std::optional<std::string> home_of(const std::string& venue,
                                     const symbol& market) const;
  /// Those of them that are shares, ascending.
  std::vector<symbol> shares_of(const std::string& venue) const;
  /// Those of them that no venue which can scan lists.
  std::vector<symbol> waiting(const std::string& venue) const;

private:
  struct place {
    std::uint64_t listed = 0; ///< Bit by venue.
    std::optional<std::size_t> home;
    bool is_settled = false; ///< Its home could scan it once.
    std::optional<time_point> moved_at;
    std::optional<std::size_t> keeper; ///< See coins_kept.
  };
  struct venue_state {
    std::string name;
    standing now;
    std::size_t load = 0;             ///< Markets.
    std::size_t shared = 0;           ///< Of those, listed elsewhere too.
    std::size_t limit = 0;            ///< Of shared ones.
    std::vector<symbol> markets = {}; ///< See `of`.
  };

  std::size_t index_of(const std::string& venue);
  std::optional<std::size_t> find(const std::string& venue) const;
  void measure();
  void gather();
  /// The keeper of each coin that has one.
  void name_keepers();
  bool is_kept(const place& x) const;
  static bool may_take(const venue_state& v, const place& x);
  /// Seconds of a turn with so many markets.
  static double turn_of(const venue_state& v, std::size_t markets);
  /// @param but leaves this one out. @param on_trial whether shares count.
  std::optional<std::size_t> best_for(const place& x,
                                      std::optional<std::size_t> but,
                                      bool on_trial = false) const;
  void place_what_must(changes& into, time_point now);
  void level(changes& into, time_point now);
  void put(const symbol& market, place& x, std::size_t to, changes& into,
           time_point now);

  std::size_t coins_kept_;
  std::vector<venue_state> venues_;
  /// Who lists it: the same symbol may stand there twice, as a coin and as a
  /// share, but never for one venue.
  std::map<std::pair<symbol, market_kind>, place> places_;
  std::set<std::string> touched_; ///< By list and unlist, since an update.
};

} // namespace ballast
