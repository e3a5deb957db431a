#include "sim/request_target.hpp"

#include <charconv>

namespace ballast::sim {

namespace {

/// Percent and plus decoding; what is no escape stays as it is.
std::string decode(std::string_view text) {
  auto out = std::string{};
  for (auto i = std::size_t{0}; i < text.size(); ++i) {
    auto value = unsigned{0};
    const auto digits = text.substr(i + 1, 2);
    if (text[i] == '%' && digits.size() == 2
        && std::from_chars(digits.begin(), digits.end(), value, 16).ptr
             == digits.end()) {
      out += static_cast<char>(value);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

} // namespace

request_target request_target::parse(std::string_view text) {
  const auto mark = text.find('?');
  auto result = request_target{std::string{text.substr(0, mark)}, {}};
  auto rest = mark == std::string_view::npos ? std::string_view{}
                                             : text.substr(mark + 1);
  while (!rest.empty()) {
    const auto end = rest.find('&');
    const auto part = rest.substr(0, end);
    const auto equals = part.find('=');
    if (!part.empty())
      result.query.emplace_back(decode(part.substr(0, equals)),
                                equals == std::string_view::npos
                                  ? std::string{}
                                  : decode(part.substr(equals + 1)));
    rest = end == std::string_view::npos ? std::string_view{}
                                         : rest.substr(end + 1);
  }
  return result;
}

std::optional<std::string> request_target::first(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name)
      return value;
  return std::nullopt;
}

std::vector<std::string> request_target::all(std::string_view name) const {
  auto result = std::vector<std::string>{};
  for (const auto& [key, value] : query)
    if (key == name)
      result.push_back(value);
  return result;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  auto number = std::int64_t{0};
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  constexpr auto largest = std::int64_t{10'000'000'000};
  if (error != std::errc{} || rest != end || number < 0 || number > largest)
    return std::nullopt;
  return number;
}

} // namespace ballast::sim
