// What kind of answer a reply of Coinbase is, before its content is read.
//
//   200    content, or an error body all the same: judged by its words
//   400    refused                      404    unknown symbol (of a product)
//   401    unauthorised                 418    banned
//   403    not permitted; a page of     429    throttled
//          the firewall: banned         5xx    unavailable, or maintenance
//
// Error bodies come as {"error","error_details","message"}, {"errors":[{"id",
// "message"}]}, {"message"}, {"success":false,"error_response":{..}}, as plain
// text and as HTML. Source: Coinbase Advanced Trade, "REST API error codes",
// and bodies seen by clients.
#pragma once

#include "domain/outcome.hpp"
#include "net/wire.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

/// What the question was about: a 404 means something for a market alone.
enum class subject { service, product };

struct verdict {
  outcome_kind kind = outcome_kind::malformed;
  std::string text; ///< At most 200 printable characters; empty when ok.
};

/// Judges a reply by status and words. `ok` means: a 200 that may be parsed.
verdict judge(const net::reply& x, subject about);

/// Members of a body that may say that something went wrong.
constexpr auto error_members = std::array<std::string_view, 4>{
  "error", "errors", "error_response", "success"};

/// Judges a 200 that has one of `error_members`; absent when it says nothing
/// (empty, null, or a success), so that the content stands.
std::optional<verdict> judge_error(std::string_view body, subject about);

/// Judges the body of a 200 in which the promised content is not. By its words
/// where it has any, else malformed, with `what_is_missing` as text.
verdict judge_unfit(std::string_view body, subject about,
                    std::string_view what_is_missing);

/// The words of an error body, whatever its shape; empty where it is no JSON or
/// says nothing.
std::string words_of_error(std::string_view body);

} // namespace ballast::venues::coinbase
