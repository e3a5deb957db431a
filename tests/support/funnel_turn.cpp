#include "tests/support/funnel_turn.hpp"

#include "apps/virtual_node.hpp"
#include "domain/scan_universe.hpp"
#include "tests/support/relayed_adapter.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

const std::vector<std::string> all_venues
  = {"coinbase", "kraken", "okx", "binance", "alpaca"};

/// What was asked of one venue, and when.
struct venue_record {
  std::size_t listed = 0;
  std::map<symbol, time_point> priced;
  std::map<symbol, time_point> candles;
  std::optional<time_point> began;   ///< The first question for prices.
  std::uint64_t requests_before = 0; ///< All that were sent until then.
};

class recording_adapter : public relayed_adapter {
public:
  recording_adapter(std::shared_ptr<venues::adapter> to, venue_record& record,
                    std::function<time_point()> now,
                    std::function<std::uint64_t()> requests)
      : relayed_adapter{std::move(to)}, record_{record}, now_{std::move(now)},
        requests_{std::move(requests)} {}

  venues::answer<std::vector<market>>
  markets_answer(const net::reply& x) const override {
    auto result = relayed_adapter::markets_answer(x);
    record_.listed += result.value ? result.value->size() : 0;
    return result;
  }
  venues::request tickers_request(unix_time now) override {
    if (!record_.began) {
      record_.began = now_();
      record_.requests_before = requests_();
    }
    return relayed_adapter::tickers_request(now);
  }
  venues::answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const override {
    auto result = relayed_adapter::tickers_answer(x);
    if (result.value)
      for (const auto& one : *result.value)
        if (!one.last.is_zero())
          record_.priced[one.symbol] = now_();
    return result;
  }
  venues::request candles_request(const market& what,
                                  std::chrono::seconds timeframe,
                                  unix_time from, unix_time until) override {
    record_.candles[what.symbol] = now_();
    return relayed_adapter::candles_request(what, timeframe, from, until);
  }

private:
  venue_record& record_;
  std::function<time_point()> now_;
  std::function<std::uint64_t()> requests_;
};

/// The limit that lets scans through most slowly.
std::string slowest_limit(const venues::adapter& x) {
  auto rate = std::numeric_limits<double>::infinity();
  std::string result;
  for (const auto& spent : x.scan_spends())
    for (const auto& budget : x.budgets())
      if (const auto its
          = budget.row.units / ballast::seconds(budget.row.window) / spent.cost;
          budget.id == spent.budget && its < rate) {
        rate = its;
        result = fmt::format("{} ({} in {:.0f} s, {} each)", budget.row.id,
                             budget.row.units,
                             ballast::seconds(budget.row.window), spent.cost);
      }
  return result;
}

class funnel_run {
public:
  explicit funnel_run(const funnel_turn_options& options) : options_{options} {
    apps::virtual_node_options how;
    how.seed = options.seed;
    how.venues = all_venues;
    how.filler = options.filler;
    how.scan.mode = config::scan_mode::funnel;
    // 70 ms there and back with jitter: a home line to a cloud.
    how.link.model = sim::link_model::clipped;
    how.link.delay = 20ms;
    how.link.jitter = 15ms;
    how.link.jitter_max = 300ms;
    how.on_adapter = [this](std::shared_ptr<venues::adapter> x) {
      const auto venue = std::string{x->venue()};
      limits_[venue] = slowest_limit(*x);
      return std::make_shared<recording_adapter>(
        std::move(x), records_[venue], [this] { return node_->now(); },
        [this, venue] { return node_->venue_stats(venue).requests; });
    };
    node_ = std::make_unique<apps::virtual_node>(std::move(how));
  }

  funnel_turn operator()() {
    funnel_turn result;
    watch_first_turn();
    result.is_complete = ended_.size() == all_venues.size();
    auto first = time_point::max();
    auto last = time_point::min();
    for (auto& [venue, x] : ended_) {
      first = std::min(first, *records_[venue].began);
      last = std::max(last, x.at);
      result.venues.push_back(std::move(x.figures));
    }
    result.seconds = result.is_complete ? ballast::seconds(last - first) : 0;
    result.naive_ages = naive_ages(result);
    look_on(result);
    return result;
  }

private:
  struct end {
    time_point at;
    venue_turn figures;
  };

  void watch_first_turn() {
    const auto until = node_->now() + 5min;
    while (ended_.size() < all_venues.size() && node_->now() < until) {
      node_->advance(250ms);
      for (const auto& row : node_->report()->venues) {
        const auto& scan = row.rotation;
        if (ended_.count(row.broker.venue) == 0 && scan.completed > 0
            && scan.funnel.books > 0)
          ended_.emplace(row.broker.venue, end{node_->now(), figures(row)});
      }
    }
  }

  venue_turn figures(const venue_row& row) {
    const auto& record = records_[row.broker.venue];
    const auto& funnel = row.rotation.funnel;
    venue_turn x;
    x.venue = row.broker.venue;
    x.listed = record.listed;
    x.prices = record.priced.size();
    x.markets = funnel.known;
    x.without_price = funnel.no_price;
    x.survivors = funnel.survivors;
    x.with_candles = record.candles.size();
    x.books = funnel.books;
    x.without_book = funnel.no_book;
    x.candidates = funnel.candidates.size();
    const auto stats = node_->venue_stats(x.venue);
    x.calls = stats.requests - record.requests_before;
    x.seconds = ballast::seconds(node_->now() - *record.began);
    x.planned_calls = funnel.calls;
    x.planned_seconds = funnel.seconds;
    x.planned_limits = to_string(funnel.limits);
    x.rate_limited = stats.rate_limited;
    x.scans_per_s = row.broker.scans_per_s;
    x.naive_seconds = static_cast<double>(x.markets) / x.scans_per_s;
    x.naive_limit = limits_[x.venue];
    return x;
  }

  /// One after the other, for ever: at any moment the ages are spread evenly.
  static age_figures naive_ages(const funnel_turn& turn) {
    std::vector<double> ages;
    for (const auto& x : turn.venues)
      for (std::size_t i = 1; i <= x.markets; ++i)
        ages.push_back(static_cast<double>(i) / x.scans_per_s);
    return figures_of(std::move(ages));
  }

  void look_on(funnel_turn& into) {
    std::vector<double> prices;
    std::vector<double> candles;
    const auto until = node_->now() + options_.steady;
    while (node_->now() < until) {
      node_->advance(5s);
      for (const auto& [venue, record] : records_) {
        for (const auto& [market, at] : record.priced)
          prices.push_back(ballast::seconds(node_->now() - at));
        add_latest(record, candles);
      }
    }
    for (auto& x : into.venues)
      x.rate_limited = node_->venue_stats(x.venue).rate_limited;
    into.price_ages = figures_of(std::move(prices));
    into.candle_ages = figures_of(std::move(candles));
  }

  /// Of as many markets as survive, those that were asked for last.
  void add_latest(const venue_record& record, std::vector<double>& ages) const {
    std::vector<double> all;
    for (const auto& [market, at] : record.candles)
      all.push_back(ballast::seconds(node_->now() - at));
    std::sort(all.begin(), all.end());
    all.resize(std::min(all.size(), survivors_of(record)));
    ages.insert(ages.end(), all.begin(), all.end());
  }

  std::size_t survivors_of(const venue_record& record) const {
    for (const auto& row : node_->report()->venues)
      if (&records_.at(row.broker.venue) == &record)
        return row.rotation.funnel.survivors;
    return 0;
  }

  funnel_turn_options options_;
  std::map<std::string, venue_record> records_;
  std::map<std::string, std::string> limits_;
  std::map<std::string, end> ended_;
  std::unique_ptr<apps::virtual_node> node_; ///< First to go.
};

nlohmann::ordered_json json_of(const age_figures& x) {
  return {{"p50_s", x.p50},
          {"p90_s", x.p90},
          {"p99_s", x.p99},
          {"oldest_s", x.oldest}};
}

std::string line_of(const std::string& what, const age_figures& x) {
  return fmt::format("{:34} p50 {:6.1f} s, p90 {:6.1f} s, p99 {:6.1f} s, "
                     "oldest {:6.1f} s\n",
                     what, x.p50, x.p90, x.p99, x.oldest);
}

} // namespace

age_figures figures_of(std::vector<double> ages) {
  if (ages.empty())
    return {};
  std::sort(ages.begin(), ages.end());
  const auto at = [&](double part) {
    return ages[static_cast<std::size_t>(
      part * static_cast<double>(ages.size() - 1))];
  };
  return {ages.size(), at(0.5), at(0.9), at(0.99), ages.back()};
}

std::size_t funnel_turn::sum(std::size_t venue_turn::*what) const {
  return std::accumulate(
    venues.begin(), venues.end(), std::size_t{0},
    [&](std::size_t so_far, const venue_turn& x) { return so_far + x.*what; });
}

std::uint64_t funnel_turn::calls() const {
  return std::accumulate(
    venues.begin(), venues.end(), std::uint64_t{0},
    [](std::uint64_t so_far, const venue_turn& x) { return so_far + x.calls; });
}

double funnel_turn::naive_seconds() const {
  double result = 0;
  for (const auto& x : venues)
    result = std::max(result, x.naive_seconds);
  return result;
}

funnel_turn run_funnel_turn(const funnel_turn_options& options) {
  return funnel_run{options}();
}

std::string table_of(const funnel_turn& x) {
  auto result = fmt::format(
    "{:9} {:>7} {:>8} {:>7} {:>10} {:>8} {:>6} {:>11} {:>6} {:>8}\n", "venue",
    "listed", "markets", "priced", "survivors", "candles", "books",
    "candidates", "calls", "seconds");
  for (const auto& y : x.venues)
    result += fmt::format(
      "{:9} {:7} {:8} {:7} {:10} {:8} {:6} {:11} {:6} {:8.1f}\n", y.venue,
      y.listed, y.markets, y.markets - y.without_price, y.survivors,
      y.with_candles, y.books, y.candidates, y.calls, y.seconds);
  const auto markets = x.sum(&venue_turn::markets);
  const auto priced = markets - x.sum(&venue_turn::without_price);
  result += fmt::format(
    "all       {:7} {:8} {:7} {:10} {:8} {:6} {:11} {:6} {:8.1f}\n",
    x.sum(&venue_turn::listed), markets, priced, x.sum(&venue_turn::survivors),
    x.sum(&venue_turn::with_candles), x.sum(&venue_turn::books),
    x.sum(&venue_turn::candidates), x.calls(), x.seconds);
  for (const auto& y : x.venues)
    result += fmt::format("{:9} planned {} calls, {:.1f} s: {}\n", y.venue,
                          y.planned_calls, y.planned_seconds, y.planned_limits);
  for (const auto& y : x.venues)
    result += fmt::format("{:9} by candles alone {} calls, {:.0f} s: {}\n",
                          y.venue, y.markets, y.naive_seconds, y.naive_limit);
  result += fmt::format("all       by candles alone {} calls, {:.0f} s\n",
                        markets, x.naive_seconds());
  result += fmt::format(
    "coverage: prices of {} of {} listed; of the markets {:.1f}% priced and "
    "{:.1f}% with candles each turn, for {:.1f}% of the naive calls\n",
    x.sum(&venue_turn::prices), x.sum(&venue_turn::listed),
    100.0 * static_cast<double>(priced) / static_cast<double>(markets),
    100.0 * static_cast<double>(x.sum(&venue_turn::with_candles))
      / static_cast<double>(markets),
    100.0 * static_cast<double>(x.calls()) / static_cast<double>(markets));
  result += line_of("age of prices", x.price_ages);
  result += line_of("age of the survivors' candles", x.candle_ages);
  result += line_of("age of candles, the naive turn", x.naive_ages);
  return result;
}

std::string json_of(const funnel_turn& x, const candle_turn& candles) {
  auto venues = nlohmann::ordered_json::array();
  for (const auto& y : x.venues)
    venues.push_back({{"venue", y.venue},
                      {"listed", y.listed},
                      {"prices", y.prices},
                      {"markets", y.markets},
                      {"priced", y.markets - y.without_price},
                      {"survivors", y.survivors},
                      {"with_candles", y.with_candles},
                      {"books", y.books},
                      {"candidates", y.candidates},
                      {"calls", y.calls},
                      {"seconds", y.seconds},
                      {"planned_calls", y.planned_calls},
                      {"planned_seconds", y.planned_seconds},
                      {"rate_limited", y.rate_limited},
                      {"naive_seconds", y.naive_seconds},
                      {"naive_limit", y.naive_limit}});
  return nlohmann::ordered_json{{"seconds", x.seconds},
                                {"calls", x.calls()},
                                {"naive_seconds", x.naive_seconds()},
                                {"price_ages", json_of(x.price_ages)},
                                {"candle_ages", json_of(x.candle_ages)},
                                {"naive_ages", json_of(x.naive_ages)},
                                {"candle_turn",
                                 {{"markets", candles.markets},
                                  {"seconds", candles.seconds},
                                  {"seconds_min", candles.seconds_min},
                                  {"again", candles.again},
                                  {"again_min", candles.again_min},
                                  {"rate_limited", candles.rate_limited}}},
                                {"venues", venues}}
    .dump(2);
}

} // namespace ballast::test
