#include "bench/trading_notes.hpp"

#include "domain/random.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <utility>

namespace ballast::bench {

namespace {

constexpr std::uint64_t one_in = 50;
constexpr auto size = 0.005;
constexpr std::size_t id_length = 32;

strategy_options options_here() {
  strategy_options result;
  result.exits = exit_rules::thirds();
  result.exits.held_max = std::chrono::seconds{20};
  return result;
}

bool is_digit(char x) {
  return (x >= '0' && x <= '9') || (x >= 'a' && x <= 'f');
}

/// The first word of 32 lower-case hex digits that begins with a letter.
std::string_view client_id_in(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = static_cast<std::size_t>(
      std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.end(), is_digit)
      - text.begin());
    if (end - begin == id_length && text[begin] >= 'a')
      return text.substr(begin, id_length);
    begin = end + 1;
  }
  return {};
}

} // namespace

noting_strategy::noting_strategy(std::uint64_t seed,
                                 std::shared_ptr<const probe> asks,
                                 std::shared_ptr<decision_notes> to)
    : strategy{options_here()}, seed_{seed}, asks_{std::move(asks)},
      to_{std::move(to)} {}

strategy::ruling noting_strategy::judge_entry(const market_view& market) const {
  const auto now = steady::now();
  if (market.market == asks_->market.symbol) {
    const auto place = asks_->place_of(market.last.start);
    const auto told = steady::duration{asks_->told_at.at(place).load()};
    to_->probes_ms.push_back(
      std::chrono::duration<double, std::milli>(now.time_since_epoch() - told)
        .count());
    return {decision_reason::chance_against, {}, 0};
  }
  const auto chance = random_source{seed_}
                        .derive(std::bit_cast<std::uint64_t>(market.last.close))
                        .next();
  if (chance % one_in != 0)
    return {decision_reason::chance_against, {}, 0};
  to_->entries.push_back({market.market, now});
  return {decision_reason::chosen_by_chance, {}, size};
}

void noting_transport::send(net::call what, net::deadlines when,
                            net::handler then) {
  const auto now = steady::now();
  auto id = client_id_in(what.body);
  if (id.empty() && what.method == "POST")
    id = client_id_in(what.target);
  if (!id.empty()) {
    const std::scoped_lock guard{mutex_};
    sent_.push_back({std::string{id}, now});
  }
  to_->send(std::move(what), when, std::move(then));
}

std::vector<noting_transport::sent_order> noting_transport::sent() const {
  const std::scoped_lock guard{mutex_};
  return sent_;
}

} // namespace ballast::bench
