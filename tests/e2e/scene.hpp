// Simulated exchanges as a process of their own, and nodes that use them.
#pragma once

#include "net/wire.hpp"
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
  /// @param sim_arguments beyond "exchange-sim VENUES".
  explicit scene(std::vector<std::string> sim_arguments = {},
                 const std::vector<std::string>& venues = {"coinbase"});
  scene(const scene&) = delete;
  scene& operator=(const scene&) = delete;
  ~scene();

  /// Environment of a node that trades (on paper) at the simulated exchanges.
  std::map<std::string, std::string> environment() const;
  /// `ballast ARGUMENTS…` in the scene's directory.
  std::unique_ptr<process> start(std::vector<std::string> arguments) const;
  std::unique_ptr<process>
  start(std::vector<std::string> arguments,
        const std::map<std::string, std::string>& environment) const;

  /// `GET /sim/stats`; of the first venue when none is named.
  nlohmann::json stats(const std::string& venue = {}) const;
  /// `POST /sim/faults`
  void set_faults(const std::string& json, const std::string& venue = {}) const;
  const std::string& secret(const std::string& venue = {}) const {
    return facts_of(venue).secret;
  }
  const std::string& key(const std::string& venue = {}) const {
    return facts_of(venue).key;
  }
  /// Empty where the venue has none.
  const std::string& passphrase(const std::string& venue = {}) const {
    return facts_of(venue).passphrase;
  }
  /// "http://127.0.0.1:PORT"
  const std::string& rest(const std::string& venue = {}) const {
    return facts_of(venue).rest;
  }
  /// "ws://127.0.0.1:PORT"
  const std::string& ws(const std::string& venue = {}) const {
    return facts_of(venue).ws;
  }
  const std::filesystem::path& directory() const { return directory_; }
  process& venue() { return *venue_; }
  /// Writes a file into the directory. @returns its path.
  std::string write(const std::string& name, const std::string& text) const;

private:
  struct venue_facts {
    std::string name;
    std::string rest;
    std::string ws;
    std::string key;
    std::string secret;
    std::string passphrase; ///< Empty where the venue has none.
    std::string authority;  ///< A file.
  };
  const venue_facts& facts_of(const std::string& venue) const;

  std::filesystem::path directory_;
  std::unique_ptr<process> venue_;
  std::vector<venue_facts> facts_;
  std::string authorities_; ///< A file: those of all venues.
};

/// One GET over loopback. @returns status 0 when nobody answers.
struct page {
  unsigned status = 0;
  std::string body;
};
page fetch(const std::string& base, const std::string& target,
           const std::string& authority_file = {});

/// Any call over loopback, in the same way.
page send(const std::string& base, net::call call,
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
