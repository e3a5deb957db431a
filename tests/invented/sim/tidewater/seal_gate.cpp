#include "sim/tidewater/seal_gate.hpp"

#include "sim/csv.hpp"
#include "sim/request_target.hpp"
#include "sim/signing.hpp"
#include "sim/tidewater/replies.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

namespace ballast::sim::tidewater {

namespace {

constexpr auto off_max = std::chrono::seconds{10};

/// The bytes that hexadecimal digits stand for. @pre an even number of them
std::string bytes_of(std::string_view digits) {
  auto bytes = std::string{};
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    auto value = 0U;
    std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

net::reply bad_seal() { return common_replies().unauthorised; }

} // namespace

std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count) {
  auto accounts = std::vector<account_key>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root
      = "ballast/sim/tidewater/" + std::to_string(seed) + '/' + name;
    accounts.push_back({name, "tide_" + letters_of(root + "/key", 20),
                        to_hex(sha512(root + "/secret").substr(0, 32)), ""});
  }
  return accounts;
}

std::variant<std::size_t, net::reply> seal_gate::check(const net::call& what,
                                                       unix_time now) const {
  auto seal = net::find_header(what.headers, "Tide-Seal").value_or("");
  const auto key = take_until(seal, '.');
  const auto seconds = take_until(seal, '.');
  const auto found
    = std::find_if(accounts_.begin(), accounts_.end(),
                   [&](const account_key& x) { return x.key == key; });
  if (found == accounts_.end())
    return error_reply(401, "no_key", "There is no such key.");
  const auto count = whole_number(seconds);
  if (!count)
    return bad_seal();
  const auto at = unix_time{std::chrono::seconds{*count}};
  if (at < now - off_max || now + off_max < at)
    return common_replies().invalid_nonce;
  const auto message = std::string{seconds}
                         .append("~")
                         .append(what.method)
                         .append("~")
                         .append(what.target)
                         .append("~")
                         .append(what.body);
  if (seal != to_hex(hmac_sha256(bytes_of(found->secret), message)))
    return bad_seal();
  return static_cast<std::size_t>(found - accounts_.begin());
}

} // namespace ballast::sim::tidewater
