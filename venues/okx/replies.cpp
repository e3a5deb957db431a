#include "venues/okx/replies.hpp"

#include "venues/http_status.hpp"
#include "venues/json_body.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace ballast::venues::okx {

namespace {

struct meaning {
  int code;
  outcome_kind kind;
};

constexpr int busy = 50013;

// By class of the venue's own list. Codes that leave open whether an order was
// taken (50004, 50026, 51054, 51149) are `unavailable`, as a lost connection
// is: for whoever placed an order that means unknown, never refused.
constexpr auto meanings = std::array{
  // General.
  meaning{50000, outcome_kind::refused},
  meaning{50001, outcome_kind::unavailable},
  meaning{50002, outcome_kind::refused},
  meaning{50004, outcome_kind::unavailable},
  meaning{50005, outcome_kind::refused},
  meaning{50006, outcome_kind::refused},
  meaning{50007, outcome_kind::not_permitted},
  meaning{50009, outcome_kind::not_permitted},
  meaning{50011, outcome_kind::throttled},
  meaning{50012, outcome_kind::not_permitted},
  meaning{busy, outcome_kind::unavailable},
  meaning{50014, outcome_kind::refused},
  meaning{50015, outcome_kind::refused},
  meaning{50026, outcome_kind::unavailable},
  meaning{50027, outcome_kind::not_permitted},
  meaning{50029, outcome_kind::not_permitted},
  meaning{50030, outcome_kind::not_permitted},
  meaning{50035, outcome_kind::not_permitted},
  meaning{50036, outcome_kind::clock_or_nonce},
  meaning{50037, outcome_kind::refused},
  meaning{50038, outcome_kind::refused},
  meaning{50040, outcome_kind::throttled},
  meaning{50061, outcome_kind::throttled},
  // Of the key.
  meaning{50100, outcome_kind::not_permitted},
  meaning{50101, outcome_kind::unauthorised},
  meaning{50102, outcome_kind::clock_or_nonce},
  meaning{50103, outcome_kind::unauthorised},
  meaning{50104, outcome_kind::unauthorised},
  meaning{50105, outcome_kind::unauthorised},
  meaning{50106, outcome_kind::unauthorised},
  meaning{50107, outcome_kind::unauthorised},
  meaning{50110, outcome_kind::not_permitted},
  meaning{50111, outcome_kind::unauthorised},
  meaning{50112, outcome_kind::unauthorised},
  meaning{50113, outcome_kind::unauthorised},
  meaning{50114, outcome_kind::unauthorised},
  meaning{50115, outcome_kind::refused},
  meaning{50119, outcome_kind::unauthorised},
  meaning{50120, outcome_kind::not_permitted},
  // Of trading.
  meaning{51000, outcome_kind::refused},
  meaning{51001, outcome_kind::unknown_symbol},
  meaning{51005, outcome_kind::refused},
  meaning{51006, outcome_kind::refused},
  meaning{51008, outcome_kind::refused},
  meaning{51010, outcome_kind::not_permitted},
  meaning{51011, outcome_kind::refused},
  meaning{51016, outcome_kind::refused},
  meaning{51020, outcome_kind::refused},
  meaning{51021, outcome_kind::unknown_symbol},
  meaning{51022, outcome_kind::maintenance},
  meaning{51024, outcome_kind::not_permitted},
  meaning{51025, outcome_kind::refused},
  meaning{51054, outcome_kind::unavailable},
  meaning{51102, outcome_kind::refused},
  meaning{51121, outcome_kind::refused},
  meaning{51127, outcome_kind::refused},
  meaning{51131, outcome_kind::refused},
  meaning{51149, outcome_kind::unavailable},
  meaning{51400, outcome_kind::refused},
  meaning{51410, outcome_kind::refused},
  meaning{51503, outcome_kind::refused},
  meaning{51603, outcome_kind::refused},
  // Of streams.
  meaning{60004, outcome_kind::clock_or_nonce},
  meaning{60005, outcome_kind::unauthorised},
  meaning{60006, outcome_kind::clock_or_nonce},
  meaning{60007, outcome_kind::unauthorised},
  meaning{60008, outcome_kind::refused},
  meaning{60009, outcome_kind::unauthorised},
  meaning{60011, outcome_kind::unauthorised},
  meaning{60012, outcome_kind::refused},
  meaning{60013, outcome_kind::refused},
  meaning{60014, outcome_kind::throttled},
  meaning{60018, outcome_kind::refused},
  meaning{60019, outcome_kind::refused},
  meaning{60023, outcome_kind::throttled},
  meaning{60024, outcome_kind::unauthorised},
  meaning{60031, outcome_kind::refused},
  meaning{60032, outcome_kind::unauthorised},
  meaning{64001, outcome_kind::refused},
  meaning{64002, outcome_kind::refused},
  meaning{64003, outcome_kind::not_permitted},
  meaning{64008, outcome_kind::unavailable},
};

// Ascending, and no code twice.
static_assert(std::is_sorted(meanings.begin(), meanings.end(),
                             [](const meaning& a, const meaning& b) {
                               return a.code <= b.code;
                             }));

bool is_about_trading(std::int64_t code) noexcept {
  return 51000 <= code && code < 52000;
}

const meaning* meaning_of(std::string_view code) noexcept {
  const auto number = parse_whole(code);
  const auto* found
    = number ? std::find_if(meanings.begin(), meanings.end(),
                            [&](const meaning& x) { return x.code == *number; })
             : meanings.end();
  return found == meanings.end() ? nullptr : found;
}

/// What a body of whatever shape says went wrong; without a code when it does
/// not say.
envelope error_in(const net::reply& x) {
  return with_json(
    x.body,
    [](simdjson::dom::element parsed) {
      auto found = opened(parsed);
      // Not to outlive the parser.
      found.data.reset();
      return found.code == "0" ? envelope{} : found;
    },
    [](const std::string& /*why*/) { return envelope{}; });
}

outcome_kind kind_of(const net::reply& x, const envelope& said) {
  const auto by_code = kind_of_code(said.code);
  if (x.status == 429)
    return parse_whole(said.code) == busy ? *by_code : outcome_kind::throttled;
  if (by_code)
    return *by_code;
  if (x.status == 401)
    return outcome_kind::unauthorised;
  const auto by_status = kind_of_status(x);
  const auto is_refusal
    = !said.code.empty() && 400 <= x.status && x.status < 500;
  return is_refusal && by_status == outcome_kind::malformed
           ? outcome_kind::refused
           : by_status;
}

verdict verdict_of(const net::reply& x, outcome_kind kind,
                   std::string_view words) {
  verdict judged;
  judged.kind = kind;
  judged.text = printable(words);
  judged.limits.retry_after = retry_after_of(x);
  return judged;
}

} // namespace

std::optional<outcome_kind> kind_of_code(std::string_view code) noexcept {
  if (const auto* found = meaning_of(code))
    return found->kind;
  const auto number = parse_whole(code);
  return number && is_about_trading(*number)
           ? std::optional{outcome_kind::refused}
           : std::nullopt;
}

bool is_listed(std::string_view code) noexcept {
  return meaning_of(code) != nullptr;
}

std::string code_in(const net::reply& x) { return error_in(x).code; }

verdict judge_code(const net::reply& x, const envelope& found) {
  return verdict_of(x,
                    kind_of_code(found.code).value_or(outcome_kind::malformed),
                    words_of(found));
}

verdict judge_status(const net::reply& x) {
  const auto said = error_in(x);
  auto words = said.code.empty() ? objection(x.body) : words_of(said);
  if (words.empty())
    words = x.body.substr(0, 400);
  const auto status = "HTTP " + std::to_string(x.status);
  const auto shown = printable(words);
  return verdict_of(x, kind_of(x, said),
                    shown.empty() ? status : status + ": " + shown);
}

} // namespace ballast::venues::okx
