#include "sim/coinbase/product_json.hpp"

#include "sim/wire_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace ballast::sim::coinbase {

namespace {

bool is_quoted_in_coin(const coinbase_product& x) {
  return x.quote == "BTC" || x.quote == "ETH";
}

/// What happened in the last 24 hours.
struct day_figures {
  std::int64_t price = 0; ///< Ticks, now.
  std::int64_t volume = 0;
  double change = 0;       ///< Percent.
  double quote_volume = 0; ///< In quote units.
};

day_figures figures_of(const coinbase_product& x, const bar_source& source,
                       std::int64_t now) {
  constexpr auto hour = std::int64_t{3600};
  auto bars = std::vector<bar>{};
  source.append_bars(bars, now - 24 * hour, now, hour, now);
  auto result = day_figures{};
  result.price = source.last_price(now);
  for (const auto& each : bars)
    result.volume += each.volume;
  if (!bars.empty()) {
    const auto before = static_cast<double>(bars.front().open);
    result.change = (static_cast<double>(result.price) - before) / before * 100;
  }
  result.quote_volume = static_cast<double>(result.price)
                        * std::pow(10.0, -x.price_decimals - x.base_decimals)
                        * static_cast<double>(result.volume);
  return result;
}

std::string fixed(double x, int places) {
  auto text = std::array<char, 64>{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), x,
                                 std::chars_format::fixed, places);
  return {text.data(), end.ptr};
}

/// Appends `"name":"text",`.
void member(std::string& out, const char* name, std::string_view text) {
  out += '"';
  out += name;
  out += "\":\"";
  out += text;
  out += "\",";
}

void append_names(std::string& out, const coinbase_product& x) {
  member(out, "quote_currency_id", x.quote);
  member(out, "base_currency_id", x.base);
  out += R"("fcm_trading_session_details":null,"mid_market_price":"",)";
  member(out, "alias", x.mirror_of);
  out += R"("alias_to":[)";
  for (auto separator = ""; const auto& each : x.mirrors) {
    out += separator + ('"' + each + '"');
    separator = ",";
  }
  out += "],";
  member(out, "base_display_symbol", x.base);
  member(out, "quote_display_symbol", x.quote);
}

} // namespace

const char* quote_increment_of(const coinbase_product& x) {
  return is_quoted_in_coin(x) ? "0.00000001" : "0.01";
}

const char* quote_min_size_of(const coinbase_product& x) {
  return is_quoted_in_coin(x) ? "0.00001" : "1";
}

std::string product_json(const coinbase_product& x, const bar_source& bars,
                         std::int64_t now) {
  const auto day = figures_of(x, bars, now);
  auto out = std::string{"{"};
  member(out, "product_id", x.id);
  member(out, "price", decimal_text(day.price, x.price_decimals));
  member(out, "price_percentage_change_24h", fixed(day.change, 8));
  member(out, "volume_24h", decimal_text(day.volume, x.base_decimals));
  member(out, "volume_percentage_change_24h", "0");
  member(out, "base_increment", x.base_increment);
  member(out, "quote_increment", quote_increment_of(x));
  member(out, "quote_min_size", quote_min_size_of(x));
  member(out, "quote_max_size", is_quoted_in_coin(x) ? "1000" : "150000000");
  member(out, "base_min_size", x.base_min_size);
  member(out, "base_max_size", "1000000000");
  member(out, "base_name", x.base);
  member(out, "quote_name", x.quote);
  out += R"("watched":false,"is_disabled":false,"new":false,)"
         R"("status":"online","cancel_only":false,"limit_only":false,)"
         R"("post_only":false,"trading_disabled":false,"auction_mode":false,)"
         R"("product_type":"SPOT",)";
  append_names(out, x);
  out += R"("view_only":false,)";
  member(out, "price_increment", x.price_increment);
  member(out, "display_name", x.id);
  member(out, "product_venue", "CBE");
  member(out, "approximate_quote_24h_volume", fixed(day.quote_volume, 2));
  out += R"("new_at":"2023-01-01T00:00:00Z","market_cap":"","base_cbrn":"",)"
         R"("quote_cbrn":"","product_cbrn":"","icon_color":"","icon_url":"",)"
         R"("display_name_overwrite":"","is_alpha_testing":false,)"
         R"("about_description":"","best_bid_price":"","best_ask_price":""})";
  return out;
}

} // namespace ballast::sim::coinbase
