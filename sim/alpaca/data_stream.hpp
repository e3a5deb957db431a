// A connection to the simulated Alpaca's market data.
#pragma once

#include "net/wire.hpp"
#include "sim/alpaca/data_channel.hpp"
#include "sim/alpaca/stream_sources.hpp"
#include "sim/venue_stream.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::alpaca {

/// "/v2/iex", "/v2/sip" or "/v1beta3/crypto/us".
struct data_endpoint {
  std::string_view path;
  bool is_crypto = false;
  bool is_paid = false; ///< Beyond the free plan, which all accounts have.
};
/// @returns nullptr for a path that is none of them
const data_endpoint* find_endpoint(std::string_view path);

/// Every frame is an array of items named by "T". There are no sequence numbers
/// and no snapshots but those of books.
///
///     opened ──▶ connected ──auth──▶ authenticated ──subscribe──▶ the lists
///                  │ 10 s              │ the place is taken: 406
///                  ▼ 404, closed       ▼ closed
///
/// The venue may also speak MessagePack and compress; neither is asked for by
/// any client here. Source: alpaca.md section 9.
class data_stream : public venue_stream {
public:
  /// @param where, what `from` refers to: must outlive this
  /// @param opening the request; keys in its headers are a login
  data_stream(entrance enter, const stream_sources& from,
              const data_endpoint& where, const net::call& opening,
              instant now);

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  /// Name of a list and symbol, or "*".
  using place = std::pair<std::string, std::string>;
  using places = std::set<place>;

  void log_in(std::string_view key, std::string_view secret);
  void change(const places& named, bool adds, instant now);
  bool is_over_limit(const places& wanted) const;
  void send_lists();
  void send_success(std::string_view what);
  void fail(int code, std::string_view why);
  void send_items(const item_list& items);

  stream_sources from_;
  const data_endpoint& where_;
  time_point opened_;
  std::optional<std::size_t> account_;
  std::shared_ptr<void> seat_;
  places followed_;
  std::map<place, std::unique_ptr<data_channel>> channels_;
};

} // namespace ballast::sim::alpaca
