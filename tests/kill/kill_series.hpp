// One simulated venue and one data directory, and processes that trade there
// and are killed, one after the other.
#pragma once

#include "domain/random.hpp"
#include "tests/e2e/process.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ballast::test {

class kill_series {
public:
  /// What came of it, by the journal and by the venue's own record.
  struct outcome {
    std::vector<std::string> wrongs; ///< Empty: nothing lost, nothing doubled.
    // How often what is to be survived has happened:
    std::size_t orders = 0; ///< Intents in the journal.
    std::size_t filled = 0;
    std::size_t unsent = 0;     ///< Killed between commit and request.
    std::size_t unanswered = 0; ///< Killed between request and answer.
  };

  /// @param bug empty, or one of the program's.
  kill_series(std::string venue, std::string market, std::uint64_t seed,
              std::string bug = {});
  kill_series(const kill_series&) = delete;
  kill_series& operator=(const kill_series&) = delete;
  ~kill_series();

  /// One life of a process in `mode`, begun by `before` (a tracer with its
  /// arguments, perhaps none).
  std::unique_ptr<process> start(const std::string& mode,
                                 std::vector<std::string> before = {});
  /// Trades, and is killed at a random moment, perhaps before it may trade.
  void live_and_die(random_source& random);

  /// Recovers once more, and compares all orders.
  outcome settle();

private:
  std::string get(const std::string& target) const;

  std::string venue_;
  std::string market_;
  std::uint64_t seed_;
  std::uint64_t lives_ = 0;
  std::string bug_;
  std::filesystem::path directory_;
  std::unique_ptr<process> server_;
  std::string rest_;
  std::string key_;
  std::string secret_;
  std::string passphrase_;
};

/// All of `x` in lines.
std::string text_of(const std::vector<std::string>& x);

} // namespace ballast::test
