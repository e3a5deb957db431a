// What an answer that came says about trading: clock, status, rights, money,
// markets. And what there is to say before anything was asked. Pure.
#pragma once

#include "apps/check_finding.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

// -- before anything is asked -------------------------------------------------

/// Nothing is set. @param missing names of variables.
check_finding credentials_missing(const check_place& place,
                                  const std::vector<std::string>& missing);
check_finding credentials_half(const check_place& place,
                               const std::vector<std::string>& missing);
/// @param why what was expected, from whoever refused them; names no value.
check_finding credentials_malformed(const check_place& place,
                                    std::string_view why);
check_finding credentials_fine();
check_finding venue_disabled(const check_place& place);
/// A node runs: what is asked beside it would break its limits.
/// @pre place.rival is not empty
check_finding node_running(const check_place& place);

// -- what answers say ---------------------------------------------------------

/// Where the venue's clock lies.
/// @param sent, received our calendar around the question.
/// @param venue what it told; whole seconds mean that it told no more.
clock_reading read_clock(unix_time sent, unix_time received, unix_time venue);

check_finding host_answers(const check_place& place,
                           std::chrono::milliseconds took);
/// Fails beyond 30 s, warns beyond 1 s; only of what is sure, since a venue may
/// tell whole seconds and an answer may have been long on its way.
check_finding judge_clock(const check_place& place, const clock_reading& x);
check_finding judge_status(const check_place& place, market_state x);
check_finding key_accepted();
/// A nonce was taken only after we jumped ahead of our clock.
check_finding nonce_shared(const check_place& place);
/// A mark above what is signed next cannot be stored, so nothing is signed.
check_finding nonce_not_stored(const check_place& place, std::string_view why);

/// The rights of trading that a key lacks, as the venue names them.
/// @param words of the answer: "lacks modify-trades, close-trades".
std::vector<std::string> rights_lacking(const key_permissions& x,
                                        std::string_view words);
check_finding judge_permissions(const check_place& place,
                                const key_permissions& x,
                                const std::vector<std::string>& lacking);
/// Where it is the account and not its key that may not trade.
/// @param obstacles in the venue's words.
check_finding account_restricted(const check_place& place,
                                 std::string_view obstacles);
check_finding judge_balances(const std::vector<balance>& x);
/// Whether one of USD, USDC and USDT reaches the minimum by itself.
check_finding judge_minimum(const check_place& place,
                            const std::vector<balance>& x);
check_finding judge_markets(const check_place& place, const scan_universe& x);
check_finding tell_requests(const std::vector<requests_left>& x);

/// "$1.00": at least two digits behind the point.
std::string dollars(decimal x);

} // namespace ballast::apps
