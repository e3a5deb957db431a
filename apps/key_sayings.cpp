#include "apps/key_sayings.hpp"

#include "apps/venue_guide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

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
  }
  return check_cause::key_refused;
}

/// What venues say that have no words of their own.
constexpr auto anywhere = std::array{
  venues::key_saying{"Invalid key", key_trouble::unknown,
                     "the venue does not know this API key", venues::copy_key},
  venues::key_saying{"Invalid signature", key_trouble::signature_wrong,
                     "the secret does not belong to this API key",
                     venues::copy_secret},
};

template <class Sayings>
const venues::key_saying* find(const Sayings& all, std::string_view words) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& x) {
    return words.find(x.words) != std::string_view::npos;
  });
  return found == all.end() ? nullptr : &*found;
}

} // namespace

std::optional<check_finding> key_saying(const check_place& place,
                                        std::string_view words) {
  const auto& guide = guide_of(place);
  const auto* found = find(guide.sayings, words);
  if (found == nullptr)
    found = find(anywhere, words);
  if (found == nullptr)
    return std::nullopt;
  const auto variable = [&](std::string_view what) {
    return credential_variable(place.venue, place.account, what);
  };
  return check_finding{
    check_topic::key, check_level::failed, cause_of(found->what),
    std::string{found->text},
    fmt::format(fmt::runtime(found->remedy), variable("API_KEY"),
                variable("API_SECRET"), variable("PASSPHRASE"), guide.key_page,
                rest_url_variable(place.venue), variable("PAPER"))};
}

} // namespace ballast::apps
