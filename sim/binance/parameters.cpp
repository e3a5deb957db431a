#include "sim/binance/parameters.hpp"

#include "sim/request_target.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace ballast::sim::binance {

namespace {

std::string_view query_of(const net::call& what) {
  const auto mark = what.target.find('?');
  return mark == std::string::npos
           ? std::string_view{}
           : std::string_view{what.target}.substr(mark + 1);
}

/// Pairs as they stand, but for the signature.
std::string without_signature(std::string_view text) {
  auto out = std::string{};
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto part = text.substr(0, end);
    if (!part.starts_with("signature=")) {
      out += out.empty() ? "" : "&";
      out += part;
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

} // namespace

parameters parameters::of(const net::call& what) {
  auto result = parameters{};
  result.pairs_ = request_target::parse(what.target).query;
  for (auto& x : request_target::parse('?' + what.body).query)
    result.pairs_.push_back(std::move(x));
  return result;
}

std::optional<std::string> parameters::first(std::string_view name) const {
  for (const auto& [key, value] : pairs_)
    if (key == name)
      return value;
  return std::nullopt;
}

std::optional<std::string> parameters::filled(std::string_view name) const {
  auto value = first(name);
  return value && !value->empty() ? value : std::nullopt;
}

std::string signed_text(const net::call& what) {
  return without_signature(query_of(what)) + without_signature(what.body);
}

std::optional<std::int64_t> whole_of(std::string_view text) {
  constexpr auto digits_max = std::size_t{18};
  auto number = std::int64_t{0};
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || number < 0
      || text.size() > digits_max)
    return std::nullopt;
  return number;
}

std::optional<std::vector<std::string>> list_of(std::string_view json) {
  const auto doc = nlohmann::json::parse(json, nullptr, false);
  if (!doc.is_array())
    return std::nullopt;
  auto result = std::vector<std::string>{};
  for (const auto& x : doc) {
    if (!x.is_string())
      return std::nullopt;
    result.push_back(x.get<std::string>());
  }
  return result;
}

} // namespace ballast::sim::binance
