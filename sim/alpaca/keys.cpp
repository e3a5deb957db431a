#include "sim/alpaca/keys.hpp"

#include "domain/random.hpp"
#include "sim/hash.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace ballast::sim::alpaca {

namespace {

std::string letters(const std::string& root, std::size_t count,
                    std::string_view alphabet) {
  auto random = random_source{hash_of(root, 0)};
  auto out = std::string{};
  for (auto i = std::size_t{0}; i < count; ++i)
    out += alphabet[random.below(alphabet.size())];
  return out;
}

} // namespace

std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count) {
  constexpr auto key_size = std::size_t{18};
  constexpr auto secret_size = std::size_t{40};
  constexpr auto capitals
    = std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"};
  constexpr auto all = std::string_view{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"};
  auto accounts = std::vector<account_key>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root = "ballast/sim/alpaca/" + std::to_string(seed) + '/' + name;
    accounts.push_back({name,
                        "PK" + letters(root + "/key", key_size, capitals),
                        letters(root + "/secret", secret_size, all),
                        {}});
  }
  return accounts;
}

std::optional<std::size_t> account_of(const std::vector<account_key>& accounts,
                                      std::string_view key,
                                      std::string_view secret) {
  for (auto i = std::size_t{0}; i < accounts.size(); ++i)
    if (accounts[i].key == key && accounts[i].secret == secret)
      return i;
  return std::nullopt;
}

} // namespace ballast::sim::alpaca
