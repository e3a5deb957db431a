#include "apps/check_report.hpp"

#include "apps/console.hpp"
#include "apps/venue_guide.hpp"
#include "apps/venues.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

namespace ballast::apps {

namespace {

using json = nlohmann::ordered_json;

std::string name_of(const check_row& x) {
  return x.place.venue + '/' + x.place.account;
}

const check_finding* finding_of(const check_row& x, check_topic topic) {
  const auto found
    = std::find_if(x.findings.begin(), x.findings.end(),
                   [&](const auto& y) { return y.topic == topic; });
  return found == x.findings.end() ? nullptr : &*found;
}

/// What the first column says, and its colour.
struct mark {
  const char* text;
  const char* colour;
};

mark mark_of(check_level x) {
  switch (x) {
  case check_level::ok:
    return {"ok", "\x1b[32m"};
  case check_level::skipped:
    return {"skipped", "\x1b[90m"};
  case check_level::warning:
    return {"WARNING", "\x1b[33m"};
  case check_level::failed:
  case check_level::misconfigured:
    break;
  }
  return {"FAILED", "\x1b[31m"};
}

/// The lines of the table, all columns but the last of one width. Whatever a
/// venue said cannot move a cursor or forge a line.
class table {
public:
  explicit table(bool colour) : colour_{colour} {}

  void set_width(std::size_t names) { names_ = names; }
  void line(std::string_view name, std::string_view topic,
            const std::string& result, const char* colour,
            const std::string& text) {
    const auto is_coloured = colour_ && colour != nullptr;
    // Padded before it is coloured: escape sequences have no width.
    out_ += fmt::format("{:<{}}  {:<11}  {}{:<7}{}  {}\n", name, names_, topic,
                        is_coloured ? colour : "", result,
                        is_coloured ? "\x1b[0m" : "", printable(text));
  }
  void remedy(const std::string& text) {
    out_ += fmt::format("{:<{}}  {:<11}  {:<7}  -> {}\n", "", names_, "", "",
                        printable(text));
  }
  void gap() { out_ += '\n'; }
  std::string take() { return std::move(out_); }

private:
  bool colour_;
  std::size_t names_ = 0;
  std::string out_;
};

std::string verdict_of(const check_row& x) {
  switch (level_of(x)) {
  case check_level::ok:
    return "CAN TRADE";
  case check_level::warning:
    return "can trade, with a warning";
  case check_level::skipped:
    return "skipped";
  case check_level::failed:
  case check_level::misconfigured:
    break;
  }
  const auto* why = reason_of(x);
  return "CANNOT TRADE: " + (why == nullptr ? std::string{} : why->text);
}

/// The topics that were not asked about, "clock, key"; a venue that tells no
/// status lacks none.
std::string unasked(const check_row& x) {
  std::string text;
  for (const auto topic : check_topics)
    if (finding_of(x, topic) == nullptr
        && (topic != check_topic::status || x.tells_status))
      text += (text.empty() ? "" : ", ") + std::string{to_string(topic)};
  return text;
}

void add_finding(table& to, const check_report& report, const check_row& x,
                 const check_finding& found, std::string_view name) {
  auto text = found.text;
  if (found.topic == check_topic::markets && x.universe)
    text += fmt::format(", {} shared with other venues here",
                        shared_markets(report, x));
  const auto mark = mark_of(found.level);
  to.line(name, to_string(found.topic), mark.text, mark.colour, text);
  if (!found.remedy.empty())
    to.remedy(found.remedy);
}

void add_row(table& to, const check_report& report, const check_row& x) {
  auto name = name_of(x);
  for (const auto topic : check_topics)
    if (const auto* found = finding_of(x, topic)) {
      add_finding(to, report, x, *found, name);
      name.clear();
    }
  // Where credentials alone were looked at, the line above says it all.
  if (x.findings.size() < 2)
    return;
  if (const auto rest = unasked(x); !rest.empty())
    to.line(name, "-", "unasked", nullptr, rest);
  const auto mark = mark_of(level_of(x));
  to.line(name, "verdict", mark.text, mark.colour, verdict_of(x));
}

json findings_json(const check_row& x) {
  auto list = json::array();
  for (const auto topic : check_topics)
    if (const auto* found = finding_of(x, topic))
      list.push_back({{"check", to_string(topic)},
                      {"result", to_string(found->level)},
                      {"cause", to_string(found->cause)},
                      {"text", found->text},
                      {"remedy", found->remedy}});
  return list;
}

void add_figures(json& to, const check_report& report, const check_row& x) {
  if (x.clock)
    to["clock"] = {{"offset_ms", x.clock->middle().count()},
                   {"low_ms", x.clock->low.count()},
                   {"high_ms", x.clock->high.count()}};
  if (x.permissions)
    to["permissions"] = {{"view", x.permissions->can_view},
                         {"trade", x.permissions->can_trade},
                         {"withdraw", x.permissions->can_withdraw},
                         {"lacking", x.permissions_lacking}};
  if (x.balances) {
    to["balance"] = json::object();
    for (const auto& one : *x.balances)
      to["balance"][one.currency] = one.available.to_string();
  }
  if (x.universe)
    to["markets"] = {{"listed", x.universe->known},
                     {"to_scan", x.universe->markets.size()},
                     {"mirrored", x.universe->mirrored},
                     {"untradable", x.universe->untradable},
                     {"shared", shared_markets(report, x)}};
  to["requests"] = json::array();
  for (const auto& one : x.requests) {
    to["requests"].push_back({{"budget", one.budget},
                              {"left", one.left},
                              {"of", one.of},
                              {"per_s", one.per_s}});
    if (one.told)
      to["requests"].back()["told_left"] = *one.told;
    if (one.told_used)
      to["requests"].back()["told_used"] = *one.told_used;
    if (one.told_of)
      to["requests"].back()["told_of"] = *one.told_of;
  }
  to["variables"] = x.variables;
}

json row_json(const check_report& report, const check_row& x) {
  const auto* why = reason_of(x);
  auto row = json{{"venue", x.place.venue},
                  {"account", account_id(x.place.account)},
                  {"result", to_string(level_of(x))},
                  {"can_trade", can_trade(x)},
                  {"cause", why == nullptr ? "" : to_string(why->cause)},
                  {"reason", why == nullptr ? "" : why->text},
                  {"remedy", why == nullptr ? "" : why->remedy},
                  {"host", x.place.host}};
  row["checks"] = findings_json(x);
  add_figures(row, report, x);
  return row;
}

} // namespace

std::size_t shared_markets(const check_report& x, const check_row& row) {
  if (!row.universe)
    return 0;
  std::set<std::pair<symbol, market_kind>> elsewhere;
  for (const auto& other : x.rows)
    if (other.place.venue != row.place.venue && other.universe)
      for (const auto& market : other.universe->markets)
        elsewhere.emplace(market, kind_in(*other.universe, market));
  return static_cast<std::size_t>(std::count_if(
    row.universe->markets.begin(), row.universe->markets.end(),
    [&](const auto& market) {
      return elsewhere.count({market, kind_in(*row.universe, market)}) > 0;
    }));
}

std::string verdict_of(const check_report& x) {
  std::vector<std::string> able;
  std::vector<std::string> unable;
  for (const auto& row : x.rows) {
    if (level_of(row) == check_level::skipped)
      continue;
    (can_trade(row) ? able : unable).push_back(name_of(row));
  }
  if (able.empty() && unable.empty())
    return "Nothing is configured here, so nothing was asked. Without any "
           "credentials `ballast run` runs a demo.";
  if (unable.empty())
    return listed(able) + " can trade.";
  const auto cannot = listed(unable) + " cannot trade";
  return able.empty() ? cannot + '.' : cannot + "; " + listed(able) + " can.";
}

std::string check_table(const check_report& x, bool colour) {
  auto out = table{colour};
  std::size_t width = std::string_view{"account"}.size();
  for (const auto& row : x.rows)
    width = std::max(width, name_of(row).size());
  out.set_width(width);
  out.line("account", "check", "result", nullptr,
           "what was found (mode " + x.mode + ')');
  for (const auto& row : x.rows)
    add_row(out, x, row);
  out.gap();
  auto text = out.take();
  for (const auto& note : x.notes)
    text += "note: " + printable(note) + '\n';
  return text + verdict_of(x) + '\n';
}

json check_json(const check_report& x) {
  auto result = json{{"mode", x.mode},
                     {"exit_status", exit_status_of(x.rows)},
                     {"verdict", verdict_of(x)},
                     {"notes", x.notes}};
  result["venues"] = json::array();
  for (const auto& row : x.rows)
    result["venues"].push_back(row_json(x, row));
  return result;
}

} // namespace ballast::apps
