// Binance's answers, any bytes, where Bitcoin is known: see replies.hpp.
#include "tests/fuzz/replies.hpp"
#include "venues/binance/adapter.hpp"

#include <string_view>
#include <utility>

namespace {

using namespace ballast;

constexpr auto list = std::string_view{
  R"({"symbols":[{"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC",)"
  R"("quoteAsset":"USDT","baseAssetPrecision":8,"quoteAssetPrecision":8,)"
  R"("filters":[]}]})"};

std::unique_ptr<venues::adapter> knowing_bitcoin() {
  auto by = std::move(*venues::make_binance({}));
  const net::reply listed{200, {}, std::string{list}};
  fuzz::insist(by->markets_answer(listed).value.has_value(), "a list is read");
  return by;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::read_reply(knowing_bitcoin, data, size);
  return 0;
}
