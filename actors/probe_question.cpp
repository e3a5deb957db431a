#include "actors/probe_question.hpp"

#include <algorithm>
#include <array>

namespace ballast {

namespace {

/// Of a limit of orders alone, which nothing that may be asked spends from: the
/// same account's own questions, else the time, tell that somebody answers.
std::optional<venues::question>
stand_in(const venues::adapter& of, const std::string& scope, bool may_sign) {
  using venues::question;
  const auto all = of.budgets();
  if (std::none_of(all.begin(), all.end(),
                   [&](const auto& x) { return x.id == scope; }))
    return std::nullopt;
  const auto signed_ones
    = std::array{question::permissions, question::balances};
  const auto found
    = std::find_if(signed_ones.begin(), signed_ones.end(),
                   [&](question x) { return !of.spends_of(x).empty(); });
  return may_sign && found != signed_ones.end() ? *found : question::time;
}

} // namespace

std::optional<venues::question> probe_question(venues::adapter& of,
                                               const std::string& scope,
                                               bool may_sign, bool has_market) {
  using venues::question;
  constexpr auto cheapest_first
    = std::array{question::status,   question::time,    question::permissions,
                 question::balances, question::tickers, question::candles,
                 question::markets};
  for (const auto x : cheapest_first) {
    if ((x == question::status && !of.status_request())
        || (x == question::candles && !has_market)
        || (venues::is_signed(x) && !may_sign))
      continue;
    const auto spends = of.spends_of(x);
    if (!spends.empty() && spends.front().budget == scope)
      return x;
  }
  if (scope == of.scan_spends().front().budget)
    return question::time;
  return stand_in(of, scope, may_sign);
}

} // namespace ballast
