#include "config/toml_file.hpp"

#include "config/limit_keys.hpp"
#include "config/toml_keys.hpp"

#include <algorithm>
#include <set>

namespace ballast::config {

namespace {

result<std::string> parse_path(std::string_view text) {
  if (text.empty() || text.find('\0') != std::string_view::npos)
    return fault{ec::invalid_argument, "expected a path in quotes"};
  return std::string{text};
}

bool is_account_name(std::string_view text) {
  if (text == master)
    return true;
  return text.starts_with("USER_") && text.size() > 5 && text.size() <= 64
         && std::all_of(text.begin(), text.end(), [](char x) {
              return (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9')
                     || x == '_';
            });
}

result<std::string> parse_account(std::string_view text) {
  if (!is_account_name(text))
    return fault{ec::invalid_argument,
                 "expected MASTER, or USER_ and a name in capitals, like "
                 "USER_ALICE"};
  return std::string{text};
}

/// One of `venues` by its name.
auto venue_among(const std::vector<venue_settings>& venues) {
  return [&venues](std::string_view text) -> result<std::string> {
    auto names = std::vector<std::string_view>{};
    for (const auto& x : venues)
      names.emplace_back(x.name);
    const auto found = parse_choice(text, names);
    if (!found)
      return found.error();
    return std::string{text};
  };
}

/// "kraken/MASTER": one account at one of `venues`.
auto venue_account_among(const std::vector<venue_settings>& venues) {
  return [&venues](std::string_view text) -> result<std::string> {
    const auto slash = std::min(text.find('/'), text.size());
    if (!venue_among(venues)(text.substr(0, slash)) || slash == text.size()
        || !is_account_name(text.substr(slash + 1)))
      return fault{ec::invalid_argument,
                   "expected a venue and an account, like \"kraken/MASTER\""};
    return std::string{text};
  };
}

result<std::string> parse_strategy(std::string_view text) {
  const auto is_name
    = !text.empty() && text.size() <= 64
      && std::all_of(text.begin(), text.end(), [](char x) {
           return (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || x == '_';
         });
  if (!is_name)
    return fault{ec::invalid_argument,
                 "expected the name of a strategy, like trend_pullback"};
  return std::string{text};
}

result<decimal> parse_balance(std::string_view text) {
  auto amount = decimal::parse(text);
  if (!amount || amount->is_negative())
    return fault{ec::invalid_argument,
                 "expected an amount in quotes that is not negative, like "
                 "\"1.00\""};
  return amount;
}

result<decimal> parse_amount_above_zero(std::string_view text) {
  auto amount = decimal::parse(text);
  if (!amount || *amount <= decimal{})
    return fault{ec::invalid_argument,
                 "expected an amount in quotes above zero, like \"100000\""};
  return amount;
}

result<decimal> parse_fraction(std::string_view text) {
  auto fraction = decimal::parse(text);
  if (!fraction || *fraction <= decimal{} || *fraction > decimal::whole(1))
    return fault{ec::invalid_argument,
                 "expected a fraction in quotes above 0 and up to 1, like "
                 "\"0.25\""};
  return fraction;
}

/// A duration within its range.
auto duration_within(duration least, duration most, std::string_view words) {
  return [=](std::string_view text) -> result<duration> {
    auto value = parse_duration(text);
    if (!value || *value < least || *value > most)
      return fault{ec::invalid_argument,
                   "expected a duration in quotes " + std::string{words}};
    return value;
  };
}

auto url_of(url_kind what) {
  return [=](std::string_view text) { return parse_url(text, what); };
}

toml_keys scan_keys(scan_settings& x) {
  return {
    text_key("mode", x.mode, parse_scan_mode),
    text_key("timeframe", x.timeframe, parse_timeframe),
    whole_key("candles", x.candles, 90, 350),
    whole_key("survivors", x.survivors, 1, 1000),
    whole_key("batch_min", x.batch_min, 1, 500),
    whole_key("batch_max", x.batch_max, 1, 500),
    text_key("delay", x.delay,
             duration_within(duration{0}, std::chrono::hours{1},
                             "from 0s to 1h, like \"8s\"")),
    flag_key("streams", x.streams),
  };
}

toml_keys breaker_keys(breaker_settings& x) {
  return {
    whole_key("errors", x.errors, 1, 1000),
    text_key("cooldown", x.cooldown,
             duration_within(std::chrono::milliseconds{100},
                             std::chrono::hours{1},
                             "from 100ms to 1h, like \"30s\"")),
  };
}

toml_keys venue_keys(venue_settings& x, const toml_context& context) {
  return {
    flag_key("enabled", x.enabled),
    text_key("rest_url", x.rest_url, url_of(url_kind::rest)),
    text_key("ws_url", x.ws_url, url_of(url_kind::stream)),
    limits_key(x.limits, context),
    weights_key(x.limits, context),
  };
}

bool is_currency(std::string_view text) {
  return !text.empty() && text.size() <= 16
         && std::all_of(text.begin(), text.end(), [](char x) {
              return (x >= 'A' && x <= 'Z') || (x >= '0' && x <= '9');
            });
}

/// Amounts by currency, in place of those that were there.
result<done> read_amounts(const toml::node& x, const std::string& path,
                          const toml_context& context,
                          std::map<std::string, decimal>& into) {
  const auto wrong = [&](const toml::node& at, const std::string& where) {
    return refusal(context.place(at), where,
                   "expected amounts by currency, like { USD = \"10000.00\" }");
  };
  const auto* table = x.as_table();
  if (table == nullptr)
    return wrong(x, path);
  auto amounts = std::map<std::string, decimal>{};
  for (const auto& [key, value] : *table) {
    if (!is_currency(key.str()))
      return wrong(value, path);
    const auto here = path + '.' + std::string{key.str()};
    const auto* text = value.as_string();
    const auto amount = parse_balance(text != nullptr ? text->get() : "");
    if (!amount)
      return refusal(context.place(value), here, amount.error().text);
    amounts[std::string{key.str()}] = *amount;
  }
  into = std::move(amounts);
  return done{};
}

toml_keys paper_keys(paper_settings& x, const toml_context& context) {
  return {{"balance",
           [&x, &context](const toml::node& node, const std::string& path) {
             return read_amounts(node, path, context, x.balance);
           },
           true}};
}

toml_keys risk_keys(risk_rules& x) {
  return {
    whole_key("max_positions", x.max_positions, 1, 1000),
    text_key("min_balance", x.min_balance, parse_balance),
    text_key("max_exposure", x.max_exposure, parse_fraction),
    text_key("max_asset_exposure", x.max_asset_exposure, parse_fraction),
    text_key("max_drawdown", x.max_drawdown, parse_fraction),
    text_key("max_daily_loss", x.max_daily_loss, parse_fraction),
    text_key("cooldown", x.cooldown,
             duration_within(duration{0}, std::chrono::hours{24},
                             "from 0s to 24h, like \"5m\"")),
    whole_key("max_orders_per_minute", x.max_orders_per_minute, 1, 10'000),
    text_key("max_notional_per_minute", x.max_notional_per_minute,
             parse_amount_above_zero),
    text_key("max_data_age", x.max_data_age,
             duration_within(std::chrono::milliseconds{100},
                             std::chrono::hours{1},
                             "from 100ms to 1h, like \"10s\"")),
    text_key("max_slippage", x.max_slippage, parse_fraction),
    flag_key("stops_at_venue", x.stops_at_venue),
  };
}

toml_keys account_keys(account_settings& x, const toml_context& context,
                       const std::vector<venue_settings>& venues) {
  return {
    text_key("name", x.name, parse_account),
    list_key("venues", x.venues, venue_among(venues)),
    text_key("follow", x.follow, parse_account),
    text_key("strategy", x.strategy, parse_strategy),
    table_key("risk", context, risk_keys(x.risk)),
  };
}

/// Whether following `follow` from account to account comes back to `name`.
bool follows_itself(const std::vector<account_settings>& all,
                    const account_settings& from) {
  auto seen = std::set<std::string_view>{from.name};
  auto next = std::string_view{from.follow};
  while (!next.empty()) {
    if (!seen.insert(next).second)
      return true;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](auto& x) { return x.name == next; });
    if (found == all.end())
      return false;
    next = found->follow;
  }
  return false;
}

/// Reads every [[account]]; the master's takes the place of the default one.
result<done> read_accounts(const toml::node& x, const toml_context& context,
                           const std::vector<venue_settings>& venues,
                           std::vector<account_settings>& into) {
  const auto* list = x.as_array();
  if (list == nullptr)
    return refusal(context.place(x), "account",
                   "expected [[account]] in double brackets");
  auto places = std::map<std::string, std::string>{};
  for (const auto& item : *list) {
    auto account = account_settings{};
    const auto keys = account_keys(account, context, venues);
    if (auto read = read_table(item, "account", context, keys); !read)
      return read;
    const auto place = context.place(item);
    if (account.name.empty())
      return refusal(place, "account.name",
                     "is missing; expected MASTER or a name like USER_ALICE");
    if (!places.emplace(account.name, place).second)
      return refusal(place, "account.name",
                     "stands twice, first at " + places[account.name]
                       + "; expected each account once");
    if (account.name == master)
      into.front() = std::move(account);
    else
      into.push_back(std::move(account));
  }
  for (const auto& account : into) {
    const auto& target = account.follow;
    if (target.empty())
      continue;
    if (target != master && !places.contains(target))
      return refusal(places[account.name], "account.follow",
                     "expected MASTER or another [[account]] of this file");
    if (follows_itself(into, account))
      return refusal(places[account.name], "account.follow",
                     "expected an account that does not follow this one");
  }
  return done{};
}

/// A name that no account has would accept nothing, silently.
result<done> check_accepted_keys(const settings& x, const origins& places) {
  for (const auto& key : x.accept_withdrawal_keys) {
    const auto name = std::string_view{key}.substr(key.find('/') + 1);
    if (std::none_of(x.accounts.begin(), x.accounts.end(),
                     [&](const auto& account) { return account.name == name; }))
      return refusal(places.at("accept_withdrawal_keys"),
                     "accept_withdrawal_keys",
                     "expected MASTER or an [[account]] of this file behind "
                     "the slash");
  }
  return done{};
}

toml_keys top_keys(settings& into, const toml_context& context,
                   toml_keys venues) {
  return {
    text_key("mode", into.mode, parse_mode),
    text_key("data_dir", into.data_dir, parse_path),
    text_key("ca_file", into.ca_file, parse_path),
    list_key("allowed_hosts", into.allowed_hosts, parse_host),
    list_key("accept_withdrawal_keys", into.accept_withdrawal_keys,
             venue_account_among(into.venues)),
    flag_key("log_json", into.log_json),
    flag_key("suppress_single_exchange_warning",
             into.suppress_single_exchange_warning),
    table_key("scan", context, scan_keys(into.scan)),
    table_key("breaker", context, breaker_keys(into.breaker)),
    table_key("demo", context,
              {whole_key("accounts", into.demo.accounts, 1, 64),
               whole_key("seed", into.demo.seed, 0, INT64_MAX)}),
    table_key("paper", context, paper_keys(into.paper, context)),
    table_key("listen", context,
              {text_key("address", into.listen.address, parse_address),
               whole_key("port", into.listen.port, 0, 65535)}),
    table_key("venue", context, std::move(venues)),
    {"account",
     [&](const toml::node& x, const std::string&) {
       return read_accounts(x, context, into.venues, into.accounts);
     },
     true},
  };
}

} // namespace

result<done> apply_toml(std::string_view text, const std::string& file,
                        settings& into, origins& places) {
  auto table = toml::table{};
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return syntax_fault(error, text, file);
  }
  const auto context = toml_context{file, places};
  auto venues = toml_keys{};
  for (auto& x : into.venues)
    venues.push_back(table_key(x.name, context, venue_keys(x, context)));
  if (auto read = read_table(table, {}, context,
                             top_keys(into, context, std::move(venues)));
      !read)
    return read;
  return check_accepted_keys(into, places);
}

} // namespace ballast::config
