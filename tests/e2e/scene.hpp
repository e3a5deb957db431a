// A simulated exchange as a process of its own, and nodes that use it.
#pragma once

#include "tests/e2e/process.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ballast::test {

class scene {
public:
  /// @param sim_arguments beyond "exchange-sim coinbase".
  explicit scene(std::vector<std::string> sim_arguments = {});
  scene(const scene&) = delete;
  scene& operator=(const scene&) = delete;
  ~scene();

  /// Environment of a node that trades (on paper) at the simulated exchange.
  std::map<std::string, std::string> environment() const;
  /// `ballast ARGUMENTS…` in the scene's directory.
  std::unique_ptr<process> start(std::vector<std::string> arguments) const;
  std::unique_ptr<process>
  start(std::vector<std::string> arguments,
        const std::map<std::string, std::string>& environment) const;

  /// `GET /sim/stats`
  nlohmann::json stats() const;
  /// `POST /sim/faults`
  void set_faults(const std::string& json) const;
  const std::string& secret() const { return secret_; }
  const std::string& key() const { return key_; }
  const std::filesystem::path& directory() const { return directory_; }
  process& venue() { return *venue_; }
  /// Writes a file into the directory. @returns its path.
  std::string write(const std::string& name, const std::string& text) const;

private:
  std::filesystem::path directory_;
  std::unique_ptr<process> venue_;
  std::string rest_;
  std::string key_;
  std::string secret_;
  std::string authority_;
};

/// One GET over loopback. @returns status 0 when nobody answers.
struct page {
  unsigned status = 0;
  std::string body;
};
page fetch(const std::string& base, const std::string& target,
           const std::string& authority_file = {});

/// The row of a venue in a status object or a run report.
nlohmann::json row_of(const nlohmann::json& status, const std::string& venue);

/// Starts `ballast ARGUMENTS…` without any exchange and waits for its end.
struct ended {
  int status = -1; ///< -1: it did not end in time.
  std::string output;
};
ended run_to_end(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment = {},
                 const std::string& directory = "/");

} // namespace ballast::test
