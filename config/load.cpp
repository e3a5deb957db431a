#include "config/load.hpp"

#include "config/credentials.hpp"
#include "config/env_file.hpp"
#include "config/guarded_file.hpp"
#include "config/toml_file.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace ballast::config {

namespace {

constexpr std::size_t token_length_min = 22;

std::string capitals(std::string_view text) {
  auto result = std::string{text};
  for (auto& x : result)
    x = static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
  return result;
}

/// Lays the variables that have a key in the file over the settings.
class variable_reader {
public:
  variable_reader(const variables& from, settings& into, origins& places)
      : from_{from}, into_{into}, places_{places} {}

  result<done> read() {
    auto& x = into_;
    take("MARKET_BATCH_SIZE_MIN", "scan.batch_min", x.scan.batch_min, batch);
    take("MARKET_BATCH_SIZE_MAX", "scan.batch_max", x.scan.batch_max, batch);
    take("MARKET_SCAN_DELAY", "scan.delay", x.scan.delay, delay);
    take("SUPPRESS_SINGLE_EXCHANGE_WARNING", "",
         x.suppress_single_exchange_warning, parse_flag);
    take("BALLAST_DATA_DIR", "data_dir", x.data_dir, path);
    take("BALLAST_CA_FILE", "ca_file", x.ca_file, path);
    take("BALLAST_ALLOWED_HOSTS", "allowed_hosts", x.allowed_hosts,
         parse_hosts);
    take("PORT", "listen", x.listen, every_address);
    for (auto& venue : x.venues) {
      const auto name = "BALLAST_" + capitals(venue.name);
      take(name + "_REST_URL", "", venue.rest_url, rest_url);
      take(name + "_WS_URL", "", venue.ws_url, stream_url);
    }
    if (fault_)
      return *fault_;
    return done{};
  }

private:
  static result<std::uint32_t> batch(std::string_view text) {
    const auto value = parse_whole(text, 1, 500);
    if (!value)
      return value.error();
    return static_cast<std::uint32_t>(*value);
  }
  static result<duration> delay(std::string_view text) {
    auto value = parse_seconds_or_duration(text);
    if (value && *value > std::chrono::hours{1})
      return fault{ec::invalid_argument, "expected at most 1h"};
    return value;
  }
  static result<std::string> path(std::string_view text) {
    if (text.empty())
      return fault{ec::invalid_argument, "expected a path"};
    return std::string{text};
  }
  static result<listen_settings> every_address(std::string_view text) {
    const auto port = parse_whole(text, 0, 65535);
    if (!port)
      return port.error();
    return listen_settings{"0.0.0.0", static_cast<std::uint16_t>(*port)};
  }
  static result<std::string> rest_url(std::string_view text) {
    return parse_url(text, url_kind::rest);
  }
  static result<std::string> stream_url(std::string_view text) {
    return parse_url(text, url_kind::stream);
  }

  /// Keeps the first fault; the rest is then skipped.
  template <class Target, class Parse>
  void take(const std::string& name, const std::string& key, Target& into,
            Parse parse) {
    const auto found = from_.find(name);
    if (!found || fault_)
      return;
    auto value = parse(trimmed(found->value));
    if (!value) {
      fault_ = refusal(found->place, name, value.error().text);
      return;
    }
    into = std::move(*value);
    if (!key.empty())
      places_[key] = found->place + ": " + name;
  }

  const variables& from_;
  settings& into_;
  origins& places_;
  std::optional<fault> fault_;
};

result<done> read_token(const variables& from, settings& into) {
  auto found = from.find_secret({"BALLAST_API_TOKEN"});
  if (!found)
    return found.error();
  if (!*found)
    return done{};
  const auto text = (*found)->value.reveal();
  const auto is_fine
    = text.size() >= token_length_min && text.size() <= 512
      && std::all_of(text.begin(), text.end(), [](char x) {
           return std::isgraph(static_cast<unsigned char>(x)) != 0;
         });
  if (!is_fine)
    return refusal((*found)->place, (*found)->name,
                   "expected 22 to 512 printable characters without blanks, "
                   "such as `openssl rand -hex 16` prints");
  into.api_token = std::move((*found)->value);
  return done{};
}

result<done> read_flags(const command_line& flags, settings& into) {
  if (flags.demo + flags.paper + flags.live > 1)
    return refusal("command line", {},
                   "expected only one of --demo, --paper and --live");
  if (flags.listen) {
    auto listen = parse_listen(*flags.listen);
    if (!listen)
      return refusal("command line", "--listen", listen.error().text);
    into.listen = std::move(*listen);
  }
  if (flags.data_dir) {
    if (flags.data_dir->empty())
      return refusal("command line", "--data", "expected a path");
    into.data_dir = *flags.data_dir;
  }
  into.log_json = into.log_json || flags.log_json;
  return done{};
}

/// What the highest layer says about the mode, if any does.
result<std::optional<run_mode>> mode_asked_for(const sources& from,
                                               const variables& names,
                                               const settings& so_far,
                                               const origins& places) {
  if (from.overrides.demo)
    return std::optional{run_mode::demo};
  if (from.overrides.paper)
    return std::optional{run_mode::paper};
  if (from.overrides.live)
    return std::optional{run_mode::live};
  if (const auto said = names.find("BALLAST_MODE")) {
    auto mode = parse_mode(trimmed(said->value));
    if (!mode)
      return refusal(said->place, "BALLAST_MODE", mode.error().text);
    return std::optional{*mode};
  }
  if (places.contains("mode"))
    return std::optional{so_far.mode};
  return std::optional<run_mode>{};
}

void decide_mode(std::optional<run_mode> asked_for, bool has_file,
                 settings& into) {
  into.demo_by_default = !asked_for && !has_file && into.credentials.empty();
  if (asked_for)
    into.mode = *asked_for;
  else
    into.mode = into.demo_by_default ? run_mode::demo : run_mode::paper;
}

result<done> refuse_broken(const std::vector<credential_gap>& gaps) {
  for (const auto& gap : gaps)
    if (!gap.broken.empty())
      return fault{ec::invalid_argument, gap.broken};
  for (const auto& gap : gaps)
    if (gap.half) {
      auto list = std::string{};
      for (const auto& name : gap.missing)
        list.append(list.empty() ? "" : " and ").append(name);
      return refusal("environment", list,
                     "is missing while the rest of the " + gap.venue
                       + " credentials of " + gap.account
                       + " is set; expected all of them or none");
    }
  return done{};
}

/// One key has one signer and one counter at the venue: two accounts with it
/// would overtake each other and spend the same limits twice.
result<done>
refuse_shared_keys(const std::vector<venue_credentials>& credentials) {
  for (std::size_t i = 0; i < credentials.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto& x = credentials[i];
      const auto& y = credentials[j];
      if (x.venue != y.venue || x.key.reveal() != y.key.reveal())
        continue;
      const auto names = [](const venue_credentials& z) {
        return spellings(z.venue, z.account, "API_KEY").front();
      };
      return refusal("environment", names(y) + " and " + names(x),
                     "hold the same key; expected a key of its own for each "
                     "account");
    }
  return done{};
}

result<done> take_credentials(const variables& from, bool keep_broken,
                              settings& into) {
  auto found = find_credentials(from, into.accounts, into.venues);
  if (!keep_broken)
    if (auto whole = refuse_broken(found.gaps); !whole)
      return whole;
  if (auto different = refuse_shared_keys(found.credentials); !different)
    return different;
  into.credentials = std::move(found.credentials);
  into.gaps = std::move(found.gaps);
  for (const auto& name : found.unclaimed)
    into.warnings.push_back(shown(name)
                            + " is set but unused: no [[account]] with this "
                              "name trades at this venue");
  return done{};
}

void warn_of_unknown_names(const variables& from, settings& into) {
  auto known = std::vector<std::string>{
    "BALLAST_MODE",      "BALLAST_DATA_DIR",       "BALLAST_CA_FILE",
    "BALLAST_API_TOKEN", "BALLAST_API_TOKEN_FILE", "BALLAST_ALLOWED_HOSTS"};
  for (const auto& venue : into.venues)
    for (auto end : {"_REST_URL", "_WS_URL"})
      known.push_back("BALLAST_" + capitals(venue.name) + end);
  const auto views = std::vector<std::string_view>{known.begin(), known.end()};
  for (const auto& name : from.names()) {
    if (!name.starts_with("BALLAST_")
        || std::find(known.begin(), known.end(), name) != known.end())
      continue;
    const auto meant = nearest(name, views);
    if (!meant.empty())
      into.warnings.push_back(shown(name) + " is not known; did you mean "
                              + std::string{meant} + '?');
  }
}

/// What no key can tell by itself.
result<done> check_whole(const settings& x, const variables& from,
                         const origins& places) {
  if (x.scan.batch_min > x.scan.batch_max) {
    auto place = places.find("scan.batch_min");
    if (place == places.end())
      place = places.find("scan.batch_max");
    return refusal(place->second, "scan.batch_min",
                   "is larger than scan.batch_max; expected at most as much");
  }
  if (!is_loopback(x.listen.address) && x.api_token.empty())
    return refusal("environment", "BALLAST_API_TOKEN",
                   "is missing; expected at least 22 characters, because "
                   "others can reach a listener that is not on loopback");
  if (x.mode != run_mode::live)
    return done{};
  for (const auto& account : x.credentials) {
    const auto venue
      = std::find_if(x.venues.begin(), x.venues.end(),
                     [&](auto& v) { return v.name == account.venue; });
    if (venue == x.venues.end() || !venue->credentials.paper)
      continue;
    const auto names = spellings(account.venue, account.account, "PAPER");
    if (std::none_of(names.begin(), names.end(),
                     [&](auto& name) { return from.find(name); }))
      return refusal("environment", names.front(),
                     "is missing; live must say whether the key is for the "
                     "venue's paper host (true) or for its live one (false)");
  }
  return done{};
}

result<variables> read_variables(const sources& from) {
  auto entries = std::vector<env_entry>{};
  auto name = std::string{};
  if (from.env_file) {
    name = from.env_file->string();
    const auto text = read_file(*from.env_file, guard::owner_only);
    if (!text)
      return text.error();
    auto parsed = parse_env(text->reveal(), name);
    if (!parsed)
      return parsed.error();
    entries = std::move(*parsed);
  }
  return variables{from.environment, std::move(entries), std::move(name)};
}

} // namespace

result<settings> load(const sources& from) {
  auto into = settings{};
  into.venues = from.venues;
  auto places = origins{};
  if (from.toml) {
    const auto text = read_file(*from.toml, guard::none);
    if (!text)
      return text.error();
    if (auto read
        = apply_toml(text->reveal(), from.toml->string(), into, places);
        !read)
      return read.error();
  }
  const auto names = read_variables(from);
  if (!names)
    return names.error();
  if (auto read = variable_reader{*names, into, places}.read(); !read)
    return read.error();
  if (auto read = read_token(*names, into); !read)
    return read.error();
  if (auto read = read_flags(from.overrides, into); !read)
    return read.error();
  const auto mode = mode_asked_for(from, *names, into, places);
  if (!mode)
    return mode.error();
  if (auto read = take_credentials(*names, from.keep_broken_credentials, into);
      !read)
    return read.error();
  decide_mode(*mode, from.toml.has_value(), into);
  into.scan.timeframe_told = places.contains("scan.timeframe");
  warn_of_unknown_names(*names, into);
  if (auto checked = check_whole(into, *names, places); !checked)
    return checked.error();
  return into;
}

} // namespace ballast::config
