#include "sim/kraken/market_data.hpp"

#include "sim/csv.hpp"
#include "sim/kraken/replies.hpp"
#include "sim/kraken/ticker_json.hpp"
#include "sim/market_story.hpp"

#include <algorithm>

namespace ballast::sim::kraken {

namespace {

/// Appends `"id":`, after a comma where something stands before it.
void append_key(std::string& out, std::string_view id) {
  out += out.back() == '{' ? "\"" : ",\"";
  out += id;
  out += "\":";
}

const asset* asset_named(std::string_view name) {
  for (const auto& x : all_assets())
    if (x.id == name || x.altname == name)
      return &x;
  return nullptr;
}

} // namespace

market_data::market_data(std::uint64_t seed, fault_plan& faults,
                         std::optional<unix_time> stories_begin)
    : seed_{seed}, faults_{faults} {
  for (const auto& x : all_pairs()) {
    by_name_.emplace(x.id, listings_.size());
    by_name_.emplace(x.altname, listings_.size());
    const auto nature = nature_of(x);
    listings_.push_back(
      {&x, bars_of(nature.book, life_of(nature, seed), stories_begin), 0, {}});
  }
}

market_data::listing* market_data::find(std::string_view name, instant now) {
  const auto at = by_name_.find(name);
  if (at == by_name_.end())
    return nullptr;
  auto& x = listings_[at->second];
  return faults_.delisted(x.facts->id, now.steady) ? nullptr : &x;
}

std::optional<std::vector<market_data::listing*>>
market_data::selected(const request_target& what, instant now) {
  auto result = std::vector<listing*>{};
  const auto names = what.first("pair");
  if (!names) {
    for (auto& x : listings_)
      if (!faults_.delisted(x.facts->id, now.steady))
        result.push_back(&x);
    return result;
  }
  auto rest = std::string_view{*names};
  do {
    auto* const x = find(take_until(rest, ','), now);
    if (x == nullptr)
      return std::nullopt;
    // Named twice, it is one key of the answer all the same.
    if (std::find(result.begin(), result.end(), x) == result.end())
      result.push_back(x);
  } while (!rest.empty());
  return result;
}

std::string market_data::status_of(const pair& x, instant now) {
  return x.status == "online" && faults_.post_only(x.id, now.steady)
           ? "post_only"
           : x.status;
}

net::reply market_data::asset_pairs(const request_target& what, instant now) {
  if (what.first("info").value_or("info") != "info")
    return invalid_argument("info");
  const auto chosen = selected(what, now);
  if (!chosen)
    return unknown_pair();
  auto body = std::string{"{"};
  constexpr auto typical_size = std::size_t{800};
  body.reserve(chosen->size() * typical_size);
  for (const auto* x : *chosen) {
    append_key(body, x->facts->id);
    append_pair_json(body, *x->facts, status_of(*x->facts, now));
  }
  return result_reply(body + '}');
}

const std::string& market_data::ticker_json(listing& x, std::int64_t now) {
  // What costs is a thousand days' figures, so they may be a little old.
  constexpr auto age_max = std::int64_t{10};
  if (x.made_at == 0 || now < x.made_at || now - x.made_at >= age_max) {
    x.json = kraken::ticker_json(*x.facts, *x.bars, now);
    x.made_at = now;
  }
  return x.json;
}

net::reply market_data::ticker(const request_target& what, instant now) {
  const auto chosen = selected(what, now);
  if (!chosen)
    return unknown_pair();
  const auto time
    = std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch());
  auto body = std::string{"{"};
  constexpr auto typical_size = std::size_t{450};
  body.reserve(chosen->size() * typical_size);
  for (auto* x : *chosen) {
    append_key(body, x->facts->id);
    body += ticker_json(*x, time.count());
  }
  return result_reply(body + '}');
}

net::reply assets_reply(const request_target& what) {
  auto chosen = std::vector<const asset*>{};
  if (const auto names = what.first("asset")) {
    auto rest = std::string_view{*names};
    do {
      const auto* const x = asset_named(take_until(rest, ','));
      if (x == nullptr)
        return error_reply("EQuery:Unknown asset");
      chosen.push_back(x);
    } while (!rest.empty());
  } else {
    for (const auto& x : all_assets())
      chosen.push_back(&x);
  }
  auto body = std::string{"{"};
  for (const auto* x : chosen) {
    append_key(body, x->id);
    body += R"({"aclass":"currency","altname":")" + x->altname;
    body += is_fiat(x->altname) ? R"(","decimals":4,"display_decimals":2,)"
                                : R"(","decimals":10,"display_decimals":5,)";
    body += R"("status":"enabled"})";
  }
  return result_reply(body + '}');
}

} // namespace ballast::sim::kraken
