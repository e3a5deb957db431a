// What a connection hears whether or not anybody trades.
// Source: coinbase.md section 7 and the messages recorded with it.
#include "sim/coinbase/channel.hpp"
#include "sim/coinbase/product_json.hpp"
#include "sim/object_writer.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim::coinbase {

namespace {

class status_channel : public channel {
public:
  status_channel(market_data& markets, std::string product, instant now)
      : markets_{markets}, product_{std::move(product)}, sent_at_{now.steady} {}

  event_list begin(instant now) override { return {event(now)}; }
  event_list look(instant now) override {
    // How long the interval is, the manual does not say.
    constexpr auto pause = std::chrono::seconds{5};
    if (now.steady < sent_at_ + pause)
      return {};
    sent_at_ = now.steady;
    return {event(now)};
  }

private:
  std::string event(instant now) {
    auto rows = std::string{};
    for (const auto& x : coinbase_products())
      if (product_.empty() || x.id == product_)
        object_writer{rows}
          .text("product_type", "SPOT")
          .text("id", x.id)
          .text("base_currency", x.base)
          .text("quote_currency", x.quote)
          .text("base_increment", x.base_increment)
          .text("quote_increment", quote_increment_of(x))
          .text("display_name", x.base + '/' + x.quote)
          .text("status", markets_.state_of(x.id, now) ? "online" : "delisted")
          .text("status_message", "")
          .text("min_market_funds", quote_min_size_of(x))
          .end();
    return R"({"type":"snapshot","products":[)" + rows + "]}";
  }

  market_data& markets_;
  std::string product_;
  time_point sent_at_;
};

class heartbeats_channel : public channel {
public:
  explicit heartbeats_channel(instant now) : next_at_{now.steady} {}

  event_list begin(instant /*now*/) override { return {}; }
  event_list look(instant now) override {
    constexpr auto pause = std::chrono::seconds{1};
    if (now.steady < next_at_)
      return {};
    next_at_ = std::max(next_at_ + pause, now.steady);
    auto time = iso_milliseconds(now.wall);
    time[time.find('T')] = ' ';
    time.replace(time.size() - 1, 1, "000000 +0000 UTC");
    auto out = std::string{};
    object_writer{out}
      .text("current_time", time)
      .number("heartbeat_counter", ++count_)
      .end();
    return {out};
  }

private:
  time_point next_at_;
  std::int64_t count_ = 0;
};

} // namespace

std::unique_ptr<channel> make_status_channel(market_data& markets,
                                             std::string product, instant now) {
  return std::make_unique<status_channel>(markets, std::move(product), now);
}

std::unique_ptr<channel> make_heartbeats_channel(instant now) {
  return std::make_unique<heartbeats_channel>(now);
}

const coinbase_product* product_named(std::string_view id) {
  const auto& all = coinbase_products();
  const auto at
    = std::lower_bound(all.begin(), all.end(), id,
                       [](const coinbase_product& x, std::string_view wanted) {
                         return x.id < wanted;
                       });
  return at == all.end() || at->id != id ? nullptr : &*at;
}

} // namespace ballast::sim::coinbase
