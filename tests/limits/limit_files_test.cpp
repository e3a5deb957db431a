// Each simulator enforces exactly what its venue's limits.toml says. Both have
// numbers of their own; here they meet: of each row as many requests as it
// says pass, and the next one is refused until the row says otherwise.
#include "sim/alpaca/exchange.hpp"
#include "sim/binance/exchange.hpp"
#include "sim/coinbase/exchange.hpp"
#include "sim/kraken/exchange.hpp"
#include "sim/okx/exchange.hpp"
#include "tests/support/every_request.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/limit_file.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/stream_dialect.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto venue_names = std::array<std::string_view, 5>{
  "alpaca", "binance", "coinbase", "kraken", "okx"};

/// A Wednesday's midnight on both clocks, where every fixed window begins.
constexpr auto start
  = instant{time_point{20'783 * 24h}, unix_time{20'783 * 24h}};

/// Rows that no simulator enforces, and why.
bool is_left_out(std::string_view id) {
  // Named by clients alone: the venue may have no such limits, and is simulated
  // without them.
  return id == "alpaca.burst" || id.starts_with("alpaca.connects_");
}

/// What takes very many requests is tried with fewer: see the tests below.
bool is_tried_apart(std::string_view id) {
  return id == "binance.raw_requests" || id == "binance.orders_1d";
}

/// One simulated venue and the adapter of its master.
class rig {
public:
  explicit rig(std::string_view venue)
      : exchange_{exchange_of(venue)}, adapter_{adapter_of(
                                         venue, exchange_->accounts().at(0))} {
    // Names of markets, which some adapters must have read.
    auto known
      = adapter_->markets_answer(arrive(adapter_->markets_request({})));
    const auto found = std::find_if(
      known.value->begin(), known.value->end(), [](const market& x) {
        return x.symbol.base == "BTC"
               && (x.symbol.quote == "USD" || x.symbol.quote == "USDT");
      });
    of_.what = *found;
    of_.ticket.size = *decimal::parse("0.001");
    // An order that rests: half of what is paid.
    auto& trader = *adapter_->trader();
    const auto paid
      = trader.ticker_answer(arrive(trader.ticker_request(of_.what)));
    of_.ticket.price = decimal::whole(
      static_cast<std::int64_t>(paid.value->last.to_double() / 2));
    of_.order = {of_.what, "17", {}};
    now_ = {start.steady + 24h, start.wall + 24h};
  }

  void pass(duration x) {
    now_.steady += x;
    now_.wall += std::chrono::floor<milliseconds>(x);
  }

  /// Sends what is named. @returns whether it was within all limits.
  bool send(std::string_view name) {
    // An order of its own each time, in a form that all venues take.
    auto id = std::to_string(++sent_);
    of_.ticket.client_id
      = "5c4f1b2e8d5a4f6b9b7e" + std::string(12 - id.size(), '0') + id;
    if (name == "connect")
      return opens_a_socket();
    for (const auto x : test::every_question)
      if (venues::name_of(x) == name)
        return is_taken(*test::request_for(*adapter_, x, of_, now_.wall));
    for (const auto x : test::every_action)
      if (venues::name_of(x) == name)
        return is_taken(
          *test::request_for(*adapter_->trader(), x, of_, now_.wall));
    return false;
  }

  /// What the venue says of itself where it lists its markets.
  std::string description() {
    return arrive(adapter_->markets_request(now_.wall)).body;
  }

private:
  static std::unique_ptr<exchange> exchange_of(std::string_view venue) {
    if (venue == "alpaca")
      return std::move(*make_alpaca({}));
    if (venue == "binance") {
      binance_options opts;
      opts.balances = {{"USDT", "1000000"}};
      return std::move(*make_binance(std::move(opts)));
    }
    if (venue == "coinbase")
      return std::move(*make_coinbase({}));
    return venue == "kraken" ? std::move(*make_kraken({}))
                             : std::move(*make_okx({}));
  }

  static std::unique_ptr<venues::adapter> adapter_of(std::string_view venue,
                                                     const account_key& key) {
    venues::adapter_options opts;
    opts.key = key.key;
    opts.secret = key.secret;
    opts.passphrase = key.passphrase;
    if (venue == "alpaca")
      return std::move(*venues::make_alpaca(opts));
    if (venue == "binance")
      return std::move(*venues::make_binance(opts));
    if (venue == "coinbase")
      return std::move(*venues::make_coinbase(opts));
    return venue == "kraken" ? std::move(*venues::make_kraken(opts))
                             : std::move(*venues::make_okx(opts));
  }

  net::reply arrive(venues::request made) {
    const auto& base = made.call.base;
    made.call.headers.push_back({"Host", base.substr(base.find("//") + 2)});
    return exchange_->arrive(made.call, now_).content;
  }

  bool opens_a_socket() {
    const auto url = adapter_->streams()->url(venues::socket_kind::candles);
    const auto host = url.find("//") + 2;
    const auto path = url.find('/', host);
    net::call call;
    call.method = "GET";
    call.target = path == std::string::npos ? "/" : url.substr(path);
    call.headers.push_back({"Host", url.substr(host, path - host)});
    return std::holds_alternative<std::unique_ptr<stream>>(
      exchange_->open_stream(call, now_));
  }

  bool is_taken(venues::request made) {
    const auto reply = arrive(std::move(made));
    for (const auto* words :
         {"EGeneral:Too many requests", "EAPI:Rate limit exceeded",
          "EOrder:Rate limit exceeded"})
      if (reply.body.find(words) != std::string::npos)
        return false;
    return reply.status != 429;
  }

  std::unique_ptr<exchange> exchange_;
  std::unique_ptr<venues::adapter> adapter_;
  test::subject of_;
  instant now_ = start;
  std::uint64_t sent_ = 0;
};

/// A row of a file and the request that it is tried with: one that costs one,
/// or what divides the row.
struct trial {
  std::string venue;
  limit_row row;
  std::string name;
  std::uint32_t cost = 0;
  duration pace{}; ///< Between requests, so that no other row is exhausted.
};

std::ostream& operator<<(std::ostream& out, const trial& x) {
  return out << x.row.id << " by " << x.name;
}

/// How long a row takes to give back what one request costs.
duration interval(const limit_row& x) {
  const auto exact = (x.window + (x.units - 1) * duration{1}) / x.units;
  return std::chrono::ceil<milliseconds>(exact);
}

trial trial_of(const venues::limit_table& table, const limit_row& row) {
  auto best = trial{table.venue, row, {}, 0, {}};
  for (const auto& x : table.weights) {
    const auto cost
      = std::find_if(x.spends.begin(), x.spends.end(),
                     [&](const spend& part) { return part.budget == row.id; });
    const auto fits = cost != x.spends.end()
                      && venues::capacity_of(row) % cost->cost == 0
                      && x.variant.empty();
    // Lists of all markets cost a test more time than they cost a row.
    const auto is_long = best.name == "tickers" || best.name == "markets";
    if (!fits
        || (best.cost != 0
            && (best.cost < cost->cost
                || (best.cost == cost->cost && !is_long))))
      continue;
    best.name = x.of;
    best.cost = cost->cost;
    best.pace = {};
    for (const auto& part : x.spends)
      if (const auto& other = table.find(part.budget)->row;
          other.id != row.id
          && venues::capacity_of(other) / part.cost
               <= venues::capacity_of(row) / cost->cost
          && !is_left_out(other.id))
        best.pace = std::max(best.pace, part.cost * interval(other));
  }
  return best;
}

std::vector<trial> all_trials() {
  std::vector<trial> all;
  for (const auto venue : venue_names) {
    const auto& table = venues::shipped_limits(venue);
    if (!table)
      continue; // Another test says so.
    for (const auto& x : table->limits)
      if (!is_left_out(x.row.id) && !is_tried_apart(x.row.id))
        all.push_back(trial_of(*table, x.row));
  }
  return all;
}

class LimitFiles : public testing::TestWithParam<trial> {
protected:
  std::uint32_t requests() const {
    return venues::capacity_of(GetParam().row) / GetParam().cost;
  }
  static bool is_window() { return GetParam().row.burst == 0; }

  /// Fills the row. @returns how long after its first request the row gives
  /// room for one more.
  duration fill(rig& by) const {
    const auto& x = GetParam();
    for (std::uint32_t i = 0; i < requests(); ++i) {
      EXPECT_TRUE(by.send(x.name)) << "request " << i;
      by.pass(x.pace);
    }
    const auto spent = requests() * x.pace;
    EXPECT_LT(spent, x.row.window);
    return (is_window() ? x.row.window : x.cost * interval(x.row)) - spent;
  }
};

TEST_P(LimitFiles, SayWhatASimulatorTakesAndWhenItTakesMore) {
  const auto& x = GetParam();
  rig by{x.venue};
  const auto rest = fill(by);
  EXPECT_FALSE(by.send(x.name));
  if (x.row.kind != limit_kind::decaying_counter) {
    by.pass(rest - 1ms);
    EXPECT_FALSE(by.send(x.name));
    by.pass(1ms);
    EXPECT_TRUE(by.send(x.name));
    return;
  }
  // What a counter refuses may count: each attempt has a venue of its own.
  rig too_early{x.venue};
  too_early.pass(fill(too_early) - 1ms);
  EXPECT_FALSE(too_early.send(x.name));
  rig in_time{x.venue};
  in_time.pass(fill(in_time));
  EXPECT_TRUE(in_time.send(x.name));
}

INSTANTIATE_TEST_SUITE_P(Rows, LimitFiles, testing::ValuesIn(all_trials()),
                         [](const auto& x) {
                           auto name = x.param.row.id;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(LimitFilesOfAllVenues, AreTriedRowByRow) {
  std::set<std::string> tried;
  for (const auto& x : all_trials()) {
    EXPECT_GT(x.cost, 0U) << x;
    tried.insert(x.row.id);
  }
  for (const auto venue : venue_names) {
    const auto& table = venues::shipped_limits(venue);
    ASSERT_TRUE(table);
    for (const auto& x : table->limits)
      EXPECT_TRUE(tried.contains(x.row.id) != is_left_out(x.row.id)
                  || is_tried_apart(x.row.id))
        << x.row.id;
  }
}

const limit_row& row_of(std::string_view id) {
  return venues::shipped_limits(id.substr(0, id.find('.')))->find(id)->row;
}

// No minute takes as many as five do: those of the wallet's interface, whose
// weight is counted apart, and others in turn.
TEST(LimitFilesOfBinance, SayHowManyRawRequestsTheSimulatorTakes) {
  const auto& row = row_of("binance.raw_requests");
  const auto& weight = row_of("binance.weight");
  ASSERT_EQ(row.window % weight.window, duration{0});
  rig by{"binance"};
  auto sent = std::uint32_t{0};
  for (auto minute = 0; minute < row.window / weight.window; ++minute) {
    for (std::uint32_t i = 0; i < weight.units && sent < row.units; ++i) {
      sent += by.send("time") ? 1 : 0;
      for (auto k = 0; k < 2 && sent < row.units; ++k)
        sent += by.send("status") ? 1 : 0;
    }
    EXPECT_FALSE(sent == row.units && (by.send("time") || by.send("status")));
    by.pass(weight.window);
  }
  EXPECT_EQ(sent, row.units);
  EXPECT_TRUE(by.send("time"));
}

// A day's are too many to place: the simulator tells the number that it counts
// by, and the row of ten seconds proves that it does count.
TEST(LimitFilesOfBinance, SayHowManyOrdersADayTheSimulatorTakes) {
  const auto& row = row_of("binance.orders_1d");
  EXPECT_EQ(row.window, 24h);
  const auto told = R"("interval":"DAY","intervalNum":1,"limit":)"
                    + std::to_string(row.units) + '}';
  EXPECT_NE(rig{"binance"}.description().find(told), std::string::npos);
}

} // namespace
} // namespace ballast::sim
