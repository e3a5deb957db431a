#include "apps/operate_command.hpp"

#include "apps/console.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

std::string words_of(const json& x) {
  return printable(x.is_string() ? x.get<std::string>() : x.dump());
}

/// "adx 14.2, adx_min 20"
std::string figures_of(const json& all) {
  std::string result;
  for (const auto& [name, value] : all.items())
    result += fmt::format("{}{} {}", result.empty() ? "" : ", ", name,
                          value.is_number_float()
                            ? fmt::format("{:.6g}", value.get<double>())
                            : words_of(value));
  return result;
}

void show_rule(const json& x) {
  fmt::print("  rule      {}\n  because   {}\n", words_of(x["rule"]),
             words_of(x["text"]));
  if (const auto figures = figures_of(x["figures"]); !figures.empty())
    fmt::print("  figures   {}\n", figures);
}

void show_reasons(const json& reasons) {
  for (const auto& [reason, count] : reasons.items())
    fmt::print("            {:>10} times {}\n", count.dump(), reason);
}

/// @param has_reasons its account's decisions too; they are the same at each of
///        its venues.
void show_row(const json& x, bool has_reasons) {
  fmt::print("{}/{}: {}, {}\n", words_of(x["venue"]), words_of(x["account"]),
             x["scanned"].get<bool>() ? "scans" : "does not scan",
             x["traded"].get<bool>() ? "may trade" : "does not trade");
  show_rule(x);
  if (has_reasons && !x["reasons"].empty()) {
    fmt::print("  decisions\n");
    show_reasons(x["reasons"]);
  }
}

void show_market(const json& x) {
  fmt::print("{} at {} for {}: {}, {}\n", words_of(x["symbol"]),
             words_of(x["venue"]), words_of(x["account"]),
             x["scanned"].get<bool>() ? "scanned" : "not scanned",
             x["traded"].get<bool>() ? "traded" : "not traded");
  show_rule(x);
  fmt::print("  scanning  {}: {}\n", words_of(x["scan"]["rule"]),
             words_of(x["scan"]["text"]));
  fmt::print("  trading   {}: {}\n", words_of(x["trade"]["rule"]),
             words_of(x["trade"]["text"]));
}

int show_why(const json& x) {
  if (x.contains("venues")) {
    fmt::print("{}: {}\n\n",
               x["traded"].get<bool>() ? "trading" : "not trading",
               words_of(x["text"]));
    for (const auto& row : x["venues"])
      show_row(row, false);
  } else if (x.contains("symbol")) {
    show_market(x);
  } else {
    show_row(x, true);
  }
  return x["traded"].get<bool>() ? 0 : 1;
}

int operate(const halt_arguments& arguments, const char* command) {
  json body = json::object();
  if (!arguments.account.empty())
    body["account"] = arguments.account;
  if (!arguments.reason.empty())
    body["reason"] = arguments.reason;
  if (arguments.cancel_orders)
    body["cancel_orders"] = true;
  if (arguments.flatten)
    body["flatten"] = true;
  const auto told = ask_node(arguments.node, command,
                             std::string{"/api/v1/"} + command, body);
  if (const auto* failed = std::get_if<int>(&told))
    return *failed;
  const auto& done = std::get<json>(told);
  if (arguments.json) {
    fmt::print("{}\n", done.dump(2));
    return 0;
  }
  const auto whose
    = arguments.account.empty() ? "all accounts" : arguments.account;
  fmt::print("{} {}\n", whose,
             std::string_view{command} == "halt"
               ? "open nothing new, also after a restart; exits go on"
               : "may open positions again");
  if (arguments.flatten)
    fmt::print("orders are being cancelled and positions sold: see "
               "`ballast status`\n");
  else if (arguments.cancel_orders)
    fmt::print("orders are being cancelled\n");
  return 0;
}

} // namespace

int halt(const halt_arguments& arguments) { return operate(arguments, "halt"); }

int resume(const halt_arguments& arguments) {
  return operate(arguments, "resume");
}

int breaker(const breaker_arguments& arguments) {
  const auto told = ask_node(arguments.node, "breaker",
                             "/api/v1/breakers/" + escaped(arguments.venue)
                               + '/' + escaped(arguments.word),
                             json::object());
  if (const auto* failed = std::get_if<int>(&told))
    return *failed;
  const auto& done = std::get<json>(told);
  if (arguments.json) {
    fmt::print("{}\n", done.dump(2));
    return 0;
  }
  const auto& word = arguments.word;
  fmt::print(
    "{}: {}\n", arguments.venue,
    word == "open"      ? "no request but exits is sent"
    : word == "disable" ? "errors stop nothing, bans do"
    : word == "shadow"
      ? "the log says what its breakers would stop; only bans do stop"
      : "its breakers are closed, but for bans, and on their own again");
  if (const auto lasts = done.find("lasts"); lasts != done.end())
    fmt::print("{}: {}\n", arguments.venue, words_of(*lasts));
  return 0;
}

int why(const why_arguments& arguments) {
  std::string target = "/api/v1/why?venue=" + escaped(arguments.venue);
  if (!arguments.symbol.empty())
    target += "&symbol=" + escaped(arguments.symbol);
  if (!arguments.account.empty())
    target += "&account=" + escaped(arguments.account);
  const auto told = ask_node(arguments.node, "why", target);
  if (const auto* failed = std::get_if<int>(&told))
    return *failed;
  const auto& x = std::get<json>(told);
  if (arguments.json) {
    fmt::print("{}\n", x.dump(2));
    return x.value("traded", false) ? 0 : 1;
  }
  try {
    return show_why(x);
  } catch (const json::exception&) {
    fmt::print(stderr, "ballast why: the node is of another version\n");
    return 1;
  }
}

} // namespace ballast::apps
