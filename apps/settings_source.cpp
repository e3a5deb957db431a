#include "apps/settings_source.hpp"

#include "apps/limit_settings.hpp"
#include "apps/machine.hpp"

#include <filesystem>
#include <system_error>

namespace ballast::apps {

namespace {

std::optional<std::filesystem::path>
file_or_default(const std::optional<std::string>& named,
                const char* otherwise) {
  if (named)
    return std::filesystem::path{*named};
  std::error_code ignored;
  return std::filesystem::exists(otherwise, ignored)
           ? std::optional<std::filesystem::path>{otherwise}
           : std::nullopt;
}

} // namespace

result<config::settings> load_settings(const settings_source& from,
                                       const venue_table& table) {
  config::sources sources;
  sources.toml = file_or_default(from.configuration, "ballast.toml");
  sources.env_file = file_or_default(from.env_file, ".env");
  sources.environment = environment();
  sources.venues = default_venues(table);
  sources.overrides = from.overrides;
  sources.keep_broken_credentials = from.keep_broken_credentials;
  auto settings = config::load(sources);
  scrub(config::scrub(sources.environment, sources.venues));
  if (settings)
    if (const auto settled = settle_limits(*settings, table); !settled)
      return settled.error();
  return settings;
}

} // namespace ballast::apps
