#include "sim/span_figures.hpp"

#include "sim/wire_text.hpp"

#include <array>
#include <charconv>
#include <vector>

namespace ballast::sim {

namespace {

constexpr auto hour = std::int64_t{3'600};
constexpr auto day = 24 * hour;

} // namespace

double paid_in(const bar& x) {
  return static_cast<double>(x.high + x.low + x.close) / 3
         * static_cast<double>(x.volume);
}

span_figures figures_since(const bar_source& source, std::int64_t from,
                           std::int64_t width, std::int64_t now) {
  auto bars = std::vector<bar>{};
  source.append_bars(bars, from, now, width, now);
  auto result = span_figures{};
  for (const auto& x : bars) {
    if (result.sum.volume == 0)
      result.sum = x;
    else
      merge_later(result.sum, x);
    result.quote_volume += paid_in(x);
  }
  if (result.sum.volume == 0) {
    const auto price = source.last_price(now);
    result.sum = {from, price, price, price, price};
  }
  return result;
}

span_figures figures_of_day(const bar_source& source, std::int64_t now) {
  return figures_since(source, now - day, hour, now);
}

std::string padded_text(std::int64_t units, int decimals, int places) {
  auto out = fixed_text(units, decimals);
  if (places <= decimals)
    return out;
  if (decimals == 0)
    out += '.';
  out.append(static_cast<std::size_t>(places - decimals), '0');
  return out;
}

std::string fixed_text(double x, int places) {
  auto text = std::array<char, 400>{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x,
                                 std::chars_format::fixed, places);
  return {text.data(), end.ptr};
}

} // namespace ballast::sim
