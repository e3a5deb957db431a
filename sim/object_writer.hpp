// JSON objects, written member by member in the order a venue has them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::sim {

/// Appends one object to a text; after another one, with a comma between.
/// Texts are written as they are, so they may hold nothing that JSON escapes.
class object_writer {
public:
  explicit object_writer(std::string& out) : out_{out} {
    if (!out_.empty() && out_.back() == '}')
      out_ += ',';
    out_ += '{';
  }

  /// `"name":"value"`
  object_writer& text(std::string_view name, std::string_view value) {
    key(name);
    out_.append("\"").append(value).append("\"");
    return *this;
  }
  /// `"name":value`, for numbers, true and false, and JSON made before.
  object_writer& bare(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
    return *this;
  }
  object_writer& number(std::string_view name, std::int64_t value) {
    return bare(name, std::to_string(value));
  }
  object_writer& flag(std::string_view name, bool value) {
    return bare(name, value ? "true" : "false");
  }
  /// Closes the object; nothing more may follow.
  void end() { out_ += '}'; }

private:
  void key(std::string_view name) {
    out_ += out_.back() == '{' ? "\"" : ",\"";
    out_.append(name).append("\":");
  }

  std::string& out_;
};

} // namespace ballast::sim
