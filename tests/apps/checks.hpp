// A simulated venue, the way to it, and checks that are carried out there in
// virtual time.
#pragma once

#include "apps/check_findings.hpp"
#include "apps/simulated_venues.hpp"
#include "apps/venue_check.hpp"
#include "apps/venues.hpp"
#include "sim/memory_transport.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace ballast::apps {

using namespace std::chrono_literals;

constexpr auto check_base = "https://venue.example";
const auto check_epoch
  = unix_time{std::chrono::milliseconds{1'790'000'000'250}};

/// A venue that handles each call and then answers some of them as it is told.
class stubborn_venue : public sim::exchange {
public:
  explicit stubborn_venue(std::shared_ptr<sim::exchange> venue)
      : venue_{std::move(venue)} {}

  /// @param target part of it.
  void set(std::string target, net::reply x) {
    target_ = std::move(target);
    reply_ = std::move(x);
  }

  net::answer arrive(const net::call& what, instant now) override {
    auto answer = venue_->arrive(what, now);
    if (what.target.find(target_) != std::string::npos)
      answer.content = reply_;
    return answer;
  }
  std::string_view venue() const override { return venue_->venue(); }
  sim::stats_view stats() const override { return venue_->stats(); }
  void set_faults(std::vector<sim::fault> faults, instant now) override {
    venue_->set_faults(std::move(faults), now);
  }
  std::vector<sim::account_key> accounts() const override {
    return venue_->accounts();
  }

private:
  std::shared_ptr<sim::exchange> venue_;
  std::string target_;
  net::reply reply_;
};

class check_fixture : public testing::Test {
protected:
  check_fixture() : transport{options_of()} {}

  sim::memory_transport::options options_of() {
    sim::memory_transport::options result;
    result.out.delay = result.back.delay = 20ms;
    result.now = [this] { return now; };
    result.calendar = [this](time_point x) { return wall(x); };
    result.on_event = [this](const sim::memory_transport::event& x) {
      if (x.what == sim::memory_transport::event::kind::arrived)
        arrivals.emplace_back(
          std::string{x.target.substr(0, x.target.find('?'))}, x.at);
    };
    return result;
  }

  void use(const std::string& name, unsigned accounts = 2) {
    simulated_venue_options options;
    options.venue = name;
    options.accounts = accounts;
    use(std::move(*make_simulated_exchange(options)));
  }
  void use(std::unique_ptr<sim::exchange> x) {
    venue = std::move(x);
    transport.connect(check_base, venue);
  }
  /// Whatever is asked at such a target gets this answer from now on.
  void answer_at(std::string target, net::reply x) {
    auto stubborn = std::make_shared<stubborn_venue>(venue);
    stubborn->set(std::move(target), std::move(x));
    transport.connect(check_base, stubborn);
  }
  void set_faults(const std::string& json) {
    venue->set_faults(*sim::parse_faults(json), {now, wall(now)});
  }

  std::unique_ptr<venues::adapter> adapter_of(std::size_t account = 0) {
    const auto key = venue->accounts().at(account);
    venues::adapter_options options;
    options.rest_url = check_base;
    options.account = account_id(key.account);
    options.key = key.key;
    options.secret = other_secret.empty() ? key.secret : other_secret;
    options.passphrase = key.passphrase;
    return std::move(*make_adapter(venue->venue(), options));
  }

  /// Adds what another process would find: the address's budget spent.
  void add_budgets(const venues::adapter& adapter) {
    for (const auto& x : adapter.budgets()) {
      if (!added.insert(x.id).second)
        continue;
      budgets.add(x.id, x.row, x.exits_spend);
      if (venue_check::begins_spent(x))
        budgets.assume_spent(x.id, now);
    }
  }
  void another_process() {
    budgets = rate_budgets{};
    added.clear();
    known.reset();
  }

  check_row check(std::size_t account = 0) {
    const auto adapter = adapter_of(account);
    add_budgets(*adapter);
    venue_check_options options;
    options.place.venue = venue->venue();
    options.place.title = title_of(venue->venue());
    options.place.guide = &find_venue(venue->venue())->about->words;
    options.place.account = venue->accounts().at(account).account;
    options.place.host = check_base;
    options.known = known;
    options.store_mark = [this](std::uint64_t mark) -> result<done> {
      if (!disk_is_writable)
        return fault{ec::unavailable, "the disk is full"};
      marks.emplace_back(mark, arrivals.size());
      return done{};
    };
    venue_check asked{*adapter, budgets, options};
    carry_out(asked);
    known = asked.facts();
    last_nonce = adapter->nonce();
    return asked.row(now);
  }

  void carry_out(venue_check& x) {
    while (true) {
      auto step = x.next({now, wall(now)});
      if (std::holds_alternative<venue_check::finished>(step))
        return;
      if (const auto* wait = std::get_if<venue_check::wait>(&step)) {
        ASSERT_GT(wait->until, now) << "it would spin";
        now = wait->until;
        continue;
      }
      std::optional<net::outcome> end;
      transport.send(std::get<net::call>(step), venue_check::deadlines,
                     [&end](net::outcome y) { end = std::move(y); });
      while (!end) {
        ASSERT_TRUE(transport.next_due()) << "a call without an end";
        now = *transport.next_due();
        transport.run_due(now);
      }
      x.answered(*end, {now, wall(now)});
    }
  }

  static unix_time wall(time_point x) {
    return check_epoch
           + std::chrono::floor<std::chrono::milliseconds>(
             x.time_since_epoch());
  }
  static check_cause cause_of(const check_row& x) {
    const auto* why = reason_of(x);
    return why == nullptr ? check_cause::none : why->cause;
  }
  std::vector<std::string> targets() const {
    std::vector<std::string> result;
    for (const auto& x : arrivals)
      result.push_back(x.first.substr(x.first.rfind('/') + 1));
    return result;
  }

  time_point now{};
  std::vector<std::pair<std::string, time_point>> arrivals;
  std::shared_ptr<sim::exchange> venue;
  sim::memory_transport transport;
  rate_budgets budgets;
  std::set<std::string> added;
  std::optional<venue_facts> known;
  std::string other_secret;
  bool disk_is_writable = true;
  std::vector<std::pair<std::uint64_t, std::size_t>> marks; ///< And arrivals.
  std::uint64_t last_nonce = 0;
};

} // namespace ballast::apps
