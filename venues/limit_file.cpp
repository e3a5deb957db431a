#include "venues/limit_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace ballast::venues {

namespace {

/// Reads one file. The first thing that is wrong is kept, and nothing after it
/// is believed.
class limit_reader {
public:
  explicit limit_reader(const std::string& file) : file_{file} {}

  result<limit_table> read(const toml::table& root);

private:
  void refuse(const toml::source_region& where, std::string_view key,
              const std::string& expectation);
  void refuse_strangers(const toml::table& x,
                        const std::vector<std::string_view>& known);

  std::string text(const toml::table& x, std::string_view key);
  std::string word(const toml::table& x, std::string_view key);
  std::uint32_t whole(const toml::table& x, std::string_view key);
  duration time(const toml::table& x, std::string_view key);
  std::string date(const toml::table& x, std::string_view key);
  bool flag(const toml::table& x, std::string_view key);
  template <std::size_t Size>
  std::size_t choice(const toml::table& x, std::string_view key,
                     const std::array<std::string_view, Size>& of);
  std::vector<const toml::table*> tables(const toml::table& root,
                                         std::string_view key);

  void limit(const toml::table& x);
  void weight(const toml::table& x);
  std::vector<std::string> names(const toml::table& x);
  std::vector<spend> spends(const toml::table& x);
  void check_spend(const toml::node& where, const std::string& id);
  void check_coverage();

  const std::string& file_;
  limit_table table_;
  std::string checked_on_;
  std::vector<toml::source_region> lines_; ///< Of each weight.
  std::optional<fault> wrong_;
};

constexpr auto scopes
  = std::array<std::string_view, 4>{"ip", "key", "account", "symbol"};
constexpr auto kinds = std::array<std::string_view, 4>{
  "token_bucket", "decaying_counter", "sliding_window", "fixed_window"};

bool has_burst(limit_kind x) noexcept {
  return x == limit_kind::token_bucket || x == limit_kind::decaying_counter;
}

bool is_word(std::string_view x, std::string_view more = {}) {
  return !x.empty() && std::all_of(x.begin(), x.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'
           || more.find(c) != std::string_view::npos;
  });
}

std::string listed(const std::vector<std::string_view>& all) {
  std::string list;
  for (const auto x : all)
    list.append(list.empty() ? "" : ", ").append(x);
  return list;
}

void limit_reader::refuse(const toml::source_region& where,
                          std::string_view key,
                          const std::string& expectation) {
  if (wrong_)
    return;
  auto text = file_ + ':' + std::to_string(where.begin.line);
  text.append(": ").append(key).append(": ").append(expectation);
  wrong_ = fault{ec::invalid_argument, std::move(text)};
}

void limit_reader::refuse_strangers(
  const toml::table& x, const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : x)
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      refuse(key.source(), key.str(),
             "unknown key; expected one of " + listed(known));
}

std::string limit_reader::text(const toml::table& x, std::string_view key) {
  const auto* const found = x.get_as<std::string>(key);
  if (found != nullptr && !found->get().empty())
    return found->get();
  refuse(x.contains(key) ? x.get(key)->source() : x.source(), key,
         "expected text in quotes");
  return {};
}

std::string limit_reader::word(const toml::table& x, std::string_view key) {
  auto found = text(x, key);
  if (!wrong_ && !is_word(found))
    refuse(x.get(key)->source(), key,
           "expected small letters, digits and underscores");
  return found;
}

std::uint32_t limit_reader::whole(const toml::table& x, std::string_view key) {
  const auto* const found = x.get_as<std::int64_t>(key);
  constexpr auto most = std::int64_t{std::numeric_limits<std::uint32_t>::max()};
  if (found != nullptr && found->get() > 0 && found->get() <= most)
    return static_cast<std::uint32_t>(found->get());
  refuse(x.contains(key) ? x.get(key)->source() : x.source(), key,
         "expected a whole number from 1 to " + std::to_string(most));
  return 1;
}

duration limit_reader::time(const toml::table& x, std::string_view key) {
  constexpr auto units = std::array<std::pair<char, std::chrono::seconds>, 3>{
    {{'s', std::chrono::seconds{1}},
     {'m', std::chrono::minutes{1}},
     {'h', std::chrono::hours{1}}}};
  constexpr auto digits_max = std::ptrdiff_t{6};
  const auto* const found = x.get_as<std::string>(key);
  const auto spelled = found == nullptr ? std::string{} : found->get();
  const auto* const first = spelled.data();
  const auto* const last = first + spelled.size();
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(first, last, count);
  if (error == std::errc{} && count > 0 && end - first <= digits_max
      && last - end == 1)
    for (const auto& [letter, unit] : units)
      if (*end == letter)
        return count * unit;
  refuse(x.contains(key) ? x.get(key)->source() : x.source(), key,
         "expected whole seconds, minutes or hours in quotes, like \"10s\", "
         "\"5m\" or \"24h\"");
  return std::chrono::seconds{1};
}

std::string limit_reader::date(const toml::table& x, std::string_view key) {
  const auto* const found = x.get_as<toml::date>(key);
  if (found == nullptr) {
    refuse(x.contains(key) ? x.get(key)->source() : x.source(), key,
           "expected a date without quotes, like 2026-11-23");
    return {};
  }
  const auto day = found->get();
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04u-%02u-%02u", unsigned{day.year},
                unsigned{day.month}, unsigned{day.day});
  return text.data();
}

bool limit_reader::flag(const toml::table& x, std::string_view key) {
  if (!x.contains(key))
    return false;
  const auto* const found = x.get_as<bool>(key);
  if (found == nullptr)
    refuse(x.get(key)->source(), key, "expected true or false");
  return found != nullptr && found->get();
}

template <std::size_t Size>
std::size_t limit_reader::choice(const toml::table& x, std::string_view key,
                                 const std::array<std::string_view, Size>& of) {
  const auto chosen = text(x, key);
  const auto found = std::find(of.begin(), of.end(), chosen);
  if (found != of.end())
    return static_cast<std::size_t>(found - of.begin());
  refuse(x.contains(key) ? x.get(key)->source() : x.source(), key,
         "expected one of " + listed({of.begin(), of.end()}));
  return 0;
}

std::vector<const toml::table*> limit_reader::tables(const toml::table& root,
                                                     std::string_view key) {
  std::vector<const toml::table*> found;
  const auto* const list = root.get_as<toml::array>(key);
  if (list != nullptr)
    for (const auto& x : *list)
      if (const auto* table = x.as_table())
        found.push_back(table);
  if (list == nullptr || found.empty() || found.size() != list->size())
    refuse(root.contains(key) ? root.get(key)->source() : root.source(), key,
           "expected at least one [[" + std::string{key}
             + "]] in double brackets");
  return found;
}

void limit_reader::limit(const toml::table& x) {
  refuse_strangers(x, {"id", "scope", "kind", "units", "window", "burst",
                       "hold", "exits_spend", "source", "checked_on"});
  published_limit made;
  auto& row = made.row;
  row.id = text(x, "id");
  if (!is_word(row.id, ".") || !row.id.starts_with(table_.venue + '.'))
    refuse(x.source(), "id",
           "expected the venue, a point and a name, like \"" + table_.venue
             + ".public\"");
  if (table_.find(row.id) != nullptr)
    refuse(x.source(), "id", row.id + " stands twice");
  row.venue = table_.venue;
  row.scope = static_cast<limit_scope>(choice(x, "scope", scopes));
  row.kind = static_cast<limit_kind>(choice(x, "kind", kinds));
  row.units = whole(x, "units");
  row.window = time(x, "window");
  if (has_burst(row.kind))
    row.burst = whole(x, "burst");
  else if (x.contains("burst"))
    refuse(x.get("burst")->source(), "burst",
           "expected none: a window has no burst");
  row.hold = time(x, "hold");
  row.source = text(x, "source");
  row.checked_on
    = x.contains("checked_on") ? date(x, "checked_on") : checked_on_;
  made.exits_spend = flag(x, "exits_spend");
  table_.limits.push_back(std::move(made));
}

std::vector<std::string> limit_reader::names(const toml::table& x) {
  std::vector<std::string> found;
  const auto& known = weighed_names();
  const auto* const list = x.get_as<toml::array>("of");
  if (list == nullptr || list->empty()) {
    refuse(x.source(), "of", "expected a list, like [\"time\", \"markets\"]");
    return found;
  }
  for (const auto& item : *list) {
    const auto* const name = item.as_string();
    if (name == nullptr
        || std::find(known.begin(), known.end(), name->get()) == known.end())
      refuse(item.source(), "of", "expected some of " + listed(known));
    else
      found.push_back(name->get());
  }
  return found;
}

void limit_reader::check_spend(const toml::node& where, const std::string& id) {
  if (table_.find(id) != nullptr)
    return;
  std::vector<std::string_view> ids;
  for (const auto& x : table_.limits)
    ids.push_back(x.row.id);
  refuse(where.source(), "spends",
         "names no [[limit]]; expected some of " + listed(ids));
}

std::vector<spend> limit_reader::spends(const toml::table& x) {
  std::vector<spend> found;
  const auto* const parts = x.get_as<toml::table>("spends");
  if (parts == nullptr || parts->empty()) {
    refuse(x.source(), "spends",
           "expected limits and costs, like { \"okx.time\" = 1 }");
    return found;
  }
  for (const auto& [key, value] : *parts)
    check_spend(value, std::string{key.str()});
  // In the order of the limits: the first is the scope of a request's health.
  for (const auto& limit : table_.limits) {
    if (!parts->contains(limit.row.id))
      continue;
    const auto cost = whole(*parts, limit.row.id);
    if (cost > capacity_of(limit.row))
      refuse(parts->get(limit.row.id)->source(), limit.row.id,
             "expected no more than the limit ever holds, "
               + std::to_string(capacity_of(limit.row)));
    found.push_back({limit.row.id, cost});
  }
  return found;
}

void limit_reader::weight(const toml::table& x) {
  refuse_strangers(x, {"of", "variant", "at_most", "spends", "source"});
  limit_weight made;
  if (x.contains("variant"))
    made.variant = word(x, "variant");
  if (x.contains("at_most"))
    made.at_most = whole(x, "at_most");
  made.spends = spends(x);
  made.source = text(x, "source");
  for (auto& name : names(x)) {
    made.of = std::move(name);
    const auto twice
      = std::any_of(table_.weights.begin(), table_.weights.end(),
                    [&](const auto& y) { return y.name() == made.name(); });
    if (twice)
      refuse(x.source(), "of", made.name() + " stands twice");
    table_.weights.push_back(made);
    lines_.push_back(x.source());
  }
}

/// Sizes and variants that no weight names have one to fall back on.
void limit_reader::check_coverage() {
  for (std::size_t i = 0; i < table_.weights.size(); ++i) {
    const auto& x = table_.weights[i];
    constexpr auto largest = std::numeric_limits<std::uint32_t>::max();
    if (table_.find(x.of, {{}, largest}) == nullptr)
      refuse(lines_[i], "of",
             x.name() + " stands alone; expected one more [[weight]] of " + x.of
               + " without variant and at_most, for all other cases");
  }
}

result<limit_table> limit_reader::read(const toml::table& root) {
  refuse_strangers(root, {"venue", "checked_on", "limit", "weight"});
  table_.venue = word(root, "venue");
  checked_on_ = date(root, "checked_on");
  for (const auto* x : tables(root, "limit"))
    limit(*x);
  for (const auto* x : tables(root, "weight"))
    weight(*x);
  check_coverage();
  if (wrong_)
    return *wrong_;
  return std::move(table_);
}

} // namespace

result<limit_table> read_limits(std::string_view text,
                                const std::string& file) {
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fault{ec::invalid_argument,
                 file + ':' + std::to_string(error.source().begin.line) + ": "
                   + std::string{error.description()}};
  }
  return limit_reader{file}.read(root);
}

} // namespace ballast::venues
