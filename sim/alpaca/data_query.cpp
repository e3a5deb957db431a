#include "sim/alpaca/data_query.hpp"

#include "sim/alpaca/sessions.hpp"
#include "sim/csv.hpp"
#include "sim/wire_text.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace ballast::sim::alpaca {

namespace {

constexpr auto stocks_root = std::string_view{"/v2/stocks/"};
constexpr auto crypto_root = std::string_view{"/v1beta3/crypto/"};

bool is_capital(char x) { return x >= 'A' && x <= 'Z'; }
bool is_digit(char x) { return x >= '0' && x <= '9'; }

bool looks_like_stock(std::string_view x) {
  return !x.empty() && std::all_of(x.begin(), x.end(), [](char c) {
    return is_capital(c) || is_digit(c) || c == '.';
  });
}

bool looks_like_pair(std::string_view x) {
  const auto slash = x.find('/');
  const auto is_name = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_capital);
  };
  return slash != std::string_view::npos && is_name(x.substr(0, slash))
         && is_name(x.substr(slash + 1));
}

std::optional<data_route> stock_route(std::string_view rest) {
  constexpr auto series
    = std::array<std::string_view, 3>{"bars", "trades", "quotes"};
  auto route = data_route{};
  const auto is_series = [&](std::string_view x) {
    return std::find(series.begin(), series.end(), x) != series.end();
  };
  auto head = take_until(rest, '/');
  if (!is_series(head) && head != "snapshots") {
    route.of_symbol = head;
    head = take_until(rest, '/');
    if (head == "snapshot" && rest.empty()) {
      route.what = "snapshots";
      return route;
    }
    if (!is_series(head))
      return std::nullopt;
  }
  if (!rest.empty() && (rest != "latest" || head == "snapshots"))
    return std::nullopt;
  route.what = rest.empty() ? head : std::string{"latest/"}.append(head);
  return route;
}

std::optional<data_route> crypto_route(std::string_view rest) {
  constexpr auto places = std::array<std::string_view, 3>{"us", "us-1", "eu-1"};
  constexpr auto questions = std::array<std::string_view, 8>{
    "bars",        "trades",        "quotes",        "snapshots",
    "latest/bars", "latest/trades", "latest/quotes", "latest/orderbooks"};
  const auto place = take_until(rest, '/');
  if (std::find(places.begin(), places.end(), place) == places.end()
      || std::find(questions.begin(), questions.end(), rest) == questions.end())
    return std::nullopt;
  return data_route{true, std::string{rest}, {}};
}

ballast::fault bad(std::string text) {
  return {ec::invalid_argument, std::move(text)};
}

ballast::fault bad_time(const std::string& name, const std::string& value) {
  return bad("Invalid format for parameter " + name + ": error parsing '"
             + value + "' as RFC3339 or 2006-01-02 time: parsing time \""
             + value + "\" as \"2006-01-02\": cannot parse \"" + value
             + "\" as \"2006\"");
}

std::string from_base64(std::string_view text) {
  auto out = std::string(text.size(), '\0');
  const auto size
    = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  out.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  // OpenSSL counts what the padding stands for as bytes.
  while (!out.empty() && out.back() == '\0')
    out.pop_back();
  return out;
}

/// Reads where a page token goes on. @returns whether it is one
bool read_token(const std::string& token, data_window& into) {
  const auto decoded = from_base64(token);
  auto rest = std::string_view{decoded};
  into.after_symbol = take_until(rest, '|');
  take_until(rest, '|');
  const auto at = parse_time(rest);
  into.after = at.value_or(0);
  return at && !into.after_symbol.empty();
}

/// "+05:30", "-04:00" or "Z", in seconds.
std::optional<std::int64_t> offset_of(std::string_view text) {
  if (text == "Z" || text == "z")
    return 0;
  constexpr auto size = std::size_t{6};
  // A plus sign that was not escaped arrives as a space.
  if (text.size() != size || text[3] != ':'
      || std::string_view{"+- "}.find(text[0]) == std::string_view::npos)
    return std::nullopt;
  const auto hours = whole_number(text.substr(1, 2));
  const auto minutes = whole_number(text.substr(4, 2));
  if (!hours || !minutes)
    return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*hours * 3'600 + *minutes * 60);
}

} // namespace

std::optional<data_route> parse_route(std::string_view path) {
  if (path.starts_with(stocks_root))
    return stock_route(path.substr(stocks_root.size()));
  if (path.starts_with(crypto_root))
    return crypto_route(path.substr(crypto_root.size()));
  return std::nullopt;
}

result<std::vector<std::string>> parse_symbols(const data_route& route,
                                               const request_target& what) {
  const auto names
    = route.of_symbol.empty() ? what.first("symbols") : route.of_symbol;
  if (!names || names->empty())
    return bad("symbols is required");
  auto result = std::vector<std::string>{};
  auto rest = std::string_view{*names};
  do {
    const auto name = take_until(rest, ',');
    if (route.is_crypto && !looks_like_pair(name))
      return bad("Invalid symbol(s): " + std::string{name}
                 + " does not match ^[A-Z]+/[A-Z]+$");
    if (!route.is_crypto && !looks_like_stock(name))
      return bad("Invalid symbol(s): " + std::string{name});
    result.emplace_back(name);
  } while (!rest.empty());
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  constexpr auto date_size = std::size_t{10};
  constexpr auto time_size = std::size_t{19};
  const auto date = parse_date(text.substr(0, date_size));
  if (!date)
    return std::nullopt;
  const auto midnight = std::chrono::seconds{date->time_since_epoch()}.count();
  if (text.size() == date_size)
    return midnight;
  if (text.size() <= time_size || (text[10] != 'T' && text[10] != 't')
      || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto hours = whole_number(text.substr(11, 2));
  const auto minutes = whole_number(text.substr(14, 2));
  const auto seconds = whole_number(text.substr(17, 2));
  auto rest = text.substr(time_size);
  if (rest.front() == '.') {
    rest.remove_prefix(1);
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.begin()));
  }
  const auto offset = offset_of(rest);
  if (!hours || *hours > 23 || !minutes || *minutes > 59 || !seconds
      || *seconds > 60 || !offset)
    return std::nullopt;
  return midnight + *hours * 3'600 + *minutes * 60 + *seconds - *offset;
}

result<data_window> parse_window(const request_target& what, std::int64_t now,
                                 std::int64_t today) {
  auto window = data_window{};
  window.from = today;
  window.to = now;
  for (const auto* name : {"start", "end"}) {
    const auto text = what.first(name);
    const auto at = text ? parse_time(*text) : std::nullopt;
    if (text && !at)
      return bad_time(name, *text);
    if (at)
      (name == std::string_view{"start"} ? window.from : window.to) = *at;
  }
  if (what.first("end") && window.to < window.from)
    return bad("end should not be before start");
  constexpr auto limit_max = std::int64_t{10'000};
  const auto limit = whole_number(what.first("limit").value_or("1000"));
  if (!limit || *limit < 1 || *limit > limit_max)
    return bad("limit must be between 1 and 10000");
  window.limit = static_cast<std::size_t>(*limit);
  const auto sort = what.first("sort").value_or("asc");
  if (sort != "asc" && sort != "desc")
    return bad("Invalid format for parameter sort: " + sort);
  window.descending = sort == "desc";
  const auto token = what.first("page_token");
  if (token && !token->empty() && !read_token(*token, window))
    return bad("Invalid format for parameter page_token");
  return window;
}

std::optional<unix_time> parse_milliseconds(std::string_view text) {
  const auto seconds = parse_time(text);
  if (!seconds)
    return std::nullopt;
  const auto point = text.find('.');
  auto part = std::int64_t{0};
  auto has_ended = point == std::string_view::npos;
  for (auto i = std::size_t{1}; i <= 3; ++i) {
    has_ended
      = has_ended || point + i >= text.size() || !is_digit(text[point + i]);
    part = part * 10 + (has_ended ? 0 : text[point + i] - '0');
  }
  return unix_time{std::chrono::milliseconds{*seconds * 1'000 + part}};
}

std::string page_token(std::string_view symbol, std::string_view letter,
                       std::int64_t at) {
  auto time = iso_seconds(unix_time{std::chrono::seconds{at}});
  time.pop_back();
  const auto text = std::string{symbol} + '|' + std::string{letter} + '|' + time
                    + ".000000000Z";
  auto out = std::string(4 * ((text.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

} // namespace ballast::sim::alpaca
