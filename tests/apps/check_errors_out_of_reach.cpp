#include "tests/apps/check_errors.hpp"

#include <array>

namespace ballast::apps {

namespace {

constexpr auto order = "answers an order, a cancel or an amendment, and check "
                       "sends none";
constexpr auto margin = "is of margin, and answers an order";
constexpr auto query = "answers a question about one order, and check asks "
                       "none";
constexpr auto named = "names a market or an asset, and check asks for all";
constexpr auto stream = "is said on a WebSocket, and check opens none";
constexpr auto candles = "answers a question for candles, and check asks none";

struct row {
  const char* mark;
  const char* why;
};

constexpr auto kraken = std::array{
  row{"EOrder:Margin", margin},
  row{"EOrder:Insufficient margin", margin},
  row{"EOrder:Reduce only", margin},
  row{"EOrder:Positions limit exceeded", margin},
  row{"EOrder:Cannot open", margin},
  row{"EOrder:Unknown position", margin},
  row{"EOrder:Rate limit exceeded", order},
  row{"EOrder:Domain rate limit exceeded", order},
  row{"EOrder:", order},
  row{"ETrade:Invalid request", order},
  row{"EBM:limit exceeded", order},
  row{"EService:Deadline elapsed", "is of a deadline, which orders alone have"},
  row{"EService:Market in cancel_only mode", order},
  row{"EService:Market in post_only mode", order},
  row{"EGeneral:Invalid arguments:volume", order},
  row{"EGeneral:Invalid arguments:price", order},
  row{"EGeneral:Invalid arguments:ordertype", order},
  row{"EGeneral:Invalid arguments:Index unavailable", order},
  row{"EQuery:Unknown asset pair", named},
  row{"EQuery:Invalid asset pair", named},
  row{"EQuery:Unknown asset", named},
  row{"ESession:Invalid session", stream},
};

constexpr auto okx = std::array{
  row{"50036", "is of expTime, which orders alone have"},
  row{"50037", "is of expTime, which orders alone have"},
  row{"50038", "is of what demo trading lacks, such as to withdraw"},
  row{"50061", order},
  row{"51001", named},
  row{"51005", order},
  row{"51006", order},
  row{"51008", order},
  row{"51010", "is of tdMode, which orders alone have"},
  row{"51011", order},
  row{"51016", order},
  row{"51020", order},
  row{"51021", named},
  row{"51022", order},
  row{"51025", order},
  row{"51054", order},
  row{"51102", order},
  row{"51121", order},
  row{"51127", order},
  row{"51131", order},
  row{"51149", order},
  row{"51400", order},
  row{"51410", order},
  row{"51503", order},
  row{"51603", query},
  row{"60004", stream},
  row{"60005", stream},
  row{"60006", stream},
  row{"60007", stream},
  row{"60008", stream},
  row{"60009", stream},
  row{"60011", stream},
  row{"60012", stream},
  row{"60013", stream},
  row{"60014", stream},
  row{"60018", stream},
  row{"60019", stream},
  row{"60023", stream},
  row{"60024", stream},
  row{"60032", stream},
  row{"64001", stream},
  row{"64002", stream},
  row{"64003", stream},
  row{"64008", stream},
  row{"close 4001", stream},
  row{"close 4003", stream},
  row{"close 4004", stream},
  row{"close 4007", stream},
  row{"close 4008", stream},
  row{"close 4009", stream},
};

constexpr auto binance = std::array{
  row{"-1015", order},
  row{"-1013", order},
  row{"-1121", named},
  row{"-1145", order},
  row{"-2010", order},
  row{"-2011", order},
  row{"-2013", query},
  row{"-2021", order},
  row{"-2022", order},
  row{"-2026", query},
  row{"-2043", named},
  row{"-1125", "is of listenKeys, which this program does not use"},
  row{"-1034", stream},
  row{"-2035", stream},
  row{"-2036", stream},
  row{"-2042", stream},
};

constexpr auto coinbase = std::array{
  row{"number of candles requested", candles},
  row{"valid product_id is required", named},
  row{"orderID was not found", query},
  row{"INSUFFICIENT_FUND", order},
  row{"INVALID_LIMIT_PRICE_POST_ONLY", order},
  row{"UNSUPPORTED_ORDER_CONFIGURATION", order},
  row{"INVALID_SIZE_PRECISION", order},
  row{"INVALID_PRICE_PRECISION", order},
  row{"PREVIEW_", order},
  row{"UNTRADABLE_PRODUCT", order},
  row{"INVALID_PRODUCT_ID", order},
  row{"account is not available", order},
};

constexpr auto alpaca = std::array{
  row{"40310000", order},
  row{"40310100", order},
  row{"40010001", order},
  row{"42210000", order},
  row{"order is not found", query},
  row{"asset not found", named},
  row{"recent SIP data", candles},
  row{"Invalid symbol(s)", candles},
  row{"Invalid format for parameter", candles},
};

template <class Rows>
void add(std::vector<error_out_of_reach>& to, const char* venue,
         const Rows& rows) {
  for (const auto& x : rows)
    to.push_back({venue, x.mark, x.why});
}

} // namespace

std::vector<error_out_of_reach> errors_out_of_reach() {
  std::vector<error_out_of_reach> all;
  add(all, "coinbase", coinbase);
  add(all, "kraken", kraken);
  add(all, "okx", okx);
  add(all, "binance", binance);
  add(all, "alpaca", alpaca);
  return all;
}

} // namespace ballast::apps
