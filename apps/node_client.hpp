// What the commands that ask a running node have in common: where it is, the
// token, and what to say when there is no answer.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ballast::apps {

/// A node's address, as given with --url.
struct node_address {
  std::string url = "http://127.0.0.1:8420";
};

/// @param command names it in messages: "status".
/// @param body of a POST; none: a GET.
/// @returns the object that the node answered with 200, or the exit status
///          after a message on stderr: 2 for a bad URL or a question that the
///          node does not understand, 1 for everything else. Sends
///          BALLAST_API_TOKEN where it is set.
std::variant<nlohmann::ordered_json, int>
ask_node(const node_address& where, std::string_view command,
         const std::string& target,
         const std::optional<nlohmann::ordered_json>& body = std::nullopt);

/// For a query: everything but letters, digits and "-._~" as %XX.
std::string escaped(std::string_view text);

} // namespace ballast::apps
