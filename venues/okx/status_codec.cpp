#include "venues/okx/codec.hpp"
#include "venues/okx/reading.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

/// How much of trading a maintenance touches.
enum class reach : std::uint8_t { none, in_batches, whole };

struct service {
  std::string_view type;
  reach touches;
};

// WebSocket, block trading, bots, trading by accounts and by products, spread
// trading, copy trading, and others such as single instruments, which tell
// their state themselves. What is missing here is trading: 5, and what may
// come. Source: "Status", serviceType.
constexpr auto services = std::array{
  service{"0", reach::none},       service{"6", reach::none},
  service{"7", reach::none},       service{"8", reach::in_batches},
  service{"9", reach::in_batches}, service{"10", reach::none},
  service{"11", reach::none},      service{"99", reach::none},
};

reach reach_of(std::string_view service_type) noexcept {
  const auto found
    = std::find_if(services.begin(), services.end(),
                   [&](const service& x) { return x.type == service_type; });
  return found == services.end() ? reach::whole : found->touches;
}

struct maintenance {
  std::string_view state;
  reach touches;
  std::string_view title;
};

/// Whether it touches trading, now or later.
bool concerns_trading(const maintenance& x) noexcept {
  return x.touches != reach::none && x.state != "completed"
         && x.state != "canceled";
}

/// What the venue as a whole can do under one maintenance.
market_state state_under(const maintenance& x) noexcept {
  if (!concerns_trading(x) || x.state == "scheduled")
    return market_state::tradable;
  // Orders can be cancelled, and placed if they add liquidity. Source:
  // "Status", preOpenBegin.
  if (x.state == "pre_open")
    return market_state::post_only;
  return x.touches == reach::whole ? market_state::halted
                                   : market_state::cancel_only;
}

/// Absent when it cannot be read.
std::optional<maintenance> read_maintenance(simdjson::dom::element x) {
  constexpr auto demo = std::string_view{"2"};
  object row;
  if (x.get_object().get(row) != simdjson::SUCCESS)
    return std::nullopt;
  const auto state = text_at(row, "state");
  if (state.empty())
    return std::nullopt;
  const auto touches = text_at(row, "env") == demo
                         ? reach::none
                         : reach_of(text_at(row, "serviceType"));
  return maintenance{state, touches, text_at(row, "title")};
}

// States stand in the order in which they bind.
static_assert(market_state::tradable < market_state::post_only
              && market_state::post_only < market_state::cancel_only
              && market_state::cancel_only < market_state::halted);

content<market_state> read_status(const array& rows) {
  auto worst = market_state::tradable;
  std::string why;
  for (const auto x : rows) {
    const auto read = read_maintenance(x);
    if (!read)
      return unfit{"a maintenance without a state"};
    const auto state = state_under(*read);
    if (state > worst || (why.empty() && concerns_trading(*read)))
      why = std::string{read->state}.append(": ").append(read->title);
    worst = std::max(worst, state);
  }
  return {worst, std::move(why), false};
}

} // namespace

answer<market_state> decode_status(const net::reply& x) {
  return read_reply<market_state>(x, read_status);
}

} // namespace ballast::venues::okx
