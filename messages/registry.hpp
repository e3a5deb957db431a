// Every type that travels between actors, in one id block. Between nodes goes
// the type's name and then its fields in order, with no version: touching
// either is a protocol change.
#pragma once

#include "messages/health.hpp"
#include "messages/lifecycle.hpp"
#include "messages/operating.hpp"
#include "messages/permits.hpp"
#include "messages/scanning.hpp"
#include "messages/status.hpp"
#include "messages/trading.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/type_id.hpp>

CAF_BEGIN_TYPE_ID_BLOCK(ballast, first_custom_type_id)

  CAF_ADD_TYPE_ID(ballast, (ballast::permit_demand))
  CAF_ADD_TYPE_ID(ballast, (ballast::permit_grant))
  CAF_ADD_TYPE_ID(ballast, (ballast::permit_return))
  CAF_ADD_TYPE_ID(ballast, (ballast::request_outcome))
  CAF_ADD_TYPE_ID(ballast, (ballast::market_list))
  CAF_ADD_TYPE_ID(ballast, (ballast::scan_batch))
  CAF_ADD_TYPE_ID(ballast, (ballast::batch_sent))
  CAF_ADD_TYPE_ID(ballast, (ballast::batch_done))
  CAF_ADD_TYPE_ID(ballast, (ballast::cycle_done))
  CAF_ADD_TYPE_ID(ballast, (ballast::venue_health))
  CAF_ADD_TYPE_ID(ballast, (ballast::probe_request))
  CAF_ADD_TYPE_ID(ballast, (ballast::broker_status))
  CAF_ADD_TYPE_ID(ballast, (ballast::permit_status))
  CAF_ADD_TYPE_ID(ballast, (ballast::rotation_status))
  CAF_ADD_TYPE_ID(ballast, (ballast::actor_vitals))
  CAF_ADD_TYPE_ID(ballast, (ballast::actor_life))
  CAF_ADD_TYPE_ID(ballast, (ballast::wiring))
  CAF_ADD_TYPE_ID(ballast, (ballast::drained))
  CAF_ADD_TYPE_ID(ballast, (ballast::save_budgets))
  CAF_ADD_TYPE_ID(ballast, (ballast::load_budgets))
  CAF_ADD_TYPE_ID(ballast, (ballast::stored_budgets))
  CAF_ADD_TYPE_ID(ballast, (ballast::raise_nonce))
  CAF_ADD_TYPE_ID(ballast, (ballast::stream_wish))
  CAF_ADD_TYPE_ID(ballast, (ballast::ticker_wish))
  CAF_ADD_TYPE_ID(ballast, (ballast::ticker_list))
  CAF_ADD_TYPE_ID(ballast, (ballast::stream_cover))
  CAF_ADD_TYPE_ID(ballast, (ballast::book_wish))
  CAF_ADD_TYPE_ID(ballast, (ballast::quote_list))
  CAF_ADD_TYPE_ID(ballast, (ballast::quote_question))
  CAF_ADD_TYPE_ID(ballast, (ballast::market_quote))
  CAF_ADD_TYPE_ID(ballast, (ballast::held_markets))
  CAF_ADD_TYPE_ID(ballast, (ballast::order_request))
  CAF_ADD_TYPE_ID(ballast, (ballast::order_answer))
  CAF_ADD_TYPE_ID(ballast, (ballast::order_news))
  CAF_ADD_TYPE_ID(ballast, (ballast::market_question))
  CAF_ADD_TYPE_ID(ballast, (ballast::market_facts))
  CAF_ADD_TYPE_ID(ballast, (ballast::candle_news))
  CAF_ADD_TYPE_ID(ballast, (ballast::append_entries))
  CAF_ADD_TYPE_ID(ballast, (ballast::load_entries))
  CAF_ADD_TYPE_ID(ballast, (ballast::stored_entries))
  CAF_ADD_TYPE_ID(ballast, (ballast::halt_wish))
  CAF_ADD_TYPE_ID(ballast, (ballast::portfolio_status))
  CAF_ADD_TYPE_ID(ballast, (ballast::copy_result))
  CAF_ADD_TYPE_ID(ballast, (ballast::why_question))
  CAF_ADD_TYPE_ID(ballast, (ballast::why_part))
  CAF_ADD_TYPE_ID(ballast, (ballast::why_answer))
  CAF_ADD_TYPE_ID(ballast, (ballast::breaker_wish))

  CAF_ADD_ATOM(ballast, ballast, drain_atom, "drain")
  CAF_ADD_ATOM(ballast, ballast, wake_atom, "wake")
  CAF_ADD_ATOM(ballast, ballast, retry_atom, "retry")
  CAF_ADD_ATOM(ballast, ballast, start_atom, "start")
  CAF_ADD_ATOM(ballast, ballast, commit_atom, "commit")

CAF_END_TYPE_ID_BLOCK(ballast)

namespace ballast {

/// Registers the types above. First thing in every configuration.
void add_messages(caf::actor_system_config& config);

} // namespace ballast
