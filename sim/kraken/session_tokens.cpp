#include "sim/kraken/session_tokens.hpp"

#include "sim/matching_ids.hpp"

namespace ballast::sim::kraken {

void session_tokens::forget_old(time_point now) {
  std::erase_if(tokens_,
                [&](const auto& each) { return each.second.expires <= now; });
}

std::string session_tokens::issue(const account_key& whose, std::size_t account,
                                  time_point now) {
  forget_old(now);
  auto token = uuid_text(seed_, "token of " + whose.key, ++issued_);
  tokens_.insert_or_assign(token, entry{account, now + life});
  return token;
}

std::optional<std::size_t> session_tokens::account_of(std::string_view token,
                                                      time_point now) {
  forget_old(now);
  const auto at = tokens_.find(token);
  return at == tokens_.end() ? std::nullopt : std::optional{at->second.account};
}

} // namespace ballast::sim::kraken
