#include "sim/coinbase/market_data.hpp"

#include "sim/coinbase/product_json.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/hash.hpp"
#include "sim/market_walk.hpp"
#include "sim/recording.hpp"
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

/// Size of a made-up order in the book.
std::int64_t depth_at(const coinbase_product& x, std::int64_t price,
                      std::int64_t now) {
  auto random
    = random_source{hash_of(x.id, static_cast<std::uint64_t>(price + now))};
  return static_cast<std::int64_t>(1 + random.below(100'000));
}

/// `levels` orders from `price` on, away from the market by `step` ticks each.
std::string side_json(const coinbase_product& x, std::int64_t price,
                      std::int64_t step, std::int64_t levels,
                      std::int64_t now) {
  auto out = std::string{"["};
  for (auto i = std::int64_t{0}; i < levels && price > 0; ++i, price += step) {
    out += i == 0 ? R"({"price":")" : R"(,{"price":")";
    append_decimal(out, price, x.price_decimals);
    out += R"(","size":")";
    append_decimal(out, depth_at(x, price, now), x.base_decimals);
    out += R"("})";
  }
  return out + ']';
}

std::string pricebook_json(const coinbase_product& x, std::int64_t price,
                           std::int64_t levels, unix_time now) {
  const auto time = seconds_of(now);
  return R"({"product_id":")" + x.id + R"(","bids":)"
         + side_json(x, price, -1, levels, time) + R"(,"asks":)"
         + side_json(x, price + 1, 1, levels, time) + R"(,"time":")"
         + iso_milliseconds(now) + "\"}";
}

} // namespace

market_data::market_data(std::uint64_t seed, fault_plan& faults)
    : faults_{faults} {
  for (const auto& x : coinbase_products()) {
    const auto life = life_of(nature_of(x), seed);
    listings_.push_back({&x, std::make_unique<market_walk>(life), 0, {}});
  }
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
  const auto time = seconds_of(now.wall);
  const auto decimals = x->facts->price_decimals;
  auto body = std::string{R"({"trades":[)"};
  for (auto i = std::int64_t{0}; i < std::min(*count, count_max); ++i) {
    const auto price = x->bars->last_price(time - i);
    body += i == 0 ? "" : ",";
    body += R"({"trade_id":")" + std::to_string(time - i)
            + R"(","product_id":")" + x->facts->id + R"(","price":")"
            + decimal_text(price, decimals) + R"(","size":")"
            + decimal_text(depth_at(*x->facts, price, time - i),
                           x->facts->base_decimals)
            + R"(","time":")" + iso_seconds(now.wall - std::chrono::seconds{i})
            + R"(","side":")" + ((time - i) % 2 == 0 ? "BUY" : "SELL")
            + R"(","bid":"","ask":""})";
  }
  const auto last = x->bars->last_price(time);
  body += R"(],"best_bid":")" + decimal_text(last, decimals)
          + R"(","best_ask":")" + decimal_text(last + 1, decimals) + "\"}";
  return json_reply(200, std::move(body));
}

net::reply market_data::book(const request_target& what, instant now) {
  const auto* const x = find(what.first("product_id").value_or(""), now);
  if (x == nullptr)
    return unknown_product();
  const auto levels = number_of(what.first("limit"), 1, 50);
  if (!levels)
    return invalid_argument("limit argument is invalid");
  constexpr auto levels_max = std::int64_t{1'000};
  const auto price = x->bars->last_price(seconds_of(now.wall));
  const auto decimals = x->facts->price_decimals;
  return json_reply(
    200, R"({"pricebook":)"
           + pricebook_json(*x->facts, price, std::min(*levels, levels_max),
                            now.wall)
           + R"(,"last":")" + decimal_text(price, decimals)
           + R"(","mid_market":")" + decimal_text(price * 10 + 5, decimals + 1)
           + R"(","spread_bps":")" + decimal_text(10'000'000'000'000 / price, 9)
           + R"(","spread_absolute":")" + decimal_text(1, decimals) + "\"}");
}

net::reply market_data::best_bid_ask(const request_target& what, instant now) {
  auto body = std::string{R"({"pricebooks":[)"};
  for (auto separator = ""; const auto i : selected(what, now)) {
    const auto& x = listings_[i];
    const auto price = x.bars->last_price(seconds_of(now.wall));
    body += separator + pricebook_json(*x.facts, price, 1, now.wall);
    separator = ",";
  }
  return json_reply(200, body + "]}");
}

} // namespace ballast::sim::coinbase
