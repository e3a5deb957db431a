// The BROKER's scanning: a batch comes in, candles go into the histories.
#include "actors/broker_state.hpp"

#include <iterator>
#include <utility>

namespace ballast {

void broker_state::scan(const scan_batch& x) {
  if (drains_for)
    return;
  batches.emplace(x.id, batch_progress{x.id, x.markets.size()});
  const auto spends = options.adapter->spends_of(venues::question::candles);
  job_line* line = nullptr;
  for (const auto& which : x.markets) {
    job work;
    work.what = venues::question::candles;
    work.lane = lane::scan;
    work.market = which;
    work.batch = x.id;
    work.since = now();
    if (!is_listed(work)) {
      market_sent(work);
      market_ended(work, outcome_kind::unknown_symbol);
      continue;
    }
    line = &queue.push(std::move(work), spends);
  }
  if (line == nullptr)
    return;
  if (is_shut(*line))
    hand_back(*line);
  post(*line);
}

candle_history& broker_state::history_of(const symbol& which) {
  return histories.try_emplace(which, options.timeframe, options.candles)
    .first->second;
}

void broker_state::read_candles(const open_request& x, const net::reply& r) {
  // The venue answered some time after the question left: only what had ended
  // by then has surely ended in the answer too.
  const auto known_until = x.sent_at_wall + offset.value();
  auto answer
    = options.adapter->candles_answer(r, options.timeframe, known_until);
  if (answer.kind == outcome_kind::ok && answer.value) {
    auto& history = history_of(x.work.market);
    change(history, [&](candle_history& of) {
      of.merge(std::move(*answer.value), known_until);
    });
    history.answered_until(x.asked_to);
    tell_candles(x.work.market);
    // Of a long history this may have been only the first part.
    if (history.missing(known_until, options.adapter->candles_max()).count == 1)
      scanned(x.work.market, x.sent_at);
  }
  conclude(x, answer.kind, answer.text, answer.limits, true, true);
}

void broker_state::price_all(const ticker_wish& x) {
  if (drains_for)
    return;
  pricing = {x.id, std::string{options.adapter->venue()}, 0, {}};
  job work;
  work.what = venues::question::tickers;
  work.lane = lane::scan;
  work.wish = x.id;
  ask(std::move(work));
}

void broker_state::read_tickers(const open_request& x, const net::reply& r) {
  auto answer = options.adapter->tickers_answer(r);
  // Of a probe, or of a wish that a newer one has replaced.
  if (!read(x, answer) || x.work.probe || x.work.wish != pricing.id)
    return;
  for (const auto& each : *answer.value)
    price_on_paper(each, x.sent_at_wall + offset.value());
  ++pricing.calls;
  std::move(answer.value->begin(), answer.value->end(),
            std::back_inserter(pricing.tickers));
  if (options.adapter->more_tickers_request(pricing.calls, venue_now())) {
    job more;
    more.what = venues::question::tickers;
    more.lane = lane::scan;
    more.wish = pricing.id;
    more.page = "more";
    return ask(std::move(more));
  }
  if (scheduler)
    self->send(scheduler, std::exchange(pricing, {}));
}

void broker_state::market_sent(const job& x) {
  const auto i = batches.find(x.batch);
  if (!x.asks(venues::question::candles) || i == batches.end())
    return;
  if (i->second.sent() && scheduler)
    self->send(scheduler,
               batch_sent{x.batch, std::string{options.adapter->venue()}});
}

void broker_state::market_ended(const job& x, outcome_kind kind) {
  if (x.of_book)
    return book_ended(x);
  const auto i = batches.find(x.batch);
  if (i == batches.end())
    return;
  i->second.ended(x.market, kind);
  if (!i->second.complete())
    return;
  batch_done done{x.batch, std::string{options.adapter->venue()}, {}};
  for (const auto& [which, how] : i->second.results())
    done.results.push_back({which, how});
  batches.erase(i);
  if (scheduler)
    self->send(scheduler, std::move(done));
}

void broker_state::hand_back(job_line& line, time_point before) {
  if (line.lane != lane::scan)
    return;
  // The oldest stands in front.
  while (!line.jobs.empty() && line.jobs.front().since <= before) {
    const auto x = std::move(line.jobs.front());
    line.jobs.pop_front();
    market_sent(x);
    market_ended(x, outcome_kind::not_sent);
  }
}

bool broker_state::is_listed(const job& x) const {
  return (!x.asks(venues::question::candles) && !x.of_book && !x.of_fees)
         || by_symbol.count(x.market) > 0;
}

} // namespace ballast
