// A table of TOML as a list of the keys that may stand in it.
//
// Each key knows how to read its value into one member; `read_table` walks over
// what is there and turns whatever does not fit into one placed sentence.
#pragma once

#include "config/toml_file.hpp"
#include "config/values.hpp"
#include "domain/result.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::config {

/// A fault of a leaf says only what was expected; `placed` ones are whole.
struct toml_key {
  std::string_view name;
  std::function<result<done>(const toml::node&, const std::string& path)> read;
  bool placed = false;
};
using toml_keys = std::vector<toml_key>;

/// What stays the same while one file is read.
struct toml_context {
  const std::string& file;
  origins& places;

  std::string place(const toml::node& x) const {
    return file + ':' + std::to_string(x.source().begin.line);
  }
};

/// Text that `parse` turns into a value. It must refuse the empty text: its
/// fault then speaks for every wrong type.
template <class Target, class Parse>
toml_key text_key(std::string_view name, Target& into, Parse parse) {
  auto read
    = [&into, parse](const toml::node& x, const std::string&) -> result<done> {
    const auto* text = x.as_string();
    auto value = parse(text != nullptr ? std::string_view{text->get()} : "");
    if (!value)
      return value.error();
    if (text == nullptr)
      return fault{ec::invalid_argument, "expected text in quotes"};
    into = std::move(*value);
    return done{};
  };
  return {name, read};
}

/// Several such texts in brackets, at least one, none twice.
template <class Parse>
toml_key list_key(std::string_view name, std::vector<std::string>& into,
                  Parse parse) {
  auto read
    = [&into, parse](const toml::node& x, const std::string&) -> result<done> {
    const auto wrong
      = fault{ec::invalid_argument, "expected a list of different texts, like "
                                    "[\"a\", \"b\"]"};
    const auto* list = x.as_array();
    if (list == nullptr || list->empty())
      return wrong;
    auto values = std::vector<std::string>{};
    for (const auto& item : *list) {
      const auto* text = item.as_string();
      if (text == nullptr)
        return wrong;
      auto value = parse(std::string_view{text->get()});
      if (!value)
        return value.error();
      if (std::find(values.begin(), values.end(), *value) != values.end())
        return wrong;
      values.push_back(std::move(*value));
    }
    into = std::move(values);
    return done{};
  };
  return {name, read};
}

/// What a whole number becomes: the member's type, or what it holds where it
/// may be absent.
template <class Target>
struct whole_type {
  using type = Target;
};
template <class Target>
struct whole_type<std::optional<Target>> {
  using type = Target;
};
template <class Target>
using whole_of = typename whole_type<Target>::type;

template <class Target>
toml_key whole_key(std::string_view name, Target& into, std::uint64_t least,
                   std::uint64_t most) {
  auto read = [&into, least, most](const toml::node& x,
                                   const std::string&) -> result<done> {
    const auto* number = x.as_integer();
    if (number == nullptr || number->get() < 0
        || static_cast<std::uint64_t>(number->get()) < least
        || static_cast<std::uint64_t>(number->get()) > most)
      return fault{ec::invalid_argument, expected_whole(least, most)};
    into = static_cast<whole_of<Target>>(number->get());
    return done{};
  };
  return {name, read};
}

toml_key flag_key(std::string_view name, bool& into);

/// A table within the table.
toml_key table_key(std::string_view name, const toml_context& context,
                   toml_keys keys);

/// Reads all of `x`, a table at `path` (empty: the whole file).
result<done> read_table(const toml::node& x, const std::string& path,
                        const toml_context& context, const toml_keys& keys);

/// The one sentence about a text that is no TOML. Nothing of the text but a
/// known key comes back.
fault syntax_fault(const toml::parse_error& error, std::string_view text,
                   const std::string& file);

} // namespace ballast::config
