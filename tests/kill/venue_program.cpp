// A simulated venue in a process of its own, that also counts how often each
// order was sent.
//
//   venue_program VENUE SEED
//
// The first line of its output says where it is and who may trade, in JSON.
// `GET /kill/placements` tells requests to place an order by client id.
//
// Orders come faster here than limits allow, and limits are another test's: the
// clock that those count by runs a thousand times as fast, and where they count
// by the calendar they are wide.
#include "apps/machine.hpp"
#include "apps/simulated_venues.hpp"
#include "net/http_server.hpp"
#include "sim/binance/exchange.hpp"
#include "sim/kraken/exchange.hpp"

#include <nlohmann/json.hpp>

#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace ballast;

/// The form of all client ids here: 32 hexadecimal digits, first a letter.
std::string client_id_in(const std::string& text) {
  const auto is_hex
    = [](char x) { return std::isxdigit(static_cast<unsigned char>(x)) != 0; };
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = begin;
    while (end < text.size() && is_hex(text[end]))
      ++end;
    if (end - begin == 32 && std::isalpha(text[begin]) != 0)
      return text.substr(begin, 32);
    begin = end + 1;
  }
  return {};
}

/// Where each venue takes orders. Sources: the venues' manuals.
bool is_placement(const net::call& x) {
  static const auto paths
    = std::map<std::string_view, int>{{"/api/v3/brokerage/orders", 0},
                                      {"/api/v3/order", 0},
                                      {"/0/private/AddOrder", 0},
                                      {"/api/v5/trade/order", 0},
                                      {"/v2/orders", 0}};
  const auto path = std::string_view{x.target}.substr(0, x.target.find('?'));
  return x.method == "POST" && paths.count(path) > 0;
}

result<std::unique_ptr<sim::exchange>> make_venue(const std::string& name,
                                                  std::uint64_t seed) {
  constexpr auto many = std::uint32_t{1'000'000};
  if (name == "binance") {
    sim::binance_options x;
    x.seed = seed;
    x.limits = {many, many, many, 10};
    return sim::make_binance(x);
  }
  if (name == "kraken") {
    sim::kraken_options x;
    x.seed = seed;
    x.public_limit
      = {limit_kind::sliding_window, many, std::chrono::seconds{1}, 0};
    x.private_limit = x.public_limit;
    return sim::make_kraken(x);
  }
  apps::simulated_venue_options x;
  x.venue = name;
  x.seed = seed;
  return apps::make_simulated_exchange(x);
}

class counting_venue {
public:
  explicit counting_venue(std::unique_ptr<sim::exchange> x)
      : exchange_{std::move(x)}, began_{apps::machine_now()} {}

  net::answer take(const net::call& x) {
    if (x.target == "/kill/placements") {
      const auto lock = std::scoped_lock{mutex_};
      return {{200, {}, nlohmann::json(placements_).dump()}};
    }
    if (is_placement(x)) {
      const auto lock = std::scoped_lock{mutex_};
      ++placements_[client_id_in(x.target + ' ' + x.body)];
    }
    auto now = apps::machine_now();
    now.steady = began_.steady + (now.steady - began_.steady) * 1000;
    return exchange_->arrive(x, now);
  }
  sim::account_key key() const { return exchange_->accounts().front(); }

private:
  std::unique_ptr<sim::exchange> exchange_;
  instant began_;
  std::mutex mutex_;
  std::map<std::string, unsigned> placements_;
};

} // namespace

int main(int argc, char** argv) {
  if (argc != 3)
    return 2;
  apps::block_signals();
  auto exchange = make_venue(argv[1], std::strtoull(argv[2], nullptr, 10));
  if (!exchange)
    return 1;
  counting_venue venue{std::move(*exchange)};
  net::http_server server{
    {}, [&](const net::call& call, const net::respond& respond) {
      respond(venue.take(call));
    }};
  const auto key = venue.key();
  const nlohmann::json line
    = {{"rest", "http://127.0.0.1:" + std::to_string(server.port())},
       {"key", key.key},
       {"secret", key.secret},
       {"passphrase", key.passphrase}};
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
  apps::wait_for_signal(std::chrono::hours{1});
  return 0;
}
