#include "venues/kraken/replies.hpp"

#include "venues/http_status.hpp"
#include "venues/kraken/envelope.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::kraken {

namespace {

struct meaning {
  std::string_view prefix;
  outcome_kind kind;
};

// The first prefix that fits decides, so a category stands after its members.
constexpr auto meanings = std::array{
  meaning{"EAPI:Invalid nonce", outcome_kind::clock_or_nonce},
  meaning{"EAPI:Invalid key", outcome_kind::unauthorised},
  meaning{"EAPI:Invalid signature", outcome_kind::unauthorised},
  meaning{"EAPI:Rate limit exceeded", outcome_kind::throttled},
  meaning{"EAPI:Feature disabled", outcome_kind::not_permitted},
  meaning{"EAPI:Bad request", outcome_kind::refused},
  meaning{"EGeneral:Permission denied", outcome_kind::not_permitted},
  meaning{"EGeneral:Temporary lockout", outcome_kind::banned},
  meaning{"EGeneral:Too many requests", outcome_kind::throttled},
  meaning{"EGeneral:Internal error", outcome_kind::unavailable},
  meaning{"EGeneral:Invalid arguments", outcome_kind::refused},
  meaning{"EGeneral:Unknown method", outcome_kind::refused},
  meaning{"EAuth:Rate limit exceeded", outcome_kind::throttled},
  meaning{"EAuth:Too many requests", outcome_kind::throttled},
  meaning{"EAuth:Account", outcome_kind::not_permitted},
  meaning{"EAccount:Invalid permissions", outcome_kind::not_permitted},
  meaning{"ESession:Invalid session", outcome_kind::unauthorised},
  meaning{"EService: Throttled", outcome_kind::throttled},
  meaning{"EService:Throttled", outcome_kind::throttled},
  meaning{"EService:Market in ", outcome_kind::maintenance},
  meaning{"EService:", outcome_kind::unavailable},
  meaning{"EDatabase:", outcome_kind::unavailable},
  meaning{"EQuery:Unknown asset", outcome_kind::unknown_symbol},
  meaning{"EQuery:Invalid asset", outcome_kind::unknown_symbol},
  meaning{"EOrder:Rate limit exceeded", outcome_kind::throttled},
  meaning{"EOrder:Domain rate limit exceeded", outcome_kind::throttled},
  meaning{"EOrder:Trading agreement required", outcome_kind::not_permitted},
  meaning{"EOrder:", outcome_kind::refused},
  meaning{"ETrade:User Locked", outcome_kind::not_permitted},
  meaning{"ETrade:", outcome_kind::refused},
  meaning{"EBM:", outcome_kind::refused},
};

/// "EService: Throttled: 1700000000" counted from the reply's own Date.
std::optional<duration> throttled_for(const net::reply& x,
                                      std::string_view entry) {
  const auto colon = entry.rfind(':');
  auto text = entry.substr(colon + 1);
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const auto until = parse_whole(text);
  if (!until || *until <= 0 || *until > unix_seconds_max)
    return std::nullopt;
  return wait_until(x, unix_time{std::chrono::seconds{*until}});
}

} // namespace

outcome_kind kind_of_error(std::string_view entry) noexcept {
  const auto found
    = std::find_if(meanings.begin(), meanings.end(), [&](const meaning& x) {
        return entry.substr(0, x.prefix.size()) == x.prefix;
      });
  return found == meanings.end() ? outcome_kind::malformed : found->kind;
}

namespace {

/// The limit that an error names, as limits.toml calls it.
/// Source: "Spot REST rate limits"; "Spot trading rate limits".
std::string_view limit_in(std::string_view entry) noexcept {
  if (entry.starts_with("EAPI:Rate limit exceeded"))
    return "kraken.private";
  if (entry.starts_with("EOrder:Rate limit exceeded"))
    return "kraken.orders";
  return {};
}

} // namespace

verdict judge_error(const net::reply& x, std::string_view entry) {
  verdict judged;
  judged.kind = kind_of_error(entry);
  judged.text = printable(entry);
  judged.limits.exceeded = limit_in(entry);
  judged.limits.retry_after = retry_after_of(x);
  if (judged.limits.retry_after)
    return judged;
  if (judged.kind == outcome_kind::banned)
    judged.limits.retry_after = lockout;
  else if (judged.kind == outcome_kind::throttled)
    judged.limits.retry_after = throttled_for(x, entry);
  return judged;
}

verdict judge_status(const net::reply& x) {
  const auto status = "HTTP " + std::to_string(x.status);
  auto why = objection(x.body);
  const auto said
    = why.empty() ? error_in(without_mark(x.body)) : std::string{};
  auto judged
    = said.empty() ? verdict{kind_of_status(x), {}, {}} : judge_error(x, said);
  // What stands before the venue limits by itself, whatever it lets through.
  if (x.status == 429)
    judged.kind = outcome_kind::throttled;
  if (said.empty())
    judged.limits.retry_after = retry_after_of(x);
  if (why.empty())
    why = said.empty() ? x.body.substr(0, 400) : said;
  const auto shown = printable(why);
  judged.text = printable(shown.empty() ? status : status + ": " + shown);
  return judged;
}

} // namespace ballast::venues::kraken
