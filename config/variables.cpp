#include "config/variables.hpp"

#include "config/guarded_file.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

namespace ballast::config {

namespace {

/// Whether `path` lies in `directory`, both taken as they are written.
bool lies_in(const std::filesystem::path& path,
             const std::filesystem::path& directory) {
  if (!path.is_absolute() || !directory.is_absolute())
    return false;
  const auto relative
    = path.lexically_normal().lexically_relative(directory.lexically_normal());
  return !relative.empty() && *relative.begin() != ".."
         && *relative.begin() != ".";
}

} // namespace

variables::variables(const std::vector<environment_variable>& environment,
                     std::vector<env_entry> file, std::string file_name)
    : environment_{environment}, file_{std::move(file)}, file_name_{std::move(
                                                           file_name)} {}

std::optional<found_variable> variables::find(std::string_view name) const {
  if (auto found = find_in(layer::environment, name))
    return found;
  return find_in(layer::file, name);
}

std::optional<found_variable> variables::find_in(layer where,
                                                 std::string_view name) const {
  if (where == layer::environment) {
    for (const auto& x : environment_)
      if (x.name == name && !x.value.empty())
        return found_variable{x.value, "environment"};
    return std::nullopt;
  }
  for (const auto& x : file_)
    if (x.name == name && !x.value.empty())
      return found_variable{x.value.reveal(),
                            file_name_ + ':' + std::to_string(x.line)};
  return std::nullopt;
}

result<std::optional<found_secret>>
variables::find_secret(const std::vector<std::string>& names) const {
  for (auto where : {layer::environment, layer::file}) {
    auto found = std::optional<found_secret>{};
    for (const auto& name : names)
      for (const auto& spelling : {name, name + "_FILE"}) {
        const auto variable = find_in(where, spelling);
        if (!variable)
          continue;
        auto one = found_secret{{}, spelling, variable->place};
        if (spelling == name) {
          one.value = secret{trimmed(variable->value)};
        } else {
          auto read = read_from_file(spelling, *variable);
          if (!read)
            return read.error();
          one = std::move(*read);
        }
        if (found && found->value.reveal() != one.value.reveal())
          return refusal(variable->place, spelling,
                         "contradicts " + found->name
                           + "; expected one of the two");
        if (!found)
          found = std::move(one);
      }
    if (found)
      return found;
  }
  return std::optional<found_secret>{};
}

result<found_secret>
variables::read_from_file(const std::string& name,
                          const found_variable& path) const {
  const auto file = std::filesystem::path{trimmed(path.value)};
  // Only the service manager may say so, hence not from `.env`.
  const auto directory = find_in(layer::environment, "CREDENTIALS_DIRECTORY");
  const auto handed_over = directory && lies_in(file, directory->value);
  auto content
    = read_file(file, handed_over ? guard::credential : guard::owner_only);
  // What was taken for a path may be the secret itself, so the fault of the
  // read is told without its first part.
  if (!content) {
    auto why = content.error().text;
    why.erase(0, file.string().size() + 2);
    return refusal(path.place, name, "the file that it names " + why);
  }
  auto text = trimmed(content->reveal());
  if (text.empty())
    return refusal(path.place, name, "the file that it names is empty");
  return found_secret{secret{text}, name, path.place};
}

std::vector<std::string> variables::names() const {
  auto result = std::vector<std::string>{};
  for (const auto& x : environment_)
    if (!x.value.empty())
      result.push_back(x.name);
  for (const auto& x : file_)
    if (!x.value.empty())
      result.push_back(x.name);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

bool is_secret_name(std::string_view name,
                    const std::vector<venue_settings>& venues) noexcept {
  if (name == "BALLAST_API_TOKEN")
    return true;
  const auto of_a_venue = [&](const venue_settings& x) {
    const auto venue = std::string_view{x.name};
    if (name.size() <= venue.size() || name[venue.size()] != '_')
      return false;
    return std::equal(venue.begin(), venue.end(), name.begin(),
                      [](char a, char b) {
                        return std::toupper(static_cast<unsigned char>(a)) == b;
                      });
  };
  const auto ends_like_one = name.ends_with("_API_KEY")
                             || name.ends_with("_API_SECRET")
                             || name.ends_with("_PASSPHRASE");
  return ends_like_one && std::any_of(venues.begin(), venues.end(), of_a_venue);
}

std::vector<std::string>
scrub(const std::vector<environment_variable>& environment,
      const std::vector<venue_settings>& venues) {
  auto result = std::vector<std::string>{};
  for (const auto& x : environment)
    if (is_secret_name(x.name, venues))
      result.push_back(x.name);
  return result;
}

} // namespace ballast::config
