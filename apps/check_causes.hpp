// From how a question ended badly to its one cause and its remedy. Pure: what
// is told here depends on nothing but what is handed in.
#pragma once

#include "apps/check_finding.hpp"
#include "domain/outcome.hpp"
#include "net/transport.hpp"
#include "venues/adapter.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ballast::apps {

/// What went wrong on the way, where no answer came.
enum class link_trouble : std::uint8_t {
  none,        ///< There was an answer.
  name,        ///< The host's name cannot be looked up.
  no_route,    ///< No way from this machine to the host.
  refused,     ///< Nothing listens there, or a firewall says so.
  certificate, ///< Not verified.
  handshake,   ///< TLS fails for another reason.
  silent,      ///< No connection in time.
  late,        ///< Connected and asked, but no answer in time.
  lost,        ///< The connection broke before the answer.
  garbled,     ///< What came is no HTTP.
};

/// The transport tells names and certificates apart in its words alone.
link_trouble link_trouble_of(const net::failure& x);

/// The same in the taxonomy that budgets and brokers use.
outcome_kind outcome_of(const net::failure& x) noexcept;

/// A question that did not end well.
struct check_trouble {
  venues::question asked = venues::question::time;
  outcome_kind kind = outcome_kind::malformed;
  link_trouble link = link_trouble::none;
  std::string words; ///< The venue's own, or the transport's. Without secrets.
  std::optional<duration> wait; ///< How long the venue asks us to stay away.
  /// It was asked with the key, though such a question takes none elsewhere.
  bool with_key = false;
};

/// The finding of one trouble: a cause and a remedy, never empty.
/// @param now calendar, for "wait until".
check_finding judge(const check_trouble& x, const check_place& place,
                    unix_time now);

} // namespace ballast::apps
