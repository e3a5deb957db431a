// The public half of the simulated Coinbase: products, candles, books.
#pragma once

#include "domain/market.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/bar.hpp"
#include "sim/coinbase/products.hpp"
#include "sim/fault_plan.hpp"
#include "sim/matching_book.hpp"
#include "sim/request_target.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::coinbase {

/// Every function answers one route; the public and the authenticated twin of
/// a route give the same body. Not thread-safe: its exchange has the lock.
class market_data {
public:
  /// @param faults decides which products are delisted; must outlive this.
  /// @param filler products beside the recorded ones: see made_up_products.
  market_data(std::uint64_t seed, fault_plan& faults, std::size_t filler = 0,
              std::optional<unix_time> stories_begin = std::nullopt);

  /// Replaces made-up candles by recorded ones where there are some.
  /// @param ends_at see recording.
  /// @returns number of products that have recorded candles, or what is wrong.
  result<std::size_t> use_recordings(const std::filesystem::path& directory,
                                     std::optional<std::int64_t> ends_at);

  /// GET products: query product_type, limit, offset, product_ids.
  net::reply products(const request_target& what, instant now);
  /// GET products/{id}
  net::reply product(std::string_view id, instant now);
  /// GET products/{id}/candles: start, end, granularity, limit.
  net::reply candles(std::string_view id, const request_target& what,
                     instant now);
  /// GET products/{id}/ticker: limit.
  net::reply ticker(std::string_view id, const request_target& what,
                    instant now);
  /// GET product_book: product_id, limit.
  net::reply book(const request_target& what, instant now);
  /// GET /v2/exchange-rates: currency, else USD. What one unit of it is worth
  /// in every currency it trades with.
  /// Source: Coinbase App API, "Exchange rates". 400 for a currency that no
  /// product has.
  net::reply exchange_rates(const request_target& what, instant now);
  /// GET best_bid_ask: product_ids.
  net::reply best_bid_ask(const request_target& what, instant now);

  /// What trading needs to know of every product. Their bars last until
  /// recordings replace them.
  std::vector<matching_market> markets() const;
  /// What may be done in a product now; absent where there is none.
  std::optional<market_state> state_of(std::string_view id, instant now);

private:
  /// A product's figures of the day, as JSON; made anew now and then.
  struct listing {
    const coinbase_product* facts = nullptr;
    std::unique_ptr<bar_source> bars;
    std::int64_t made_at = 0; ///< Unix seconds; 0: never.
    std::string json;
  };
  listing* find(std::string_view id, instant now);
  /// Indices of what a call asks for, in order: all, or those in product_ids.
  std::vector<std::size_t> selected(const request_target& what, instant now);
  void append_json(std::string& out, listing& x, instant now);

  std::string pricebook(const listing& x, std::int64_t levels,
                        unix_time now) const;

  std::uint64_t seed_;
  fault_plan& faults_;
  std::vector<coinbase_product> filler_;
  std::vector<listing> listings_; ///< Ascending by id.
};

} // namespace ballast::sim::coinbase
