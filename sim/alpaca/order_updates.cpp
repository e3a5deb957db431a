#include "sim/alpaca/order_updates.hpp"

#include "sim/matching_ids.hpp"
#include "sim/object_writer.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <utility>

namespace ballast::sim::alpaca {

void order_updates::add(std::string_view event, const desk_order& x,
                        bool as_taken, unix_time at,
                        const std::optional<order_execution>& execution) {
  // Who looks a few times a second misses none of so many.
  constexpr auto most = std::size_t{5'000};
  ++last_;
  auto order = std::string{};
  append_order_json(order, x, as_taken);
  auto data = std::string{};
  auto row = object_writer{data};
  row.text("event", event)
    .text("execution_id", execution
                            ? execution->what.trade_id
                            : uuid_text(seed_, "alpaca execution", last_))
    .bare("order", order);
  if (execution)
    row.text("position_qty", execution->position.to_string())
      .text("price", execution->what.price.to_string())
      .text("qty", execution->what.size.to_string());
  row.text("timestamp", iso_milliseconds(at)).end();
  kept_.push_back(
    {last_, x.account, R"({"stream":"trade_updates","data":)" + data + '}'});
  if (kept_.size() > most)
    kept_.pop_front();
}

std::vector<std::string> order_updates::since(std::uint64_t after,
                                              std::size_t account) const {
  auto result = std::vector<std::string>{};
  // From the end, as most of what is kept was told before.
  for (auto x = kept_.rbegin(); x != kept_.rend() && x->number > after; ++x)
    if (x->account == account)
      result.push_back(x->message);
  std::reverse(result.begin(), result.end());
  return result;
}

} // namespace ballast::sim::alpaca
