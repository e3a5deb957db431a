// Loads settings from texts, as a test has them.
#pragma once

#include "config/load.hpp"
#include "tests/config/five_venues.hpp"
#include "tests/config/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ballast::config {

class Workshop : public testing::Test {
protected:
  /// What `load` says to whatever the members hold.
  result<settings> loaded() {
    auto from = sources{};
    if (toml)
      from.toml = directory.write("ballast.toml", *toml, 0644);
    if (env_file)
      from.env_file = directory.write(".env", *env_file, env_mode);
    for (const auto& [name, value] : environment)
      from.environment.push_back({name, value});
    from.overrides = flags;
    from.venues = five_venues();
    from.keep_broken_credentials = keep_broken;
    return load(from);
  }

  /// The refusal's text without the directory; empty when nothing is refused.
  std::string refused() {
    const auto got = loaded();
    if (got)
      return {};
    EXPECT_EQ(got.error().code, ec::invalid_argument);
    auto text = got.error().text;
    const auto prefix = directory.path().string() + '/';
    for (auto i = text.find(prefix); i != std::string::npos;
         i = text.find(prefix))
      text.erase(i, prefix.size());
    return text;
  }

  void set_kraken(const std::string& account = "MASTER") {
    environment.emplace_back("KRAKEN_" + account + "_API_KEY",
                             "key of " + account);
    environment.emplace_back("KRAKEN_" + account + "_API_SECRET", "c2VjcmV0");
  }

  test::temporary_directory directory;
  std::optional<std::string> toml;
  std::optional<std::string> env_file;
  mode_t env_mode = 0600;
  std::vector<std::pair<std::string, std::string>> environment;
  command_line flags;
  bool keep_broken = false;
};

} // namespace ballast::config
