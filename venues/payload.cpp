#include "venues/payload.hpp"

#include <algorithm>
#include <cctype>

namespace ballast::venues {

namespace {

/// Whether arrays and objects nest deeper than allowed. Looks past strings
/// only; what is no JSON at all is for the parser to say.
bool is_too_deep(std::string_view body) noexcept {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto x = body[i];
    if (in_text) {
      if (x == '\\')
        ++i;
      else if (x == '"')
        in_text = false;
    } else if (x == '"') {
      in_text = true;
    } else if (x == '[' || x == '{') {
      if (++depth > depth_max)
        return true;
    } else if ((x == ']' || x == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

/// Behind the closing quote of the text that opens at `at`.
std::size_t end_of_text(std::string_view body, std::size_t at) noexcept {
  for (++at; at < body.size() && body[at] != '"'; ++at)
    if (body[at] == '\\')
      ++at;
  return std::min(at + 1, body.size());
}

} // namespace

std::string_view without_mark(std::string_view body) noexcept {
  constexpr auto mark = std::string_view{"\xef\xbb\xbf"};
  if (body.substr(0, mark.size()) == mark)
    body.remove_prefix(mark.size());
  return body;
}

bool is_html(std::string_view body) noexcept {
  body = without_mark(body);
  const auto first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '<';
}

bool is_firewall(std::string_view body) noexcept {
  return is_html(body)
         || body.substr(0, 64).find("error code: 1") != std::string_view::npos;
}

bool speaks_of_maintenance(std::string_view body) {
  constexpr auto word = std::string_view{"maintenance"};
  body = body.substr(0, body_max);
  return std::search(body.begin(), body.end(), word.begin(), word.end(),
                     [](unsigned char a, char b) {
                       return static_cast<char>(std::tolower(a)) == b;
                     })
         != body.end();
}

std::string objection(std::string_view body) {
  auto why = objection_at_sight(body);
  return why.empty() && is_too_deep(body) ? too_deep() : why;
}

std::string objection_at_sight(std::string_view body, std::size_t most) {
  if (body.size() > most)
    return "a body of " + std::to_string(body.size()) + " bytes, at most "
           + std::to_string(most) + " are read";
  if (is_html(body))
    return "an HTML page of " + std::to_string(body.size()) + " bytes";
  return {};
}

std::string too_deep() {
  return "JSON nested deeper than " + std::to_string(depth_max);
}

std::string numbers_as_text(std::string_view body) {
  std::string result;
  result.reserve(body.size() + body.size() / 4);
  for (std::size_t i = 0; i < body.size();) {
    auto end = i + 1;
    if (body[i] == '"') {
      end = end_of_text(body, i);
      result.append(body.substr(i, end - i));
    } else if (body[i] == '-' || ('0' <= body[i] && body[i] <= '9')) {
      end = std::min(body.find_first_not_of("+-.0123456789Ee", i), body.size());
      result.append("\"").append(body.substr(i, end - i)).append("\"");
    } else {
      result += body[i];
    }
    i = end;
  }
  return result;
}

std::string printable(std::string_view text, std::size_t length_max) {
  std::string result;
  for (const auto x : text) {
    const auto shown = ' ' < x && x <= '~' ? x : ' ';
    if (shown == ' ' && (result.empty() || result.back() == ' '))
      continue;
    if (result.size() == length_max)
      break;
    result += shown;
  }
  while (!result.empty() && result.back() == ' ')
    result.pop_back();
  return result;
}

} // namespace ballast::venues
