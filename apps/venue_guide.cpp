#include "apps/venue_guide.hpp"

#include "config/credentials.hpp"

#include <cctype>

namespace ballast::apps {

std::string_view rights_of(const check_place& place) {
  return place.guide == nullptr ? "view and trade, and not withdraw"
                                : place.guide->rights;
}

std::string rest_url_variable(std::string_view venue) {
  auto name = std::string{"BALLAST_"};
  for (const auto x : venue)
    name += static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
  return name + "_REST_URL";
}

std::string credential_variable(std::string_view venue,
                                std::string_view account,
                                std::string_view what) {
  return config::spellings(venue, account, what).front();
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

} // namespace ballast::apps
