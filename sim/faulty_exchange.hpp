// What every simulated venue shares: the lock, the record, the faults, /sim.
#pragma once

#include "sim/exchange.hpp"
#include "sim/fault_plan.hpp"
#include "sim/matching.hpp"
#include "sim/misbehaviour.hpp"
#include "sim/venue_stream.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim {

/// Takes each arrival through the same gates, in this order:
///
///     /sim/… ──▶ answered here, neither counted nor limited
///     venue's own gate (signature, limits) ──▶ 401, 429
///     a fault that replaces the handling ──▶ its answer
///     the venue's handling ──▶ a fault that spoils the answer ──▶ out
///
/// The gate comes before the faults, so that what arrives always counts
/// against the limits, as it would at a real venue.
class faulty_exchange : public exchange {
public:
  explicit faulty_exchange(std::uint64_t seed);

  net::answer arrive(const net::call& what, instant now) final;
  stats_view stats() const final;
  void set_faults(std::vector<fault> faults, instant now) final;

protected:
  /// Why a call goes no further.
  struct refusal {
    enum class reason { over_limit, bad_signature, bad_nonce, banned };
    reason why = reason::over_limit;
    net::reply reply;
  };
  /// Who may go on, and what the answer's headers will say about the limits.
  struct passport {
    std::size_t account = 0; ///< Index into accounts(); 0 for public calls.
    std::vector<net::header> headers;
  };
  /// Checks signature and limits and spends from them. All three are called
  /// under the lock; `now.wall` is the venue's own, skewed clock.
  virtual std::variant<refusal, passport> gate(const net::call& what,
                                               instant now)
    = 0;
  /// Answers a call that has passed.
  virtual net::reply handle(const net::call& what, const passport& whose,
                            instant now)
    = 0;
  virtual const error_replies& words() const = 0;
  /// The answer of a fault that replaces the handling, for a venue that has
  /// more to say than its words.
  virtual net::answer misbehave(const fault& x, const net::call& what,
                                instant now);

  /// Where the venue's orders are; null for one that takes none.
  virtual const matching* engine() const { return nullptr; }

  fault_plan& faults() noexcept { return plan_; }
  /// Takes note of one that went no further. A call's refusal is noted without
  /// this; a stream's is not.
  void count(refusal::reason why);
  /// Streams look at the venue under its lock, as calls do.
  std::unique_lock<std::mutex> locked() const {
    return std::unique_lock{mutex_};
  }
  /// The way into the venue for a stream that was opened at `path`.
  venue_stream::entrance entrance(std::string path);
  /// The same instant by the venue's own, skewed clock.
  instant venue_time(std::string_view target, instant now);

private:
  net::answer control(const net::call& what, instant now);
  std::string orders_json() const;
  stats_view record() const;
  net::answer through_gates(const net::call& what, instant now);
  void count(fault_kind struck);

  mutable std::mutex mutex_;
  fault_plan plan_;
  stats_view stats_;
};

} // namespace ballast::sim
