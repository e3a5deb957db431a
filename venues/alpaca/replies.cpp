#include "venues/alpaca/replies.hpp"

#include "venues/http_status.hpp"
#include "venues/json_body.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

std::string word_at(const object& from, std::string_view name) {
  element value;
  std::uint64_t number = 0;
  if (from.at_key(name).get(value) != simdjson::SUCCESS)
    return {};
  if (value.get_uint64().get(number) == simdjson::SUCCESS)
    return std::to_string(number);
  return std::string{text_of(value)};
}

struct meaning {
  unsigned status;
  std::string_view code; ///< How it begins; empty: whatever it is.
  std::string_view word; ///< What the message holds; empty: whatever it says.
  outcome_kind kind;
};

// The first row that fits decides; without one the status alone does.
constexpr auto meanings = std::array{
  meaning{400, "", "", outcome_kind::refused},
  meaning{401, "", "", outcome_kind::unauthorised},
  meaning{403, "4031", "rejected by user request", outcome_kind::not_permitted},
  meaning{403, "4031", "", outcome_kind::refused},
  meaning{404, "", "asset not found", outcome_kind::unknown_symbol},
  meaning{404, "4041", "", outcome_kind::refused},
  meaning{422, "", "", outcome_kind::refused},
};

outcome_kind kind_of(const net::reply& x, const said& error) {
  const auto found
    = std::find_if(meanings.begin(), meanings.end(), [&](const meaning& y) {
        return y.status == x.status && error.code.starts_with(y.code)
               && error.message.find(y.word) != std::string::npos;
      });
  return found == meanings.end() ? kind_of_status(x) : found->kind;
}

} // namespace

said error_in(std::string_view body) {
  return with_json(
    body,
    [](element root) {
      object members;
      if (root.get_object().get(members) != simdjson::SUCCESS)
        return said{};
      return said{word_at(members, "code"), word_at(members, "message")};
    },
    [](const std::string& /*why*/) { return said{}; });
}

verdict judge_status(const net::reply& x) {
  const auto error = error_in(x.body);
  auto words = error.code;
  words.append(words.empty() ? "" : " ").append(error.message);
  if (words.empty())
    words = objection(x.body);
  if (words.empty())
    words = x.body.substr(0, 400);
  const auto status = "HTTP " + std::to_string(x.status);
  const auto shown = printable(words);
  return {kind_of(x, error),
          printable(shown.empty() ? status : status + ": " + shown),
          limits_of(x)};
}

} // namespace ballast::venues::alpaca
