#include "apps/venue_guide.hpp"

#include "config/credentials.hpp"

#include <algorithm>
#include <cctype>

namespace ballast::apps {

namespace {

const venues::guide& any_venue() {
  static const venues::guide words{"the venue's page of API keys",
                                   "view and trade, not withdraw",
                                   "the venue's status page"};
  return words;
}

} // namespace

const venues::guide& guide_of(const check_place& place) {
  return place.guide == nullptr ? any_venue() : *place.guide;
}

std::string right_on_page(const venues::guide& guide, std::string_view right) {
  const auto& names = guide.right_names;
  const auto found
    = std::find_if(names.begin(), names.end(),
                   [&](const auto& x) { return x.right == right; });
  return std::string{found == names.end() ? right : found->on_page};
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
