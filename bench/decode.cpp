// What reading costs: 300 candles of each venue and lists of markets, by
// ballast's own codecs beside nlohmann's DOM and simdjson without any checks.
// Bodies come from the simulated exchanges, as they would over the wire; each
// round takes all contenders in turn, and what is compared are rounds. Ends
// with 1 when a goal is missed: candles and a list of 12,000 markets five times
// faster than nlohmann's DOM and at most at the double of bare simdjson.
//
//   decode [ROUNDS]
#include "apps/venues.hpp"
#include "bench/decode_readers.hpp"
#include "bench/measuring.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace ballast;
using namespace ballast::bench;
using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr auto timeframe = 60s;
constexpr std::size_t candles_wanted = 300;
constexpr std::size_t long_list = 12'000;
const auto noon = unix_time{std::chrono::hours{487'668}}; // In August 2025.

/// A venue, and the exchange that plays it.
struct stage {
  std::unique_ptr<venues::adapter> adapter;
  std::unique_ptr<sim::exchange> exchange;

  duration after{}; ///< Noon; one question a minute meets no limit.

  net::reply ask(const venues::request& x) {
    after += 1min;
    const auto wall
      = noon + std::chrono::duration_cast<unix_time::duration>(after);
    return exchange->arrive(x.call, {time_point{wall.time_since_epoch()}, wall})
      .content;
  }
};

stage stage_of(const apps::venue_entry& x) {
  auto exchange = x.simulate({});
  if (!exchange)
    throw std::runtime_error{exchange.error().text};
  const auto key = (*exchange)->accounts().front();
  venues::adapter_options who;
  who.key = key.key;
  who.secret = key.secret;
  who.passphrase = key.passphrase;
  auto adapter = x.about->make(who);
  if (!adapter)
    throw std::runtime_error{adapter.error().text};
  return {std::move(*adapter), std::move(*exchange)};
}

/// One in which somebody trades every minute: a candle each.
const market& busy_market(const std::vector<market>& listed) {
  const auto found
    = std::find_if(listed.begin(), listed.end(), [](const market& x) {
        return x.venue_symbol.find("BTC") == 0;
      });
  return found == listed.end() ? listed.front() : *found;
}

/// One way to read something, and what each round of it cost.
struct contender {
  std::string name;
  std::function<std::size_t()> read; ///< @returns how many were read.
  std::vector<double> us = {};       ///< Of one reading, by round.

  double median() const { return quantile(us, 0.5); }
};

/// Lets them take turns, each for a few milliseconds.
void compete(std::vector<contender>& all, int rounds) {
  constexpr auto turn_s = 0.004;
  const auto expected = all.front().read();
  for (auto& x : all)
    if (const auto got = x.read(); got != expected)
      throw std::runtime_error{
        fmt::format("{} reads {} instead of {}", x.name, got, expected)};
  for (int round = 0; round < rounds; ++round)
    for (auto& x : all) {
      int times = 0;
      const auto begin = thread_seconds();
      auto end = begin;
      for (; end - begin < turn_s; ++times) {
        if (x.read() != expected)
          throw std::runtime_error{x.name + " reads something else"};
        end = thread_seconds();
      }
      x.us.push_back((end - begin) * 1e6 / times);
    }
}

/// How many times as long `other` takes, over the rounds.
double ratio(const contender& other, const contender& ours) {
  std::vector<double> each;
  for (std::size_t i = 0; i < ours.us.size(); ++i)
    each.push_back(other.us[i] / ours.us[i]);
  return quantile(each, 0.5);
}

struct verdict {
  ordered_json figures = ordered_json::array();
  bool is_well = true;
};

void expect_same(const std::vector<candle>& ours,
                 const std::vector<candle>& theirs, const std::string& venue) {
  const auto sum = [](const auto& list) {
    double total = 0;
    for (const auto& x : list)
      total += x.open + x.high + x.low + x.close + x.volume;
    return total;
  };
  if (ours.size() != theirs.size()
      || std::abs(sum(ours) - sum(theirs)) > 1e-9 * sum(ours))
    throw std::runtime_error{venue + ": the candles are not the same"};
}

void compare_candles(stage& on, const row_shape& shape,
                     const std::vector<market>& listed, int rounds,
                     verdict& to) {
  const auto last = std::chrono::floor<std::chrono::minutes>(noon);
  const auto reply = on.ask(
    on.adapter->candles_request(busy_market(listed), timeframe,
                                last - (candles_wanted - 1) * timeframe, last));
  const auto ours = on.adapter->candles_answer(reply, timeframe, noon);
  if (!ours.value)
    throw std::runtime_error{fmt::format("{}: {}", shape.venue, ours.text)};
  const auto venue = std::string{shape.venue};
  expect_same(*ours.value, read_by_nlohmann(shape, reply.body), venue);
  expect_same(*ours.value, read_by_simdjson(shape, reply.body), venue);
  auto all = std::vector<contender>{
    {"ballast",
     [&] {
       return on.adapter->candles_answer(reply, timeframe, noon).value->size();
     }},
    {"nlohmann", [&] { return read_by_nlohmann(shape, reply.body).size(); }},
    {"simdjson", [&] { return read_by_simdjson(shape, reply.body).size(); }}};
  compete(all, rounds);
  const auto candles = ours.value->size();
  const auto per_300 = 300.0 / static_cast<double>(candles);
  const auto faster = ratio(all[1], all[0]);
  const auto over_bare = 1 / ratio(all[2], all[0]);
  const auto per_second = static_cast<double>(candles) / all[0].median() * 1e6;
  fmt::print("{:<9} {:>4} candles, {:>6} B {:>8.1f} {:>9.1f} {:>9.1f} {:>7.1f} "
             "{:>7.2f} {:>12.0f}\n",
             venue, candles, reply.body.size(), all[0].median() * per_300,
             all[1].median() * per_300, all[2].median() * per_300, faster,
             over_bare, per_second);
  const auto is_well = faster >= 5 && over_bare <= 2;
  to.is_well = to.is_well && is_well;
  to.figures.push_back({{"what", "candles"},
                        {"venue", venue},
                        {"candles", candles},
                        {"bytes", reply.body.size()},
                        {"us_per_300", all[0].median() * per_300},
                        {"nlohmann_us_per_300", all[1].median() * per_300},
                        {"simdjson_us_per_300", all[2].median() * per_300},
                        {"faster_than_nlohmann", faster},
                        {"over_bare_simdjson", over_bare},
                        {"candles_per_s", per_second},
                        {"well", is_well}});
}

void compare_list(stage& on, const net::reply& reply, const std::string& name,
                  int rounds, bool is_goal, verdict& to) {
  const auto count = on.adapter->markets_answer(reply).value->size();
  auto all = std::vector<contender>{
    {"ballast",
     [&] { return on.adapter->markets_answer(reply).value->size(); }},
    {"nlohmann", [&] { return parse_by_nlohmann(reply.body) > 0 ? count : 0; }},
    {"simdjson",
     [&] { return parse_by_simdjson(reply.body) > 0 ? count : 0; }}};
  compete(all, rounds);
  const auto faster = ratio(all[1], all[0]);
  fmt::print("{:<9} {:>5} markets, {:>8} B {:>8.2f} {:>8.2f} {:>8.2f} "
             "{:>7.1f}\n",
             name, count, reply.body.size(), all[0].median() / 1e3,
             all[1].median() / 1e3, all[2].median() / 1e3, faster);
  const auto over_bare = 1 / ratio(all[2], all[0]);
  const auto is_well = !is_goal || (faster >= 5 && over_bare <= 2);
  to.is_well = to.is_well && is_well;
  to.figures.push_back({{"what", "markets"},
                        {"venue", name},
                        {"markets", count},
                        {"bytes", reply.body.size()},
                        {"ms", all[0].median() / 1e3},
                        {"nlohmann_parse_ms", all[1].median() / 1e3},
                        {"simdjson_parse_ms", all[2].median() / 1e3},
                        {"faster_than_nlohmann", faster},
                        {"over_bare_simdjson", over_bare},
                        {"well", is_well}});
}

/// The list with its rows repeated under other names until there are 12,000,
/// and each as long as it really is: order types and permissions, which the
/// simulator keeps short, fill a row up to 1.5 kB.
net::reply grown(const net::reply& x) {
  auto whole = nlohmann::json::parse(x.body);
  auto& rows = whole.at("symbols");
  const auto few = rows;
  constexpr std::size_t row_bytes = 1500;
  for (std::size_t i = 0; rows.size() < long_list; ++i) {
    auto row = few[i % few.size()];
    const auto base
      = fmt::format("Z{}{}", i, row.at("baseAsset").get<std::string>());
    row["symbol"] = base + row.at("quoteAsset").get<std::string>();
    row["baseAsset"] = base;
    rows.push_back(std::move(row));
  }
  for (auto& row : rows) {
    auto filler = nlohmann::json::array();
    for (auto size = row.dump().size(); size < row_bytes; size += 14)
      filler.push_back("TRD_GRP_001");
    row["permissionSets"] = nlohmann::json::array({std::move(filler)});
  }
  return {x.status, x.headers, whole.dump()};
}

int run(int rounds) {
  fmt::print("decode: nlohmann {}, simdjson {}, {} rounds\n",
             nlohmann_version(), simdjson_version(), rounds);
  verdict result;
  fmt::print("{:<30} {:>8} {:>9} {:>9} {:>7} {:>7} {:>12}\n",
             "CPU us per 300 candles", "ballast", "nlohmann", "simdjson",
             "faster", "x bare", "candles/s");
  std::vector<std::pair<stage, net::reply>> stages;
  for (const auto& shape : row_shapes()) {
    auto on = stage_of(*apps::find_venue(shape.venue));
    auto list = on.ask(on.adapter->markets_request(noon));
    const auto markets = on.adapter->markets_answer(list);
    if (!markets.value)
      throw std::runtime_error{
        fmt::format("{}: {}", shape.venue, markets.text)};
    compare_candles(on, shape, *markets.value, rounds, result);
    stages.emplace_back(std::move(on), std::move(list));
  }
  fmt::print("\n{:<33} {:>8} {:>8} {:>8} {:>7}\n", "CPU ms per list", "ballast",
             "nlohmann", "simdjson", "faster");
  for (auto& [on, list] : stages)
    compare_list(on, list, std::string{on.adapter->venue()}, rounds, false,
                 result);
  for (auto& [on, list] : stages)
    if (on.adapter->venue() == "binance")
      compare_list(on, grown(list), "12,000", std::max(rounds / 10, 5), true,
                   result);
  const ordered_json all = {{"nlohmann", nlohmann_version()},
                            {"simdjson", simdjson_version()},
                            {"rounds", rounds},
                            {"figures", result.figures},
                            {"well", result.is_well}};
  fmt::print("\n{}\n", all.dump(2));
  return result.is_well ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(std::max(argc > 1 ? std::atoi(argv[1]) : 100, 5));
  } catch (const std::exception& e) {
    fmt::print(stderr, "decode: {}\n", e.what());
    return 2;
  }
}
