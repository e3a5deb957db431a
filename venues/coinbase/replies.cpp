#include "venues/coinbase/replies.hpp"

#include "venues/http_status.hpp"
#include "venues/payload.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

constexpr unsigned status_ok = 200;

/// Discarded where it is no JSON, or none that may be parsed.
json parse(std::string_view body) {
  if (!objection(body).empty())
    return json(json::value_t::discarded);
  return json::parse(body, nullptr, /*allow_exceptions=*/false);
}

std::string lower(std::string_view x) {
  auto text = std::string{x};
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

/// Adds the text of a member, if it is there and is text.
void append_text(std::string& words, const json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end() || !found->is_string())
    return;
  const auto& text = found->get_ref<const std::string&>();
  // Bodies say the same thing twice more often than not.
  if (text.empty() || contains(words, text))
    return;
  words += words.empty() ? "" : ": ";
  words += text;
}

void append_words(std::string& words, const json& from) {
  if (!from.is_object())
    return;
  for (const auto* name :
       {"id", "error", "error_details", "message", "preview_failure_reason",
        "new_order_failure_reason"})
    append_text(words, from, name);
}

/// Whether a member says that something went wrong: present, and neither null
/// nor empty.
bool speaks(const json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end() || found->is_null())
    return false;
  return found->is_string() ? !found->get_ref<const std::string&>().empty()
                            : !found->empty();
}

/// Whether the body says that something went wrong, whatever else is in it.
bool is_error(const json& body) {
  if (!body.is_object())
    return false;
  const auto success = body.find("success");
  return (success != body.end() && *success == false) || speaks(body, "error")
         || speaks(body, "errors") || speaks(body, "error_response");
}

/// The words of an error body; empty when it has none.
std::string error_words(const json& body) {
  std::string words;
  append_words(words, body);
  if (!body.is_object())
    return words;
  if (const auto found = body.find("error_response"); found != body.end())
    append_words(words, *found);
  if (const auto found = body.find("errors"); found != body.end()) {
    append_words(words, *found);
    if (found->is_array() && !found->empty())
      append_words(words, found->front());
  }
  return words;
}

struct meaning {
  std::string_view word;
  outcome_kind kind;
};

// The first word found decides. Source: Coinbase Advanced Trade error codes
// and the failure reasons of its orders.
constexpr auto meanings = std::array{
  meaning{"rate_limit", outcome_kind::throttled},
  meaning{"resource_exhausted", outcome_kind::throttled},
  meaning{"resource exhausted", outcome_kind::throttled},
  meaning{"rate limit", outcome_kind::throttled},
  meaning{"too many requests", outcome_kind::throttled},
  meaning{"timestamp", outcome_kind::clock_or_nonce},
  meaning{"maintenance", outcome_kind::maintenance},
  meaning{"permission_denied", outcome_kind::not_permitted},
  meaning{"missing required scopes", outcome_kind::not_permitted},
  meaning{"unauthorized", outcome_kind::unauthorised},
  meaning{"unauthenticated", outcome_kind::unauthorised},
  meaning{"authentication_error", outcome_kind::unauthorised},
  meaning{"authentication failure", outcome_kind::unauthorised},
  meaning{"invalid_product_id", outcome_kind::unknown_symbol},
  meaning{"valid product_id is required", outcome_kind::unknown_symbol},
  meaning{"not_found", outcome_kind::unknown_symbol},
  meaning{"invalid_", outcome_kind::refused},
  meaning{"insufficient_fund", outcome_kind::refused},
  meaning{"unsupported_order_configuration", outcome_kind::refused},
  meaning{"untradable_product", outcome_kind::refused},
  meaning{"duplicate_", outcome_kind::refused},
  meaning{"preview_", outcome_kind::refused},
  meaning{"internal", outcome_kind::unavailable},
  meaning{"unavailable", outcome_kind::unavailable},
};

std::optional<outcome_kind> meaning_of(std::string_view words, subject about) {
  const auto text = lower(words);
  for (const auto& x : meanings) {
    if (!contains(text, x.word))
      continue;
    if (x.kind == outcome_kind::unknown_symbol && about != subject::product)
      return outcome_kind::refused;
    return x.kind;
  }
  return std::nullopt;
}

/// The venue's own words in a body that is not content, whatever its shape.
std::string words_of(std::string_view body) {
  if (auto why = objection(body); !why.empty())
    return why;
  if (auto words = error_words(parse(body)); !words.empty())
    return words;
  return std::string{body.substr(0, 400)};
}

verdict judge_words(const std::string& words, subject about) {
  return {meaning_of(words, about).value_or(outcome_kind::malformed),
          printable("HTTP 200 with an error: " + words)};
}

outcome_kind kind_of_404(std::string_view body, std::string_view words,
                         subject about) {
  if (is_html(body))
    return outcome_kind::malformed;
  if (about == subject::product)
    return outcome_kind::unknown_symbol;
  // Without the venue's own word for it, the address itself is wrong.
  return contains(lower(words), "not_found") || contains(words, "not found")
           ? outcome_kind::refused
           : outcome_kind::malformed;
}

outcome_kind kind_of_status(const net::reply& x, std::string_view words,
                            subject about) {
  const auto meant = meaning_of(words, about);
  switch (x.status) {
  case 400:
    return meant == outcome_kind::unknown_symbol ? *meant
                                                 : outcome_kind::refused;
  case 401:
    return meant == outcome_kind::clock_or_nonce ? *meant
                                                 : outcome_kind::unauthorised;
  case 404:
    return kind_of_404(x.body, words, about);
  default:
    break;
  }
  const auto kind = venues::kind_of_status(x);
  const auto is_refusal = 400 < x.status && x.status < 500;
  return kind == outcome_kind::malformed && is_refusal ? outcome_kind::refused
                                                       : kind;
}

} // namespace

verdict judge(const net::reply& x, subject about) {
  if (x.status == status_ok) {
    if (auto why = objection_at_sight(x.body); !why.empty())
      return {outcome_kind::malformed, std::move(why)};
    return {outcome_kind::ok, {}};
  }
  const auto words = words_of(x.body);
  const auto status = "HTTP " + std::to_string(x.status);
  const auto shown = printable(words);
  return {kind_of_status(x, words, about),
          printable(shown.empty() ? status : status + ": " + shown)};
}

std::optional<verdict> judge_error(std::string_view body, subject about) {
  const auto parsed = parse(body);
  if (!is_error(parsed))
    return std::nullopt;
  return judge_words(error_words(parsed), about);
}

verdict judge_unfit(std::string_view body, subject about,
                    std::string_view what_is_missing) {
  const auto words = error_words(parse(body));
  return words.empty()
           ? verdict{outcome_kind::malformed, printable(what_is_missing)}
           : judge_words(words, about);
}

std::string words_of_error(std::string_view body) {
  return error_words(parse(without_mark(body)));
}

} // namespace ballast::venues::coinbase
