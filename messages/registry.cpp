#include "messages/registry.hpp"

namespace ballast {

void add_messages(caf::actor_system_config& config) {
  config.add_message_types<caf::id_block::ballast>();
}

} // namespace ballast
