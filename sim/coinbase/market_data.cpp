#include "sim/coinbase/market_data.hpp"

#include "sim/coinbase/product_json.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/market_story.hpp"
#include "sim/recording.hpp"
#include "sim/wallet.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim::coinbase {

namespace {

std::int64_t seconds_of(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

/// A query value of at least `least`; `otherwise` where it is absent.
std::optional<std::int64_t> number_of(const std::optional<std::string>& text,
                                      std::int64_t least,
                                      std::int64_t otherwise) {
  const auto number = text ? whole_number(*text) : std::optional{otherwise};
  return number && *number >= least ? number : std::nullopt;
}

matching_market market_of(const coinbase_product& x, const bar_source& bars,
                          std::uint64_t seed) {
  auto result = matching_market{};
  result.id = x.id;
  result.symbol = {x.base, x.quote};
  result.base = x.base;
  result.quote = x.quote;
  result.book = nature_of(x).book;
  result.bars = &bars;
  result.price_unit = power_of_ten(x.price_decimals);
  result.size_unit = power_of_ten(x.base_decimals);
  result.price_increment = *decimal::parse(x.price_increment);
  result.size_increment = *decimal::parse(x.base_increment);
  result.size_min = *decimal::parse(x.base_min_size);
  result.size_max = decimal::whole(1'000'000'000);
  result.notional_min = *decimal::parse(quote_min_size_of(x));
  result.level_size = 4 * life_of(nature_of(x), seed).trade_size;
  return result;
}

std::string side_json(const std::vector<book_level>& levels) {
  auto out = std::string{"["};
  for (const auto& x : levels) {
    out += out.size() == 1 ? R"({"price":")" : R"(,{"price":")";
    out += x.price.to_string() + R"(","size":")" + x.size.to_string() + R"("})";
  }
  return out + ']';
}

/// The manual says that the side of a trade is its maker's.
const char* maker_side_of(const trade& x) {
  return x.taker == side::buy ? "SELL" : "BUY";
}

std::string text_of(decimal x) { return x.to_string(); }

} // namespace

market_data::market_data(std::uint64_t seed, fault_plan& faults,
                         std::size_t filler,
                         std::optional<unix_time> stories_begin)
    : seed_{seed}, faults_{faults}, filler_{made_up_products(filler, seed)} {
  for (const auto* products : {&coinbase_products(), &std::as_const(filler_)})
    for (const auto& x : *products) {
      const auto nature = nature_of(x);
      listings_.push_back(
        {&x,
         bars_of(nature.book, life_of(nature, seed), stories_begin),
         0,
         {}});
    }
  std::sort(listings_.begin(), listings_.end(),
            [](const listing& a, const listing& b) {
              return a.facts->id < b.facts->id;
            });
}

result<std::size_t>
market_data::use_recordings(const std::filesystem::path& directory,
                            std::optional<std::int64_t> ends_at) {
  const auto files = find_candle_files(directory);
  if (!files)
    return files.error();
  auto count = std::size_t{0};
  for (auto& x : listings_) {
    auto file = files->find(x.facts->id);
    if (file == files->end())
      file = files->find(x.facts->mirror_of);
    if (file == files->end())
      continue;
    auto bars = read_candle_file(file->second.path, x.facts->price_decimals,
                                 x.facts->base_decimals);
    if (!bars)
      return bars.error();
    x.bars = std::make_unique<recording>(std::move(*bars), file->second.width,
                                         ends_at);
    x.made_at = 0;
    ++count;
  }
  return count;
}

market_data::listing* market_data::find(std::string_view id, instant now) {
  const auto at
    = std::lower_bound(listings_.begin(), listings_.end(), id,
                       [](const listing& x, std::string_view wanted) {
                         return x.facts->id < wanted;
                       });
  if (at == listings_.end() || at->facts->id != id
      || faults_.delisted(id, now.steady))
    return nullptr;
  return &*at;
}

std::vector<std::size_t> market_data::selected(const request_target& what,
                                               instant now) {
  const auto ids = what.all("product_ids");
  auto result = std::vector<std::size_t>{};
  for (auto i = std::size_t{0}; i < listings_.size(); ++i) {
    const auto& id = listings_[i].facts->id;
    const auto is_wanted
      = ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end();
    if (is_wanted && !faults_.delisted(id, now.steady))
      result.push_back(i);
  }
  return result;
}

void market_data::append_json(std::string& out, listing& x, instant now) {
  // The live list is cached for about a second; what costs here is a thousand
  // days' figures, so they may be a little older.
  constexpr auto age_max = std::int64_t{10};
  const auto time = seconds_of(now.wall);
  if (x.made_at == 0 || time < x.made_at || time - x.made_at >= age_max) {
    x.json = product_json(*x.facts, *x.bars, time);
    x.made_at = time;
  }
  const auto begin = out.size();
  out += x.json;
  if (!faults_.post_only(x.facts->id, now.steady))
    return;
  constexpr auto no = std::string_view{R"("post_only":false)"};
  constexpr auto yes = std::string_view{R"("post_only":true)"};
  out.replace(out.find(no, begin), no.size(), yes);
}

net::reply market_data::products(const request_target& what, instant now) {
  const auto type = what.first("product_type");
  const auto chosen = type && *type != "SPOT" && *type != "UNKNOWN_PRODUCT_TYPE"
                        ? std::vector<std::size_t>{}
                        : selected(what, now);
  const auto size = static_cast<std::int64_t>(chosen.size());
  const auto limit = number_of(what.first("limit"), 1, size + 1);
  const auto offset = number_of(what.first("offset"), 0, 0);
  if (!limit || !offset)
    return invalid_argument("limit or offset argument is invalid");
  const auto first = std::min(*offset, size);
  const auto last = first + std::min(*limit, size - first);
  auto body = std::string{R"({"products":[)"};
  constexpr auto typical_size = std::int64_t{1'300};
  body.reserve(static_cast<std::size_t>((last - first) * typical_size) + 100);
  for (auto i = first; i < last; ++i) {
    if (i > first)
      body += ',';
    append_json(body, listings_[chosen[static_cast<std::size_t>(i)]], now);
  }
  body += R"(],"num_products":)" + std::to_string(last - first)
          + R"(,"pagination":null})";
  return json_reply(200, std::move(body));
}

net::reply market_data::product(std::string_view id, instant now) {
  auto* const x = find(id, now);
  if (x == nullptr)
    return unknown_product();
  auto body = std::string{};
  append_json(body, *x, now);
  return json_reply(200, std::move(body));
}

net::reply market_data::ticker(std::string_view id, const request_target& what,
                               instant now) {
  const auto* const x = find(id, now);
  if (x == nullptr)
    return unknown_product();
  const auto count = number_of(what.first("limit"), 1, 100);
  if (!count)
    return invalid_argument("limit argument is invalid");
  constexpr auto count_max = std::int64_t{100};
  const auto market = market_of(*x->facts, *x->bars, seed_);
  const auto trades = last_trades(
    market, static_cast<std::size_t>(std::min(*count, count_max)), now.wall);
  auto body = std::string{R"({"trades":[)"};
  for (auto i = trades.rbegin(); i != trades.rend(); ++i) {
    body += i == trades.rbegin() ? "" : ",";
    body += R"({"trade_id":")" + i->trade_id + R"(","product_id":")"
            + x->facts->id + R"(","price":")" + text_of(i->price)
            + R"(","size":")" + text_of(i->size) + R"(","time":")"
            + iso_milliseconds(i->at) + R"(","side":")" + maker_side_of(*i)
            + R"(","bid":"","ask":"","exchange":"cbe"})";
  }
  const auto best = book_at(market, seed_, 1, seconds_of(now.wall));
  body += R"(],"best_bid":")"
          + (best.bids.empty() ? "" : text_of(best.bids[0].price))
          + R"(","best_ask":")" + text_of(best.asks[0].price) + "\"}";
  return json_reply(200, std::move(body));
}

std::string market_data::pricebook(const listing& x, std::int64_t levels,
                                   unix_time now) const {
  const auto book = book_at(market_of(*x.facts, *x.bars, seed_), seed_,
                            static_cast<std::size_t>(levels), seconds_of(now));
  return R"({"product_id":")" + x.facts->id + R"(","bids":)"
         + side_json(book.bids) + R"(,"asks":)" + side_json(book.asks)
         + R"(,"time":")" + iso_milliseconds(now) + "\"}";
}

net::reply market_data::book(const request_target& what, instant now) {
  const auto* const x = find(what.first("product_id").value_or(""), now);
  if (x == nullptr)
    return unknown_product();
  const auto levels = number_of(what.first("limit"), 1, 50);
  if (!levels)
    return invalid_argument("limit argument is invalid");
  constexpr auto levels_max = std::int64_t{1'000};
  const auto market = market_of(*x->facts, *x->bars, seed_);
  const auto best = book_at(market, seed_, 1, seconds_of(now.wall));
  const auto ask = best.asks[0].price;
  const auto bid = best.bids.empty() ? decimal{} : best.bids[0].price;
  const auto middle = quotient(ask + bid, decimal::whole(2));
  const auto points
    = quotient(sim::product(ask - bid, decimal::whole(10'000)), middle, 8);
  return json_reply(
    200, R"({"pricebook":)"
           + pricebook(*x, std::min(*levels, levels_max), now.wall)
           + R"(,"last":")"
           + decimal_text(x->bars->last_price(seconds_of(now.wall)),
                          x->facts->price_decimals)
           + R"(","mid_market":")" + text_of(middle) + R"(","spread_bps":")"
           + text_of(points) + R"(","spread_absolute":")" + text_of(ask - bid)
           + "\"}");
}

std::vector<matching_market> market_data::markets() const {
  auto result = std::vector<matching_market>{};
  for (const auto& x : listings_)
    result.push_back(market_of(*x.facts, *x.bars, seed_));
  return result;
}

std::optional<market_state> market_data::state_of(std::string_view id,
                                                  instant now) {
  if (find(id, now) == nullptr)
    return std::nullopt;
  return faults_.post_only(id, now.steady) ? market_state::post_only
                                           : market_state::tradable;
}

net::reply market_data::exchange_rates(const request_target& what,
                                       instant now) {
  const auto currency = what.first("currency").value_or("USD");
  auto rates = std::string{};
  for (const auto& x : listings_) {
    const auto is_base = x.facts->base == currency;
    if (!is_base && x.facts->quote != currency)
      continue;
    const auto ticks = x.bars->last_price(seconds_of(now.wall));
    const auto price = sim::product(decimal::whole(ticks),
                                    power_of_ten(x.facts->price_decimals));
    const auto rate
      = is_base ? price : quotient(decimal::whole(1), price, decimal::scale);
    rates += (rates.empty() ? "\"" : ",\"")
             + (is_base ? x.facts->quote : x.facts->base) + R"(":")"
             + text_of(rate) + '"';
  }
  if (rates.empty())
    return json_reply(400, R"({"errors":[{"id":"invalid_request","message":)"
                           R"("Invalid currency"}]})");
  return json_reply(200, R"({"data":{"currency":")" + currency
                           + R"(","rates":{)" + rates + R"(,")" + currency
                           + R"(":"1.0"}}})");
}

net::reply market_data::best_bid_ask(const request_target& what, instant now) {
  auto body = std::string{R"({"pricebooks":[)"};
  for (auto separator = ""; const auto i : selected(what, now)) {
    const auto& x = listings_[i];
    body += separator + pricebook(x, 1, now.wall);
    separator = ",";
  }
  return json_reply(200, body + "]}");
}

} // namespace ballast::sim::coinbase
