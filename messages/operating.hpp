// What a person asks of a running node, and what it answers.
//
//   anyone ──why_question──▶ supervisor ──▶ scheduler   is it scanned?
//                                   └─────▶ portfolio   is it traded?
//   anyone ◀── why_answer ── supervisor
//   anyone ──breaker_wish──▶ supervisor ──▶ health      what a breaker is to do
#pragma once

#include "messages/trading_fields.hpp"

#include <string>
#include <vector>

namespace ballast {

/// Why is this market (not) scanned at this venue, and (not) traded for this
/// account?
struct why_question {
  std::string venue;
  ballast::symbol symbol;
  std::string account;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, why_question& x) {
  return f(caf::meta::type_name("why_question"), x.venue, x.symbol, x.account);
}

/// A number that an answer rests on.
struct why_figure {
  std::string name;
  f64 value;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, why_figure& x) {
  return f(caf::meta::type_name("why_figure"), x.name, x.value);
}

/// The one rule that decides.
struct why_part {
  bool is_well = false; ///< It is scanned; it is, or would be, traded.
  std::string rule;     ///< A code: "ranked_out", "trend_weak".
  std::string text;     ///< A sentence for a person.
  std::vector<why_figure> figures;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, why_part& x) {
  return f(caf::meta::type_name("why_part"), x.is_well, x.rule, x.text,
           x.figures);
}

/// SUPERVISOR -> who asked. A part of an actor that does not answer says so.
struct why_answer {
  why_part scanned;
  why_part traded;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, why_answer& x) {
  return f(caf::meta::type_name("why_answer"), x.scanned, x.traded);
}

/// What the breakers of a venue are to do from here on; `normal` closes them as
/// well, bans excepted. -> HEALTH MONITOR, which answers with an error where
/// the venue is none of its own.
struct breaker_wish {
  std::string venue;
  breaker_rule rule = breaker_rule::normal;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, breaker_wish& x) {
  auto load
    = [&] { return in_range(x.rule, breaker_rule::shadow, "breaker.rule"); };
  return f(caf::meta::type_name("breaker_wish"), x.venue, x.rule,
           caf::meta::load_callback(load));
}

} // namespace ballast
