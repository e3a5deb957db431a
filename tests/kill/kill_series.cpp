#include "tests/kill/kill_series.hpp"

#include "tests/e2e/scene.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <cstdlib>
#include <map>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace ballast::test {

using namespace std::chrono_literals;

namespace {

/// An order as the settled process prints it.
struct own_order {
  std::string stage;
  std::string ending;
  std::string filled;
  std::string fills; ///< Sum of those in the journal.
  unsigned answers = 0;
  unsigned absences = 0;
};
using own_orders = std::map<std::string, own_order>;
using counts = std::map<std::string, unsigned>;

own_orders orders_in(const std::string& output,
                     std::vector<std::string>& wrongs) {
  auto all = own_orders{};
  auto lines = std::istringstream{output};
  for (std::string line; std::getline(lines, line);) {
    auto words = std::istringstream{line};
    std::string what;
    std::string id;
    own_order x;
    words >> what >> id;
    if (what == "order") {
      words >> x.stage >> x.ending >> x.filled >> x.fills >> x.answers
        >> x.absences;
      all[id] = x;
    } else if (what != "open" && line != "foreign 0") {
      wrongs.push_back(line);
    }
  }
  return all;
}

void compare_order(const std::string& id, const own_order& ours,
                   const nlohmann::json* theirs, unsigned placements,
                   std::vector<std::string>& wrongs) {
  const auto said = id + ": " + ours.stage + ' ' + ours.ending + ", filled "
                    + ours.filled + ", sent " + std::to_string(placements)
                    + " times";
  if (placements > 1)
    wrongs.push_back("sent again: " + said);
  if (ours.fills != ours.filled)
    wrongs.push_back("fills in the journal are " + ours.fills + ": " + said);
  if (theirs == nullptr) {
    if (ours.stage != "absent")
      wrongs.push_back("not at the venue: " + said);
  } else if (ours.stage != "over"
             || (*theirs)["status"] != nlohmann::json(ours.ending)
             || (*theirs)["filled"] != nlohmann::json(ours.filled)) {
    wrongs.push_back("the venue has " + theirs->dump() + ": " + said);
  }
}

} // namespace

std::string text_of(const std::vector<std::string>& x) {
  auto all = std::string{};
  for (const auto& line : x)
    all += line + '\n';
  return all;
}

kill_series::kill_series(std::string venue, std::string market,
                         std::uint64_t seed, std::string bug)
    : venue_{std::move(venue)}, market_{std::move(market)}, seed_{seed},
      bug_{std::move(bug)} {
  auto name
    = (std::filesystem::temp_directory_path() / "ballast-kill-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr)
    throw std::runtime_error{"no temporary directory"};
  directory_ = name;
  server_ = std::make_unique<process>(
    std::vector<std::string>{BALLAST_VENUE_PROGRAM, venue_,
                             std::to_string(seed)},
    std::map<std::string, std::string>{}, directory_.string());
  const auto line = server_->wait_for_line("\"rest\"");
  if (!line)
    throw std::runtime_error{"no simulated venue: " + server_->output()};
  const auto facts = nlohmann::json::parse(*line);
  rest_ = facts["rest"];
  key_ = facts["key"];
  secret_ = facts["secret"];
  passphrase_ = facts["passphrase"];
}

kill_series::~kill_series() {
  server_->send_signal(SIGTERM);
  server_->wait_for_end();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::unique_ptr<process> kill_series::start(const std::string& mode,
                                            std::vector<std::string> before) {
  ++lives_;
  // Other chance in each life; the journal's number is that of the first.
  for (const auto& x :
       {std::string{BALLAST_ORDER_PROGRAM}, mode, venue_, rest_, key_, secret_,
        passphrase_, market_, (directory_ / "data").string(),
        std::to_string(seed_ * 1'000'000 + lives_), bug_})
    before.push_back(x);
  return std::make_unique<process>(before, std::map<std::string, std::string>{},
                                   directory_.string());
}

void kill_series::live_and_die(random_source& random) {
  const auto life = start("trade");
  const auto may_trade
    = [](const auto& x) { return x == "open" || x.starts_with("failed"); };
  // One in four dies before it may trade: in its recovery.
  if (random.below(4) > 0 && !life->wait_for_line(may_trade))
    throw std::runtime_error{"a life did not begin: " + life->output()};
  life->read_for(std::chrono::milliseconds{random.below(40)});
  life->send_signal(SIGKILL);
  if (life->wait_for_end() != 128 + SIGKILL)
    throw std::runtime_error{"a life ended by itself: " + life->output()};
}

std::string kill_series::get(const std::string& target) const {
  const auto got = fetch(rest_, target);
  if (got.status != 200)
    throw std::runtime_error{"no answer to " + target};
  return got.body;
}

kill_series::outcome kill_series::settle() {
  auto result = outcome{};
  const auto last = start("settle");
  // What it says of a failure stands in its output.
  if (last->wait_for_end(60s) != 0)
    result.wrongs.emplace_back("it does not settle");
  const auto ours = orders_in(last->output(), result.wrongs);
  const auto placements
    = nlohmann::json::parse(get("/kill/placements")).get<counts>();
  const auto theirs = nlohmann::json::parse(get("/sim/orders"));
  auto by_id = std::map<std::string, const nlohmann::json*>{};
  for (const auto& x : theirs) {
    if (!by_id.emplace(x["client_id"], &x).second)
      result.wrongs.push_back("two orders at the venue: " + x.dump());
    if (ours.count(x["client_id"]) == 0)
      result.wrongs.push_back("lost: " + x.dump());
  }
  for (const auto& [id, times] : placements)
    if (ours.count(id) == 0)
      result.wrongs.push_back("sent without a committed intent: " + id);
  for (const auto& [id, x] : ours) {
    const auto found = by_id.find(id);
    const auto sent = placements.find(id);
    const auto times = sent == placements.end() ? 0 : sent->second;
    compare_order(id, x, found == by_id.end() ? nullptr : found->second, times,
                  result.wrongs);
    ++result.orders;
    result.filled += x.ending == "filled" ? 1U : 0U;
    result.unsent += times == 0 ? 1U : 0U;
    result.unanswered += times > 0 && x.answers == 0 ? 1U : 0U;
  }
  return result;
}

} // namespace ballast::test
