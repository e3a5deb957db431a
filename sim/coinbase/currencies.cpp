#include "sim/coinbase/currencies.hpp"

#include "sim/coinbase/products.hpp"
#include "sim/coinbase/replies.hpp"
#include "sim/matching_ids.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace ballast::sim::coinbase {

namespace {

constexpr auto fiat
  = std::array<std::string_view, 5>{"CAD", "EUR", "GBP", "JPY", "USD"};

bool is_fiat(std::string_view name) {
  return std::find(fiat.begin(), fiat.end(), name) != fiat.end();
}

std::string fiat_json() {
  auto body = std::string{R"({"data":[)"};
  for (const auto name : fiat) {
    body += body.back() == '[' ? "" : ",";
    body.append(R"({"id":")").append(name).append(R"(","name":")");
    body.append(name).append(R"(","min_size":"0.01"})");
  }
  return body + "]}";
}

/// Names, colours and the like are made up; clients read code and id.
std::string crypto_json() {
  auto names = std::set<std::string>{};
  for (const auto& x : coinbase_products())
    for (const auto& name : {x.base, x.quote})
      if (!is_fiat(name))
        names.insert(name);
  auto body = std::string{R"({"data":[)"};
  auto rank = std::uint64_t{100};
  for (const auto& name : names) {
    body += body.back() == '[' ? "" : ",";
    body += R"({"code":")" + name + R"(","name":")" + name
            + R"(","color":"#5B616E","sort_index":)" + std::to_string(rank)
            + R"(,"exponent":8,"type":"crypto","address_regex":"",)"
              R"("asset_id":")"
            + uuid_text(1, "coinbase asset", rank) + "\"}";
    ++rank;
  }
  return body + "]}";
}

} // namespace

net::reply older_reply(std::string_view path, unix_time now) {
  if (path == "/v2/currencies")
    return json_reply(200, fiat_json());
  if (path == "/v2/currencies/crypto")
    return json_reply(200, crypto_json());
  if (path != "/v2/time")
    return no_such_route();
  const auto seconds
    = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  return json_reply(200, R"({"data":{"iso":")" + iso_seconds(now)
                           + R"(","epoch":)" + std::to_string(seconds.count())
                           + "}}");
}

} // namespace ballast::sim::coinbase
