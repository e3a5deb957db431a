#include "domain/known_worth.hpp"

#include <algorithm>

namespace ballast {

known_worth::known_worth(const std::vector<std::string>& venues) {
  for (const auto& x : venues)
    worths_.try_emplace(x);
}

void known_worth::tell(const std::string& venue, decimal worth) {
  if (const auto found = worths_.find(venue); found != worths_.end())
    found->second = worth;
}

void known_worth::recall(const std::map<std::string, decimal>& worths) {
  for (const auto& [venue, worth] : worths)
    if (const auto found = worths_.find(venue);
        found != worths_.end() && !found->second)
      found->second = worth;
}

decimal known_worth::sum() const {
  auto result = decimal{};
  for (const auto& [venue, worth] : worths_)
    result += worth.value_or(decimal{});
  return result;
}

bool known_worth::is_complete() const {
  return std::all_of(worths_.begin(), worths_.end(),
                     [](const auto& x) { return x.second.has_value(); });
}

std::string known_worth::to_text() const {
  std::string result;
  for (const auto& [venue, worth] : worths_)
    if (worth)
      result += (result.empty() ? "" : " ") + venue + '=' + worth->to_string();
  return result;
}

std::map<std::string, decimal> worths_of(std::string_view text) {
  std::map<std::string, decimal> result;
  while (!text.empty()) {
    const auto one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    const auto mark = one.find('=');
    if (mark == std::string_view::npos)
      continue;
    if (const auto worth = decimal::parse(one.substr(mark + 1)))
      result.emplace(one.substr(0, mark), *worth);
  }
  return result;
}

} // namespace ballast
