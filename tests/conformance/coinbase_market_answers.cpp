// Answers about single markets, and what trading there costs.
#include "tests/conformance/coinbase.hpp"
#include "venues/coinbase/symbols.hpp"

namespace ballast::conformance {

namespace {

net::reply good(const json& body) { return {200, {}, body.dump()}; }

judgement check_fees(const venues::trading& by, const response_row& x) {
  differences found;
  const auto read = by.fees_answer(good(x.raw));
  if (const auto* value = value_of(found, read)) {
    const auto& tier = x.raw.at("fee_tier");
    compare_decimals(found, "maker_fee_rate", member(tier, "maker_fee_rate"),
                     value->maker);
    compare_decimals(found, "taker_fee_rate", member(tier, "taker_fee_rate"),
                     value->taker);
  }
  return found.verdict("against the raw figures");
}

void compare_levels(differences& to, const json& rows, const json& unified,
                    const std::vector<book_level>& ours) {
  if (rows.size() != ours.size()
      || (unified.is_array() && unified.size() != ours.size())) {
    to.texts("levels", std::to_string(rows.size()),
             std::to_string(ours.size()));
    return;
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    compare_decimals(to, "level price", member(rows[i], "price"),
                     ours[i].price);
    compare_decimals(to, "level size", member(rows[i], "size"), ours[i].size);
    to.numbers("price", number_of(unified.at(i).at(0)),
               ours[i].price.to_double());
    to.numbers("size", number_of(unified.at(i).at(1)),
               ours[i].size.to_double());
  }
}

judgement check_book(const venues::trading& by, const response_row& x,
                     const std::set<std::string>& left_out) {
  const auto read = by.book_answer(good(x.raw));
  if (!x.raw.contains("pricebook"))
    return read.value ? failed("a book of another interface was read")
                      : checked("is no answer: another interface (Exchange)");
  differences found;
  const auto* ours = value_of(found, read);
  if (ours == nullptr)
    return found.verdict();
  const auto& book = x.raw.at("pricebook");
  compare_members(
    found, x.unified,
    {{"bids",
      [&](const json& rows) {
        compare_levels(found, book.at("bids"), rows, ours->bids);
      }},
     {"asks",
      [&](const json& rows) {
        compare_levels(found, book.at("asks"), rows, ours->asks);
      }},
     {"timestamp",
      [&](const json& time) {
        found.texts("timestamp", time.dump(), milliseconds(ours->at));
      }},
     // ccxt's is the one that it asked for.
     {"symbol",
      [&](const json& name) {
        found.texts("symbol", name.get<std::string>(),
                    x.argument(0).get<std::string>());
        found.texts("product_id", text_at(book, "product_id"),
                    venues::coinbase::product_id_of(ours->symbol));
      }}},
    x.kind, left_out);
  return found.verdict();
}

judgement check_trades(const venues::trading& by, const response_row& x,
                       const std::set<std::string>& left_out) {
  differences found;
  const auto read = by.trades_answer(good(x.raw));
  const auto* ours = value_of(found, read);
  if (ours == nullptr)
    return found.verdict();
  if (ours->size() != x.unified.size())
    return failed("not all trades were read");
  for (std::size_t i = 0; i < ours->size(); ++i) {
    const auto& one = (*ours)[i];
    compare_members(
      found, x.unified[i],
      {{"id",
        [&](const json& id) {
          found.texts("id", id.get<std::string>(), one.trade_id);
        }},
       {"timestamp",
        [&](const json& time) {
          found.texts("timestamp", time.dump(), milliseconds(one.at));
        }},
       {"symbol",
        [&](const json& name) {
          found.texts("symbol", name.get<std::string>(),
                      one.symbol.to_string());
        }},
       {"price",
        [&](const json& price) {
          found.numbers("price", number_of(price), one.price.to_double());
        }},
       {"amount",
        [&](const json& size) {
          found.numbers("amount", number_of(size), one.size.to_double());
        }}},
      x.kind, left_out);
    if (one.taker)
      found.note("a taker was guessed");
  }
  return found.verdict();
}

judgement check_ticker(const venues::trading& by, const response_row& x,
                       const std::set<std::string>& left_out) {
  differences found;
  const auto read = by.ticker_answer(good(x.raw));
  if (const auto* value = value_of(found, read))
    compare_tickers(found, {*value},
                    json{{text_at(x.unified, "symbol"), x.unified}}, x.kind,
                    left_out, true);
  return found.verdict();
}

} // namespace

judgement market_response(const venues::trading& by, const response_row& x,
                          const std::set<std::string>& left_out) {
  if (x.kind == "fees")
    return check_fees(by, x);
  if (x.kind == "order_book")
    return check_book(by, x, left_out);
  return x.kind == "trades" ? check_trades(by, x, left_out)
                            : check_ticker(by, x, left_out);
}

} // namespace ballast::conformance
