#include "sim/okx/session.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace ballast::sim::okx {

namespace {

using json = nlohmann::ordered_json;
using namespace std::chrono_literals;

constexpr auto quiet_max = 30s;

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string text_at(const json& x, const char* name) {
  const auto at = x.find(name);
  return at != x.end() && at->is_string() ? at->get<std::string>() : "";
}

/// Whether pushes come without being asked for every few seconds.
bool wants_events_only(const json& arg) {
  const auto extra = json::parse(text_at(arg, "extraParams"), nullptr, false);
  return extra.is_object() && text_at(extra, "updateInterval") == "0";
}

topic topic_of(const json& arg) {
  return {text_at(arg, "channel"),  text_at(arg, "instId"),
          text_at(arg, "instType"), text_at(arg, "ccy"),
          wants_events_only(arg),   text_of(arg)};
}

bool is_private(std::string_view channel) {
  return channel == "orders" || channel == "account"
         || channel == "balance_and_position" || channel == "fills";
}

/// Channels for those who trade more than any account here.
bool is_for_the_few(std::string_view channel) {
  return channel == "books-l2-tbt" || channel == "books50-l2-tbt"
         || channel == "fills";
}

std::string no_such_channel(const topic& x) {
  auto what = "channel:" + x.channel;
  if (!x.instrument.empty())
    what += ",instId:" + x.instrument;
  if (!x.type.empty())
    what += ",instType:" + x.type;
  return "Wrong URL or " + what
         + " doesn't exist. Please use the correct URL, channel and "
           "parameters referring to API document.";
}

} // namespace

listeners::line& listeners::present(std::size_t account,
                                    const std::string& channel) {
  auto& seats = lines_[std::to_string(account) + '/' + channel];
  std::erase_if(seats, [](const auto& x) { return x.expired(); });
  return seats;
}

std::size_t listeners::count(std::size_t account, const std::string& channel) {
  return present(account, channel).size();
}

std::shared_ptr<void> listeners::join(std::size_t account,
                                      const std::string& channel) {
  constexpr auto most = std::size_t{30};
  auto& seats = present(account, channel);
  if (seats.size() >= most)
    return nullptr;
  auto seat = std::make_shared<char>();
  seats.push_back(seat);
  return seat;
}

struct session::request {
  json id;
  std::string operation;
  json args;
};

std::optional<door> door_of(std::string_view path) {
  if (path == "/ws/v5/public")
    return door::everyone;
  if (path == "/ws/v5/private")
    return door::members;
  if (path == "/ws/v5/business")
    return door::business;
  return std::nullopt;
}

session::session(entrance enter, session_parts parts, door where,
                 std::string id, instant now)
    : venue_stream{std::move(enter)}, parts_{std::move(parts)}, where_{where},
      id_{std::move(id)}, requests_{{limit_kind::sliding_window, 480, 1h, 0}},
      last_{now.steady} {}

void session::take(std::string_view text, instant now) {
  constexpr auto size_max = std::size_t{64 * 1024};
  last_ = now.steady;
  if (text == "ping") {
    send("pong");
    return;
  }
  const auto doc = json::parse(text, nullptr, false);
  auto what = request{};
  const auto is_object = doc.is_object();
  if (is_object) {
    what = {doc.value("id", json{}), text_at(doc, "op"),
            doc.value("args", json{})};
  }
  const auto is_known = what.operation == "login"
                        || what.operation == "subscribe"
                        || what.operation == "unsubscribe";
  const auto has_args
    = what.args.is_array() && !what.args.empty()
      && std::all_of(what.args.begin(), what.args.end(),
                     [](const json& x) { return x.is_object(); });
  if (!is_object || text.size() > size_max || (is_known && !has_args))
    return fail(what, "60012", "Invalid request: " + std::string{text});
  if (!is_known)
    return fail(what, "60019", "Invalid op: " + what.operation);
  if (!requests_.has_room(1, now.steady))
    return fail(what, "60014", "Requests too frequent");
  requests_.take(1, now.steady);
  if (what.operation == "login")
    return log_in(what, now);
  for (const auto& arg : what.args) {
    if (what.operation == "subscribe")
      subscribe(what, topic_of(arg), now);
    else
      unsubscribe(what, topic_of(arg));
  }
}

void session::log_in(const request& what, instant now) {
  const auto& arg = what.args[0];
  const auto stamp = text_at(arg, "timestamp");
  const auto refuse = [&](const char* code, const char* text) {
    fail(what, code, text);
    close(); // With 4001.
  };
  if (account_)
    return fail(what, "60031",
                "Multiple logins per connection is not supported");
  const auto time = whole_of(stamp.substr(0, stamp.find('.')));
  if (!time)
    return refuse("60004", "Invalid timestamp");
  const auto sent = unix_time{std::chrono::seconds{*time}};
  if (sent > now.wall + quiet_max || sent < now.wall - quiet_max)
    return refuse("60006", "Timestamp request expired");
  const auto& all = parts_.keys.accounts();
  const auto key = text_at(arg, "apiKey");
  const auto found = std::find_if(
    all.begin(), all.end(), [&](const account_key& x) { return x.key == key; });
  if (found == all.end())
    return refuse("60005", "Invalid apiKey");
  if (text_at(arg, "passphrase") != found->passphrase)
    return refuse("60024", "Wrong passphrase");
  if (text_at(arg, "sign")
      != signature_of(found->secret, stamp, "GET", "/users/self/verify", ""))
    return refuse("60007", "Invalid sign");
  account_ = static_cast<std::size_t>(found - all.begin());
  send(
    text_of({{"event", "login"}, {"msg", ""}, {"code", "0"}, {"connId", id_}}));
}

void session::subscribe(const request& what, const topic& to, instant now) {
  const auto same
    = std::any_of(subscriptions_.begin(), subscriptions_.end(),
                  [&](const auto& x) { return x.topic == to.json; });
  if (same)
    return acknowledge(what, to);
  if (where_ == door::members && is_private(to.channel))
    return subscribe_member(what, to, now);
  if (where_ == door::everyone && is_for_the_few(to.channel)
      && to.channel != "fills")
    return account_ ? fail(what, "64003",
                           "Your trading fee tier doesn't meet the "
                           "requirement to access this channel")
                    : fail(what, "60011", "Please log in");
  auto source = make_public_feed(to, where_, parts_.markets, now);
  if (source == nullptr)
    return fail(what, "60018", no_such_channel(to));
  acknowledge(what, to);
  subscriptions_.push_back({to.json, std::move(source), nullptr});
}

void session::subscribe_member(const request& what, const topic& to,
                               instant now) {
  if (!account_)
    return fail(what, "60011", "Please log in");
  if (is_for_the_few(to.channel))
    return fail(what, "64003",
                "Your trading fee tier doesn't meet the requirement to access "
                "this channel");
  const auto account = *account_;
  auto source = make_private_feed(
    to,
    {account, uid_of(parts_.keys.accounts()[account]), &parts_.orders,
     [wallets = parts_.wallets, account](instant at) {
       return wallets(account, at);
     }},
    now);
  if (source == nullptr)
    return fail(what, "60018", no_such_channel(to));
  auto seat = parts_.heard_by.join(account, to.channel);
  const auto is_full = seat == nullptr;
  if (!is_full) {
    acknowledge(what, to);
    subscriptions_.push_back({to.json, std::move(source), std::move(seat)});
  }
  send(text_of(
    {{"event", is_full ? "channel-conn-count-error" : "channel-conn-count"},
     {"channel", to.channel},
     {"connCount", std::to_string(parts_.heard_by.count(account, to.channel))},
     {"connId", id_}}));
}

void session::unsubscribe(const request& what, const topic& from) {
  // What it never had is no error to the venue.
  std::erase_if(subscriptions_,
                [&](const auto& x) { return x.topic == from.json; });
  acknowledge(what, from);
}

void session::acknowledge(const request& what, const topic& which) {
  auto answer = json::object();
  if (what.id.is_string())
    answer["id"] = what.id;
  answer["event"] = what.operation;
  answer["arg"] = json::parse(which.json, nullptr, false);
  answer["connId"] = id_;
  send(text_of(answer));
}

void session::fail(const request& what, std::string_view code,
                   const std::string& text) {
  auto answer = json::object();
  if (what.id.is_string())
    answer["id"] = what.id;
  answer["event"] = "error";
  answer["code"] = code;
  answer["msg"] = text;
  answer["connId"] = id_;
  send(text_of(answer));
}

void session::look(instant now) {
  auto pushes = std::vector<std::string>{};
  for (auto& x : subscriptions_)
    x.source->append_due(pushes, now);
  if (!pushes.empty())
    last_ = now.steady;
  for (auto& x : pushes)
    send(std::move(x));
  if (now.steady - last_ > quiet_max)
    close();
}

} // namespace ballast::sim::okx
