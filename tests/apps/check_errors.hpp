// Every error that the venues document, by venue: those that `ballast check`
// can meet, with the cause and the remedy that it tells, and those that it
// cannot. Source: the sections on errors of the venues' sheets.
#pragma once

#include "apps/check_finding.hpp"
#include "net/wire.hpp"

#include <string>
#include <vector>

namespace ballast::apps {

struct documented_error {
  std::string venue;
  std::string target; ///< Part of that of the question which is answered so.
  net::reply reply;
  check_cause cause;
  std::string text;   ///< Part of the cause in words,
  std::string remedy; ///< and of what to do about it.
  int exit = 1;
};

struct error_out_of_reach {
  std::string venue;
  std::string mark; ///< Part of its body.
  std::string why;
};

std::vector<documented_error> coinbase_errors();
std::vector<documented_error> kraken_errors();
std::vector<documented_error> okx_errors();
std::vector<documented_error> binance_errors();
std::vector<documented_error> alpaca_errors();

/// Of all venues.
std::vector<error_out_of_reach> errors_out_of_reach();

} // namespace ballast::apps
