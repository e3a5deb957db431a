#include "sim/recording.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

namespace ballast::sim {

namespace {

constexpr auto day_seconds = std::int64_t{86'400};

std::int64_t floor_to(std::int64_t x, std::int64_t step) {
  const auto rest = x % step;
  return x - rest - (rest < 0 ? step : 0);
}

std::int64_t width_named(std::string_view name) {
  if (name == "1m")
    return 60;
  if (name == "5m")
    return 300;
  if (name == "1h")
    return 3600;
  return 0;
}

/// "binanceus_BTC-USD_1m_2023….csv" is {"BTC-USD", 60}.
std::optional<std::pair<std::string, std::int64_t>>
parse_name(const std::string& name) {
  const auto first = name.find('_');
  const auto second = name.find('_', first + 1);
  const auto third = name.find('_', second + 1);
  if (first == std::string::npos || second == std::string::npos
      || third == std::string::npos || !name.ends_with(".csv"))
    return std::nullopt;
  const auto width = width_named(
    std::string_view{name}.substr(second + 1, third - second - 1));
  if (width == 0)
    return std::nullopt;
  return std::pair{name.substr(first + 1, second - first - 1), width};
}

/// One field in units of 10^-decimals. Recordings hold exponents ("5.4e-05")
/// and are statistics, so they may pass through double.
std::optional<std::int64_t> parse_field(std::string_view text, int decimals) {
  auto number = 0.0;
  const auto [end, error]
    = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto units = number * std::pow(10.0, decimals);
  constexpr auto largest = 9e18;
  if (error != std::errc{} || end != text.data() + text.size() || !(units >= 0)
      || units > largest)
    return std::nullopt;
  return std::llround(units);
}

std::optional<bar> parse_row(std::string_view line, int price_decimals,
                             int volume_decimals) {
  const auto decimals = std::array{0,
                                   price_decimals,
                                   price_decimals,
                                   price_decimals,
                                   price_decimals,
                                   volume_decimals};
  auto fields = std::array<std::int64_t, 6>{};
  for (auto i = std::size_t{0}; i < fields.size(); ++i) {
    const auto comma = line.find(',');
    const auto is_last = i + 1 == fields.size();
    const auto value = parse_field(line.substr(0, comma), decimals.at(i));
    if (!value || is_last != (comma == std::string_view::npos))
      return std::nullopt;
    fields.at(i) = *value;
    line.remove_prefix(is_last ? line.size() : comma + 1);
  }
  const auto [time, open, high, low, close, volume] = fields;
  return bar{time / 1000, open, high, low, close, volume};
}

/// What can be known of a bar while it is still running: how it began.
bar begun(const bar& x, std::int64_t width, std::int64_t elapsed) {
  const auto volume = static_cast<double>(x.volume)
                      * static_cast<double>(elapsed)
                      / static_cast<double>(width);
  return {x.start, x.open,
          x.open,  x.open,
          x.open,  std::clamp<std::int64_t>(std::llround(volume), 1, x.volume)};
}

} // namespace

recording::recording(std::vector<bar> bars, std::int64_t width,
                     std::optional<std::int64_t> ends_at)
    : bars_{std::move(bars)}, width_{width}, repeats_{ends_at.has_value()} {
  assert(!bars_.empty());
  const auto begin = floor_to(bars_.front().start, day_seconds);
  const auto end
    = floor_to(bars_.back().start + width_ + day_seconds - 1, day_seconds);
  span_ = end - begin;
  if (ends_at)
    shift_ = floor_to(*ends_at, day_seconds) - end;
}

void recording::append_bars(std::vector<bar>& out, std::int64_t from,
                            std::int64_t to, std::int64_t width,
                            std::int64_t now) const {
  if (width % width_ != 0)
    return;
  const auto first = floor_to(from + width - 1, width);
  const auto end = std::min(floor_to(to, width) + width, now + 1);
  const auto begin = floor_to(bars_.front().start, day_seconds) + shift_;
  const auto turns = repeats_ ? floor_to(first - begin, span_) : 0;
  auto found = std::vector<bar>{};
  for (auto moved = turns + shift_; moved + begin - shift_ < end;
       moved += span_) {
    auto at = std::lower_bound(
      bars_.begin(), bars_.end(), first - moved,
      [](const bar& x, std::int64_t start) { return x.start < start; });
    for (; at != bars_.end() && at->start + moved < end; ++at) {
      const auto age = now + 1 - at->start - moved;
      auto x = age < width_ ? begun(*at, width_, age) : *at;
      x.start = floor_to(x.start + moved, width);
      if (!found.empty() && found.back().start == x.start)
        merge_later(found.back(), x);
      else
        found.push_back(x);
    }
    if (!repeats_)
      break;
  }
  out.insert(out.end(), found.begin(), found.end());
}

std::int64_t recording::last_price(std::int64_t now) const {
  auto time = now - shift_;
  const auto begin = floor_to(bars_.front().start, day_seconds);
  if (repeats_)
    time = begin + (time - begin) - floor_to(time - begin, span_);
  const auto after = std::upper_bound(
    bars_.begin(), bars_.end(), time,
    [](std::int64_t at, const bar& x) { return at < x.start; });
  if (after == bars_.begin())
    return repeats_ ? bars_.back().close : bars_.front().open;
  const auto& last = *std::prev(after);
  return time + 1 < last.start + width_ ? last.open : last.close;
}

result<std::map<std::string, candle_file>>
find_candle_files(const std::filesystem::path& directory) {
  auto error = std::error_code{};
  auto paths = std::vector<std::filesystem::path>{};
  for (auto at = std::filesystem::directory_iterator{directory, error};
       !error && at != std::filesystem::directory_iterator{};
       at.increment(error))
    paths.push_back(at->path());
  if (error)
    return ballast::fault{ec::not_found,
                          directory.string() + ": " + error.message()};
  std::sort(paths.begin(), paths.end());
  auto files = std::map<std::string, candle_file>{};
  for (const auto& x : paths) {
    const auto name = parse_name(x.filename().string());
    if (!name)
      continue;
    const auto [at, is_new]
      = files.try_emplace(name->first, candle_file{x, name->second});
    if (!is_new && name->second < at->second.width)
      at->second = candle_file{x, name->second};
  }
  return files;
}

result<std::vector<bar>> read_candle_file(const std::filesystem::path& path,
                                          int price_decimals,
                                          int volume_decimals) {
  auto file = std::ifstream{path};
  if (!file)
    return ballast::fault{ec::not_found, "cannot read " + path.string()};
  auto bars = std::vector<bar>{};
  auto line = std::string{};
  std::getline(file, line); // Its header.
  for (auto number = 2; std::getline(file, line); ++number) {
    const auto row = parse_row(line, price_decimals, volume_decimals);
    if (!row || (!bars.empty() && row->start <= bars.back().start))
      return ballast::fault{ec::corrupt, path.string() + ":"
                                           + std::to_string(number)
                                           + ": not a candle in order"};
    if (row->volume > 0)
      bars.push_back(*row);
  }
  if (bars.empty())
    return ballast::fault{ec::corrupt, path.string() + ": no candles"};
  return bars;
}

} // namespace ballast::sim
