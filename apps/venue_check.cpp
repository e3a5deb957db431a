#include "apps/venue_check.hpp"

#include "apps/check_findings.hpp"
#include "apps/connect_budgets.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>

namespace ballast::apps {

namespace {

using venues::question;

bool is_public_topic(check_topic x) noexcept {
  return x == check_topic::host || x == check_topic::clock
         || x == check_topic::status || x == check_topic::markets;
}

/// Of one budget, as far as this process has spent from it and was told.
requests_left left_of(const budget_view& x,
                      const std::map<std::string, limit_feedback>& told) {
  const auto is_window = x.row.kind == limit_kind::sliding_window
                         || x.row.kind == limit_kind::fixed_window;
  const auto size = is_window ? x.row.units : x.row.burst;
  const auto used = std::min<double>(size, std::ceil(x.used));
  requests_left left{x.id, size - static_cast<std::uint32_t>(used), size,
                     x.row.units / seconds(x.row.window)};
  if (const auto found = told.find(x.id); found != told.end()) {
    left.told = found->second.remaining;
    left.told_of = found->second.limit;
    left.told_used = found->second.used;
  }
  return left;
}

} // namespace

venue_check::venue_check(venues::adapter& adapter, rate_budgets& budgets,
                         venue_check_options options)
    : adapter_{adapter}, budgets_{budgets}, options_{std::move(options)} {
  row_.place = options_.place;
  row_.tells_status = adapter_.status_request().has_value();
  note(credentials_fine());
  if (!options_.known)
    return;
  const auto& known = *options_.known;
  // Where the time is asked with the key, a refused one has left it unknown.
  if (!known.ended && !known.clock)
    return;
  for (const auto& x : known.findings)
    note(x);
  row_.clock = known.clock;
  row_.universe = known.universe;
  may_sign_ = known.may_sign;
  ended_ = public_failed_ = known.ended;
  go_to(ended_ || !may_sign_ ? std::nullopt
                             : std::optional{question::permissions});
}

// -- asking -------------------------------------------------------------------

venue_check::step venue_check::next(instant now) {
  assert(!open_);
  // Each turn asks, waits or settles a question, of which there are few.
  while (question_) {
    if (!wished_at_) {
      wished_at_ = now.steady;
      permit_wish wish;
      wish.id = options_.id;
      wish.account = options_.place.account;
      wish.lane = lane::account;
      wish.spends = adapter_.spends_of(*question_);
      wish.count = 1;
      if (!budgets_.post(std::move(wish), now.steady)) {
        gave_up(now);
        continue;
      }
    }
    const auto granted = budgets_.grant(now.steady);
    const auto mine
      = std::find_if(granted.begin(), granted.end(),
                     [&](const auto& x) { return x.demand == options_.id; });
    if (mine != granted.end()) {
      wished_at_.reset();
      if (auto asked = ask(mine->id, now))
        return *asked;
      continue;
    }
    const auto wake = budgets_.next_wake(now.steady);
    if (wake && *wake <= *wished_at_ + patience)
      return wait{*wake};
    gave_up(now);
  }
  return finished{};
}

std::optional<venue_check::step> venue_check::ask(permit_id permit,
                                                  instant now) {
  if (venues::is_signed(*question_) && !mark_is_stored(now.wall)) {
    budgets_.end(permit, permit_end::unsent, now.steady);
    return std::nullopt;
  }
  open_ = open_request{permit, now};
  return build(now.wall).call;
}

bool venue_check::mark_is_stored(unix_time wall) {
  if (!adapter_.counts_nonces() || !options_.store_mark)
    return true;
  const auto wanted = mark_.to_store(adapter_.nonce(), wall);
  if (!wanted)
    return true;
  const auto stored = options_.store_mark(*wanted);
  if (stored) {
    mark_.stored(*wanted);
    return true;
  }
  note(nonce_not_stored(options_.place, stored.error().text));
  may_look_ = false;
  go_to(row_.universe ? std::nullopt : std::optional{question::markets});
  return false;
}

venues::request venue_check::build(unix_time wall) {
  // The near end of what the venue's clock can be: a token from the future is
  // refused, one that is a little old is not.
  const auto signed_at = adapter_.signs_by_venue_time() && row_.clock
                           ? wall + row_.clock->low
                           : wall;
  switch (*question_) {
  case question::status:
    if (auto made = adapter_.status_request())
      return std::move(*made);
    break;
  case question::permissions:
    return adapter_.permissions_request(signed_at);
  case question::balances:
    return adapter_.balances_request(page_, signed_at);
  case question::markets:
    if (!listed_.empty())
      if (auto more = adapter_.more_markets_request(listed_, signed_at))
        return std::move(*more);
    return adapter_.markets_request(signed_at);
  case question::time:
  case question::tickers:
  case question::candles:
    break;
  }
  return adapter_.time_request();
}

void venue_check::gave_up(instant now) {
  check_trouble x;
  x.asked = *question_;
  x.kind = outcome_kind::throttled;
  if (const auto why = budgets_.why(options_.id, now.steady)) {
    x.words = why->text;
    if (why->until)
      x.wait = std::max(duration::zero(), *why->until - now.steady);
  }
  budgets_.withdraw(options_.id);
  wished_at_.reset();
  failed(x, now);
}

// -- reading ------------------------------------------------------------------

void venue_check::answered(const net::outcome& x, instant now) {
  assert(open_);
  if (const auto* reply = std::get_if<net::reply>(&x)) {
    read(*reply, now);
    open_.reset();
    return;
  }
  const auto& why = std::get<net::failure>(x);
  const auto permit = open_->permit;
  open_.reset();
  budgets_.end(permit, why.byte_left ? permit_end::unknown : permit_end::unsent,
               now.steady);
  failed({*question_, outcome_of(why), link_trouble_of(why), why.text, {}},
         now);
}

/// What every answer says about limits. @returns whether it has a value.
template <class T>
bool venue_check::take(const venues::answer<T>& x, instant now) {
  const auto permit = open_->permit;
  if (x.kind == outcome_kind::throttled)
    budgets_.throttled(permit, x.limits, now.steady);
  if (x.kind == outcome_kind::banned)
    budgets_.banned(permit, ban_length(x.limits), now.steady);
  budgets_.heard(permit, x.limits, now.steady);
  remember(x.limits);
  budgets_.end(permit, permit_end::answered, now.steady);
  if (x.kind == outcome_kind::ok && x.value)
    return true;
  const check_trouble trouble{*question_, x.kind, link_trouble::none, x.text,
                              x.limits.retry_after};
  if (!try_another_nonce(trouble, now))
    failed(trouble, now);
  return false;
}

/// Whoever names no limit means the first that the question has spent from.
void venue_check::remember(const limit_feedback& said) {
  if (!said.remaining && !said.used)
    return;
  for (const auto& x : adapter_.spends_of(*question_))
    if (said.counted.empty()
        || x.budget.substr(0, x.budget.find('@')) == said.counted) {
      told_[x.budget] = said;
      return;
    }
}

bool venue_check::try_another_nonce(const check_trouble& x, instant now) {
  if (x.kind != outcome_kind::clock_or_nonce || !venues::is_signed(x.asked)
      || !adapter_.counts_nonces())
    return false;
  switch (nonces_.refused()) {
  case nonce_recovery::action::again:
    return true;
  case nonce_recovery::action::skip:
    nonces_skipped_ = true;
    adapter_.skip_nonces(std::max(adapter_.nonce(), microseconds_of(now.wall))
                         + nonce_recovery::skip_by);
    return true;
  case nonce_recovery::action::stop:
    break;
  }
  return false;
}

void venue_check::read(const net::reply& x, instant now) {
  switch (*question_) {
  case question::time:
    return read_time(x, now);
  case question::status: {
    const auto answer = adapter_.status_answer(x);
    if (take(answer, now))
      read_status(answer, now);
    return;
  }
  case question::permissions: {
    const auto answer = adapter_.permissions_answer(x);
    if (take(answer, now))
      read_permissions(answer);
    return;
  }
  case question::balances: {
    auto answer = adapter_.balances_answer(x);
    if (take(answer, now))
      read_balances(std::move(answer));
    return;
  }
  case question::markets:
  case question::tickers:
  case question::candles:
    break;
  }
  auto answer = adapter_.markets_answer(x);
  if (take(answer, now))
    read_markets(std::move(answer), now.wall);
}

void venue_check::read_time(const net::reply& x, instant now) {
  const auto answer = adapter_.time_answer(x);
  const auto sent = open_->sent.wall;
  if (!take(answer, now))
    return;
  row_.clock = read_clock(sent, now.wall, *answer.value);
  note(host_answers(options_.place, now.wall - sent));
  note(judge_clock(options_.place, *row_.clock));
  // Nothing is signed by a clock that is wrong: nonces made of it could lock
  // the key out for as long as it was wrong.
  may_sign_ = row_.findings.back().level != check_level::failed;
  go_on();
}

void venue_check::read_status(const venues::answer<market_state>& x,
                              instant now) {
  auto found = judge_status(options_.place, *x.value);
  if (undecided_ && found.level != check_level::failed)
    found = judge(*undecided_, options_.place, now.wall);
  ended_ = public_failed_ = found.level == check_level::failed;
  note(std::move(found));
  go_on();
}

void venue_check::read_permissions(const venues::answer<key_permissions>& x) {
  note(nonces_skipped_ ? nonce_shared(options_.place) : key_accepted());
  nonces_.accepted();
  row_.permissions = *x.value;
  row_.permissions_lacking = rights_lacking(*x.value, x.text);
  // "Account status ONBOARDING", "Account is trading_blocked".
  note(x.text.starts_with("Account ")
         ? account_restricted(options_.place, x.text)
         : judge_permissions(options_.place, *row_.permissions,
                             row_.permissions_lacking));
  // Without that right the answer is known, and would only repeat the cause.
  may_look_ = x.value->can_view;
  go_on();
}

void venue_check::read_balances(venues::answer<venues::balance_page> x) {
  auto& page = *x.value;
  std::move(page.balances.begin(), page.balances.end(),
            std::back_inserter(balances_));
  page_ = page.next;
  if (!page_.empty() && ++pages_ < pages_max)
    return; // The same question again, for the next page.
  row_.balances = balances_;
  note(judge_balances(balances_));
  note(judge_minimum(options_.place, balances_));
  go_on();
}

void venue_check::read_markets(venues::answer<std::vector<market>> x,
                               unix_time wall) {
  std::move(x.value->begin(), x.value->end(), std::back_inserter(listed_));
  if (adapter_.more_markets_request(listed_, wall))
    return; // The same question again, for the rest of the list.
  row_.universe = universe_of(listed_);
  note(judge_markets(options_.place, *row_.universe));
  go_on();
}

// -- the way through ----------------------------------------------------------

void venue_check::failed(check_trouble x, instant now) {
  x.with_key = adapter_.wants_key(x.asked);
  // A venue under maintenance may call it trouble until it is asked.
  if (x.asked == question::time && x.kind == outcome_kind::unavailable
      && x.link == link_trouble::none && row_.tells_status) {
    undecided_ = x;
    note(host_answers(options_.place, now.wall - open_->sent.wall));
    return go_to(question::status);
  }
  auto found = judge(undecided_.value_or(x), options_.place, now.wall);
  // Whatever it says, it is reached.
  if (x.asked == question::time && open_ && x.link == link_trouble::none
      && found.topic != check_topic::host)
    note(host_answers(options_.place, now.wall - open_->sent.wall));
  note(std::move(found));
  // Whoever limits or bans us, does not answer at all or is closed is left
  // alone; a key that is refused still leaves what is asked without it.
  const auto is_refused = health_class_of(x.kind) == health_class::auth;
  const auto is_signed = venues::is_signed(x.asked);
  const auto is_key = x.with_key && x.link == link_trouble::none
                      && (is_refused
                          || (is_signed
                              && (x.kind == outcome_kind::clock_or_nonce
                                  || x.kind == outcome_kind::refused
                                  || x.kind == outcome_kind::malformed)));
  may_look_ = false;
  ended_ = ended_ || !is_key;
  public_failed_ = public_failed_ || !(is_signed || is_key);
  const auto leaves_markets
    = x.asked != question::markets && !row_.universe
      && !(is_refused && adapter_.wants_key(question::markets));
  go_to(!ended_ && leaves_markets ? std::optional{question::markets}
                                  : std::nullopt);
}

void venue_check::go_to_balances() {
  go_to(may_look_ && !ended_ ? std::optional{question::balances}
                             : std::nullopt);
}

void venue_check::go_on() {
  if (ended_)
    return go_to(std::nullopt);
  const auto after_public
    = may_sign_ ? question::permissions : question::markets;
  switch (*question_) {
  case question::time:
    return go_to(row_.tells_status ? question::status : after_public);
  case question::status:
    return go_to(after_public);
  case question::permissions:
    return row_.universe ? go_to_balances() : go_to(question::markets);
  case question::markets:
    return go_to_balances();
  case question::balances:
  case question::tickers:
  case question::candles:
    break;
  }
  go_to(std::nullopt);
}

void venue_check::go_to(std::optional<question> x) { question_ = x; }

std::string venue_check::doing() const {
  if (!question_)
    return "done";
  switch (*question_) {
  case question::status:
    return "asking whether it is open";
  case question::permissions:
    return "asking what the key may do";
  case question::balances:
    return "asking for balances";
  case question::markets:
    return "asking for markets";
  case question::time:
  case question::tickers:
  case question::candles:
    break;
  }
  return "asking for the time";
}

check_row venue_check::row(time_point now) const {
  auto result = row_;
  const auto mine = adapter_.budgets();
  const auto of_sockets = connect_budgets(adapter_); // A check opens none.
  for (const auto& x : budgets_.view(now))
    if (of_sockets.count(x.id) == 0
        && std::any_of(mine.begin(), mine.end(),
                       [&](const auto& y) { return y.id == x.id; }))
      result.requests.push_back(left_of(x, told_));
  const auto told = std::any_of(
    result.findings.begin(), result.findings.end(),
    [](const auto& x) { return x.topic == check_topic::requests; });
  if (!told)
    result.findings.push_back(tell_requests(result.requests));
  return result;
}

venue_facts venue_check::facts() const {
  venue_facts result;
  // A list that is asked for with the key is that account's own.
  const auto own_markets = adapter_.wants_key(question::markets);
  // A venue that limits or bans what is public does so for every account.
  for (const auto& x : row_.findings)
    if ((is_public_topic(x.topic)
         && !(own_markets && x.topic == check_topic::markets))
        || (public_failed_ && x.topic == check_topic::requests))
      result.findings.push_back(x);
  result.clock = row_.clock;
  if (!own_markets)
    result.universe = row_.universe;
  result.may_sign = may_sign_;
  result.ended = public_failed_;
  return result;
}

} // namespace ballast::apps
