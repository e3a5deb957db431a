#include "domain/entry_halts.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <string_view>

namespace ballast {

namespace {

constexpr auto causes = std::array{halt_cause::person, halt_cause::drawdown,
                                   halt_cause::daily_loss};

std::string text_of(halt_cause cause, const std::string& words) {
  return std::string{to_string(cause)} + ": " + words;
}

/// What an entry's text begins with. Words of nobody known are a person's.
halt_cause cause_of(std::string_view text) {
  for (const auto x : causes)
    if (text.starts_with(text_of(x, "")))
      return x;
  return halt_cause::person;
}

std::string percent_text(decimal fraction) {
  return value_of(fraction, decimal::whole(100), rounding::down).to_string()
         + " %";
}

/// Whether `now` is so large a part of `from` below it.
bool is_lost(decimal from, decimal now, decimal part) {
  return from > decimal{} && from - now >= value_of(from, part, rounding::up);
}

std::string loss_text(decimal now, const char* than, decimal from,
                      decimal part) {
  return "the equity of " + now.to_string() + " is at least "
         + percent_text(part) + " below " + than + " of " + from.to_string();
}

} // namespace

const char* to_string(halt_cause x) noexcept {
  switch (x) {
  case halt_cause::person:
    return "person";
  case halt_cause::drawdown:
    return "drawdown";
  case halt_cause::daily_loss:
    break;
  }
  return "daily loss";
}

journal_entry entry_of(const halt_change& x) {
  journal_entry result;
  result.kind = x.halts ? journal_kind::halt : journal_kind::resume;
  result.text = x.text;
  return result;
}

journal_entry entry_of(const equity_marks& x) {
  journal_entry result;
  result.kind = journal_kind::marks;
  result.size = x.highest;
  result.cost = x.day_start;
  result.until = unix_time{x.day};
  return result;
}

std::vector<halt_change> entry_halts::observe(decimal equity, unix_time now) {
  using enum halt_cause;
  std::vector<halt_change> result;
  const auto in_force = [this](halt_cause x) {
    return halts_.at(static_cast<std::size_t>(x)).has_value();
  };
  const auto change
    = [&](bool halts, halt_cause cause, const std::string& words) {
        result.push_back({halts, cause, text_of(cause, words)});
        halts ? begin(cause, result.back().text) : end(cause);
      };
  const auto today = std::chrono::floor<std::chrono::days>(now);
  if (!marks_)
    marks_ = equity_marks{equity, equity, today};
  marks_->highest = std::max(marks_->highest, equity);
  if (today > marks_->day) {
    marks_->day = today;
    marks_->day_start = equity;
    if (in_force(daily_loss))
      change(false, daily_loss, "another day has begun");
  }
  if (!in_force(drawdown) && is_lost(marks_->highest, equity, max_drawdown_))
    change(true, drawdown,
           loss_text(equity, "the highest", marks_->highest, max_drawdown_));
  if (!in_force(daily_loss)
      && is_lost(marks_->day_start, equity, max_daily_loss_))
    change(
      true, daily_loss,
      loss_text(equity, "the day's first", marks_->day_start, max_daily_loss_));
  return result;
}

halt_change entry_halts::halt(const std::string& words) {
  const auto text = text_of(halt_cause::person, words);
  begin(halt_cause::person, text);
  return {true, halt_cause::person, text};
}

halt_change entry_halts::resume(const std::string& words) {
  end(halt_cause::person);
  return {false, halt_cause::person, text_of(halt_cause::person, words)};
}

void entry_halts::take(const journal_entry& x) {
  if (x.kind == journal_kind::halt)
    begin(cause_of(x.text), x.text);
  else if (x.kind == journal_kind::resume)
    end(cause_of(x.text));
  else if (x.kind == journal_kind::marks && x.until)
    marks_ = equity_marks{x.size, x.cost,
                          std::chrono::floor<std::chrono::days>(*x.until)};
}

void entry_halts::begin(halt_cause cause, const std::string& text) {
  auto& what = halts_.at(static_cast<std::size_t>(cause));
  if (!what)
    what = text;
}

// What a person resumes is whole: they have seen what was lost.
void entry_halts::end(halt_cause cause) {
  if (cause != halt_cause::person) {
    halts_.at(static_cast<std::size_t>(cause)).reset();
    return;
  }
  halts_ = {};
  marks_.reset();
}

bool entry_halts::halted() const noexcept {
  return std::any_of(halts_.begin(), halts_.end(),
                     [](const auto& x) { return x.has_value(); });
}

std::string entry_halts::why() const {
  for (const auto& x : halts_)
    if (x)
      return *x;
  return {};
}

} // namespace ballast
