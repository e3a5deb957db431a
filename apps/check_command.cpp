#include "apps/check_command.hpp"

#include "apps/check_findings.hpp"
#include "apps/check_report.hpp"
#include "apps/console.hpp"
#include "apps/limit_settings.hpp"
#include "apps/machine.hpp"
#include "apps/node_record.hpp"
#include "apps/settings_source.hpp"
#include "apps/venue_check.hpp"
#include "apps/venues.hpp"
#include "apps/version.hpp"
#include "config/load.hpp"
#include "net/https_transport.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <utility>
#include <variant>

namespace ballast::apps {

namespace {

/// What a call's end is waited for in, and what time passes in.
class mailbox {
public:
  void put(net::outcome x) {
    const auto lock = std::lock_guard{mutex_};
    mail_ = std::move(x);
    news_.notify_one();
  }
  /// @returns nothing when none came within `patience`.
  std::optional<net::outcome> take(duration patience) {
    auto lock = std::unique_lock{mutex_};
    news_.wait_for(lock, patience, [this] { return mail_.has_value(); });
    return std::exchange(mail_, std::nullopt);
  }

private:
  std::mutex mutex_;
  std::condition_variable news_;
  std::optional<net::outcome> mail_;
};

/// One line that is redrawn in place, and erased in the end.
class progress {
public:
  explicit progress(bool shown) : shown_{shown} {}
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;
  ~progress() { say({}); }

  void say(const std::string& text) {
    if (!shown_ || text == text_)
      return;
    text_ = text;
    fmt::print("\r\x1b[K{}", text);
    std::fflush(stdout);
  }

private:
  bool shown_;
  std::string text_;
};

/// Carries the calls of one check in real time, every wait bounded.
void carry_out(venue_check& x, net::transport& transport, progress& line,
               const std::string& who) {
  constexpr auto grace = std::chrono::seconds{5};
  while (true) {
    auto step = x.next(machine_now());
    if (std::holds_alternative<venue_check::finished>(step))
      return;
    line.say(fmt::format("{}: {} …", who, x.doing()));
    // Shared: a call that ends after all must still find it.
    const auto mail = std::make_shared<mailbox>();
    if (const auto* wait = std::get_if<venue_check::wait>(&step)) {
      mail->take(
        std::max(duration::zero(), wait->until - machine_now().steady));
      continue;
    }
    transport.send(std::move(std::get<net::call>(step)), venue_check::deadlines,
                   [mail](net::outcome end) { mail->put(std::move(end)); });
    auto end = mail->take(venue_check::deadlines.total + grace);
    if (!end)
      end = net::failure{net::failure::kind::timed_out, true,
                         "the transport gave no answer"};
    x.answered(*end, machine_now());
  }
}

settings_source source_of(const check_arguments& arguments) {
  settings_source result;
  result.overrides.data_dir = arguments.data_dir;
  result.configuration = arguments.configuration;
  result.env_file = arguments.env_file;
  // Each broken one gets a row that says so.
  result.keep_broken_credentials = true;
  return result;
}

/// One command's work, from settings to rows.
class checker {
public:
  checker(const config::settings& settings, const check_arguments& arguments,
          const venue_table& table)
      : settings_{settings}, arguments_{arguments}, table_{table},
        line_{is_terminal() && !arguments.json} {}

  /// @returns ec::invalid_argument when the CA file cannot be used.
  result<check_report> run();

private:
  bool wants(std::string_view venue, std::string_view account) const;
  void check_venue(const config::venue_settings& venue);
  check_place place_of(const config::venue_settings& venue,
                       const std::string& account) const;
  check_row ask(const config::venue_credentials& x, const check_place& place);
  check_row gap(const config::credential_gap& x, check_place place) const;
  void add_budgets(const venues::adapter& adapter);
  void open_record();
  void add(check_place place, check_finding x) {
    check_row row;
    row.place = std::move(place);
    row.findings.push_back(std::move(x));
    report_.rows.push_back(std::move(row));
  }

  const config::settings& settings_;
  const check_arguments& arguments_;
  const venue_table& table_;
  progress line_;
  check_report report_;
  node_record record_;
  rate_budgets budgets_;
  std::set<std::string> budgets_added_;
  std::map<std::string, venue_facts> facts_; ///< By venue.
  std::unique_ptr<net::https_transport> transport_;
};

bool checker::wants(std::string_view venue, std::string_view account) const {
  const auto& names = arguments_.venues;
  return (names.empty()
          || std::find(names.begin(), names.end(), venue) != names.end())
         && (!arguments_.account || *arguments_.account == account);
}

check_place checker::place_of(const config::venue_settings& venue,
                              const std::string& account) const {
  check_place place;
  place.venue = venue.name;
  place.title = title_of(venue.name, table_);
  place.guide = &find_venue(venue.name, table_)->about->words;
  place.account = account;
  place.own_url = !venue.rest_url.empty();
  place.own_authority = !settings_.ca_file.empty();
  place.live = settings_.mode == config::run_mode::live;
  const auto& accepted = settings_.accept_withdrawal_keys;
  place.withdrawal_accepted
    = std::find(accepted.begin(), accepted.end(), venue.name + '/' + account)
      != accepted.end();
  for (const auto& x : settings_.accounts)
    if (x.name == account)
      place.minimum = x.risk.min_balance;
  place.rival = record_.rival();
  return place;
}

void checker::open_record() {
  const auto will_sign
    = std::any_of(settings_.credentials.begin(), settings_.credentials.end(),
                  [&](const auto& x) { return wants(x.venue, x.account); });
  if (!will_sign)
    return;
  // Whichever mode the node runs in, it has this machine's address and keys.
  const auto data = std::filesystem::path{"data"};
  const auto directories
    = settings_.data_dir.empty()
        ? std::vector{data / "live", data / "paper"}
        : std::vector{std::filesystem::path{settings_.data_dir}};
  record_ = node_record::open(directories, machine_now().wall);
}

void checker::add_budgets(const venues::adapter& adapter) {
  const auto now = machine_now().steady;
  for (const auto& x : adapter.budgets()) {
    if (!budgets_added_.insert(x.id).second)
      continue;
    budgets_.add(x.id, x.row, x.exits_spend);
    if (venue_check::begins_spent(x))
      budgets_.assume_spent(x.id, now);
    for (const auto& ban : record_.bans())
      if (ban.budget == x.id)
        budgets_.banned(x.id, ban.left, now);
  }
}

check_row checker::ask(const config::venue_credentials& x,
                       const check_place& place) {
  check_row row;
  row.place = place;
  venues::adapter_options options;
  for (const auto& venue : settings_.venues)
    if (venue.name == x.venue)
      options.rest_url = venue.rest_url;
  options.account = account_id(x.account);
  options.key = x.key.reveal();
  options.secret = x.secret_key.reveal();
  options.passphrase = x.passphrase.reveal();
  options.demo = x.paper;
  options.limits = limits_of(settings_, x.venue);
  options.seed = std::random_device{}();
  auto made = make_adapter(x.venue, options, table_);
  if (!made) {
    row.findings.push_back(credentials_malformed(place, made.error().text));
    return row;
  }
  auto& adapter = **made;
  row.place.host = adapter.base();
  const auto key_id = key_fingerprint(x.venue, x.key.reveal());
  const auto mark = record_.mark(key_id);
  if (!mark) {
    row.findings.push_back(nonce_not_stored(place, mark.error().text));
    return row;
  }
  adapter.skip_nonces(*mark);
  add_budgets(adapter);
  venue_check_options how;
  how.place = row.place;
  if (const auto known = facts_.find(x.venue); known != facts_.end())
    how.known = known->second;
  how.store_mark
    = [&](std::uint64_t next) { return record_.store(key_id, next); };
  venue_check asked{adapter, budgets_, std::move(how)};
  carry_out(asked, *transport_, line_, x.venue + '/' + x.account);
  facts_[x.venue] = asked.facts();
  return asked.row(machine_now().steady);
}

check_row checker::gap(const config::credential_gap& x,
                       check_place place) const {
  check_row row;
  row.variables = x.missing;
  if (!x.broken.empty())
    row.findings.push_back(credentials_malformed(place, x.broken));
  else if (x.half)
    row.findings.push_back(credentials_half(place, x.missing));
  else
    row.findings.push_back(credentials_missing(place, x.missing));
  row.place = std::move(place);
  return row;
}

void checker::check_venue(const config::venue_settings& venue) {
  const auto before = report_.rows.size();
  for (const auto& account : settings_.accounts) {
    if (!wants(venue.name, account.name))
      continue;
    const auto place = place_of(venue, account.name);
    for (const auto& x : settings_.credentials)
      if (x.venue == venue.name && x.account == account.name) {
        if (!record_.rival().empty())
          add(place, node_running(place));
        else
          report_.rows.push_back(ask(x, place));
      }
    for (const auto& x : settings_.gaps)
      if (x.venue == venue.name && x.account == account.name)
        report_.rows.push_back(gap(x, place));
  }
  // Whoever names a venue is told of it in any case.
  if (before != report_.rows.size() || arguments_.venues.empty())
    return;
  for (const auto& account : settings_.accounts)
    if (wants(venue.name, account.name)) {
      const auto place = place_of(venue, account.name);
      add(place, venue_disabled(place));
    }
}

result<check_report> checker::run() {
  report_.mode = config::to_string(settings_.mode);
  report_.notes = settings_.warnings;
  net::https_transport_options options;
  options.user_agent = fmt::format("ballast/{}", version);
  options.loopback_ca_file = settings_.ca_file;
  try {
    transport_ = std::make_unique<net::https_transport>(options);
  } catch (const std::exception& e) {
    return fault{ec::invalid_argument,
                 fmt::format("BALLAST_CA_FILE: {}", e.what())};
  }
  open_record();
  for (const auto& venue : settings_.venues)
    check_venue(venue);
  const auto now = machine_now();
  record_.leave_word(budgets_.view(now.steady), now);
  for (const auto& x : record_.notes())
    report_.notes.push_back(x);
  return std::move(report_);
}

int refused(const std::string& text) {
  fmt::print(stderr, "ballast check: {}\n", printable(text));
  return 2;
}

/// "USER_ALICE" for "user_alice", since JSON and metrics write it so.
std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::toupper(c));
  });
  return text;
}

} // namespace

int check(const check_arguments& arguments, const venue_table& table) {
  // What net/ logs would stand in the middle of the table or of the JSON; each
  // failure is told in its row.
  spdlog::set_level(spdlog::level::off);
  const auto settings = load_settings(source_of(arguments), table);
  if (!settings)
    return refused(settings.error().text);
  auto wanted = arguments;
  if (wanted.account) {
    wanted.account = in_capitals(*wanted.account);
    std::string known;
    for (const auto& x : settings->accounts)
      known += (known.empty() ? "" : ", ") + x.name;
    if (std::none_of(settings->accounts.begin(), settings->accounts.end(),
                     [&](const auto& x) { return x.name == *wanted.account; }))
      return refused("--account: no such account; expected one of " + known);
  }
  const auto report = checker{*settings, wanted, table}.run();
  if (!report)
    return refused(report.error().text);
  if (arguments.json)
    fmt::print("{}\n", check_json(*report).dump(
                         2, ' ', false,
                         nlohmann::ordered_json::error_handler_t::replace));
  else
    fmt::print(
      "{}", check_table(*report, is_terminal() && !has_variable("NO_COLOR")));
  return exit_status_of(report->rows);
}

} // namespace ballast::apps
