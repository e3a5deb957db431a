#include "sim/binance/market_session.hpp"

#include "sim/request_target.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ballast::sim::binance {

namespace {

using json = nlohmann::ordered_json;

constexpr auto streams_max = std::size_t{1'024};

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool is_id(const json& x) {
  return x.is_null() || x.is_string() || x.is_number_integer();
}

} // namespace

struct market_session::request {
  json id;
  std::string method;
  json params = json::array();
};

std::vector<std::string> streams_of(std::string_view target) {
  const auto parsed = request_target::parse(target);
  auto list = parsed.first("streams").value_or("");
  constexpr auto raw = std::string_view{"/ws/"};
  if (parsed.path.starts_with(raw))
    list = parsed.path.substr(raw.size());
  auto result = std::vector<std::string>{};
  while (!list.empty()) {
    const auto end = std::min(list.find('/'), list.size());
    if (end > 0)
      result.push_back(list.substr(0, end));
    list.erase(0, end + 1);
  }
  return result;
}

market_session::market_session(entrance enter, market_data& markets,
                               bool combined,
                               const std::vector<std::string>& names,
                               instant now)
    : venue_stream{std::move(enter)}, markets_{markets}, combined_{combined},
      messages_{{limit_kind::sliding_window, 5, std::chrono::seconds{1}, 0}},
      life_{now.steady} {
  for (const auto& name : names)
    add(name, now);
  if (subscriptions_.size() > streams_max)
    close();
}

void market_session::add(const std::string& name, instant now) {
  const auto same = std::any_of(subscriptions_.begin(), subscriptions_.end(),
                                [&](const auto& x) { return x.name == name; });
  if (!same)
    subscriptions_.push_back({name, make_feed(name, markets_, now)});
}

void market_session::take(std::string_view text, instant now) {
  if (!messages_.has_room(1, now.steady)) {
    close();
    return;
  }
  messages_.take(1, now.steady);
  auto what = request{};
  const auto doc = json::parse(text, nullptr, false);
  if (doc.is_discarded())
    return fail(what, 3, "Invalid JSON: expected value at line 1 column 1");
  if (!doc.is_object() || !doc.contains("method") || !doc["method"].is_string())
    return fail(what, 2, "Invalid request: missing field `method`");
  what.method = doc["method"];
  what.id = doc.value("id", json{});
  what.params = doc.value("params", json::array());
  if (!is_id(what.id)) {
    what.id = nullptr;
    return fail(what, 2,
                "Invalid request: request ID must be an unsigned integer");
  }
  answer(what, now);
}

void market_session::answer(const request& what, instant now) {
  if (what.method == "LIST_SUBSCRIPTIONS") {
    auto names = json::array();
    for (const auto& x : subscriptions_)
      names.push_back(x.name);
    return reply(what, text_of(names));
  }
  if (what.method == "SET_PROPERTY" || what.method == "GET_PROPERTY")
    return property(what);
  const auto adds = what.method == "SUBSCRIBE";
  if (!adds && what.method != "UNSUBSCRIBE")
    return fail(what, 2,
                "Invalid request: unknown variant `" + what.method
                  + "`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, "
                    "`LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`");
  const auto& names = what.params;
  if (!names.is_array() || names.empty()
      || !std::all_of(names.begin(), names.end(),
                      [](const json& x) { return x.is_string(); }))
    return fail(what, 2, "Invalid request: params must be a list of streams");
  adds ? subscribe(what, now) : unsubscribe(what);
}

void market_session::subscribe(const request& what, instant now) {
  // What becomes of one stream too many is unconfirmed: none of them is taken.
  if (subscriptions_.size() + what.params.size() > streams_max)
    return fail(what, 2, "Invalid request: too many parameters");
  for (const auto& name : what.params)
    add(name.get<std::string>(), now);
  reply(what, "null");
}

void market_session::unsubscribe(const request& what) {
  for (const auto& name : what.params)
    std::erase_if(subscriptions_,
                  [&](const auto& x) { return x.name == name; });
  reply(what, "null");
}

void market_session::property(const request& what) {
  const auto& given = what.params;
  if (!given.is_array() || given.empty() || given[0] != "combined")
    return fail(what, 0, "Unknown property");
  if (what.method == "GET_PROPERTY")
    return reply(what, combined_ ? "true" : "false");
  if (given.size() < 2 || !given[1].is_boolean())
    return fail(what, 1, "Invalid value type: expected Boolean");
  combined_ = given[1];
  reply(what, "null");
}

void market_session::reply(const request& what, std::string_view result) {
  send(R"({"result":)" + std::string{result} + R"(,"id":)" + text_of(what.id)
       + '}');
}

void market_session::fail(const request& what, int code,
                          const std::string& text) {
  send(text_of({{"error", {{"code", code}, {"msg", text}}}, {"id", what.id}}));
}

std::string market_session::wrapped(std::string_view name,
                                    const std::string& event) const {
  if (!combined_)
    return event;
  return R"({"stream":)" + text_of(json(std::string{name})) + R"(,"data":)"
         + event + '}';
}

void market_session::look(instant now) {
  auto events = std::vector<std::string>{};
  for (auto& x : subscriptions_) {
    if (x.source == nullptr)
      continue;
    events.clear();
    x.source->append_due(events, now);
    for (const auto& event : events)
      send(wrapped(x.name, event));
  }
  if (life_.warns(now.steady))
    send(wrapped("!serverShutdown", lifetime::warning(now.wall)));
  if (life_.is_over(now.steady))
    close();
}

} // namespace ballast::sim::binance
