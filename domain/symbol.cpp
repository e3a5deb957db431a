#include "domain/symbol.hpp"

#include <algorithm>

namespace ballast {

namespace {

bool is_currency(std::string_view x) {
  constexpr std::size_t length_max = 24;
  return !x.empty() && x.size() <= length_max
         && std::all_of(x.begin(), x.end(), [](char c) {
              return ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9')
                     || c == '.' || c == '_' || c == '-';
            });
}

} // namespace

result<symbol> symbol::parse(std::string_view text) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto base = text.substr(0, slash);
    const auto quote = text.substr(slash + 1);
    if (is_currency(base) && is_currency(quote))
      return symbol{std::string{base}, std::string{quote}};
  }
  return fault{ec::invalid_argument,
               "expected BASE/QUOTE in upper case, such as \"BTC/USD\""};
}

} // namespace ballast
