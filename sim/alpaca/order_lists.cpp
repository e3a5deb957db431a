// Orders and fills as lists, page by page.
#include "sim/alpaca/order_desk.hpp"
#include "sim/alpaca/replies.hpp"
#include "sim/csv.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>

namespace ballast::sim::alpaca {

namespace {

net::reply bad(const std::string& text) {
  return trading_error(422, 42'210'000, text);
}

/// Which of an account's rows are asked for.
struct row_filter {
  std::optional<unix_time> after; ///< Exclusive, like the next.
  std::optional<unix_time> until;
  bool ascending = false;
  std::size_t limit = 0;

  bool takes(unix_time x) const {
    return (!after || x > *after) && (!until || x < *until);
  }
};

/// @returns nothing where it cannot be read
std::optional<row_filter> read_filter(const request_target& what,
                                      const char* limit_name,
                                      std::int64_t usual, std::int64_t most) {
  auto filter = row_filter{};
  for (const auto* name : {"after", "until"}) {
    const auto text = what.first(name);
    const auto at = text ? parse_milliseconds(*text) : std::nullopt;
    if (text && !at)
      return std::nullopt;
    (name == std::string_view{"after"} ? filter.after : filter.until) = at;
  }
  filter.ascending = what.first("direction").value_or("desc") == "asc";
  const auto limit
    = whole_number(what.first(limit_name).value_or(std::to_string(usual)));
  if (!limit || *limit < 1 || *limit > most)
    return std::nullopt;
  filter.limit = static_cast<std::size_t>(*limit);
  return filter;
}

/// "BTC/USD,AAPL" in any of their names; empty: all.
bool names(const std::string& list, const asset& x) {
  auto rest = std::string_view{list};
  while (!rest.empty())
    if (find_asset(take_until(rest, ',')) == &x)
      return true;
  return list.empty();
}

/// "20221228071929579::…": the digits of the time, then the fill.
std::string activity_id(const fill& x) {
  auto text = iso_milliseconds(x.at);
  std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
  return text + "::" + x.trade_id;
}

} // namespace

net::reply order_desk::list(std::size_t account,
                            const request_target& what) const {
  constexpr auto usual = 50;
  constexpr auto most = 500;
  const auto filter = read_filter(what, "limit", usual, most);
  const auto status = what.first("status").value_or("open");
  if (!filter || (status != "open" && status != "closed" && status != "all"))
    return bad("invalid query");
  const auto wanted = what.first("symbols").value_or("");
  const auto side = what.first("side").value_or("");
  auto rows = std::vector<const desk_order*>{};
  for (const auto& x : orders_) {
    const auto is_buy = x.form.ticket.side == side::buy;
    if (x.account == account && filter->takes(x.submitted)
        && (status == "all" || alpaca::is_open(x) == (status == "open"))
        && names(wanted, *x.form.of)
        && (side.empty() || (side == "buy") == is_buy))
      rows.push_back(&x);
  }
  if (!filter->ascending)
    std::reverse(rows.begin(), rows.end());
  rows.resize(std::min(rows.size(), filter->limit));
  auto body = std::string{"["};
  for (const auto* x : rows) {
    body += body.size() == 1 ? "" : ",";
    append_order_json(body, *x, false);
  }
  return good(body + ']');
}

net::reply order_desk::fills(std::size_t account,
                             const request_target& what) const {
  constexpr auto most = 100;
  const auto filter = read_filter(what, "page_size", most, most);
  if (!filter)
    return bad("invalid query");
  auto rows = std::vector<std::pair<std::string, std::string>>{};
  auto sums = std::map<std::string, decimal>{};
  for (const auto& x : engine_.fills()) {
    const auto* const order = find(x.account, x.what.order_id);
    if (x.account != account || order == nullptr)
      continue;
    const auto sum = sums[order->id] += x.what.size;
    if (!filter->takes(x.what.at))
      continue;
    const auto& ticket = order->form.ticket;
    const auto left = ticket.size.is_zero() ? decimal{} : ticket.size - sum;
    const auto is_last = sum == order->record->filled
                         && order->record->state == order_state::filled;
    auto id = activity_id(x.what);
    auto row
      = R"({"id":")" + id + R"(","activity_type":"FILL","transaction_time":")"
        + iso_milliseconds(x.what.at) + R"(","type":")"
        + (is_last ? "fill" : "partial_fill") + R"(","price":")"
        + x.what.price.to_string() + R"(","qty":")" + x.what.size.to_string()
        + R"(","side":")" + (x.what.side == side::buy ? "buy" : "sell")
        + R"(","symbol":")" + x.market + R"(","leaves_qty":")"
        + left.to_string() + R"(","order_id":")" + order->id
        + R"(","cum_qty":")" + sum.to_string() + R"(","order_status":")"
        + (is_last ? "filled" : "partially_filled") + R"(","swap_rate":"1"})";
    rows.emplace_back(std::move(id), std::move(row));
  }
  if (!filter->ascending)
    std::reverse(rows.begin(), rows.end());
  auto first = rows.begin();
  if (const auto token = what.first("page_token")) {
    const auto at = std::find_if(rows.begin(), rows.end(), [&](const auto& x) {
      return x.first == *token;
    });
    first = at == rows.end() ? at : at + 1;
  }
  auto body = std::string{"["};
  for (auto i = std::size_t{0}; first != rows.end() && i < filter->limit;
       ++first, ++i)
    body.append(body.size() == 1 ? "" : ",").append(first->second);
  return good(body + ']');
}

} // namespace ballast::sim::alpaca
