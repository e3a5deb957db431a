#include "sim/kraken/rate_counts.hpp"

#include <array>

namespace ballast::sim::kraken {

namespace {

using namespace std::chrono_literals;

/// What is added to orders younger than that.
struct count_row {
  duration younger_than;
  std::uint32_t amend;
  std::uint32_t edit;
  std::uint32_t cancel;
};
constexpr auto by_age = std::array{
  count_row{5s, 3, 6, 8},  count_row{10s, 2, 5, 6}, count_row{15s, 1, 4, 5},
  count_row{45s, 0, 2, 4}, count_row{90s, 0, 1, 2}, count_row{300s, 0, 0, 1}};

} // namespace

std::uint32_t count_of(counted_action what, duration age) {
  auto row = count_row{};
  for (auto x = by_age.rbegin(); x != by_age.rend(); ++x)
    if (age < x->younger_than)
      row = *x;
  switch (what) {
  case counted_action::amend:
    return 1 + row.amend;
  case counted_action::edit:
    return 1 + row.edit;
  case counted_action::cancel:
    return row.cancel;
  case counted_action::add:
    break;
  }
  return 1;
}

bool rate_counts::add(std::size_t account, const std::string& pair,
                      std::uint32_t count, time_point now) {
  auto& counter = counters_.try_emplace({account, pair}, rule_).first->second;
  if (!counter.has_room(count, now))
    return false;
  counter.take(count, now);
  return true;
}

} // namespace ballast::sim::kraken
