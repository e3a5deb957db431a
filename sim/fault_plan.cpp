#include "sim/fault_plan.hpp"

#include "sim/hash.hpp"

#include <utility>

namespace ballast::sim {

namespace {

bool is_condition(fault_kind x) {
  switch (x) {
  case fault_kind::clock_skew:
  case fault_kind::delist:
  case fault_kind::post_only:
  case fault_kind::can_withdraw:
  case fault_kind::view_only:
  case fault_kind::low_balance:
    return true;
  default:
    return false;
  }
}

bool matches(const fault& x, std::string_view text) {
  return text.find(x.match) != std::string_view::npos;
}

} // namespace

void fault_plan::set(std::vector<fault> faults, time_point now) {
  faults_.clear();
  for (auto& x : faults) {
    const auto from = now + x.after;
    const auto until = x.lasts ? std::optional{from + *x.lasts} : std::nullopt;
    faults_.push_back({std::move(x), from, until});
  }
}

bool fault_plan::fires(const active_fault& x) {
  // Drawn also for a rate of 1, so that changing one rate moves no other
  // decision of the run.
  return random_.uniform() < x.what.rate;
}

std::optional<fault> fault_plan::strike(std::string_view target,
                                        time_point now) {
  auto result = std::optional<fault>{};
  for (const auto& x : faults_) {
    if (is_condition(x.what.kind) || !x.is_on(now) || !matches(x.what, target))
      continue;
    if (fires(x) && !result)
      result = x.what;
  }
  if (result)
    count(result->kind);
  return result;
}

duration fault_plan::skew(std::string_view target, time_point now) {
  auto sum = duration::zero();
  for (const auto& x : faults_) {
    if (x.what.kind != fault_kind::clock_skew || !x.is_on(now)
        || !matches(x.what, target) || !fires(x))
      continue;
    const auto value = parse_duration(x.what.value);
    sum += value ? *value : duration{std::chrono::seconds{60}};
    count(fault_kind::clock_skew);
  }
  return sum;
}

const fault* fault_plan::afflicts(fault_kind kind, std::string_view name,
                                  time_point now) {
  for (const auto& x : faults_) {
    if (x.what.kind != kind || !x.is_on(now) || !matches(x.what, name))
      continue;
    // A product is either afflicted or not: its share is drawn from its name,
    // not anew at each look.
    auto own = random_source{hash_of(name, seed_)};
    if (own.uniform() >= x.what.rate)
      continue;
    count(kind);
    return &x.what;
  }
  return nullptr;
}

bool fault_plan::delisted(std::string_view product, time_point now) {
  return afflicts(fault_kind::delist, product, now) != nullptr;
}

bool fault_plan::post_only(std::string_view product, time_point now) {
  return afflicts(fault_kind::post_only, product, now) != nullptr;
}

bool fault_plan::can_withdraw(std::string_view account, time_point now) {
  return afflicts(fault_kind::can_withdraw, account, now) != nullptr;
}

bool fault_plan::view_only(std::string_view account, time_point now) {
  return afflicts(fault_kind::view_only, account, now) != nullptr;
}

std::optional<std::string> fault_plan::low_balance(std::string_view account,
                                                   time_point now) {
  const auto* found = afflicts(fault_kind::low_balance, account, now);
  if (found == nullptr)
    return std::nullopt;
  return found->value.empty() ? std::string{"0.50"} : found->value;
}

} // namespace ballast::sim
