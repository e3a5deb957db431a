#include "config/env_file.hpp"

#include "config/values.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace ballast::config {

namespace {

bool starts_name(char x) {
  return std::isalpha(static_cast<unsigned char>(x)) != 0 || x == '_';
}

bool is_name(std::string_view text) {
  return !text.empty() && starts_name(text.front())
         && std::all_of(text.begin(), text.end(), [](char x) {
              return starts_name(x)
                     || std::isdigit(static_cast<unsigned char>(x)) != 0;
            });
}

/// Walks over the text once, from assignment to assignment.
class env_reader {
public:
  env_reader(std::string_view text, const std::string& file)
      : rest_{text}, file_{file} {
    if (rest_.starts_with("\xef\xbb\xbf"))
      rest_.remove_prefix(3);
  }

  result<std::vector<env_entry>> read() {
    while (!rest_.empty()) {
      auto line = rest_.substr(0, std::min(rest_.find('\n'), rest_.size()));
      const auto content = trimmed(line);
      if (content.empty() || content.front() == '#') {
        finish_line();
        continue;
      }
      if (auto taken = assignment(line); !taken)
        return taken.error();
    }
    return std::move(entries_);
  }

private:
  fault at(std::size_t line, std::string_view what) const {
    return refusal(file_ + ':' + std::to_string(line), {}, what);
  }

  void finish_line() {
    const auto end = rest_.find('\n');
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    ++line_;
  }

  result<done> assignment(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos)
      return at(line_, "expected KEY=VALUE (a value of several lines stands in "
                       "double quotes)");
    auto name = trimmed(line.substr(0, equals));
    if (name.starts_with("export ") || name.starts_with("export\t"))
      name = trimmed(name.substr(7));
    if (!is_name(name))
      return at(line_, "expected a name of letters, digits and _ before =");
    auto entry = env_entry{std::string{name}, {}, line_};
    if (const auto [first, fresh] = seen_.emplace(entry.name, line_); !fresh)
      return at(line_, shown(name) + ": stands twice, first in line "
                         + std::to_string(first->second)
                         + "; expected each name once");
    rest_.remove_prefix(equals + 1);
    auto value = this->value();
    if (!value)
      return value.error();
    entry.value = std::move(*value);
    entries_.push_back(std::move(entry));
    return done{};
  }

  result<secret> value() {
    const auto start = rest_.find_first_not_of(" \t");
    if (start != std::string_view::npos
        && (rest_[start] == '"' || rest_[start] == '\'')) {
      rest_.remove_prefix(start);
      return quoted();
    }
    auto text = rest_.substr(0, std::min(rest_.find('\n'), rest_.size()));
    for (auto i = text.find('#'); i != std::string_view::npos;
         i = text.find('#', i + 1))
      if (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t'))
        text = text.substr(0, i);
    auto result = secret{trimmed(text)};
    finish_line();
    return result;
  }

  /// The value between the quote at the front of the rest and its twin.
  result<secret> quoted() {
    const auto quote = rest_.front();
    const auto begun = line_;
    auto text = std::string{};
    // Room for the longest value there can be: growing would leave copies.
    text.reserve(rest_.size());
    std::size_t i = 1;
    for (; i < rest_.size() && rest_[i] != quote; ++i) {
      if (rest_[i] == '\n')
        ++line_;
      if (quote == '"' && rest_[i] == '\\' && i + 1 < rest_.size())
        unescape(rest_[++i], text);
      else if (!rest_.substr(i).starts_with("\r\n"))
        text.push_back(rest_[i]);
    }
    auto value = secret::take(std::move(text));
    if (i == rest_.size())
      return at(begun, "a quote is opened here and never closed");
    rest_.remove_prefix(i + 1);
    const auto behind
      = trimmed(rest_.substr(0, std::min(rest_.find('\n'), rest_.size())));
    if (!behind.empty() && behind.front() != '#')
      return at(line_, "expected nothing after the closing quote");
    finish_line();
    return value;
  }

  void unescape(char what, std::string& text) {
    switch (what) {
    case 'n':
      text.push_back('\n');
      return;
    case 'r':
      text.push_back('\r');
      return;
    case 't':
      text.push_back('\t');
      return;
    case '"':
    case '\\':
    case '$':
      text.push_back(what);
      return;
    case '\n':
      ++line_;
      [[fallthrough]];
    default:
      // Anything else is no escape and stays as it was written.
      text.push_back('\\');
      text.push_back(what);
    }
  }

  std::string_view rest_;
  const std::string& file_;
  std::size_t line_ = 1;
  std::vector<env_entry> entries_;
  std::map<std::string, std::size_t> seen_;
};

} // namespace

result<std::vector<env_entry>> parse_env(std::string_view text,
                                         const std::string& file) {
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    const auto line
      = 1
        + std::count(text.begin(), text.begin() + static_cast<long>(zero),
                     '\n');
    return refusal(file + ':' + std::to_string(line), {},
                   "holds a NUL byte; expected plain text");
  }
  return env_reader{text, file}.read();
}

} // namespace ballast::config
