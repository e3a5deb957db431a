#include "apps/key_sayings.hpp"

#include "apps/venue_guide.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ballast::apps {

namespace {

using venues::key_trouble;

check_cause cause_of(key_trouble x) noexcept {
  switch (x) {
  case key_trouble::unknown:
    return check_cause::key_unknown;
  case key_trouble::elsewhere:
    return check_cause::key_elsewhere;
  case key_trouble::refused:
    break;
  case key_trouble::signature_wrong:
    return check_cause::signature_wrong;
  case key_trouble::passphrase_wrong:
    return check_cause::passphrase_wrong;
  case key_trouble::address_not_listed:
    return check_cause::address_not_listed;
  case key_trouble::right_missing:
    return check_cause::permission_missing;
  case key_trouble::account_restricted:
    return check_cause::account_restricted;
  case key_trouble::request_unread:
    return check_cause::request_refused;
  }
  return check_cause::key_refused;
}

/// What it is about, in the table of all topics.
check_topic topic_of(check_cause x) noexcept {
  return x == check_cause::permission_missing ? check_topic::permissions
                                              : check_topic::key;
}

} // namespace

std::optional<check_finding> key_saying(const check_place& place,
                                        std::string_view words) {
  if (place.guide == nullptr)
    return std::nullopt;
  const auto& all = place.guide->sayings;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) {
    return words.find(x.words) != std::string_view::npos;
  });
  if (found == all.end())
    return std::nullopt;
  const auto variable = [&](std::string_view what) {
    return credential_variable(place.venue, place.account, what);
  };
  const auto cause = cause_of(found->what);
  return check_finding{
    topic_of(cause), check_level::failed, cause, std::string{found->text},
    fmt::format(fmt::runtime(found->remedy), variable("API_KEY"),
                variable("API_SECRET"), variable("PASSPHRASE"), place.title,
                rest_url_variable(place.venue), variable("PAPER"),
                rights_of(place))};
}

} // namespace ballast::apps
