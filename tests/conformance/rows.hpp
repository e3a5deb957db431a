// The recorded vectors as they lie in a venue's folder, and their rows in one
// shape: the folders come in two families that name the same things apart.
#pragma once

#include "net/wire.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::conformance {

using nlohmann::json;

/// One venue's folder.
class vector_folder {
public:
  explicit vector_folder(std::filesystem::path path) : path_{std::move(path)} {}

  std::string name() const { return path_.filename().string(); }
  /// Names of all files in it, in order.
  std::vector<std::string> files() const;
  /// Throws std::runtime_error where there is none.
  std::string text(const std::string& file) const;
  /// The rows of a file: its lines, its array, or the one array of objects in
  /// its object ("markets"); the object itself where there is none.
  std::vector<json> rows(const std::string& file) const;
  /// A whole JSON file; null where there is none.
  json document(const std::string& file) const;

private:
  std::filesystem::path path_;
};

/// A member; null where there is none.
json member(const json& from, const char* name);
/// A member as text: itself where it is text, else empty.
std::string text_at(const json& from, const char* name);
/// What a row calls itself; its first members where it has no name.
std::string name_of(const json& row);

/// What a client wanted, and the request that it made of it.
struct request_row {
  std::string name;
  std::string endpoint; ///< "candles" or "/0/public/OHLC".
  std::string method;   ///< ccxt's name or the SDK's: "fetchOHLCV".
  json arguments;       ///< An array.
  std::string keyset;   ///< Empty where there is but one.
  net::call call;       ///< As recorded; a body of JSON as its text.

  /// An argument; null where it is absent, null or "__undef__".
  json argument(std::size_t place) const;
};
request_row read_request(const json& row);

/// What the venue sent, and what it means.
struct response_row {
  std::string name;
  std::string kind;
  std::string method; ///< ccxt's; empty where the row names none.
  json arguments;     ///< Of that; an array.
  std::string path;   ///< Of the request; empty where the row tells none.
  std::string body;
  json raw;      ///< The body, parsed; null where it is no JSON.
  json expected; ///< In the neutral form, or null.
  json unified;  ///< In ccxt's form, or null.
  bool must_be_refused = false;

  json argument(std::size_t place) const;
};
response_row read_response(const json& row);

/// A refusal, and its class.
struct error_row {
  std::string name;
  std::string expected_class;
  net::reply reply;
  json raw; ///< The body, parsed; null where it is no JSON.
};
error_row read_error(const json& row);

/// The text in backticks that follows `word` in the sentence of a README that
/// tells the fixed inputs ("key `a`, secret `b`"); empty where there is none.
std::string fixed_input(std::string_view readme, std::string_view word);

} // namespace ballast::conformance
