#include "sim/kraken/signature_gate.hpp"

#include "sim/kraken/keys.hpp"
#include "sim/request_target.hpp"

#include <nlohmann/json.hpp>

#include <charconv>
#include <string>
#include <utility>

namespace ballast::sim::kraken {

namespace {

/// The digits of the body's nonce, which is a form or JSON; empty where it has
/// none, or more than one.
std::string nonce_text(const net::call& what) {
  const auto type = net::find_header(what.headers, "content-type");
  if (type && type->starts_with("application/json")) {
    const auto doc = nlohmann::json::parse(what.body, nullptr, false);
    const auto at = doc.find("nonce");
    if (!doc.is_object() || at == doc.end())
      return {};
    return at->is_string() ? at->get<std::string>() : at->dump();
  }
  const auto all = request_target::parse('?' + what.body).all("nonce");
  return all.size() == 1 ? all.front() : std::string{};
}

std::optional<std::uint64_t> parse_nonce(std::string_view text) {
  auto number = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end ? std::optional{number}
                                             : std::nullopt;
}

} // namespace

signature_gate::signature_gate(std::vector<account_key> accounts,
                               const options& opts)
    : accounts_{std::move(accounts)},
      keys_(accounts_.size(),
            key_state{opts.nonce_seen,
                      lockout{opts.invalid_nonces_max, opts.lockout}}),
      bad_keys_{opts.invalid_keys_max, opts.lockout} {}

std::optional<std::size_t>
signature_gate::account_named(std::string_view key) const {
  for (auto i = std::size_t{0}; i < accounts_.size(); ++i)
    if (accounts_[i].key == key)
      return i;
  return std::nullopt;
}

signature_gate::finding signature_gate::check_nonce(
  std::size_t account, std::optional<std::uint64_t> nonce, time_point now) {
  auto& key = keys_[account];
  if (nonce && *nonce > key.nonce) {
    key.nonce = *nonce;
    return {verdict::good, account};
  }
  return {key.bad_nonces.shuts_after_refusal(now) ? verdict::locked_out
                                                  : verdict::invalid_nonce};
}

signature_gate::finding signature_gate::check(const net::call& what,
                                              time_point now) {
  if (bad_keys_.is_shut(now))
    return {verdict::locked_out};
  const auto key = net::find_header(what.headers, "api-key");
  const auto account = key ? account_named(*key) : std::nullopt;
  if (!account)
    return {bad_keys_.shuts_after_refusal(now) ? verdict::locked_out
                                               : verdict::invalid_key};
  if (keys_[*account].bad_nonces.is_shut(now))
    return {verdict::locked_out};
  const auto nonce = nonce_text(what);
  const auto path
    = std::string_view{what.target}.substr(0, what.target.find('?'));
  const auto expected
    = signature_of(accounts_[*account].secret, path, nonce, what.body);
  if (net::find_header(what.headers, "api-sign") != expected)
    return {verdict::invalid_signature};
  return check_nonce(*account, parse_nonce(nonce), now);
}

} // namespace ballast::sim::kraken
