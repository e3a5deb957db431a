#include "sim/okx/signature_gate.hpp"

#include "sim/matching_ids.hpp"
#include "sim/okx/replies.hpp"
#include "sim/signing.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace ballast::sim::okx {

namespace {

/// "2020-12-08T09:08:57.715Z", and nothing that looks otherwise.
std::optional<unix_time> parse_time(std::string_view text) {
  using namespace std::chrono;
  constexpr auto shape = std::string_view{"0000-00-00T00:00:00.000Z"};
  const auto fits
    = std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                 [](char x, char like) {
                   return like == '0' ? x >= '0' && x <= '9' : x == like;
                 });
  if (!fits)
    return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    auto value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  const auto date = year{number(0, 4)}
                    / month{static_cast<unsigned>(number(5, 2))}
                    / day{static_cast<unsigned>(number(8, 2))};
  if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59
      || number(17, 2) > 59)
    return std::nullopt;
  return sys_days{date} + hours{number(11, 2)} + minutes{number(14, 2)}
         + std::chrono::seconds{number(17, 2)} + milliseconds{number(20, 3)};
}

bool looks_like_a_key(std::string_view text) {
  constexpr auto size = std::size_t{36};
  return text.size() == size
         && text.find_first_not_of("0123456789abcdefABCDEF-")
              == std::string_view::npos;
}

struct needed_header {
  std::string_view name;
  const char* code;
};
constexpr needed_header needed[] = {{"OK-ACCESS-KEY", "50103"},
                                    {"OK-ACCESS-SIGN", "50106"},
                                    {"OK-ACCESS-TIMESTAMP", "50107"},
                                    {"OK-ACCESS-PASSPHRASE", "50104"}};

std::string_view header_of(const net::call& what, std::string_view name) {
  return net::find_header(what.headers, name).value_or("");
}

} // namespace

std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count) {
  auto accounts = std::vector<account_key>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root = "ballast/sim/okx/" + std::to_string(seed) + '/' + name;
    accounts.push_back({name, uuid_text(seed, root, i),
                        letters_of(root + "/secret", 32),
                        letters_of(root + "/passphrase", 12)});
  }
  return accounts;
}

std::string signature_of(std::string_view secret, std::string_view timestamp,
                         std::string_view method, std::string_view path,
                         std::string_view body) {
  const auto text
    = std::string{timestamp}.append(method).append(path).append(body);
  return to_base64(hmac_sha256(secret, text));
}

std::variant<std::size_t, net::reply>
signature_gate::check(const net::call& what, unix_time now) const {
  for (const auto& each : needed)
    if (header_of(what, each.name).empty())
      return refused(each.code, "Request header \"" + std::string{each.name}
                                  + "\" cannot be empty.");
  if (header_of(what, "x-simulated-trading") == "1")
    return refused("50101", "APIKey does not match current environment.");
  const auto stamp = header_of(what, "OK-ACCESS-TIMESTAMP");
  const auto time = parse_time(stamp);
  if (!time)
    return refused("50112", "Invalid OK-ACCESS-TIMESTAMP.");
  constexpr auto off_max = std::chrono::seconds{30};
  if (*time > now + off_max || *time < now - off_max)
    return refused("50102", "Timestamp request expired.");
  const auto key = header_of(what, "OK-ACCESS-KEY");
  const auto found
    = std::find_if(accounts_.begin(), accounts_.end(),
                   [&](const account_key& x) { return x.key == key; });
  if (found == accounts_.end())
    return looks_like_a_key(key)
             ? error_reply(200, "50119", "API key doesn't exist")
             : refused("50111", "Invalid OK-ACCESS-KEY.");
  if (header_of(what, "OK-ACCESS-PASSPHRASE") != found->passphrase)
    return refused("50105",
                   "Request header \"OK-ACCESS-PASSPHRASE\" incorrect.");
  if (header_of(what, "OK-ACCESS-SIGN")
      != signature_of(found->secret, stamp, what.method, what.target,
                      what.body))
    return refused("50113", "Invalid signature.");
  return static_cast<std::size_t>(found - accounts_.begin());
}

} // namespace ballast::sim::okx
