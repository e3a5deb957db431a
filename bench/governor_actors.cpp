#include "bench/governor_actors.hpp"

#include "actors/rate_governor.hpp"
#include "apps/node.hpp"
#include "bench/governor_load.hpp"
#include "bench/measuring.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace ballast::bench {

namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

constexpr auto slice = 1s;
constexpr auto round_trip = 50ms;

double us_since(steady::time_point x) {
  return std::chrono::duration<double, std::micro>(steady::now() - x).count();
}

/// What a broker has measured. Read when nothing is on its way to it.
struct waits {
  std::vector<double> bare;
  std::vector<double> granted;
};

using answering_actor
  = caf::typed_actor<caf::replies_to<caf::get_atom>::with<caf::ok_atom>>;

struct asking_state {
  caf::event_based_actor* self = nullptr;
  rate_governor_actor governor;
  answering_actor answering;
  waits* to = nullptr;
  std::size_t account = 0;
  permit_wish wish;
  std::deque<steady::time_point> asked; ///< Not granted yet.
  std::deque<std::pair<steady::time_point, permit_id>> open;

  void begin(std::size_t which) {
    account = which;
    wish = wish_of(account, account % 10 == 0 ? lane::entry : lane::account, 0);
  }

  void ask_governor() {
    answer_what_is_due(steady::now());
    asked.push_back(steady::now());
    wish.count = static_cast<std::uint32_t>(asked.size());
    self->send(governor, permit_demand{venue_of(account), wish});
  }

  void ask_bare() {
    const auto since = steady::now();
    self->request(answering, caf::infinite, caf::get_atom_v)
      .then(
        [this, since](caf::ok_atom) { to->bare.push_back(us_since(since)); },
        [](const caf::error&) {});
  }

  // As the BROKER: what nobody waits for any more goes back.
  void granted(const permit_grant& x) {
    const auto now = steady::now();
    permit_return unused;
    for (const auto& permit : x.permits) {
      if (asked.empty()) {
        unused.permits.push_back(permit.id);
        continue;
      }
      open.emplace_back(now + round_trip, permit.id);
      to->granted.push_back(us_since(asked.front()));
      asked.pop_front();
    }
    if (!unused.permits.empty())
      self->send(governor, std::move(unused));
  }

  void answer_what_is_due(steady::time_point now) {
    for (; !open.empty() && open.front().first <= now; open.pop_front()) {
      request_outcome x;
      x.venue = venue_of(account);
      x.account = wish.account;
      x.scope = address_of(account);
      x.permit = open.front().second;
      x.answered = true;
      self->send(governor, std::move(x));
    }
  }
};

caf::behavior asking(caf::stateful_actor<asking_state>* self,
                     const rate_governor_actor& governor,
                     const answering_actor& answering, std::size_t account,
                     waits* to) {
  auto& state = self->state;
  state.self = self;
  state.governor = governor;
  state.answering = answering;
  state.to = to;
  state.begin(account);
  return {
    [&state](caf::put_atom) { state.ask_governor(); },
    [&state](caf::get_atom) { state.ask_bare(); },
    [&state](const permit_grant& x) { state.granted(x); },
    // A slice ends: what is out has been answered by now.
    [&state](caf::flush_atom) {
      state.answer_what_is_due(steady::time_point::max());
      return caf::ok_atom_v;
    },
    [self](caf::close_atom) {
      self->state.governor = nullptr;
      self->quit();
    },
  };
}

answering_actor::behavior_type answers() {
  return {[](caf::get_atom) { return caf::ok_atom_v; }};
}

/// Limits with room for twice of what is asked, so that nobody waits for room.
rate_governor_options options_for(std::size_t per_second) {
  rate_governor_options result;
  for (const auto& x :
       loaded_budgets(static_cast<std::uint32_t>(2 * per_second)))
    result.budgets.push_back({x.id, x.row, x.exits_spend});
  for (std::size_t i = 0; i < venue_count; ++i)
    result.scanners.push_back({venue_of(i), scans_of(i).spends});
  result.fresh = true;
  result.log = [](log_level, const std::string&, const std::string&) {};
  return result;
}

class stage {
public:
  explicit stage(std::size_t per_second)
      : asks_{per_second * (slice / 1s)},
        measured_(account_count), system_{config_} {
    answering_ = system_.spawn(answers);
    governor_ = spawn_rate_governor(system_, options_for(per_second));
    wiring all;
    all.governor = caf::actor_cast<caf::actor>(governor_);
    health_ = system_.spawn([](caf::event_based_actor*) -> caf::behavior {
      return {[](const request_outcome&) {}};
    });
    all.health = health_;
    for (std::size_t i = 0; i < account_count; ++i) {
      brokers_.push_back(
        system_.spawn(asking, governor_, answering_, i, &measured_[i]));
      all.brokers.push_back(brokers_.back());
    }
    caf::anon_send(governor_, all);
  }

  ~stage() {
    for (const auto& x : brokers_)
      caf::anon_send(x, caf::close_atom_v);
    caf::anon_send(governor_, caf::close_atom_v);
    caf::anon_send_exit(answering_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(health_, caf::exit_reason::user_shutdown);
  }

  stage(const stage&) = delete;
  stage& operator=(const stage&) = delete;

  /// A second of both. Open loop: who comes late makes up for it, whatever the
  /// answers do.
  grant_round round() {
    const auto begin = steady::now();
    const auto apart = std::chrono::nanoseconds{slice} / asks_;
    for (std::size_t i = 0; i < asks_; ++i) {
      wait_until(begin + i * apart);
      const auto& broker = brokers_[i % brokers_.size()];
      caf::anon_send(broker, caf::get_atom_v);
      caf::anon_send(broker, caf::put_atom_v);
    }
    // Long enough for all that is on its way.
    wait_until(steady::now() + 2 * round_trip);
    flush();
    const auto bare = collect(&waits::bare);
    const auto granted = collect(&waits::granted);
    return {quantile(bare, 0.5), quantile(bare, 0.99), quantile(granted, 0.5),
            quantile(granted, 0.99)};
  }

private:
  void wait_until(steady::time_point x) {
    if (const auto left = x - steady::now(); left > left.zero())
      me_->receive([](caf::unit_t) {}, caf::after(left) >> [] {});
  }

  /// Also makes what the brokers have noted visible here.
  void flush() {
    for (const auto& broker : brokers_)
      me_->request(broker, caf::infinite, caf::flush_atom_v)
        .receive([](caf::ok_atom) {},
                 [](const caf::error&) {
                   throw std::runtime_error{"a broker is gone"};
                 });
  }

  /// @returns each wait, in us.
  std::vector<double> collect(std::vector<double> waits::*which) {
    std::vector<double> result;
    for (auto& x : measured_) {
      result.insert(result.end(), (x.*which).begin(), (x.*which).end());
      (x.*which).clear();
    }
    if (result.size() != asks_)
      throw std::runtime_error{"of " + std::to_string(asks_) + " requests "
                               + std::to_string(result.size())
                               + " were answered"};
    return result;
  }

  std::size_t asks_;            ///< In a round.
  std::vector<waits> measured_; ///< Outlives who writes it.
  /// The node's own.
  apps::system_config config_{std::make_shared<net::loop>()};
  caf::actor_system system_;
  answering_actor answering_;
  rate_governor_actor governor_;
  caf::actor health_;
  std::vector<caf::actor> brokers_;
  caf::scoped_actor me_{system_}; ///< The thread that measures.
};

} // namespace

std::vector<grant_round> measure_grants(std::size_t per_second,
                                        std::size_t rounds) {
  stage on{per_second};
  on.round(); // To warm up.
  std::vector<grant_round> result;
  for (std::size_t i = 0; i < rounds; ++i)
    result.push_back(on.round());
  return result;
}

} // namespace ballast::bench
