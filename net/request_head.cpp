#include "net/request_head.hpp"

#include <algorithm>

namespace ballast::net {

namespace {

constexpr unsigned fields_max = 100;

bool same_word(std::string_view x, std::string_view y) {
  auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view x) {
  while (!x.empty() && (x.front() == ' ' || x.front() == '\t'))
    x.remove_prefix(1);
  while (!x.empty() && (x.back() == ' ' || x.back() == '\t'))
    x.remove_suffix(1);
  return x;
}

bool is_forbidden(char x) {
  return (x >= 0 && x < ' ' && x != '\t') || x == 0x7f;
}

/// Takes one line off the front; its ending is dropped.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

/// What decides how the request is framed and where it goes.
struct framing {
  unsigned fields = 0;
  unsigned hosts = 0;
  unsigned lengths = 0;
  unsigned codings = 0;
  bool chunked = false;
  bool expects = false;

  void add(std::string_view line) {
    ++fields;
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = line.substr(0, colon);
    if (same_word(name, "host"))
      ++hosts;
    else if (same_word(name, "content-length"))
      ++lengths;
    else if (same_word(name, "expect"))
      expects = true;
    else if (same_word(name, "transfer-encoding")) {
      ++codings;
      chunked = colon < line.size()
                && same_word(trimmed(line.substr(colon + 1)), "chunked");
    }
  }
};

} // namespace

head_scanner::state head_scanner::scan(std::string_view bytes) {
  while (true) {
    const auto end = bytes.find('\n', seen_);
    if (end == std::string_view::npos) {
      seen_ = bytes.size();
      return state::incomplete;
    }
    if (end == line_ || bytes[end - 1] != '\r')
      return state::broken;
    const auto empty = end == line_ + 1;
    const auto first = line_ == 0;
    line_ = seen_ = end + 1;
    if (empty)
      return first ? state::broken : state::whole;
  }
}

unsigned head_fault(std::string_view head) {
  const auto request = take_line(head);
  if (std::any_of(request.begin(), request.end(), is_forbidden))
    return 400;
  framing found;
  for (auto line = take_line(head); !line.empty(); line = take_line(head)) {
    if (line.front() == ' ' || line.front() == '\t'
        || std::any_of(line.begin(), line.end(), is_forbidden))
      return 400;
    found.add(line);
    if (found.fields > fields_max)
      return 431;
  }
  const auto host_missing = found.hosts == 0 && !request.ends_with("HTTP/1.0");
  if (host_missing || found.hosts > 1)
    return 400;
  if (found.lengths + found.codings > 1 || (found.codings && !found.chunked))
    return 400;
  return found.expects ? 417 : 0;
}

} // namespace ballast::net
