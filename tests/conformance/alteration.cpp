#include "tests/conformance/alteration.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <initializer_list>

namespace ballast::conformance {

namespace {

bool is_digit(char x) { return '0' <= x && x <= '9'; }

void collect(std::vector<json::json_pointer>& to, const json& from,
             const json::json_pointer& at) {
  if (from.is_null())
    return;
  if (!from.is_structured()) {
    to.push_back(at);
    return;
  }
  if (from.is_array())
    for (std::size_t i = 0; i < from.size(); ++i)
      collect(to, from[i], at / i);
  else
    for (const auto& [name, value] : from.items())
      collect(to, value, at / name);
}

void collect(std::vector<json::json_pointer>& to, const json& row,
             std::initializer_list<const char*> members) {
  for (const auto* name : members)
    if (row.contains(name))
      collect(to, row.at(name), json::json_pointer{} / name);
}

std::string with_digit_altered(std::string text) {
  constexpr int digits_max = 10;
  auto place = std::string::npos;
  auto digits = 0;
  for (std::size_t i = 0; i < text.size() && digits < digits_max; ++i) {
    if (text[i] == 'e' && digits > 0)
      break;
    // Digits before the first that counts do not make a number longer.
    if (is_digit(text[i])) {
      place = i;
      digits += digits > 0 || text[i] != '0' ? 1 : 0;
    }
  }
  if (place != std::string::npos)
    text[place] = text[place] == '9' ? '8' : static_cast<char>(text[place] + 1);
  else if (text.empty())
    text = "a";
  else
    text.back() = text.back() == 'a' ? 'b' : 'a';
  return text;
}

} // namespace

std::vector<json::json_pointer> expected_leaves(const json& row) {
  std::vector<json::json_pointer> result;
  collect(result, row, {"expect_class", "expected_class", "api_sign", "sign"});
  if (!result.empty())
    return result;
  collect(result, row,
          {"request", "url", "http_method", "headers", "body", "expected",
           "expected_unified", "jwt", "signature_b64url", "canonical"});
  if (row.contains("ccxt") && row.at("ccxt").is_object())
    collect(result, member(row.at("ccxt"), "unified"),
            json::json_pointer{} / "ccxt" / "unified");
  return result;
}

json altered(const json& leaf) {
  if (leaf.is_boolean())
    return !leaf.get<bool>();
  if (leaf.is_string())
    return with_digit_altered(leaf.get<std::string>());
  return json::parse(with_digit_altered(leaf.dump()));
}

bool is_left_out(const venue_vectors& by, const std::string& kind,
                 const json::json_pointer& leaf) {
  auto at = leaf;
  while (!at.empty()
         && std::all_of(at.back().begin(), at.back().end(), is_digit))
    at.pop_back();
  const auto name = kind + '.' + at.back();
  const auto& all = by.members_left_out();
  return std::any_of(all.begin(), all.end(), [&](const std::string& x) {
    return x == name || x.starts_with(name + ' ');
  });
}

void replace_row(const std::filesystem::path& file, const json& old_row,
                 const json& new_row) {
  const auto folder = vector_folder{file.parent_path()};
  const auto name = file.filename().string();
  auto rows = folder.rows(name);
  std::replace(rows.begin(), rows.end(), old_row, new_row);
  auto to = std::ofstream{file};
  if (name.ends_with(".jsonl")) {
    for (const auto& row : rows)
      to << row << '\n';
    return;
  }
  to << (rows.size() == 1 ? rows.front() : json(rows));
}

} // namespace ballast::conformance
