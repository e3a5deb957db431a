#include "bench/scan_scene.hpp"

#include "apps/venues.hpp"
#include "domain/random.hpp"
#include "tests/e2e/scene.hpp"
#include "tests/support/fault_proxy.hpp"

#include <cctype>
#include <csignal>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

namespace ballast::bench {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;
using json = nlohmann::json;

/// Answers of all venues together before anything is measured.
constexpr std::uint64_t answers_first = 50;
/// A minute's window is full at a first start; the rest is for a busy machine.
constexpr auto patience = 120s;
/// A link that stalls does so about as often, each time for so long.
constexpr auto stalls_every = 30.0;
constexpr auto stall_time = 1s;

std::string rest_variable(std::string venue) {
  for (auto& c : venue)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return "BALLAST_" + venue + "_REST_URL";
}

/// Simulated exchanges of all venues and a node at them.
class node_at_venues {
public:
  explicit node_at_venues(std::uint64_t seed)
      : stage_{{"--seed", std::to_string(seed)}, apps::venue_names()},
        environment_{stage_.environment()} {
    for (const auto& venue : apps::venue_names())
      limits_.emplace(venue, scan_limit_of(venue));
  }

  /// Puts a link that is not quiet before every venue.
  void put_between(path where, std::uint64_t seed) {
    for (const auto& [venue, limit] : limits_) {
      const auto& rest = stage_.rest(venue);
      const auto host_end = rest.rfind(':') + 1;
      auto link = std::make_unique<test::fault_proxy>(
        static_cast<std::uint16_t>(std::stoul(rest.substr(host_end))), seed++);
      test::proxy_faults faults;
      // Of each way: 100 ms there and back.
      faults.jitter = {1, 50ms};
      if (where == path::stalls)
        faults.stall = {1 / (stalls_every * limit.per_s), stall_time};
      link->set(faults);
      environment_[rest_variable(venue)]
        = rest.substr(0, host_end) + std::to_string(link->port());
      links_.push_back(std::move(link));
    }
  }

  void start() {
    node_ = stage_.start(
      {"run", "--paper", "--data", "data", "--listen", "127.0.0.1:0"},
      environment_);
    const auto line = node_->wait_for_line("status at http://", 20s);
    if (!line)
      throw std::runtime_error{"the node does not start: " + node_->output()};
    const auto from = line->find("http://");
    base_ = line->substr(from, line->find("/api") - from);
  }
  void kill() {
    node_->send_signal(SIGKILL);
    node_->wait_for_end(5s);
  }
  void stop() {
    node_->send_signal(SIGTERM);
    node_->wait_for_end(10s);
  }
  void listen() { node_->read_for(20ms); }

  /// Null while nobody answers.
  json status() const {
    return json::parse(test::fetch(base_, "/api/v1/status").body, nullptr,
                       false);
  }
  std::uint64_t accepted(const std::string& venue) const {
    return stage_.stats(venue)["accepted"];
  }
  /// The rows of what was taken, all but what was counted.
  std::vector<share_taken> rows() const {
    std::vector<share_taken> result;
    for (const auto& venue : apps::venue_names()) {
      const auto stats = stage_.stats(venue);
      share_taken row;
      row.venue = venue;
      row.limit = limits_.at(venue);
      row.refused = stats["rate_limited"];
      row.over_limit = stats["over_limit"];
      result.push_back(row);
    }
    return result;
  }

private:
  test::scene stage_;
  std::map<std::string, std::string> environment_;
  std::map<std::string, scan_limit> limits_;
  std::vector<std::unique_ptr<test::fault_proxy>> links_;
  std::unique_ptr<test::process> node_;
  std::string base_;
};

/// What is known of a venue at one moment.
struct figures {
  std::uint64_t accepted = 0; ///< By the venue.
  double permitted = 0;       ///< By the node, like what follows.
  std::uint64_t sent = 0;     ///< Of what spends from the scans' limits.
  std::uint64_t granted = 0;  ///< Of anything.
};

/// A row of a node's status, or null.
json row_of(const json& status, const std::string& venue) {
  if (status.is_object())
    for (const auto& x : status["venues"])
      if (x["venue"] == venue)
        return x;
  return nullptr;
}

class steady_scene final : public scan_scene {
public:
  steady_scene(path where, std::chrono::seconds measured, std::uint64_t seed)
      : where_{where}, measured_{measured}, node_{seed} {
    if (where != path::quiet)
      node_.put_between(where, seed);
    node_.start();
    give_up_at_ = clock::now() + measured_ + patience;
  }

  const std::string& name() const override {
    static const std::map<path, std::string> names{{path::quiet, "quiet"},
                                                   {path::jitter, "jitter"},
                                                   {path::stalls, "stalls"}};
    return names.at(where_);
  }

  bool step() override {
    if (over_)
      return true;
    node_.listen();
    const auto status = node_.status();
    // Both counts are read in the moment in which the node's are new: they are
    // told once a second.
    if (status.is_object() && status["uptime_s"] != told_at_) {
      told_at_ = status["uptime_s"];
      begun_.empty() ? begin(status) : measure(status);
    }
    if (!begun_.empty() && ended_.size() == begun_.size())
      end();
    else if (clock::now() >= give_up_at_)
      end();
    return over_;
  }

  std::vector<share_taken> result() override { return result_; }

private:
  void begin(const json& status) {
    std::map<std::string, figures> first;
    std::uint64_t answers = 0;
    for (const auto& venue : apps::venue_names())
      answers += (first[venue] = look(status, venue)).accepted;
    if (answers >= answers_first)
      begun_ = std::move(first);
  }

  void measure(const json& status) {
    for (const auto& [venue, first] : begun_) {
      if (ended_.count(venue) > 0)
        continue;
      const auto row = row_of(status, venue);
      if (!row.contains("permitted"))
        continue;
      const auto whole
        = row["permits"]["limit_per_s"].get<double>() * seconds(measured_);
      if (row["permitted"].get<double>() - first.permitted >= whole)
        ended_.emplace(venue, look(status, venue));
    }
  }

  figures look(const json& status, const std::string& venue) const {
    figures result;
    result.accepted = node_.accepted(venue);
    const auto row = row_of(status, venue);
    // Nobody scans there yet.
    if (!row.contains("permitted"))
      return result;
    result.permitted = row["permitted"];
    result.sent = row["sent"];
    result.granted = row["permits"]["granted"];
    return result;
  }

  void end() {
    node_.stop();
    result_ = node_.rows();
    for (auto& row : result_) {
      row.least = least_share(row.limit.row, where_);
      const auto last = ended_.find(row.venue);
      if (last == ended_.end()) {
        row.trouble = "never measured to the end";
        continue;
      }
      const auto& first = begun_.at(row.venue);
      // Balances, the time and the like spend from other limits.
      const auto beside = (last->second.granted - first.granted)
                          - (last->second.sent - first.sent);
      row.accepted = static_cast<double>(last->second.accepted - first.accepted)
                     - static_cast<double>(beside);
      row.permitted = last->second.permitted - first.permitted;
    }
    over_ = true;
  }

  path where_;
  std::chrono::seconds measured_;
  node_at_venues node_;
  clock::time_point give_up_at_;
  json told_at_;
  std::map<std::string, figures> begun_;
  std::map<std::string, figures> ended_;
  std::vector<share_taken> result_;
  bool over_ = false;
};

class kill_scene final : public scan_scene {
public:
  kill_scene(std::chrono::seconds measured, std::uint64_t seed)
      : measured_{measured}, random_{random_source{seed}.derive(1)}, node_{
                                                                       seed} {
    node_.start();
    give_up_at_ = clock::now() + patience;
  }

  const std::string& name() const override {
    static const std::string result = "kills";
    return result;
  }

  bool step() override {
    if (over_)
      return true;
    node_.listen();
    if (!began_at_)
      begin();
    else if (clock::now() >= *began_at_ + measured_)
      end({});
    else if (clock::now() >= kill_at_)
      start_again();
    return over_;
  }

  std::vector<share_taken> result() override { return result_; }

private:
  /// Begins once every venue is scanned: before that, a minute's window is
  /// rightly full.
  void begin() {
    if (clock::now() >= give_up_at_)
      return end("never scanned");
    const auto status = node_.status();
    for (const auto& venue : apps::venue_names())
      if (const auto row = row_of(status, venue);
          !row.contains("sent") || row["sent"] == 0)
        return;
    for (const auto& venue : apps::venue_names())
      accepted_[venue] = node_.accepted(venue);
    began_at_ = clock::now();
    plan_kill();
  }

  void plan_kill() {
    kill_at_
      = clock::now() + 6s + std::chrono::milliseconds{random_.below(12'000)};
  }

  void start_again() {
    node_.kill();
    node_.start();
    plan_kill();
  }

  void end(const std::string& trouble) {
    const auto took = seconds(clock::now() - began_at_.value_or(clock::now()));
    std::map<std::string, std::uint64_t> last;
    for (const auto& venue : apps::venue_names())
      last[venue] = node_.accepted(venue);
    node_.stop();
    result_ = node_.rows();
    for (auto& row : result_) {
      row.least = 0.5;
      row.trouble = trouble;
      row.accepted
        = static_cast<double>(last[row.venue] - accepted_[row.venue]);
      row.permitted = took * row.limit.per_s;
    }
    over_ = true;
  }

  std::chrono::seconds measured_;
  random_source random_;
  node_at_venues node_;
  clock::time_point give_up_at_;
  clock::time_point kill_at_;
  std::optional<clock::time_point> began_at_;
  std::map<std::string, std::uint64_t> accepted_;
  std::vector<share_taken> result_;
  bool over_ = false;
};

} // namespace

std::unique_ptr<scan_scene> make_steady_scene(path where,
                                              std::chrono::seconds measured,
                                              std::uint64_t seed) {
  return std::make_unique<steady_scene>(where, measured, seed);
}

std::unique_ptr<scan_scene> make_kill_scene(std::chrono::seconds measured,
                                            std::uint64_t seed) {
  return std::make_unique<kill_scene>(measured, seed);
}

} // namespace ballast::bench
