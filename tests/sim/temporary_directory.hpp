// A directory of a test's own, gone with the test.
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace ballast::sim {

class temporary_directory {
public:
  temporary_directory() {
    auto name = (std::filesystem::temp_directory_path() / "ballast_sim_XXXXXX")
                  .string();
    if (mkdtemp(name.data()) == nullptr)
      throw std::filesystem::filesystem_error{
        "mkdtemp", name, std::error_code{errno, std::generic_category()}};
    path_ = name;
  }
  ~temporary_directory() {
    auto ignored = std::error_code{};
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

  std::filesystem::path write(const std::string& name,
                              const std::string& text) const {
    auto file = std::ofstream{path_ / name};
    file << text;
    return path_ / name;
  }

private:
  std::filesystem::path path_;
};

} // namespace ballast::sim
