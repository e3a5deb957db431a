// Kraken's nonces rise over two hundred kills: a node signs, is killed in the
// middle of it, and the next one, by a clock that was set back meanwhile, must
// not use a number that the venue may have seen.
#include "net/http_server.hpp"
#include "sim/kraken/exchange.hpp"
#include "store/state_store.hpp"
#include "tests/e2e/process.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <vector>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

/// A simulated Kraken that notes every nonce, and can leave one request
/// unanswered.
class noting_venue {
public:
  noting_venue()
      : exchange_{*sim::make_kraken(options())},
        server_{{}, [this](const net::call& call, const net::respond& respond) {
                  take(call, respond);
                }} {}

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port());
  }
  sim::account_key key() const { return exchange_->accounts().front(); }
  sim::stats_view stats() const { return exchange_->stats(); }

  /// So many signed requests beyond those before are to be waited for: said
  /// before the node starts, or its first might be one of those.
  /// @param silent whether the last of them stays without an answer.
  void expect_signed(std::size_t more, bool silent) {
    const auto lock = std::scoped_lock{mutex_};
    wanted_ = nonces_.size() + more;
    silent_ = silent;
  }
  bool wait_for_signed() {
    auto lock = std::unique_lock{mutex_};
    return came_.wait_for(lock, 20s, [&] { return nonces_.size() >= wanted_; });
  }
  std::vector<std::uint64_t> nonces() const {
    const auto lock = std::scoped_lock{mutex_};
    return nonces_;
  }

private:
  static sim::kraken_options options() {
    sim::kraken_options result;
    // This is about nonces; the limits are another test's.
    result.public_limit = {limit_kind::sliding_window, 10'000, 1s, 0};
    result.private_limit = result.public_limit;
    return result;
  }

  void take(const net::call& call, const net::respond& respond) {
    // Nonces are compared with nonces alone, so any day will do.
    constexpr auto today
      = unix_time{std::chrono::milliseconds{1'768'214'307'000}};
    auto answer
      = exchange_->arrive(call, {std::chrono::steady_clock::now(), today});
    if (call.body.starts_with("nonce=")) {
      const auto lock = std::scoped_lock{mutex_};
      nonces_.push_back(std::stoull(call.body.substr(6)));
      if (nonces_.size() >= wanted_ && silent_)
        answer.how = net::answer::ending::hang;
      came_.notify_all();
    }
    respond(std::move(answer));
  }

  mutable std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::uint64_t> nonces_; ///< In the order of arrival.
  std::size_t wanted_ = 0;
  bool silent_ = false;
  std::unique_ptr<sim::exchange> exchange_;
  net::http_server server_; ///< Last: its threads use the others.
};

class NonceKills : public ::testing::Test {
protected:
  NonceKills() {
    auto name
      = (std::filesystem::temp_directory_path() / "ballast-nonce-XXXXXX")
          .string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    directory = name;
  }
  ~NonceKills() override { std::filesystem::remove_all(directory); }

  /// One life: killed once so many signed requests have arrived.
  void live(std::size_t number, const std::string& more = {}) {
    // The clock goes back with each life, and yet stays near the venue's: by
    // one that is half a minute off nothing is signed.
    const auto calendar
      = std::to_string(1'768'214'307'000 - 100 * static_cast<long>(number));
    std::vector<std::string> arguments{BALLAST_NONCE_NODE, venue.url(),
                                       venue.key().key,    venue.key().secret,
                                       directory.string(), calendar};
    if (!more.empty())
      arguments.push_back(more);
    venue.expect_signed(1 + number % 2, number % 3 == 0);
    process node{arguments, {}, directory.string()};
    ASSERT_TRUE(venue.wait_for_signed())
      << "life " << number << ": " << node.output();
    node.send_signal(SIGKILL);
    ASSERT_EQ(node.wait_for_end(), 128 + SIGKILL);
  }

  noting_venue venue;
  std::filesystem::path directory;
};

TEST_F(NonceKills, FaultE18_RiseOverTwoHundredKillsAndAClockThatGoesBack) {
  constexpr std::size_t lives = 200;
  for (std::size_t i = 0; i < lives; ++i)
    ASSERT_NO_FATAL_FAILURE(live(i));
  const auto nonces = venue.nonces();
  ASSERT_GE(nonces.size(), lives);
  for (std::size_t i = 1; i < nonces.size(); ++i)
    ASSERT_GT(nonces[i], nonces[i - 1]) << "request " << i;
  EXPECT_EQ(venue.stats().bad_nonce, 0U);
  EXPECT_EQ(venue.stats().bad_signature, 0U);
  // Two hundred crashes pushed the key no farther than a mark each.
  EXPECT_LT(nonces.back() - nonces.front(), 10'000'000U + lives * 2'000U);
}

// The same without the stored mark: the test above can fail.
TEST_F(NonceKills, AreNoticedWhenTheMarkIsForgotten) {
  for (std::size_t i = 0; i < 2; ++i)
    ASSERT_NO_FATAL_FAILURE(live(i, "forget"));
  EXPECT_GT(venue.stats().bad_nonce, 0U);
}

} // namespace

} // namespace ballast::test
