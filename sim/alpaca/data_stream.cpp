#include "sim/alpaca/data_stream.hpp"

#include "sim/alpaca/keys.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace ballast::sim::alpaca {

namespace {

using namespace std::chrono_literals;
using json = nlohmann::ordered_json;

constexpr auto all = std::string_view{"*"};

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>()
                                          : std::string{};
}

bool is_symbol(std::string_view x) {
  constexpr auto longest = std::size_t{20};
  return x == all
         || (!x.empty() && x.size() <= longest
             && std::all_of(x.begin(), x.end(), [](char c) {
                  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                         || c == '.' || c == '/' || c == '-';
                }));
}

/// The lists that some feed has and this one has not.
bool is_of_other_feed(std::string_view list, bool is_crypto) {
  const auto here = lists_of(is_crypto);
  const auto there = lists_of(!is_crypto);
  return std::find(here.begin(), here.end(), list) == here.end()
         && std::find(there.begin(), there.end(), list) != there.end();
}

} // namespace

const data_endpoint* find_endpoint(std::string_view path) {
  static constexpr auto endpoints
    = std::array{data_endpoint{"/v2/iex", false, false},
                 data_endpoint{"/v2/sip", false, true},
                 data_endpoint{"/v1beta3/crypto/us", true, false}};
  const auto* const at
    = std::find_if(endpoints.begin(), endpoints.end(),
                   [&](const data_endpoint& x) { return x.path == path; });
  return at == endpoints.end() ? nullptr : at;
}

data_stream::data_stream(entrance enter, const stream_sources& from,
                         const data_endpoint& where, const net::call& opening,
                         instant now)
    : venue_stream{std::move(enter)}, from_{from}, where_{where},
      opened_{now.steady} {
  send_success("connected");
  const auto key = net::find_header(opening.headers, "apca-api-key-id");
  const auto secret = net::find_header(opening.headers, "apca-api-secret-key");
  if (key && secret)
    log_in(*key, *secret);
}

void data_stream::send_success(std::string_view what) {
  send(R"([{"T":"success","msg":")" + std::string{what} + "\"}]");
}

void data_stream::fail(int code, std::string_view why) {
  send(R"([{"T":"error","code":)" + std::to_string(code) + R"(,"msg":")"
       + std::string{why} + "\"}]");
}

void data_stream::send_items(const item_list& items) {
  constexpr auto most = std::size_t{100};
  auto frame = std::string{};
  for (auto i = std::size_t{0}; i < items.size(); ++i) {
    frame += i % most == 0 ? '[' : ',';
    frame += items[i];
    if (i % most == most - 1 || i + 1 == items.size())
      send(std::exchange(frame, {}) + ']');
  }
}

void data_stream::take(std::string_view text, instant now) {
  const auto doc = json::parse(text, nullptr, false);
  const auto action = doc.is_object() ? text_at(doc, "action") : std::string{};
  if (action == "auth")
    return log_in(text_at(doc, "key"), text_at(doc, "secret"));
  const auto adds = action == "subscribe";
  if (!adds && action != "unsubscribe")
    return fail(400, "invalid syntax");
  if (!account_)
    return fail(401, "not authenticated");
  auto named = places{};
  for (const auto& [list, symbols] : doc.items()) {
    if (is_of_other_feed(list, where_.is_crypto))
      return fail(410, "invalid subscribe action for this feed");
    const auto known = lists_of(where_.is_crypto);
    if (std::find(known.begin(), known.end(), list) == known.end())
      continue;
    if (!symbols.is_array())
      return fail(400, "invalid syntax");
    for (const auto& x : symbols) {
      if (!x.is_string() || !is_symbol(x.get_ref<const std::string&>()))
        return fail(400, "invalid syntax");
      named.emplace(list, x.get<std::string>());
    }
  }
  change(named, adds, now);
}

void data_stream::log_in(std::string_view key, std::string_view secret) {
  if (account_)
    return fail(403, "already authenticated");
  const auto account = account_of(from_.accounts, key, secret);
  if (!account) {
    from_.bad_key();
    return fail(402, "auth failed");
  }
  if (where_.is_paid) {
    fail(409, "insufficient subscription");
    return close();
  }
  seat_ = from_.seats.take(*account, where_.path);
  if (!seat_) {
    fail(406, "connection limit exceeded");
    return close();
  }
  account_ = account;
  send_success("authenticated");
}

/// Source: alpaca.md section 4, the free plan. How many books it has is said by
/// an older manual alone, and bars have no end.
bool data_stream::is_over_limit(const places& wanted) const {
  constexpr auto most = std::ptrdiff_t{30};
  const auto counts
    = [](const place& x) { return x.first == "trades" || x.first == "quotes"; };
  return std::count_if(wanted.begin(), wanted.end(), counts) > most
         || std::any_of(wanted.begin(), wanted.end(), [&](const place& x) {
              return x.second == all && (counts(x) || x.first == "orderbooks");
            });
}

void data_stream::change(const places& named, bool adds, instant now) {
  auto wanted = followed_;
  for (const auto& x : named)
    adds ? void(wanted.insert(x)) : void(wanted.erase(x));
  if (adds && is_over_limit(wanted))
    return fail(405, "symbol limit exceeded");
  followed_ = std::move(wanted);
  send_lists();
  std::erase_if(channels_,
                [&](const auto& x) { return !followed_.contains(x.first); });
  auto items = item_list{};
  for (const auto& x : followed_) {
    if (channels_.contains(x))
      continue;
    auto& opened = channels_[x];
    opened = make_data_channel(from_, where_.is_crypto, x.first, x.second, now);
    if (opened)
      opened->begin(items, now);
  }
  send_items(items);
}

/// Who follows the trades of a stock is told of their corrections as well.
void data_stream::send_lists() {
  auto item = json{{"T", "subscription"}};
  for (const auto list : lists_of(where_.is_crypto)) {
    auto symbols = json::array();
    const auto is_added = list == "corrections" || list == "cancelErrors";
    for (const auto& x : followed_)
      if (x.first == list || (is_added && x.first == "trades"))
        symbols.push_back(x.second);
    item[std::string{list}] = std::move(symbols);
  }
  send('[' + item.dump() + ']');
}

void data_stream::look(instant now) {
  constexpr auto patience = 10s;
  if (!account_) {
    if (now.steady >= opened_ + patience) {
      fail(404, "auth timeout");
      close();
    }
    return;
  }
  auto items = item_list{};
  for (const auto& [where, each] : channels_) {
    if (!each)
      continue;
    // Who hears of all hears of each once.
    auto unheard = item_list{};
    const auto is_told_twice
      = where.second != all
        && followed_.contains({where.first, std::string{all}});
    each->look(is_told_twice ? unheard : items, now);
  }
  send_items(items);
}

} // namespace ballast::sim::alpaca
