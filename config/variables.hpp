// The two layers of variables: the environment over `.env`.
#pragma once

#include "config/env_file.hpp"
#include "config/secret.hpp"
#include "config/settings.hpp"
#include "domain/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

/// One variable of the process, handed in: config/ never asks for it. The
/// value points into the caller's memory, so that the caller can overwrite it.
struct environment_variable {
  std::string name;
  std::string_view value;
};

/// A value and where it stands: "environment" or ".env:3".
struct found_variable {
  std::string_view value;
  std::string place;
};

/// A secret and where it came from.
struct found_secret {
  secret value;
  std::string name;
  std::string place;
};

/// Looks names up. An empty value counts as not set, as in most platforms'
/// forms, and then the lower layer decides.
class variables {
public:
  /// @param environment kept by reference.
  variables(const std::vector<environment_variable>& environment,
            std::vector<env_entry> file, std::string file_name);

  std::optional<found_variable> find(std::string_view name) const;

  /// The first of `names` that is set in the highest layer that sets any, or
  /// the content of the file that NAME_FILE names. Blanks around it are cut.
  /// @returns ec::invalid_argument when two of them say different things in one
  ///          layer, or the file cannot be read or is open to others (unless it
  ///          lies under $CREDENTIALS_DIRECTORY).
  result<std::optional<found_secret>>
  find_secret(const std::vector<std::string>& names) const;

  /// Every name that is set to something, of both layers.
  std::vector<std::string> names() const;

private:
  enum class layer { environment, file };
  std::optional<found_variable> find_in(layer where,
                                        std::string_view name) const;
  result<found_secret> read_from_file(const std::string& name,
                                      const found_variable& path) const;

  const std::vector<environment_variable>& environment_;
  std::vector<env_entry> file_;
  std::string file_name_;
};

/// Whether a variable of this name holds a secret: a venue's key, secret or
/// passphrase of any account, or the API token.
bool is_secret_name(std::string_view name,
                    const std::vector<venue_settings>& venues) noexcept;

/// The names in `environment` whose values apps/ overwrites in place once it
/// has called `load`, whether that succeeded or not.
std::vector<std::string>
scrub(const std::vector<environment_variable>& environment,
      const std::vector<venue_settings>& venues);

} // namespace ballast::config
