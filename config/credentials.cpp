#include "config/credentials.hpp"

#include "config/values.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace ballast::config {

namespace {

/// What a venue wants beside its API key, as variables call it.
struct part {
  std::string_view name;
  secret venue_credentials::*into;
};

std::vector<part> parts_of(const venue_settings& venue) {
  auto parts
    = std::vector<part>{{"API_KEY", &venue_credentials::key},
                        {"API_SECRET", &venue_credentials::secret_key}};
  if (venue.credentials.passphrase)
    parts.push_back({"PASSPHRASE", &venue_credentials::passphrase});
  return parts;
}

/// A PEM with real line ends, whether they came as such, as CRLF or as "\n".
secret with_line_ends(std::string_view text) {
  auto result = std::string{};
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\n")) {
      result.push_back('\n');
      ++i;
    } else if (text[i] != '\r' && !text.substr(i).starts_with("\\r")) {
      result.push_back(text[i]);
    } else if (text[i] == '\\') {
      ++i;
    }
  }
  return secret::take(std::move(result));
}

/// Nothing else is checked here: what a key looks like is the venue's affair.
bool is_one_printable_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char x) {
    return std::iscntrl(static_cast<unsigned char>(x)) != 0;
  });
}

/// What was found of one account at one venue.
struct found_parts {
  venue_credentials credentials;
  std::vector<std::string> missing;
  bool any = false;
};

result<found_parts> read_parts(const variables& from,
                               const venue_settings& venue,
                               const std::string& account,
                               std::set<std::string>& claimed) {
  auto found = found_parts{};
  found.credentials.venue = venue.name;
  found.credentials.account = account;
  for (const auto& x : parts_of(venue))
    for (const auto& name : spellings(venue.name, account, x.name))
      claimed.insert({name, name + "_FILE"});
  for (const auto& x : parts_of(venue)) {
    const auto names = spellings(venue.name, account, x.name);
    auto one = from.find_secret(names);
    if (!one)
      return one.error();
    if (!*one) {
      found.missing.push_back(names.front());
      continue;
    }
    found.any = true;
    auto& value = (*one)->value;
    if (venue.credentials.secret_is_pem && x.name == "API_SECRET")
      value = with_line_ends(value.reveal());
    else if (!is_one_printable_line(value.reveal()))
      return refusal((*one)->place, (*one)->name,
                     "expected one line without control characters");
    found.credentials.*x.into = std::move(value);
  }
  return found;
}

/// Without a word of it, keys are for the host where nothing is lost.
result<done> read_paper(const variables& from, venue_credentials& into) {
  into.paper = true;
  for (const auto& name : spellings(into.venue, into.account, "PAPER")) {
    const auto found = from.find(name);
    if (!found)
      continue;
    const auto flag = parse_flag(trimmed(found->value));
    if (!flag)
      return refusal(found->place, name, flag.error().text);
    into.paper = *flag;
    return done{};
  }
  return done{};
}

} // namespace

std::vector<std::string> spellings(std::string_view venue,
                                   std::string_view account,
                                   std::string_view what) {
  auto prefix = std::string{venue};
  for (auto& x : prefix)
    x = static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
  prefix.push_back('_');
  auto full = prefix;
  full.append(account).append("_").append(what);
  if (account != master)
    return {full};
  return {full, prefix.append(what)};
}

credential_search
find_credentials(const variables& from,
                 const std::vector<account_settings>& accounts,
                 const std::vector<venue_settings>& venues) {
  auto search = credential_search{};
  auto claimed = std::set<std::string>{};
  for (const auto& account : accounts)
    for (const auto& venue : venues) {
      const auto& wanted = account.venues;
      const auto is_wanted
        = wanted.empty()
          || std::find(wanted.begin(), wanted.end(), venue.name)
               != wanted.end();
      if (!venue.enabled || !is_wanted)
        continue;
      auto found = read_parts(from, venue, account.name, claimed);
      if (!found) {
        search.gaps.push_back(
          {venue.name, account.name, {}, false, found.error().text});
        continue;
      }
      if (!found->missing.empty()) {
        search.gaps.push_back(
          {venue.name, account.name, std::move(found->missing), found->any});
        continue;
      }
      if (venue.credentials.paper)
        if (auto paper = read_paper(from, found->credentials); !paper) {
          search.gaps.push_back(
            {venue.name, account.name, {}, false, paper.error().text});
          continue;
        }
      search.credentials.push_back(std::move(found->credentials));
    }
  for (const auto& name : from.names()) {
    const auto plain = name.ends_with("_FILE")
                         ? std::string_view{name}.substr(0, name.size() - 5)
                         : std::string_view{name};
    if (plain != "BALLAST_API_TOKEN" && is_secret_name(plain, venues)
        && !claimed.contains(name))
      search.unclaimed.push_back(name);
  }
  return search;
}

} // namespace ballast::config
