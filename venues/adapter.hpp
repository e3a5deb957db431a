// What a broker asks of a venue, in the words of the trade. One adapter an
// account: text in, values out, and never a socket.
//
// Each question is a pair: `x_request` builds the call (signed where the venue
// wants it) and says what it spends; `x_answer` reads the reply. Reading never
// throws, whatever the bytes.
#pragma once

#include "domain/limit.hpp"
#include "domain/market.hpp"
#include "domain/market_hours.hpp"
#include "domain/outcome.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues {

/// What can be asked: the pairs of functions below.
enum class question : std::uint8_t {
  time,
  markets,
  tickers,
  candles,
  balances,
  permissions,
  status, ///< Of the venue as a whole.
};

/// Whether asking it takes a signature, and so a nonce where the venue counts
/// those.
constexpr bool is_signed(question x) noexcept {
  return x == question::balances || x == question::permissions;
}

/// A call ready to be sent once a permit is there.
struct request {
  net::call call;
  std::vector<spend> spends;
};

/// How a reply reads: the outcome, the venue's own words, what it said about
/// limits, and the value where there is one (kind == ok, and only then).
template <class T>
struct answer {
  outcome_kind kind = outcome_kind::malformed;
  std::string text; ///< For a log line: at most 200 printable characters.
  limit_feedback limits;
  std::optional<T> value;
};

/// One page of balances; ask again with `next` until it is empty.
struct balance_page {
  std::vector<balance> balances;
  std::string next;
};

/// A budget that this adapter's requests spend from.
struct budget_definition {
  std::string id; ///< "coinbase.public" or "coinbase.private@master".
  limit_row row;
  bool exits_spend = false; ///< Whether orders and cancels spend from it.
};

class trading;
class stream_dialect;
enum class socket_kind : std::uint8_t;

class adapter {
public:
  virtual ~adapter() = default;

  /// The other halves of the same account: orders (venues/trading.hpp) and
  /// streams (venues/stream_dialect.hpp). Null where this version has none.
  virtual trading* trader() noexcept { return nullptr; }
  virtual stream_dialect* streams() noexcept { return nullptr; }

  virtual std::string_view venue() const = 0;   ///< "coinbase"
  virtual std::string_view title() const = 0;   ///< "Coinbase", for people.
  virtual std::string_view account() const = 0; ///< "master", "user_alice".
  /// "https://api.coinbase.com". The `call.base` of a question may name another
  /// host, where a venue has more than one: see its make function.
  virtual const std::string& base() const = 0;
  /// All hosts that questions are asked at, base() first.
  virtual std::vector<std::string> bases() const { return {base()}; }
  virtual bool has_credentials() const = 0;
  /// Whether a question is asked with the key, so that a refusal is the key's.
  virtual bool wants_key(question x) const { return is_signed(x); }
  virtual std::vector<budget_definition> budgets() const = 0;
  /// What a question spends, known before it is built and signed: a permit is
  /// asked for first. The first budget names the scope of its health.
  virtual std::vector<spend> spends_of(question x) const = 0;
  /// What opening a socket of a kind spends, whether it succeeds or not;
  /// nothing where the venue has no rule for that.
  virtual std::vector<spend> connect_spends(socket_kind /*x*/) const {
    return {};
  }
  /// What one candles request spends: the scan's price.
  std::vector<spend> scan_spends() const {
    return spends_of(question::candles);
  }
  /// Scans a second that the published limits allow for ever.
  double scans_per_s() const {
    const auto all = budgets();
    auto rate = std::numeric_limits<double>::infinity();
    for (const auto& x : scan_spends())
      for (const auto& y : all)
        if (y.id == x.budget)
          rate = std::min(rate, y.row.units / seconds(y.row.window) / x.cost);
    return all.empty() ? 0 : rate;
  }
  /// Most candles that one call may ask for.
  virtual std::size_t candles_max() const = 0;

  /// `now` is the venue's time as far as we know it, the machine's calendar
  /// plus the measured offset, or the calendar alone: see
  /// signs_by_venue_time(). Requests that need no signature ignore it.
  virtual request time_request() = 0;
  virtual answer<unix_time> time_answer(const net::reply& x) const = 0;
  /// How finely the venue tells its time; what it cuts off is unknown.
  virtual std::chrono::milliseconds time_resolution() const {
    return std::chrono::milliseconds{1};
  }

  virtual request markets_request(unix_time now) = 0;
  virtual answer<std::vector<market>>
  markets_answer(const net::reply& x) const = 0;

  /// Asks for what follows in a list of markets that comes in more answers than
  /// one, as where a venue keeps kinds of markets apart.
  /// @param so_far all that the answers until now have listed.
  /// @returns absent where that was the whole list.
  virtual std::optional<request>
  more_markets_request(const std::vector<market>& /*so_far*/,
                       unix_time /*now*/) {
    return std::nullopt;
  }

  virtual request tickers_request(unix_time now) = 0;
  /// Asks for what follows, where the tickers of all markets come in more
  /// answers than one.
  /// @param asked how many questions were asked before, the first included.
  /// @returns absent where that was all.
  virtual std::optional<request> more_tickers_request(std::size_t /*asked*/,
                                                      unix_time /*now*/) {
    return std::nullopt;
  }
  virtual answer<std::vector<ticker>>
  tickers_answer(const net::reply& x) const = 0;

  /// Candles whose start lies in [from, to], both multiples of `timeframe`.
  virtual request candles_request(const market& what,
                                  std::chrono::seconds timeframe,
                                  unix_time from, unix_time to)
    = 0;
  /// Ascending by start. A candle is closed when it ended at or before `now`.
  virtual answer<std::vector<candle>>
  candles_answer(const net::reply& x, std::chrono::seconds timeframe,
                 unix_time now) const = 0;

  /// @pre has_credentials(), for the two below.
  virtual request balances_request(const std::string& page, unix_time now) = 0;
  virtual answer<balance_page> balances_answer(const net::reply& x) const = 0;

  virtual request permissions_request(unix_time now) = 0;
  virtual answer<key_permissions>
  permissions_answer(const net::reply& x) const = 0;

  /// Asks whether the venue as a whole is open.
  /// Absent where a venue has no such question.
  virtual std::optional<request> status_request() { return std::nullopt; }
  /// @pre status_request() gives one.
  virtual answer<market_state> status_answer(const net::reply& /*x*/) const {
    return {};
  }

  /// Asks on which days and hours shares are traded, from now on. It spends
  /// what the time does. To be asked daily, and once the hours run out.
  /// Absent where all markets trade around the clock.
  /// @pre has_credentials()
  virtual std::optional<request> calendar_request(unix_time /*now*/) {
    return std::nullopt;
  }
  /// Remembers the days: is_in_session answers by them.
  /// @pre calendar_request() gives one.
  virtual answer<std::vector<session_day>>
  calendar_answer(const net::reply& /*x*/) const {
    return {};
  }
  /// Whether a market is traded at this moment. No order for a share may be
  /// built outside of its session; as long as nothing is known of its hours
  /// there is none. Coins trade around the clock.
  virtual bool is_in_session(const market& /*what*/, unix_time /*now*/) const {
    return true;
  }

  /// Whether signed requests carry a nonce that may only rise. They must then
  /// leave one after the other, and none before a mark above its nonce is
  /// durable (domain/nonce_mark.hpp).
  virtual bool counts_nonces() const { return false; }
  /// The largest nonce that a request of this adapter has carried, or may not
  /// carry: what a mark stored ahead must exceed.
  virtual std::uint64_t nonce() const { return 0; }
  /// Every nonce from now on is above `floor`.
  virtual void skip_nonces(std::uint64_t /*floor*/) {}
  /// Whether signatures are made with the venue's time. Where a nonce is made
  /// of the clock it is ours alone: numbers that followed a wrong clock of the
  /// venue's could never come back.
  bool signs_by_venue_time() const { return !counts_nonces(); }
};

/// Where a venue lives and who speaks to it. The secrets are read once, while
/// the adapter is made, and kept only as parsed keys.
struct adapter_options {
  std::string rest_url; ///< Empty: the venue's own.
  /// Scheme and authority of WebSockets, as rest_url. Empty: the venue's own.
  std::string ws_url;
  /// Trade with play money: OKX tells that by a header, Alpaca by another host
  /// (where rest_url names none). Others ignore it.
  bool demo = false;
  std::string account = "master";
  std::string_view key; ///< All three empty: public data only.
  std::string_view secret;
  std::string_view passphrase;
  std::uint64_t seed = 0; ///< Of random numbers inside signatures.
  /// As skip_nonces(): the mark stored ahead in the last life.
  std::uint64_t nonce_floor = 0;
  /// What is known better than the venue's published limits.
  limit_overrides limits = {};
};

} // namespace ballast::venues
