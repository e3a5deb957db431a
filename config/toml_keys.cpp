#include "config/toml_keys.hpp"

#include <array>
#include <cctype>

namespace ballast::config {

namespace {

/// Whether a key asks for something that must never stand in this file.
bool names_a_credential(std::string_view key) {
  auto name = std::string{key};
  for (auto& x : name)
    x = x == '-'
          ? '_'
          : static_cast<char>(std::tolower(static_cast<unsigned char>(x)));
  constexpr auto words = std::array<std::string_view, 7>{
    "api_key",    "apikey",   "secret", "token",
    "passphrase", "password", "private"};
  return std::any_of(words.begin(), words.end(), [&](auto word) {
    return name.find(word) != std::string::npos;
  });
}

std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string{key} : path + '.' + std::string{key};
}

fault unknown_key(const toml::key& key, const std::string& path,
                  const toml_context& context, const toml_keys& known) {
  const auto place
    = context.file + ':' + std::to_string(key.source().begin.line);
  const auto name = join(path, shown(key.str()));
  if (names_a_credential(key.str()))
    return refusal(place, name,
                   "credentials do not belong in this file; expected them in "
                   "the environment or in .env, under names like "
                   "KRAKEN_MASTER_API_KEY or BALLAST_API_TOKEN");
  auto names = std::vector<std::string_view>{};
  auto list = std::string{};
  for (const auto& x : known) {
    names.push_back(x.name);
    list.append(list.empty() ? "" : ", ").append(x.name);
  }
  const auto meant = nearest(key.str(), names);
  if (!meant.empty())
    return refusal(place, name,
                   "unknown key; did you mean " + join(path, meant) + '?');
  return refusal(place, name, "unknown key; expected one of " + list);
}

/// The key on the line that the parser stumbled over, when it is a plain one.
std::string key_on_line(std::string_view text, std::size_t line) {
  for (; line > 1; --line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos)
      return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, std::min(text.find('\n'), text.size()));
  const auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return {};
  return shown(trimmed(text.substr(0, equals)));
}

} // namespace

toml_key flag_key(std::string_view name, bool& into) {
  auto read = [&into](const toml::node& x, const std::string&) -> result<done> {
    const auto* flag = x.as_boolean();
    if (flag == nullptr)
      return fault{ec::invalid_argument, "expected true or false"};
    into = flag->get();
    return done{};
  };
  return {name, read};
}

toml_key table_key(std::string_view name, const toml_context& context,
                   toml_keys keys) {
  auto read = [&context, keys = std::move(keys)](const toml::node& x,
                                                 const std::string& path) {
    return read_table(x, path, context, keys);
  };
  return {name, read, true};
}

result<done> read_table(const toml::node& x, const std::string& path,
                        const toml_context& context, const toml_keys& keys) {
  const auto* table = x.as_table();
  if (table == nullptr)
    return refusal(context.place(x), path,
                   "expected a table, [" + path + "] and its keys below");
  for (const auto& [key, value] : *table) {
    const auto known = std::find_if(
      keys.begin(), keys.end(), [&](auto& k) { return k.name == key.str(); });
    if (known == keys.end())
      return unknown_key(key, path, context, keys);
    const auto here = join(path, key.str());
    auto read = known->read(value, here);
    if (!read && known->placed)
      return read;
    if (!read)
      return refusal(context.place(value), here, read.error().text);
    context.places[here] = context.place(value);
  }
  return done{};
}

fault syntax_fault(const toml::parse_error& error, std::string_view text,
                   const std::string& file) {
  // The parser's own words quote what it saw, which may be a secret.
  const auto words = std::string_view{error.description()};
  const auto says = [&](std::string_view word) {
    return words.find(word) != std::string_view::npos;
  };
  const auto line = static_cast<std::size_t>(error.source().begin.line);
  auto what = "is not TOML here; expected lines like key = \"text\", key = 15, "
              "key = true, [table]";
  if (says("redefine"))
    what = "stands twice; expected each key and table once";
  else if (says("representable"))
    what = "expected a smaller number: this one leaves 64 bits";
  return refusal(file + ':' + std::to_string(line), key_on_line(text, line),
                 what);
}

} // namespace ballast::config
