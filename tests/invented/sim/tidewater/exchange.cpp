#include "sim/tidewater/exchange.hpp"

#include "sim/faulty_exchange.hpp"
#include "sim/limiter.hpp"
#include "sim/object_writer.hpp"
#include "sim/tidewater/pools.hpp"
#include "sim/tidewater/replies.hpp"
#include "sim/tidewater/seal_gate.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace ballast::sim {

namespace {

using namespace tidewater;

constexpr auto address_rule
  = limit_rule{limit_kind::fixed_window, 240, std::chrono::minutes{1}, 0};
constexpr auto key_rule
  = limit_rule{limit_kind::fixed_window, 30, std::chrono::minutes{1}, 0};

std::string_view path_of(const net::call& what) {
  return std::string_view{what.target}.substr(0, what.target.find('?'));
}

bool is_sealed(std::string_view path) {
  return path == "/w1/holdings" || path == "/w1/pass";
}

class tidewater_exchange : public faulty_exchange {
public:
  explicit tidewater_exchange(const simulator_options& opts)
      : faulty_exchange{opts.seed}, gate_{make_accounts(opts.seed,
                                                        opts.accounts)},
        pools_{opts.seed, faults()}, keys_(opts.accounts, limiter{key_rule}) {}

  std::string_view venue() const override { return "tidewater"; }
  std::vector<account_key> accounts() const override {
    return gate_.accounts();
  }

protected:
  std::variant<refusal, passport> gate(const net::call& what,
                                       instant now) override {
    auto account = std::size_t{0};
    const auto sealed = is_sealed(path_of(what));
    if (sealed) {
      const auto whose = gate_.check(what, now.wall);
      if (const auto* reply = std::get_if<net::reply>(&whose))
        return refusal{refusal::reason::bad_signature, *reply};
      account = std::get<std::size_t>(whose);
      if (!keys_[account].has_room(1, now.steady))
        return too_much(keys_[account], now);
    }
    if (!address_.has_room(1, now.steady))
      return too_much(address_, now);
    address_.take(1, now.steady);
    if (sealed)
      keys_[account].take(1, now.steady);
    return passport{account, {}};
  }

  net::reply handle(const net::call& what, const passport& whose,
                    instant now) override {
    const auto path = path_of(what);
    if (what.method != "GET")
      return bad_ask("method");
    if (path == "/w1/clock")
      return clock(now.wall);
    if (path == "/w1/pools")
      return pools_.list(now);
    if (path == "/w1/levels")
      return pools_.levels(now);
    if (path.starts_with("/w1/waves/"))
      return pools_.waves(request_target::parse(what.target), now);
    const auto& account = gate_.accounts()[whose.account].account;
    if (path == "/w1/holdings")
      return holdings(account, now.steady);
    return path == "/w1/pass" ? pass(account, now.steady) : bad_ask("path");
  }

  const error_replies& words() const override { return common_replies(); }

private:
  static refusal too_much(limiter& x, instant now) {
    return {refusal::reason::over_limit, ebb(x.standing(now.steady).wait)};
  }

  static net::reply clock(unix_time now) {
    const auto count
      = std::chrono::microseconds{now.time_since_epoch()}.count();
    return good_reply("now_us", '"' + std::to_string(count) + '"');
  }

  net::reply holdings(const std::string& account, time_point now) {
    auto rows = std::string{"["};
    const auto left = faults().low_balance(account, now);
    object_writer{rows}
      .text("coin", "usd")
      .text("free", left.value_or("1000"))
      .text("tied", "0")
      .end();
    if (!left)
      object_writer{rows}
        .text("coin", "btc")
        .text("free", "0.75")
        .text("tied", "0.25")
        .end();
    return good_reply("holdings", rows + ']');
  }

  net::reply pass(const std::string& account, time_point now) {
    auto may = std::string{R"(["look")"};
    if (!faults().view_only(account, now))
      may += R"(,"trade")";
    if (faults().can_withdraw(account, now))
      may += R"(,"move")";
    return good_reply("may", may + ']');
  }

  seal_gate gate_;
  pools pools_;
  limiter address_{address_rule};
  std::vector<limiter> keys_; ///< By account.
};

} // namespace

result<std::unique_ptr<exchange>>
simulate_tidewater(const simulator_options& opts) {
  if (opts.accounts == 0)
    return ballast::fault{ec::invalid_argument,
                          "the simulated Tidewater has no account"};
  return std::unique_ptr<exchange>{std::make_unique<tidewater_exchange>(opts)};
}

} // namespace ballast::sim
