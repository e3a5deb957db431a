// What proves nothing about an order: no answer at all, an error on the way, a
// reply that was cut. None of it means that the venue does not have the order
// (O3, incident I4), and none of it that a placement was refused (E5, E10).
#include "tests/venues/recorded.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/binance/adapter.hpp"
#include "venues/coinbase/adapter.hpp"
#include "venues/kraken/adapter.hpp"
#include "venues/okx/adapter.hpp"
#include "venues/trading.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace ballast::venues {
namespace {

using maker = result<std::unique_ptr<adapter>> (*)(const adapter_options&);

/// What one venue says when it means it.
struct venue_words {
  const char* name;
  maker make;
  const char* venue_id; ///< Of the order that is asked for; empty: not known.
  net::reply absence;   ///< To a question: there is no such order.
  net::reply refusal;   ///< To a placement.
  net::reply acceptance;
};
std::ostream& operator<<(std::ostream& out, const venue_words& x) {
  return out << x.name;
}

// The venues' own words, as their sheets and recorded errors have them.
std::vector<venue_words> all_words() {
  const auto binance_order
    = R"({"symbol":"BTCUSDT","orderId":28,"orderListId":-1,)"
      R"("clientOrderId":"a0","transactTime":1507725176595,"price":"1.0",)"
      R"("origQty":"10.0","executedQty":"0.0","cummulativeQuoteQty":"0.0",)"
      R"("status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"SELL",)"
      R"("fills":[]})";
  const auto coinbase_refusal
    = reply_of(R"({"success":false,"error_response":{)"
               R"("error":"INSUFFICIENT_FUND","message":"no funds"}})");
  const auto coinbase_acceptance = reply_of(
    R"({"success":true,"success_response":{"order_id":"11111",)"
    R"("product_id":"BTC-USD","side":"BUY","client_order_id":"a0"}})");
  return {
    {"binance", make_binance, "",
     reply_of(R"({"code":-2013,"msg":"Order does not exist."})", 400),
     reply_of(R"({"code":-2010,"msg":"Account has insufficient balance."})",
              400),
     reply_of(binance_order)},
    {"okx", make_okx, "",
     reply_of(R"({"code":"51603","data":[],"msg":"Order does not exist"})"),
     reply_of(R"({"code":"1","data":[{"clOrdId":"a0","ordId":"",)"
              R"("sCode":"51008","sMsg":"no funds"}],"msg":""})"),
     reply_of(R"({"code":"0","data":[{"clOrdId":"a0","ordId":"7",)"
              R"("ts":"1695190491421","sCode":"0","sMsg":""}],"msg":""})")},
    {"kraken", make_kraken, "",
     reply_of(R"({"error":[],"result":{"open":{}}})"),
     reply_of(R"({"error":["EOrder:Insufficient funds"]})"),
     reply_of(R"({"error":[],"result":{"txid":["OU22CG-KLAF2-FWUDD7"],)"
              R"("descr":{"order":"buy 1 XBTUSD @ limit 2"}}})")},
    {"kraken_by_id", make_kraken, "OU22CG-KLAF2-FWUDD7",
     reply_of(R"({"error":["EOrder:Unknown order"]})"),
     reply_of(R"({"error":["EOrder:Order minimum not met"]})"),
     reply_of(R"({"error":[],"result":{"txid":["OU22CG-KLAF2-FWUDD7"]}})")},
    {"coinbase", make_coinbase, "",
     reply_of(R"({"orders":[],"has_next":false,"cursor":""})"),
     coinbase_refusal, coinbase_acceptance},
    {"coinbase_by_id", make_coinbase, "11111",
     reply_of(R"({"message":"order with this orderID was not found"})", 404),
     coinbase_refusal, coinbase_acceptance},
    {"alpaca", make_alpaca, "",
     reply_of(R"({"code":40410000,"message":"order not found for a0"})", 404),
     reply_of(R"({"code":40310000,"message":"insufficient buying power"})",
              403),
     reply_of(R"({"id":"61e69015-8549-4bfd-b9c3-01e75843f47d",)"
              R"("client_order_id":"a0","created_at":"2021-03-16T18:38:01Z",)"
              R"("updated_at":"2021-03-16T18:38:01Z","symbol":"BTC/USD",)"
              R"("asset_class":"crypto","qty":"1","filled_qty":"0",)"
              R"("filled_avg_price":null,"order_type":"limit","type":"limit",)"
              R"("side":"buy","time_in_force":"gtc","limit_price":"100",)"
              R"("status":"accepted"})")}};
}

/// Statuses of whatever stands between the venue's books and us: 0 is none.
/// 520 to 530 are those of a content network that does not reach its server.
constexpr auto ways_to_fail
  = std::array{0U,   204U, 301U, 302U, 304U, 307U, 408U, 500U, 502U, 503U,
               504U, 520U, 521U, 522U, 523U, 524U, 525U, 526U, 530U, 599U};

/// What such replies have for a body.
std::vector<std::string> pages() {
  return {"",
          " ",
          "null",
          "{}",
          "[]",
          "\"not found\"",
          "not found",
          "<html><body>404 Not Found</body></html>",
          std::string("\x1f\x8b\x08\x00", 4)};
}

class NoEvidence : public testing::TestWithParam<venue_words> {
protected:
  NoEvidence() : at_{std::move(*GetParam().make({}))} {
    which_.client_id = "a0";
    which_.venue_id = GetParam().venue_id;
  }

  bool is_absent(const net::reply& x) const {
    const auto told = at_->trader()->query_answer_of(x, which_);
    return told.kind == outcome_kind::ok && told.value
           && told.value->is_absent();
  }
  placement fate(const net::reply& x) const {
    return at_->trader()->place_answer(x).fate;
  }

  std::unique_ptr<adapter> at_;
  order_ref which_;
};

INSTANTIATE_TEST_SUITE_P(Venues, NoEvidence, testing::ValuesIn(all_words()),
                         [](const auto& x) {
                           return std::string{x.param.name};
                         });

std::string shown(const net::reply& x) {
  return std::to_string(x.status) + ' ' + x.body;
}

// Without this the rest would prove nothing either.
TEST_P(NoEvidence, ButTheVenuesOwnWordIs) {
  EXPECT_TRUE(is_absent(GetParam().absence));
  EXPECT_EQ(fate(GetParam().refusal), placement::refused);
  EXPECT_EQ(fate(GetParam().acceptance), placement::accepted);
}

TEST_P(NoEvidence, FaultE5_IsAnErrorOnTheWayWhateverItsPageSays) {
  auto bodies = pages();
  bodies.push_back(R"({"message":"no available server"})");
  for (const auto* x : {&GetParam().absence, &GetParam().refusal})
    bodies.push_back(x->body);
  for (const auto status : ways_to_fail)
    for (const auto& body : bodies) {
      const auto x = reply_of(body, status);
      EXPECT_FALSE(is_absent(x)) << shown(x);
      EXPECT_EQ(fate(x), placement::unknown) << shown(x);
    }
}

TEST_P(NoEvidence, FaultE11_IsAPageThatIsNotTheVenues) {
  for (const auto& body : pages()) {
    const auto x = reply_of(body, 200);
    EXPECT_FALSE(is_absent(x)) << shown(x);
    EXPECT_EQ(fate(x), placement::unknown) << shown(x);
    // Too many requests, or an address that does not exist.
    for (const auto status : {404U, 429U})
      EXPECT_FALSE(is_absent(reply_of(body, status))) << status << ' ' << body;
    EXPECT_EQ(fate(reply_of(body, 404)), placement::unknown) << body;
  }
}

TEST_P(NoEvidence, FaultE10_IsAReplyThatWasCut) {
  const auto cut = [](net::reply x, std::size_t at) {
    x.body.resize(at);
    return x;
  };
  const auto& words = GetParam();
  for (auto i = std::size_t{0}; i < words.absence.body.size(); ++i)
    EXPECT_FALSE(is_absent(cut(words.absence, i))) << words.absence.body << i;
  for (const auto* x : {&words.refusal, &words.acceptance})
    for (auto i = std::size_t{0}; i < x->body.size(); ++i)
      EXPECT_EQ(fate(cut(*x, i)), placement::unknown) << shown(cut(*x, i));
}

TEST_P(NoEvidence, AreTwoAnswersInOneBody) {
  const auto& words = GetParam();
  const auto twice = [](net::reply x, const std::string& more) {
    x.body += more;
    return x;
  };
  EXPECT_FALSE(is_absent(twice(words.absence, words.absence.body)));
  EXPECT_EQ(fate(twice(words.refusal, words.acceptance.body)),
            placement::unknown);
  EXPECT_EQ(fate(twice(words.acceptance, words.refusal.body)),
            placement::unknown);
}

} // namespace
} // namespace ballast::venues
