#include "tests/conformance/rows.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace ballast::conformance {

namespace {

/// Text as it is, anything else as JSON: bodies come both ways.
std::string body_of(const json& x) {
  if (x.is_null())
    return {};
  return x.is_string() ? x.get<std::string>() : x.dump();
}

json parsed(const std::string& body) {
  auto value = json::parse(body, nullptr, /*allow_exceptions=*/false);
  return value.is_discarded() ? json{} : value;
}

std::vector<net::header> headers_of(const json& x) {
  std::vector<net::header> headers;
  if (x.is_object())
    for (const auto& [name, value] : x.items())
      headers.push_back({name, body_of(value)});
  return headers;
}

/// Splits an address into what our calls keep apart.
void set_address(net::call& to, const std::string& url) {
  const auto authority = url.find("://");
  const auto path
    = authority == std::string::npos ? 0 : url.find('/', authority + 3);
  to.base = url.substr(0, path);
  to.target = path == std::string::npos ? std::string{} : url.substr(path);
}

json argument_of(const json& arguments, std::size_t place) {
  if (!arguments.is_array() || arguments.size() <= place
      || arguments[place] == "__undef__")
    return {};
  return arguments[place];
}

std::string first_of(const json& row,
                     std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (auto text = text_at(row, name); !text.empty())
      return text;
  return {};
}

/// The one member that is a list of objects; nullptr where there is not one.
const json* only_list(const json& from) {
  const json* found = nullptr;
  for (const auto& x : from)
    if (x.is_array() && !x.empty() && x.front().is_object()) {
      if (found != nullptr)
        return nullptr;
      found = &x;
    }
  return found;
}

} // namespace

std::vector<std::string> vector_folder::files() const {
  std::vector<std::string> names;
  for (const auto& x : std::filesystem::directory_iterator{path_})
    names.push_back(x.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string vector_folder::text(const std::string& file) const {
  auto from = std::ifstream{path_ / file};
  if (!from)
    throw std::runtime_error{"cannot read " + name() + '/' + file};
  std::ostringstream to;
  to << from.rdbuf();
  return to.str();
}

std::vector<json> vector_folder::rows(const std::string& file) const {
  std::vector<json> rows;
  if (file.ends_with(".jsonl")) {
    auto lines = std::istringstream{text(file)};
    for (std::string line; std::getline(lines, line);)
      if (!line.empty())
        rows.push_back(json::parse(line));
    return rows;
  }
  auto whole = json::parse(text(file));
  const auto* list = whole.is_array() ? &whole : only_list(whole);
  if (list == nullptr)
    return {whole};
  return {list->begin(), list->end()};
}

json vector_folder::document(const std::string& file) const {
  return std::filesystem::exists(path_ / file) ? parsed(text(file)) : json{};
}

json member(const json& from, const char* name) {
  if (!from.is_object())
    return {};
  const auto found = from.find(name);
  return found == from.end() ? json{} : *found;
}

std::string text_at(const json& from, const char* name) {
  const auto found = member(from, name);
  return found.is_string() ? found.get<std::string>() : std::string{};
}

std::string name_of(const json& row) {
  constexpr std::size_t length_max = 60;
  auto name = first_of(
    row, {"id", "name", "product_id", "pair_name", "symbol", "pair"});
  return name.empty() ? row.dump().substr(0, length_max) : name;
}

json request_row::argument(std::size_t place) const {
  return argument_of(arguments, place);
}

json response_row::argument(std::size_t place) const {
  return argument_of(arguments, place);
}

request_row read_request(const json& row) {
  request_row result;
  const auto inner = row.contains("request") ? row.at("request") : row;
  const auto call = member(row, "call");
  result.name = name_of(row);
  result.endpoint = text_at(row, "kind");
  result.method
    = call.is_object() ? text_at(call, "method") : text_at(row, "ccxt_method");
  result.arguments = member(call.is_object() ? call : row, "args");
  result.keyset = text_at(row, "keyset");
  result.call.method = first_of(inner, {"method", "http_method"});
  result.call.headers = headers_of(member(inner, "headers"));
  result.call.body = body_of(member(inner, "body"));
  if (result.arguments.is_object()
      || (call.is_object() && !result.arguments.is_array()))
    result.arguments = json::array({result.arguments});
  set_address(result.call, text_at(inner, "url"));
  return result;
}

response_row read_response(const json& row) {
  response_row result;
  const auto call = row.contains("call") ? row.at("call") : member(row, "ccxt");
  result.name = name_of(row);
  result.kind = text_at(row, "kind");
  result.method = text_at(call, "method");
  result.arguments = member(call, "args");
  result.path = text_at(member(row, "http"), "path");
  result.body = body_of(member(row, "raw"));
  result.raw = parsed(result.body);
  result.expected = member(row, "expected");
  result.unified = row.contains("expected_unified")
                     ? row.at("expected_unified")
                     : member(member(row, "ccxt"), "unified");
  result.must_be_refused = row.contains("expected_error");
  return result;
}

error_row read_error(const json& row) {
  error_row result;
  result.name = name_of(row);
  result.expected_class = first_of(row, {"expect_class", "expected_class"});
  result.reply.status = row.at("http_status").get<unsigned>();
  result.reply.headers = headers_of(member(row, "headers"));
  result.reply.body
    = body_of(row.contains("body") ? row.at("body") : row.at("raw"));
  result.raw = parsed(result.reply.body);
  return result;
}

std::string fixed_input(std::string_view readme, std::string_view word) {
  const auto sentence = readme.find("Fixed inputs");
  const auto at
    = readme.find(std::string{word} + " `", std::min(sentence, readme.size()));
  if (at == std::string_view::npos)
    return {};
  const auto begin = readme.find('`', at) + 1;
  return std::string{readme.substr(begin, readme.find('`', begin) - begin)};
}

} // namespace ballast::conformance
