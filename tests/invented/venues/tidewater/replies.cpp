#include "venues/tidewater/replies.hpp"

#include "venues/http_status.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace ballast::venues::tidewater {

namespace {

struct meaning {
  std::string_view why;
  outcome_kind kind;
};

constexpr auto meanings = std::array{
  meaning{"ebb", outcome_kind::throttled},
  meaning{"storm", outcome_kind::banned},
  meaning{"no_key", outcome_kind::unauthorised},
  meaning{"bad_seal", outcome_kind::unauthorised},
  meaning{"stale", outcome_kind::clock_or_nonce},
  meaning{"not_yours", outcome_kind::not_permitted},
  meaning{"no_pool", outcome_kind::unknown_symbol},
  meaning{"bad_ask", outcome_kind::refused},
  meaning{"shut", outcome_kind::maintenance},
  meaning{"leak", outcome_kind::unavailable},
};

struct complaint {
  std::string why;
  std::string words; ///< "ebb Too many calls."
  std::optional<duration> wait;
};

complaint read_complaint(simdjson::dom::element parsed) {
  complaint found;
  simdjson::dom::object members;
  if (parsed.get_object().get(members) != simdjson::SUCCESS)
    return found;
  found.why = text_at(members, "why");
  found.words = found.why;
  if (const auto say = text_at(members, "say"); !say.empty())
    found.words.append(" ").append(say);
  std::uint64_t seconds = 0;
  constexpr auto most = static_cast<std::uint64_t>(
    std::chrono::duration_cast<std::chrono::seconds>(retry_after_max).count());
  if (members.at_key("wait").get_uint64().get(seconds) == simdjson::SUCCESS)
    found.wait = std::chrono::seconds{std::min(seconds, most)};
  return found;
}

complaint complaint_in(const net::reply& x) {
  return with_json(x.body, read_complaint,
                   [](const std::string& /*why*/) { return complaint{}; });
}

outcome_kind kind_of(const net::reply& x, const complaint& said) {
  if (x.status == 429)
    return outcome_kind::throttled;
  if (const auto known = kind_of_word(said.why))
    return *known;
  return x.status == 401 ? outcome_kind::unauthorised : kind_of_status(x);
}

} // namespace

std::optional<outcome_kind> kind_of_word(std::string_view why) noexcept {
  const auto* found
    = std::find_if(meanings.begin(), meanings.end(),
                   [&](const meaning& x) { return x.why == why; });
  if (found == meanings.end())
    return std::nullopt;
  return found->kind;
}

verdict judge(const net::reply& x) {
  const auto said = complaint_in(x);
  auto words = said.words.empty() ? objection(x.body) : said.words;
  if (words.empty())
    words = x.body.substr(0, 400);
  verdict judged;
  judged.kind = kind_of(x, said);
  judged.text = printable("HTTP " + std::to_string(x.status) + ": " + words);
  judged.limits = wait_of(x);
  if (said.wait)
    judged.limits.retry_after = said.wait;
  return judged;
}

} // namespace ballast::venues::tidewater
