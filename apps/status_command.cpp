#include "apps/status_command.hpp"

#include "apps/console.hpp"
#include "apps/machine.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <variant>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

std::string text_of(const json& x, const char* key) {
  const auto i = x.find(key);
  if (i == x.end() || i->is_null())
    return "-";
  return i->is_string() ? i->get<std::string>() : i->dump();
}

std::string balances_of(const json& row) {
  std::string result;
  for (const auto& [currency, amount] : row["balance"].items())
    if (amount.is_string() && amount != "0")
      result += fmt::format("{}{} {}", result.empty() ? "" : ", ", currency,
                            amount.get<std::string>());
  return result.empty() ? "-" : result;
}

void show_candidates(const json& funnel) {
  std::string names;
  for (const auto& x : funnel["candidates"])
    names += (names.empty() ? ": " : ", ") + printable(text_of(x, "symbol"));
  const auto& books = funnel["books"];
  fmt::print("  books     {} asked for, {} too wide, {} too thin, {} "
             "candidates{}\n",
             books["asked"].dump(), books["too_wide"].dump(),
             books["too_thin"].dump(), funnel["candidates"].size(), names);
}

void show_venue(const json& row) {
  fmt::print("\n{}/{}  {}{}{}\n", text_of(row, "venue"),
             text_of(row, "account"), text_of(row, "state"),
             row["reason"] == "" ? "" : ": ",
             row["reason"] == "" ? "" : text_of(row, "reason"));
  if (row["state"] == "skipped")
    return;
  const auto& health = row["health"];
  fmt::print("  health    {}   p50 {} ms, p99 {} ms\n",
             health["score"].is_null()
               ? fmt::format("unknown ({})", health["samples"].dump())
               : text_of(health, "text"),
             health["p50_ms"].dump(), health["p99_ms"].dump());
  fmt::print("  requests  {} sent, {} errors, {} rate limited, {} timeouts\n",
             health["requests"].dump(), health["errors"].dump(),
             health["rate_limited"].dump(), health["timeouts"].dump());
  const auto rule = text_of(row["breaker"], "rule");
  fmt::print("  breaker   {}, opened {} times{}\n",
             text_of(row["breaker"], "state"), row["breaker"]["opened"].dump(),
             rule == "normal" ? "" : "; by a person: " + rule);
  fmt::print("  balance   {}\n", balances_of(row));
  if (!row.contains("rotation"))
    return;
  const auto& rotation = row["rotation"];
  fmt::print(
    "  scanning  {} of {} markets, {} by stream, at {}, {} turns, oldest {} "
    "s, batch {}\n",
    rotation["markets"].dump(), row["markets_known"].dump(),
    rotation["streamed"].dump(), rotation["position"].dump(),
    rotation["completed"].dump(), rotation["oldest_age_s"].dump(),
    row["batch_size"].dump());
  if (const auto funnel = row.find("funnel"); funnel != row.end())
    fmt::print(
      "  funnel    {} of {} priced, {} too wide, {} too quiet, candles "
      "of {}; a turn is {} calls, {} s\n",
      (*funnel)["priced"].dump(), (*funnel)["known"].dump(),
      (*funnel)["too_wide"].dump(), (*funnel)["too_quiet"].dump(),
      (*funnel)["survivors"].dump(), (*funnel)["calls"].dump(),
      (*funnel)["seconds"].dump());
  if (const auto funnel = row.find("funnel"); funnel != row.end())
    show_candidates(*funnel);
  const auto waiting = rotation.find("waiting");
  if (waiting != rotation.end() && !waiting->empty())
    fmt::print(
      "  waiting   {} markets that no venue which can scan lists: {}{}\n",
      waiting->size(), printable(waiting->front().get<std::string>()),
      waiting->size() > 1 ? ", …" : "");
  fmt::print("  limit     {}/s, {:.1f}% used{}{}\n",
             row["permits"]["limit_per_s"].dump(),
             100 * row["permits"]["utilisation"].get<double>(),
             row["permits"]["waits_for"] == "" ? "" : "; waits for ",
             text_of(row["permits"], "waits_for"));
}

/// "no_new_candle 93%, trend_weak 4%"
std::string decisions_of(const json& account) {
  constexpr std::size_t shown_max = 3;
  const auto all = account["evaluations"].get<double>();
  std::string result;
  std::size_t shown = 0;
  for (const auto& [reason, count] : account["reasons"].items())
    if (shown++ < shown_max && all > 0)
      result += fmt::format("{}{} {:.0f}%", result.empty() ? "" : ", ", reason,
                            100 * count.get<double>() / all);
  return result;
}

void show_account(const json& x) {
  const auto follows = x["follows"].get<std::string>();
  const auto halted = x["halted"].get<std::string>();
  fmt::print("\n{}  {}\n", text_of(x, "account"),
             follows.empty() ? text_of(x, "strategy")
                             : "follows " + printable(follows));
  if (!halted.empty())
    fmt::print("  HALTED    {}\n", printable(halted));
  fmt::print("  money     worth {} dollars, {} realised, {} positions\n",
             text_of(x, "equity"), text_of(x, "realised"),
             x["positions"].dump());
  fmt::print("  decisions {}{}{}\n", x["evaluations"].dump(),
             x["reasons"].empty() ? "" : ": ", decisions_of(x));
}

bool is_well(const json& status) {
  for (const auto& row : status["venues"])
    if (row["state"] != "connected" && row["state"] != "skipped")
      return false;
  return true;
}

int show(const json& status, bool as_json) {
  if (!status.contains("venues")) {
    fmt::print(stderr, "ballast status: the answer is no status object\n");
    return 1;
  }
  try {
    if (as_json) {
      fmt::print("{}\n", status.dump(2));
    } else {
      fmt::print("ballast {} node {} mode {} up {} s, trading {}{}{}\n",
                 text_of(status, "version"), text_of(status, "node"),
                 text_of(status, "mode"), status["uptime_s"].dump(),
                 status["trading"].get<bool>() ? "YES" : "NO",
                 status["trading_reason"] == "" ? "" : ": ",
                 status["trading_reason"] == ""
                   ? ""
                   : text_of(status, "trading_reason"));
      for (const auto& row : status["venues"])
        show_venue(row);
      for (const auto& account : status["accounts"])
        show_account(account);
    }
    return is_well(status) ? 0 : 1;
  } catch (const json::exception&) {
    fmt::print(stderr, "ballast status: the node is of another version\n");
    return 1;
  }
}

} // namespace

int status(const status_arguments& arguments) {
  const auto told = ask_node(arguments.node, "status", "/api/v1/status");
  if (const auto* failed = std::get_if<int>(&told))
    return *failed;
  return show(std::get<json>(told), arguments.json);
}

int top(const top_arguments& arguments) {
  block_signals();
  // Home, and everything below it gone: less flicker than a cleared screen.
  const auto* const anew = is_terminal() ? "\x1b[H\x1b[J" : "";
  do {
    const auto told = ask_node(arguments.node, "top", "/api/v1/status");
    if (const auto* failed = std::get_if<int>(&told)) {
      if (*failed == 2)
        return 2;
    } else {
      fmt::print("{}", anew);
      show(std::get<json>(told), false);
      fmt::print("\n");
      std::fflush(stdout);
    }
  } while (!wait_for_signal(arguments.every));
  return 0;
}

} // namespace ballast::apps
