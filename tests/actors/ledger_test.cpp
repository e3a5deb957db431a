// The LEDGER's journal: what has come together is written together, and nobody
// is told before it is on the disk.
#include "actors/ledger.hpp"
#include "store/journal.hpp"
#include "tests/config/temporary_directory.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/scoped_actor.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace ballast {

namespace {

journal_entry entry(const std::string& account) {
  journal_entry x;
  x.account = account;
  x.venue = "kraken";
  x.client_id = "a1";
  return x;
}

class Ledger : public test::actor_test {
protected:
  Ledger() : asker{sys} {}

  ledger_actor ledger_with(std::uint32_t pages_max) {
    store::journal::options how;
    how.mode = "demo";
    how.identity = 7;
    how.full_sync = false;
    how.pages_max = pages_max;
    auto opened = store::journal::open(place.path() / "journal.db", how);
    EXPECT_TRUE(opened);
    ledger_options options;
    options.journal = std::make_shared<store::journal>(std::move(*opened));
    options.own_thread = false;
    options.log = log();
    return spawn_ledger(sys, options);
  }

  test::temporary_directory place;
  caf::scoped_actor asker;
};

TEST_F(Ledger, GivesBackWhatItHasWrittenByAccount) {
  const auto ledger = ledger_with(0);
  auto first
    = asker->request(ledger, caf::infinite, append_entries{{entry("master")}});
  auto second = asker->request(
    ledger, caf::infinite, append_entries{{entry("user_1"), entry("master")}});
  auto all = asker->request(ledger, caf::infinite, load_entries{"master"});
  run();
  auto told = 0;
  const auto count = [&](caf::ok_atom) { ++told; };
  const auto fail = [](const caf::error&) { FAIL(); };
  first.receive(count, fail);
  second.receive(count, fail);
  EXPECT_EQ(told, 2);
  all.receive(
    [](const stored_entries& x) {
      EXPECT_EQ(x.identity, 7U);
      EXPECT_EQ(x.entries.size(), 2U);
    },
    fail);
  anon_send(ledger, caf::close_atom_v);
}

TEST_F(Ledger, FaultP6_TellsEveryoneWhenTheDiskIsFullAndTakesNothingMore) {
  const auto ledger = ledger_with(16);
  auto refused = 0;
  for (auto i = 0; i < 3; ++i) {
    append_entries much;
    for (auto j = 0; j < 1000; ++j)
      much.entries.push_back(entry("master"));
    auto asked = asker->request(ledger, caf::infinite, std::move(much));
    run();
    asked.receive([](caf::ok_atom) {}, [&](const caf::error&) { ++refused; });
  }
  EXPECT_GE(refused, 2);
  EXPECT_TRUE(logged("ALERT"));
  anon_send(ledger, caf::close_atom_v);
}

} // namespace

} // namespace ballast
