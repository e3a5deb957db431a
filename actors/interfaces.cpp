#include "actors/interfaces.hpp"

#include <caf/actor_system_config.hpp>

namespace ballast {

void add_local_messages(caf::actor_system_config& config) {
  config.add_message_types<caf::id_block::ballast_local>();
}

} // namespace ballast
