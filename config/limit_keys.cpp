#include "config/limit_keys.hpp"

#include <limits>
#include <optional>
#include <utility>

namespace ballast::config {

namespace {

constexpr auto units_max
  = std::uint64_t{std::numeric_limits<std::uint32_t>::max()};

/// A duration within its range.
auto duration_from(duration least, duration most, std::string_view words) {
  return [=](std::string_view text) -> result<duration> {
    auto value = parse_duration(text);
    if (!value || *value < least || *value > most)
      return fault{ec::invalid_argument,
                   "expected a duration in quotes " + std::string{words}};
    return value;
  };
}

toml_keys row_keys(limit_override& x) {
  return {
    whole_key("units", x.units, 1, units_max),
    text_key("window", x.window,
             duration_from(std::chrono::milliseconds{100},
                           std::chrono::hours{24 * 366},
                           "from 100ms to 8784h, like \"10s\"")),
    whole_key("burst", x.burst, 1, units_max),
    text_key("hold", x.hold,
             duration_from(std::chrono::seconds{1}, std::chrono::hours{24},
                           "from 1s to 24h, like \"15s\"")),
  };
}

result<done> read_row(const toml::key& id, const toml::node& x,
                      const std::string& path, const toml_context& context,
                      limit_overrides& into) {
  auto row = limit_override{};
  row.id = id.str();
  row.place = context.place(x);
  const auto here = path + '.' + shown_id(id.str());
  const auto keys = row_keys(row);
  if (auto read = read_table(x, here, context, keys); !read)
    return read;
  if (!row.units && !row.window && !row.burst && !row.hold)
    return refusal(row.place, here,
                   "expected at least one of units, window, burst, hold");
  into.limits.push_back(std::move(row));
  return done{};
}

result<done> read_costs(const toml::key& weight, const toml::node& x,
                        const std::string& path, const toml_context& context,
                        limit_overrides& into) {
  const auto here = path + '.' + shown_id(weight.str());
  const auto* costs = x.as_table();
  if (costs == nullptr || costs->empty())
    return refusal(context.place(x), here,
                   "expected a table of limits and costs, like "
                   "{ \"okx.time\" = 1 }");
  for (const auto& [limit, value] : *costs) {
    auto made
      = weight_override{std::string{weight.str()}, std::string{limit.str()}, 1,
                        context.place(value)};
    const auto read_cost = whole_key("cost", made.cost, 1, units_max);
    if (auto read = read_cost.read(value, here); !read)
      return refusal(made.place, here + '.' + shown_id(limit.str()),
                     read.error().text);
    into.weights.push_back(std::move(made));
  }
  return done{};
}

/// A table whose keys are names that `read` makes something of.
template <class Read>
toml_key named_key(std::string_view name, const toml_context& context,
                   Read read) {
  auto read_all = [&context, read](const toml::node& x,
                                   const std::string& path) -> result<done> {
    const auto* table = x.as_table();
    if (table == nullptr)
      return refusal(context.place(x), path,
                     "expected a table, [" + path
                       + ".NAME] and its keys below");
    for (const auto& [key, value] : *table)
      if (auto done_one = read(key, value, path); !done_one)
        return done_one;
    return done{};
  };
  return {name, read_all, true};
}

} // namespace

toml_key limits_key(limit_overrides& into, const toml_context& context) {
  return named_key("limits", context,
                   [&into, &context](const toml::key& id, const toml::node& x,
                                     const std::string& path) {
                     return read_row(id, x, path, context, into);
                   });
}

toml_key weights_key(limit_overrides& into, const toml_context& context) {
  return named_key("weights", context,
                   [&into, &context](const toml::key& weight,
                                     const toml::node& x,
                                     const std::string& path) {
                     return read_costs(weight, x, path, context, into);
                   });
}

} // namespace ballast::config
