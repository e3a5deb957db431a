// What a call to the endpoint asks of the actors: to halt, to resume, what a
// breaker is to do, or why something is (not) scanned or traded. Pure: reading
// the call and writing the reply; who carries it there is run.cpp.
#pragma once

#include "actors/status_board.hpp"
#include "messages/operating.hpp"
#include "messages/trading.hpp"
#include "net/wire.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::apps {

using errand = std::variant<halt_wish, breaker_wish, why_question>;

/// What people call the rules: reset, open, disable, shadow.
const std::vector<std::string>& breaker_words();

/// Reads "POST /api/v1/halt" and its like. The body is a JSON object or empty:
/// `account`, `reason`, and for halt `cancel_orders` and `flatten`; that of
/// "POST /api/v1/breakers/{venue}/{word}" is not looked at.
/// @returns ec::not_found where the path is no errand, ec::invalid_argument for
///          a body that is not understood, or names nobody of the report.
result<errand> read_errand(const net::call& call, const status_report& report);

/// What "why" says without a market: of a venue and account, or of all; and
/// with one, joined from the row and what the actors have answered.
/// @returns ec::not_found for a venue and account that are not of the report.
result<nlohmann::ordered_json> why_json(const status_report& report,
                                        const std::string& venue,
                                        const std::string& account);
nlohmann::ordered_json why_json(const status_report& report,
                                const why_question& asked,
                                const why_answer& told);

/// What a halt, resume or rule that was carried out answers.
nlohmann::ordered_json done_json(const errand& x);

/// What stands behind the name in "?limit=10&account=master", with %XX read;
/// empty: nothing.
std::string parameter(std::string_view query, std::string_view name);

} // namespace ballast::apps
