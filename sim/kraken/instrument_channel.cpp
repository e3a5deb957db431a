// The channel that lists all pairs and assets.
#include "sim/kraken/channel.hpp"
#include "sim/kraken/stream_text.hpp"
#include "sim/object_writer.hpp"

#include <algorithm>

namespace ballast::sim::kraken {

namespace {

using json = nlohmann::ordered_json;

/// A power of ten as the venue prints it: "0.1", but "1e-08".
std::string increment_text(int decimals) {
  constexpr auto plain_max = 4;
  if (decimals > plain_max)
    return (decimals < 10 ? "1e-0" : "1e-") + std::to_string(decimals);
  return decimals == 0
           ? "1"
           : "0." + std::string(static_cast<std::size_t>(decimals) - 1, '0')
               + '1';
}

void append_asset(std::string& rows, const asset& x) {
  const auto fiat = is_fiat(x.altname);
  object_writer{rows}
    .text("id", asset_symbol_of(x.id))
    .text("status", "enabled")
    .number("precision", fiat ? 4 : 10)
    .number("precision_display", fiat ? 2 : 5)
    .flag("borrowable", false)
    .bare("collateral_value", "0.0")
    .end();
}

void append_pair(std::string& rows, const pair& x, const std::string& status) {
  constexpr auto cost_decimals_min = 5;
  const auto nature = nature_of(x);
  object_writer{rows}
    .text("symbol", symbol_of(x))
    .text("base", nature.base)
    .text("quote", nature.quote)
    .text("status", status)
    .number("qty_precision", x.lot_decimals)
    .bare("qty_increment", increment_text(x.lot_decimals))
    .number("price_precision", x.price_decimals)
    .number("cost_precision", std::max(cost_decimals_min, x.price_decimals + 1))
    .flag("marginable", false)
    .flag("has_index", true)
    .bare("cost_min", cost_min_of(x))
    .bare("tick_size", increment_text(x.price_decimals))
    .bare("price_increment", increment_text(x.price_decimals))
    .bare("qty_min", x.order_min)
    .end();
}

class instrument_channel : public channel {
public:
  instrument_channel(market_data& markets, bool snapshot)
      : markets_{markets}, snapshot_{snapshot} {}

  json terms() const override {
    return {{"channel", "instrument"},
            {"snapshot", snapshot_},
            {"warnings", {"tick_size is deprecated, use price_increment"}}};
  }
  void begin(message_list& out, instant now) override {
    looked_at_ = now.steady;
    statuses_ = statuses(now);
    auto assets = std::string{};
    for (const auto& x : all_assets())
      append_asset(assets, x);
    auto pairs = std::string{};
    const auto& all = all_pairs();
    for (auto i = std::size_t{0}; i < all.size(); ++i)
      append_pair(pairs, all[i], statuses_[i]);
    if (snapshot_)
      out.push_back(message("snapshot", assets, pairs));
  }
  void look(message_list& out, instant now) override {
    constexpr auto pause = std::chrono::seconds{1};
    if (now.steady < looked_at_ + pause)
      return;
    looked_at_ = now.steady;
    auto next = statuses(now);
    auto pairs = std::string{};
    for (auto i = std::size_t{0}; i < next.size(); ++i)
      if (next[i] != statuses_[i])
        append_pair(pairs, all_pairs()[i], next[i]);
    statuses_ = std::move(next);
    if (!pairs.empty())
      out.push_back(message("update", {}, pairs));
  }

private:
  std::vector<std::string> statuses(instant now) {
    auto result = std::vector<std::string>{};
    for (const auto& x : all_pairs())
      result.push_back(markets_.pair_named(x.id, now) == nullptr
                         ? "delisted"
                         : markets_.status_of(x, now));
    return result;
  }
  /// Not a list like the data of every other channel.
  static std::string message(const std::string& type, const std::string& assets,
                             const std::string& pairs) {
    return R"({"channel":"instrument","type":")" + type
           + R"(","data":{"assets":[)" + assets + R"(],"pairs":[)" + pairs
           + "]}}";
  }

  market_data& markets_;
  bool snapshot_;
  time_point looked_at_{};
  std::vector<std::string> statuses_; ///< By place in all_pairs().
};

} // namespace

std::unique_ptr<channel> make_instrument_channel(const channel_sources& from,
                                                 bool snapshot) {
  return std::make_unique<instrument_channel>(from.markets, snapshot);
}

} // namespace ballast::sim::kraken
