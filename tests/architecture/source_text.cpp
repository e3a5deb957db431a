#include "tests/architecture/source_text.hpp"

#include <cctype>
#include <ostream>
#include <sstream>

namespace ballast::architecture {

namespace {

/// Copies a text and blanks out the parts that are no code.
class blanker {
public:
  explicit blanker(std::string_view text) : text_{text}, result_{text} {}

  std::string run() && {
    while (at_ < text_.size())
      step();
    return std::move(result_);
  }

private:
  bool here(std::string_view what) const {
    return text_.substr(at_, what.size()) == what;
  }

  void step() {
    if (here("//"))
      blank_until(text_.find('\n', at_));
    else if (here("/*"))
      blank_until(after(text_.find("*/", at_ + 2), 2));
    else if (here("R\"") && !in_word())
      raw_string();
    else if (text_[at_] == '"' || (text_[at_] == '\'' && !in_word()))
      quoted(text_[at_]);
    else
      ++at_;
  }

  /// Whether the character before belongs to a word: tells a digit separator
  /// from a character literal and FOR"x" from a raw string. The prefixes of
  /// literals (u8, L) only ever hide a single character, which does no harm.
  bool in_word() const {
    return at_ > 0
           && (std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0
               || text_[at_ - 1] == '_');
  }

  static std::size_t after(std::size_t position, std::size_t length) {
    return position == std::string_view::npos ? position : position + length;
  }

  void blank_until(std::size_t end) {
    for (; at_ < text_.size() && at_ < end; ++at_)
      if (text_[at_] != '\n')
        result_[at_] = ' ';
  }

  void raw_string() {
    const auto open = text_.find('(', at_);
    if (open == std::string_view::npos)
      return blank_until(open);
    auto close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)};
    close += '"';
    blank_until(after(text_.find(close, open), close.size()));
  }

  void quoted(char quote) {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
      end += text_[end] == '\\' ? 2 : 1;
    ++at_;
    blank_until(end);
    if (at_ < text_.size() && text_[at_] == quote)
      ++at_;
  }

  std::string_view text_;
  std::string result_;
  std::size_t at_ = 0;
};

} // namespace

std::ostream& operator<<(std::ostream& out, const finding& x) {
  return out << x.path << ':' << x.line << ": " << x.what;
}

std::string to_string(const std::vector<finding>& all) {
  auto out = std::ostringstream{};
  for (const auto& x : all)
    out << x << '\n';
  return out.str();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const auto end = text.find('\n');
    result.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return result;
}

std::string code_only(std::string_view text) { return blanker{text}.run(); }

} // namespace ballast::architecture
