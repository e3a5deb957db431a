// A connection to the simulated Kraken's WebSocket v2.
#pragma once

#include "sim/kraken/channel.hpp"
#include "sim/kraken/session_tokens.hpp"
#include "sim/venue_stream.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::sim::kraken {

/// Answers requests and sends what its channels have. The venue has one host
/// for what is public and another for what is private; here one connection may
/// have both, as the simulator has one authority for all.
///
///     opened ──▶ status
///     subscribe ──▶ an answer a symbol ──▶ snapshot ──▶ updates
///     a second without any message, and a subscription ──▶ heartbeat
///     a minute without request and subscription ──▶ closed
///
/// Source: kraken.md section 9.
class client_stream : public venue_stream {
public:
  struct options {
    std::uint64_t connection = 1; ///< The venue's number of it.
    std::uint32_t rate_count_max = 0;
  };
  /// @param from, tokens, faults must outlive this
  client_stream(entrance enter, const channel_sources& from,
                session_tokens& tokens, fault_plan& faults, const options& opts,
                instant now);

protected:
  void take(std::string_view text, instant now) override;
  void look(instant now) override;

private:
  /// A channel's name and the symbol; no symbol where it has none.
  using place = std::pair<std::string, std::string>;
  struct request;

  void send_status(instant now);
  void subscribe(const request& what, instant now);
  void unsubscribe(const request& what, instant now);
  /// Opens one channel, or says what is wrong.
  std::string open(const request& what, const place& where, instant now);
  made_channel make(const request& what, const place& where, instant now);
  std::optional<std::size_t> account_of(const std::string& token,
                                        time_point now);
  void answer(const request& what, const nlohmann::ordered_json& result,
              instant now);
  void refuse(const request& what, const std::string& why,
              const std::string& symbol, instant now);
  /// All that goes out, so that silence is known.
  void tell(std::string message, instant now);

  channel_sources from_;
  session_tokens& tokens_;
  fault_plan& faults_;
  options opts_;
  std::map<place, std::unique_ptr<channel>> channels_;
  /// The last token that was good, and whose it is.
  std::optional<std::pair<std::string, std::size_t>> session_;
  std::string system_; ///< As told by the last status.
  time_point told_at_; ///< When the last message went out.
  time_point heard_at_;
};

} // namespace ballast::sim::kraken
