#include "apps/errands.hpp"

#include "apps/venues.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

constexpr auto api = std::string_view{"/api/v1/"};

bool trades_here(const status_report& report, const std::string& account) {
  return std::any_of(report.portfolios.begin(), report.portfolios.end(),
                     [&](const auto& x) { return x.account == account; });
}

const venue_row* row_of(const status_report& report, const std::string& venue,
                        const std::string& account) {
  const auto found = std::find_if(
    report.venues.begin(), report.venues.end(), [&](const venue_row& x) {
      return x.broker.venue == venue && x.broker.account == account;
    });
  return found == report.venues.end() ? nullptr : &*found;
}

fault nobody(const std::string& account) {
  return {ec::invalid_argument,
          "no account called " + account + " trades here"};
}

/// The body as an object; its keys must be among `known`.
result<json> object_of(const std::string& body,
                       const std::set<std::string>& known) {
  if (body.empty())
    return json::object();
  auto read = json::parse(body, nullptr, false);
  if (!read.is_object())
    return fault{ec::invalid_argument, "the body is no JSON object"};
  for (const auto& [key, value] : read.items())
    if (known.count(key) == 0)
      return fault{ec::invalid_argument,
                   "the body has an unknown key; known are: "
                     + fmt::format("{}", fmt::join(known, ", "))};
  return read;
}

/// @returns whether the value was there and of this type; absent is fine.
template <class T>
bool take(const json& from, const char* key, T& into) {
  const auto found = from.find(key);
  if (found == from.end())
    return true;
  if constexpr (std::is_same_v<T, bool>) {
    if (!found->is_boolean())
      return false;
  } else if (!found->is_string()) {
    return false;
  }
  into = found->get<T>();
  return true;
}

result<errand> read_halt(const net::call& call, const status_report& report,
                         bool halts) {
  const auto known = halts ? std::set<std::string>{"account", "cancel_orders",
                                                   "flatten", "reason"}
                           : std::set<std::string>{"account", "reason"};
  const auto body = object_of(call.body, known);
  if (!body)
    return body.error();
  halt_wish result;
  result.halts = halts;
  result.words = "through the endpoint";
  if (!take(*body, "account", result.account)
      || !take(*body, "reason", result.words)
      || !take(*body, "cancel_orders", result.cancels)
      || !take(*body, "flatten", result.flattens))
    return fault{ec::invalid_argument,
                 "account and reason are texts, cancel_orders and flatten are "
                 "true or false"};
  result.account = account_id(result.account);
  if (result.words.size() > 200)
    return fault{ec::invalid_argument, "reason has more than 200 characters"};
  if (report.portfolios.empty())
    return fault{ec::invalid_argument, "nothing trades on this node"};
  if (!result.account.empty() && !trades_here(report, result.account))
    return nobody(result.account);
  return errand{std::move(result)};
}

result<errand> read_why(std::string_view query, const status_report& report) {
  why_question result;
  result.venue = parameter(query, "venue");
  result.account = account_id(parameter(query, "account"));
  if (result.account.empty())
    result.account = "master";
  auto name = parameter(query, "symbol");
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  std::replace(name.begin(), name.end(), '-', '/');
  auto market = symbol::parse(name);
  if (!market)
    return fault{ec::invalid_argument,
                 "symbol is BASE/QUOTE, for example BTC/USD"};
  result.symbol = std::move(*market);
  if (row_of(report, result.venue, result.account) == nullptr)
    return nobody(result.account + " at " + result.venue);
  return errand{std::move(result)};
}

/// @param path "kraken/shadow"
result<errand> read_breaker(std::string_view path,
                            const status_report& report) {
  const auto slash = path.find('/');
  if (slash == 0 || slash == std::string_view::npos)
    return fault{ec::not_found, "no errand"};
  const auto venue = path.substr(0, slash);
  const auto& words = breaker_words();
  const auto word = std::find(words.begin(), words.end(),
                              std::string{path.substr(slash + 1)});
  if (word == words.end())
    return fault{ec::invalid_argument,
                 fmt::format("a breaker knows {}", fmt::join(words, ", "))};
  const auto is_known
    = std::any_of(report.venues.begin(), report.venues.end(),
                  [&](const venue_row& x) { return x.broker.venue == venue; });
  if (!is_known)
    return fault{ec::invalid_argument, "this node uses no such venue"};
  return errand{breaker_wish{std::string{venue},
                             static_cast<breaker_rule>(word - words.begin())}};
}

json figures_json(const std::vector<why_figure>& all) {
  auto result = json::object();
  for (const auto& x : all)
    result[x.name] = x.value.value;
  return result;
}

json part_json(const why_part& x) {
  return {{"is_well", x.is_well},
          {"rule", x.rule},
          {"text", x.text},
          {"figures", figures_json(x.figures)}};
}

/// How often which reason decided for an account, the most frequent first.
json reasons_json(const status_report& report, const std::string& account) {
  auto result = json::object();
  for (const auto& x : report.portfolios)
    if (x.account == account)
      for (const auto& each : x.reasons)
        result[each.reason] = each.count;
  return result;
}

json row_json(const status_report& report, const venue_row& row) {
  const auto state = state_of(row);
  const auto why_not = why_not_ready(row);
  json result
    = {{"venue", row.broker.venue},
       {"account", row.broker.account},
       {"scanned", row.has_scan_figures && row.is_scanner},
       {"traded", why_not.empty() && trades_here(report, row.broker.account)},
       {"rule", state.state},
       {"text", !why_not.empty()        ? why_not
                : !state.reason.empty() ? state.reason
                                        : "it may trade"}};
  result["figures"] = {{"markets_known", row.rotation.markets_known},
                       {"markets_scanned", row.rotation.markets},
                       {"waits_for", row.permits.waits_for}};
  result["reasons"] = reasons_json(report, row.broker.account);
  return result;
}

} // namespace

const std::vector<std::string>& breaker_words() {
  // In the order of breaker_rule.
  static const std::vector<std::string> words
    = {"reset", "open", "disable", "shadow"};
  return words;
}

std::string parameter(std::string_view query, std::string_view name) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  while (!query.empty()) {
    auto one = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(one.size() + 1, query.size()));
    if (!one.starts_with(name) || !one.substr(name.size()).starts_with('='))
      continue;
    one.remove_prefix(name.size() + 1);
    std::string result;
    for (std::size_t i = 0; i < one.size(); ++i)
      if (one[i] == '%' && i + 2 < one.size() && digit(one[i + 1]) >= 0
          && digit(one[i + 2]) >= 0) {
        result += static_cast<char>(digit(one[i + 1]) * 16 + digit(one[i + 2]));
        i += 2;
      } else {
        result += one[i];
      }
    return result;
  }
  return {};
}

result<errand> read_errand(const net::call& call, const status_report& report) {
  const auto mark = call.target.find('?');
  auto path = std::string_view{call.target}.substr(0, mark);
  const auto query = mark == std::string::npos
                       ? std::string_view{}
                       : std::string_view{call.target}.substr(mark + 1);
  if (!path.starts_with(api))
    return fault{ec::not_found, "no errand"};
  path.remove_prefix(api.size());
  if (call.method == "GET" && path == "why"
      && !parameter(query, "symbol").empty())
    return read_why(query, report);
  if (call.method != "POST")
    return fault{ec::not_found, "no errand"};
  if (path == "halt" || path == "resume")
    return read_halt(call, report, path == "halt");
  constexpr auto breakers = std::string_view{"breakers/"};
  if (!path.starts_with(breakers))
    return fault{ec::not_found, "no errand"};
  return read_breaker(path.substr(breakers.size()), report);
}

result<json> why_json(const status_report& report, const std::string& venue,
                      const std::string& account) {
  if (venue.empty()) {
    json result
      = {{"traded", report.trading.empty()},
         {"rule", report.trading.empty() ? "trading" : "not_trading"},
         {"text", report.trading.empty() ? "at least one account may trade"
                                         : report.trading},
         {"venues", json::array()}};
    for (const auto& row : report.venues)
      result["venues"].push_back(row_json(report, row));
    return result;
  }
  const auto who = account.empty() ? "master" : account_id(account);
  const auto* row = row_of(report, venue, who);
  if (row == nullptr)
    return fault{ec::not_found, nobody(who + " at " + venue).text};
  return row_json(report, *row);
}

json why_json(const status_report& report, const why_question& asked,
              const why_answer& told) {
  const auto* row = row_of(report, asked.venue, asked.account);
  auto decides = told.scanned.is_well ? told.traded : told.scanned;
  // What keeps the account from its venue keeps it from every market of it.
  if (row != nullptr && row->broker.phase != broker_phase::connected
      && !told.traded.is_well) {
    const auto state = state_of(*row);
    decides = {false, state.state, state.reason, {}};
  }
  return {{"venue", asked.venue},
          {"symbol", asked.symbol.to_string()},
          {"account", asked.account},
          {"scanned", told.scanned.is_well},
          {"traded", told.traded.is_well},
          {"rule", decides.rule},
          {"text", decides.text},
          {"figures", figures_json(decides.figures)},
          {"scan", part_json(told.scanned)},
          {"trade", part_json(told.traded)}};
}

json done_json(const errand& x) {
  if (const auto* wish = std::get_if<halt_wish>(&x))
    return {
      {"halted", wish->halts},
      {"account", wish->account.empty() ? json{nullptr} : json{wish->account}},
      {"cancels_orders", wish->cancels || wish->flattens},
      {"flattens", wish->flattens}};
  if (const auto* wish = std::get_if<breaker_wish>(&x)) {
    if (wish->rule == breaker_rule::normal)
      return {{"venue", wish->venue}, {"reset", true}};
    return {{"venue", wish->venue},
            {"rule", to_string(wish->rule)},
            {"lasts", "until another rule is given or the node restarts"}};
  }
  return json::object();
}

} // namespace ballast::apps
