#include "actors/strategist.hpp"

#include "actors/vitals.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ballast {

namespace {

struct strategist_state;
using strategist_pointer = strategist_actor::stateful_pointer<strategist_state>;

struct watched_market {
  watched_market(std::chrono::seconds timeframe, symbol of)
      : chart{timeframe, std::move(of)} {}

  ballast::chart chart;
  std::optional<candle> last; ///< As it was last told.
};

struct strategist_state {
  static inline const char* name = "strategist";

  explicit strategist_state(strategist_pointer x)
      : self{x}, common{x, "strategist"} {}

  strategist_state& turn() noexcept {
    common.count();
    return *this;
  }

  void wire(const wiring& x) {
    common.wire(x);
    portfolios.clear();
    for (const auto& each : x.portfolios)
      portfolios.push_back(caf::actor_cast<portfolio_actor>(each.handle));
  }

  void take(const candle_news& x) {
    auto& mine = watched
                   .try_emplace({x.venue, x.market.symbol}, options.timeframe,
                                x.market.symbol)
                   .first->second;
    const auto seen = look(mine, x.candles);
    if (portfolios.empty())
      return;
    auto news = std::make_shared<market_news>();
    news->venue = x.venue;
    news->market = x.market;
    news->view = mine.chart.view();
    news->at = x.at;
    if (is_usable(seen))
      news->seen = seen;
    for (const auto& portfolio : portfolios)
      self->send(portfolio, market_moved{news});
  }

  /// Takes up candles. @returns the prices since it was last done.
  static price_range look(watched_market& at, const std::vector<candle>& all) {
    auto seen = std::optional<price_range>{};
    for (const auto& x : all) {
      at.chart.add(x);
      // Before the first news nobody held anything for it to end.
      if (at.last && x.start >= at.last->start) {
        const auto range = range_since(*at.last, x);
        seen = seen ? joined(*seen, range) : range;
      }
      at.last = x;
    }
    const auto& newest = all.back();
    return seen.value_or(price_range{newest.close, newest.close, newest.close});
  }

  void close() {
    portfolios.clear();
    self->quit();
  }

  strategist_pointer self;
  member<strategist_pointer> common;
  strategist_options options;
  std::map<std::pair<std::string, symbol>, watched_market> watched;
  std::vector<portfolio_actor> portfolios;
};

strategist_actor::behavior_type strategist(strategist_pointer self,
                                           strategist_options options) {
  self->state.options = std::move(options);
  self->state.common.beat();
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().common.beat(); },
    [self](const candle_news& x) {
      if (!x.candles.empty())
        self->state.turn().take(x);
    },
  };
}

} // namespace

strategist_actor spawn_strategist(caf::actor_system& system,
                                  strategist_options options) {
  return system.spawn(strategist, std::move(options));
}

} // namespace ballast
