// The public half of the simulated Kraken: pairs, tickers, candles.
#pragma once

#include "domain/market.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/bar.hpp"
#include "sim/fault_plan.hpp"
#include "sim/kraken/pairs.hpp"
#include "sim/matching_book.hpp"
#include "sim/request_target.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// Every function answers one route. Pairs are named by id or altname, answers
/// are keyed by id. Not thread-safe: its exchange has the lock.
class market_data {
public:
  /// @param faults decides which pairs are delisted or post-only; must outlive
  ///        this.
  /// @param stories_begin see simulator_options
  market_data(std::uint64_t seed, fault_plan& faults,
              std::optional<unix_time> stories_begin = std::nullopt);

  /// GET AssetPairs: pair (comma list); `info` only by its default.
  net::reply asset_pairs(const request_target& what, instant now);
  /// GET Ticker: pair (comma list); all pairs without it.
  net::reply ticker(const request_target& what, instant now);
  /// GET OHLC: pair, interval, since.
  net::reply ohlc(const request_target& what, instant now);
  /// GET Depth: pair, count.
  net::reply depth(const request_target& what, instant now);
  /// GET Trades: pair, count; always the newest, whatever `since` says.
  net::reply trades(const request_target& what, instant now);

  /// What trading needs to know of every pair.
  std::vector<matching_market> markets() const;
  /// By id or altname; null for one that is unknown or delisted.
  const pair* pair_named(std::string_view name, instant now);
  market_state state_of(const pair& x, instant now);
  /// "online", "post_only", …, as the venue says it now.
  std::string status_of(const pair& x, instant now);

private:
  /// A pair's figures of the day, as JSON; made anew now and then.
  struct listing {
    const pair* facts = nullptr;
    std::unique_ptr<bar_source> bars;
    std::int64_t made_at = 0; ///< Unix seconds; 0: never.
    std::string json;
  };
  listing* find(std::string_view name, instant now);
  /// What a call asks for: those in `pair` as asked, or all, by id.
  /// @returns nothing when one of them is unknown.
  std::optional<std::vector<listing*>> selected(const request_target& what,
                                                instant now);
  static const std::string& ticker_json(listing& x, std::int64_t now);

  std::uint64_t seed_;
  fault_plan& faults_;
  std::vector<listing> listings_; ///< Ascending by id.
  std::map<std::string_view, std::size_t> by_name_;
};

/// GET Assets: asset (comma list of ids or altnames); all without it.
net::reply assets_reply(const request_target& what);

} // namespace ballast::sim::kraken
