#include "sim/okx/exchange.hpp"

#include "sim/faulty_exchange.hpp"
#include "sim/limiter.hpp"
#include "sim/object_writer.hpp"
#include "sim/okx/market_data.hpp"
#include "sim/okx/replies.hpp"
#include "sim/okx/routes.hpp"
#include "sim/okx/session.hpp"
#include "sim/okx/signature_gate.hpp"
#include "sim/okx/trading.hpp"
#include "sim/signing.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ballast::sim {

namespace {

using okx::route;

std::string_view path_of(const net::call& what) {
  return std::string_view{what.target}.substr(0, what.target.find('?'));
}

/// The instrument that a call names, the first one of a batch; and how many
/// orders it has.
std::pair<std::string, std::uint32_t> orders_in(const net::call& what) {
  if (what.method == "GET")
    return {request_target::parse(what.target).first("instId").value_or(""), 1};
  constexpr auto batch_max = std::size_t{20};
  const auto doc = nlohmann::json::parse(what.body, nullptr, false);
  const auto is_batch = doc.is_array() && !doc.empty();
  const auto& first = is_batch ? doc[0] : doc;
  const auto named = first.is_object() && first.contains("instId")
                     && first["instId"].is_string();
  return {
    named ? first["instId"].get<std::string>() : std::string{},
    static_cast<std::uint32_t>(is_batch ? std::min(doc.size(), batch_max) : 1)};
}

/// What a call's limit counts by: the endpoint, and whose or which.
std::string bucket_of(const route& where, const net::call& what,
                      std::size_t account) {
  auto name = std::string{where.method}.append(" ").append(where.path);
  if (where.path.ends_with("instruments"))
    name += '/'
            + request_target::parse(what.target).first("instType").value_or("");
  if (where.by == okx::limit_by::address)
    return name;
  name += '/' + std::to_string(account);
  return where.by == okx::limit_by::user ? name
                                         : name + '/' + orders_in(what).first;
}

net::reply over_limit(bool under_200) {
  return under_200 ? okx::error_reply(200, "50011",
                                      "Rate limit reached. Please refer to API "
                                      "documentation and throttle requests "
                                      "accordingly.")
                   : okx::common_replies().throttled;
}

net::reply status_reply(bool is_down, unix_time now) {
  if (!is_down)
    return okx::data_reply("[]");
  using namespace std::chrono_literals;
  auto data = std::string{"["};
  object_writer{data}
    .text("begin", okx::milliseconds_text(now - 1min))
    .text("end", okx::milliseconds_text(now + 10min))
    .text("href", "")
    .text("preOpenBegin", "")
    .text("scheDesc", "")
    .text("serviceType", "5")
    .text("state", "ongoing")
    .text("maintType", "1")
    .text("env", "1")
    .text("system", "unified")
    .text("title", "Trading service upgrade")
    .end();
  return okx::data_reply(data + ']');
}

class okx_exchange : public faulty_exchange {
public:
  explicit okx_exchange(okx_options opts)
      : faulty_exchange{opts.seed}, opts_{std::move(opts)},
        signatures_{okx::make_accounts(opts_.seed, opts_.accounts)},
        market_data_{opts_.seed, faults(), opts_.stories_begin},
        trading_{opts_.seed, opts_.accounts, opts_.balances, market_data_} {}

  std::string_view venue() const override { return "okx"; }
  std::vector<account_key> accounts() const override {
    return signatures_.accounts();
  }

  std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& what, instant now) override {
    const auto path = std::string{path_of(what)};
    const auto enter = entrance(path);
    const auto lock = enter(now);
    const auto where = okx::door_of(path);
    if (!where)
      return net::answer{okx::no_such_route()};
    if (!connections_.has_room(1, now.steady))
      return net::answer{words().throttled};
    connections_.take(1, now.steady);
    constexpr auto id_size = std::size_t{8};
    auto id = to_hex(sha512(std::to_string(opts_.seed) + "/okx/connection/"
                            + std::to_string(++opened_)))
                .substr(0, id_size);
    return std::make_unique<okx::session>(
      enter,
      okx::session_parts{market_data_, trading_, signatures_, listeners_,
                         [this](std::size_t account, instant at) {
                           return purse_of(account, at);
                         }},
      *where, std::move(id), now);
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    const auto* const where = okx::route_of(what.method, path_of(what));
    if (where == nullptr)
      return passport{};
    auto account = std::size_t{0};
    if (where->is_signed) {
      const auto found = signatures_.check(what, now.wall);
      if (const auto* reply = std::get_if<net::reply>(&found))
        return refusal{refusal::reason::bad_signature, *reply};
      account = std::get<std::size_t>(found);
    }
    // Fixed or sliding is unconfirmed: a sliding one is the stricter.
    const auto rule
      = limit_rule{limit_kind::sliding_window, where->units, where->window, 0};
    auto& limit = limits_.try_emplace(bucket_of(*where, what, account), rule)
                    .first->second;
    const auto cost = where->path.find("batch") == std::string_view::npos
                        ? 1U
                        : orders_in(what).second;
    if (!limit.has_room(cost, now.steady))
      return refusal{refusal::reason::over_limit,
                     over_limit(opts_.limits_under_200)};
    limit.take(cost, now.steady);
    return passport{account, {}};
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto* const where = okx::route_of(what.method, path_of(what));
    if (where == nullptr)
      return okx::no_such_route();
    const auto target = request_target::parse(what.target);
    return where->is_signed
             ? private_reply(*where, target, what.body, whose.account, now)
             : public_reply(*where, target, now);
  }

  const matching* engine() const override { return &trading_.engine(); }

  const error_replies& words() const override { return okx::common_replies(); }

  net::answer misbehave(const fault& x, const net::call& what,
                        instant now) override {
    // The status is what a client polls during maintenance, so it answers.
    if (x.kind == fault_kind::maintenance
        && path_of(what) == "/api/v5/system/status")
      return {status_reply(true, now.wall)};
    return faulty_exchange::misbehave(x, what, now);
  }

private:
  net::reply public_reply(const route& where, const request_target& target,
                          instant now) {
    if (where.path == "public/time")
      return okx::data_reply(R"([{"ts":")" + okx::milliseconds_text(now.wall)
                             + R"("}])");
    if (where.path == "system/status")
      return status_reply(false, now.wall);
    if (where.path == "public/instruments")
      return market_data_.instruments(target, now);
    if (where.path == "market/tickers")
      return market_data_.tickers(target, now);
    if (where.path == "market/ticker")
      return market_data_.ticker(target, now);
    if (where.path.ends_with("candles"))
      return market_data_.candles(target, where.path != "market/candles", now);
    if (where.path.starts_with("market/books"))
      return market_data_.books(target, where.path != "market/books", now);
    if (where.path == "market/trades")
      return market_data_.trades(target, now);
    return market_data_.price_limit(target, now);
  }

  net::reply private_reply(const route& where, const request_target& target,
                           std::string_view body, std::size_t account,
                           instant now) {
    const auto& whose = signatures_.accounts()[account];
    if (where.method == "POST")
      return rights_of(whose.account, now.steady).can_trade
               ? trading_.write(where.path, body, account,
                                faults().low_balance(whose.account, now.steady),
                                now)
               : words().permission_denied;
    if (where.path.starts_with("trade/")
        && where.path != "trade/account-rate-limit")
      return trading_.read(where.path, target, account, now);
    if (where.path == "account/balance")
      return okx::balance_reply(purse_of(account, now), target, now.wall);
    if (where.path == "account/config")
      return okx::config_reply(whose, rights_of(whose.account, now.steady));
    if (where.path == "account/trade-fee")
      return trade_fee(target, now);
    if (where.path == "account/instruments")
      return market_data_.instruments(target, now);
    if (where.path == "asset/currencies")
      return okx::currencies_reply(target);
    if (where.path == "asset/balances") // All is in the trading account.
      return okx::data_reply("[]");
    auto data = std::string{"["};
    object_writer{data}
      .text("accRateLimit", "1000")
      .text("fillRatio", "")
      .text("mainFillRatio", "")
      .text("nextAccRateLimit", "")
      .text("ts", okx::milliseconds_text(now.wall))
      .end();
    return okx::data_reply(data + ']');
  }

  net::reply trade_fee(const request_target& target, instant now) {
    const auto type = target.first("instType").value_or("");
    if (type.empty())
      return okx::empty_parameter("instType");
    const auto id = target.first("instId").value_or("");
    if (id.empty())
      return okx::fee_reply("", now.wall);
    const auto* const x = market_data_.find(id, now);
    return x == nullptr ? okx::unknown_instrument()
                        : okx::fee_reply(x->facts->group, now.wall);
  }

  purse purse_of(std::size_t account, instant now) {
    const auto dollars = faults().low_balance(
      signatures_.accounts()[account].account, now.steady);
    if (!dollars)
      return trading_.wallets(account, now);
    auto left = purse{};
    left.receive("USDT", *decimal::parse(*dollars));
    return left;
  }

  okx::key_rights rights_of(const std::string& account, time_point now) {
    return {!faults().view_only(account, now),
            faults().can_withdraw(account, now)};
  }

  okx_options opts_;
  okx::signature_gate signatures_;
  okx::market_data market_data_;
  okx::trading trading_;
  std::map<std::string, limiter> limits_; ///< By bucket_of.
  okx::listeners listeners_;
  limiter connections_{
    {limit_kind::sliding_window, 3, std::chrono::seconds{1}, 0}};
  std::uint64_t opened_ = 0; ///< Connections until now.
};

} // namespace

result<std::unique_ptr<exchange>> make_okx(okx_options opts) {
  if (opts.accounts == 0)
    return ballast::fault{ec::invalid_argument,
                          "the simulated OKX has no account"};
  for (const auto& [currency, amount] : opts.balances)
    if (const auto number = decimal::parse(amount);
        !number || number->is_negative())
      return ballast::fault{ec::invalid_argument,
                            "a balance of the simulated OKX is no amount"};
  return std::unique_ptr<exchange>{
    std::make_unique<okx_exchange>(std::move(opts))};
}

} // namespace ballast::sim
