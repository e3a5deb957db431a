// What is noted while a node trades: when it decided, and when an order was
// handed to the network.
#pragma once

#include "domain/strategy.hpp"
#include "net/transport.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ballast::bench {

using steady = std::chrono::steady_clock;

/// A market that nobody lists: its candles ask how long decisions take.
struct probe {
  static constexpr std::size_t count_max = 1000;

  ballast::market market;
  unix_time first; ///< Start of its first candle.
  std::chrono::seconds timeframe{60};
  /// When the STRATEGIST was told of each candle.
  std::array<std::atomic<steady::rep>, count_max> told_at{};

  std::size_t place_of(unix_time start) const {
    return static_cast<std::size_t>((start - first) / timeframe);
  }
};

/// One account's, written by its PORTFOLIO alone.
struct decision_notes {
  std::vector<double> probes_ms; ///< From candle to decision.
  struct entry {
    symbol market;
    steady::time_point at;
  };
  std::vector<entry> entries;
};

/// Enters now and then, by chance, and leaves after a while.
class noting_strategy final : public strategy {
public:
  noting_strategy(std::uint64_t seed, std::shared_ptr<const probe> asks,
                  std::shared_ptr<decision_notes> to);

  std::string_view name() const noexcept override { return "random_entry"; }

private:
  ruling judge_entry(const market_view& market) const override;

  std::uint64_t seed_;
  std::shared_ptr<const probe> asks_;
  std::shared_ptr<decision_notes> to_;
};

/// Passes everything on and notes each call that names an order of ours.
class noting_transport final : public net::transport {
public:
  struct sent_order {
    std::string client_id;
    steady::time_point at;
  };

  explicit noting_transport(std::shared_ptr<net::transport> to)
      : to_{std::move(to)} {}

  void send(net::call what, net::deadlines when, net::handler then) override;
  void warm(const std::string& base, unsigned connections) override {
    to_->warm(base, connections);
  }

  /// The first call for each order is its placement.
  std::vector<sent_order> sent() const;

private:
  std::shared_ptr<net::transport> to_;
  mutable std::mutex mutex_;
  std::vector<sent_order> sent_;
};

} // namespace ballast::bench
