// The SCHEDULER's last stage: of what survived, the best few have their books
// looked at. And what must survive whatever it does: where positions are.
#include "actors/scheduler_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

void scheduler_state::wish_books(venue_scan& v) {
  if (!options.funnel || v.unpriced || draining || v.costs.book.empty()
      || options.books.books == 0 || v.books_of == v.passed.passes
      || !can_scan(v) || (v.markets.size() > 0 && !is_through(v)))
    return;
  v.books_of = v.passed.passes;
  const auto scanned = scanned_by(v); // Ascending.
  v.books.clear();
  for (const auto& x : v.survivors)
    if (v.books.size() < options.books.books
        && std::binary_search(scanned.begin(), scanned.end(), x))
      v.books.push_back(x);
  if (v.books.empty())
    return;
  v.books_wished = ++last_wish;
  self->send(v.brokers.at(v.scanner),
             book_wish{v.books_wished, v.books, options.books.levels,
                       options.books.reach});
}

void scheduler_state::quoted(const quote_list& x) {
  auto& v = venue_of(x.venue);
  if (x.id == 0 || x.id != v.books_wished)
    return; // Of a wish that a newer one has replaced.
  v.books_wished = 0;
  auto pass = judge_quotes(v.books, x.quotes, v.worths, options.books);
  v.passed.books = pass.asked;
  v.passed.no_book = pass.no_book;
  v.passed.book_wide = pass.wide;
  v.passed.book_thin = pass.thin;
  v.passed.candidates = std::move(pass.candidates);
  constexpr std::uint64_t first_passes = 3;
  std::string names;
  for (const auto& y : v.passed.candidates)
    names += (names.empty() ? ": " : ", ") + y.symbol.to_string();
  say(v,
      fmt::format("funnel: books of {}, {} without one, {} too wide, {} too "
                  "thin, {} candidates{}",
                  pass.asked, pass.no_book, pass.wide, pass.thin,
                  v.passed.candidates.size(), names),
      v.passed.passes <= first_passes ? log_level::info : log_level::debug);
}

void scheduler_state::hold(const held_markets& x) {
  venue_of(x.venue).held[x.account] = {x.markets.begin(), x.markets.end()};
  const auto kept = held();
  for (auto& [id, v] : venues) {
    v.markets.favour(kept);
    if (!options.funnel)
      continue;
    // It need not wait for the next prices to survive them.
    const auto all = shares.of(id);
    for (const auto& market : kept)
      if (std::binary_search(all.begin(), all.end(), market)
          && std::find(v.survivors.begin(), v.survivors.end(), market)
               == v.survivors.end())
        v.survivors.insert(v.survivors.begin(), market);
    give(v);
    tell_wish(v);
    hand_out(v);
  }
}

std::set<symbol> scheduler_state::held() const {
  std::set<symbol> result;
  for (const auto& [id, v] : venues)
    for (const auto& [account, markets] : v.held)
      result.insert(markets.begin(), markets.end());
  return result;
}

} // namespace ballast
