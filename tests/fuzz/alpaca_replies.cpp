// Alpaca's answers, any bytes, where Bitcoin is known: see replies.hpp.
#include "tests/fuzz/replies.hpp"
#include "venues/alpaca/adapter.hpp"

#include <string_view>
#include <utility>

namespace {

using namespace ballast;

constexpr auto list = std::string_view{
  R"([{"id":"1","class":"crypto","exchange":"CRYPTO","symbol":"BTC/USD",)"
  R"("name":"Bitcoin","status":"active","tradable":true,"fractionable":true,)"
  R"("min_order_size":"0.0001","min_trade_increment":"0.0001",)"
  R"("price_increment":"1"}])"};

std::unique_ptr<venues::adapter> knowing_bitcoin() {
  auto by = std::move(*venues::make_alpaca({}));
  const net::reply listed{200, {}, std::string{list}};
  const auto read = by->markets_answer(listed);
  fuzz::insist(read.value && read.value->size() == 1, "a list is read");
  return by;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  fuzz::read_reply(knowing_bitcoin, data, size);
  return 0;
}
