#include "actors/probe_question.hpp"

#include <array>

namespace ballast {

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
  return std::nullopt;
}

} // namespace ballast
