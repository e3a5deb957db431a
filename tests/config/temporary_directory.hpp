// A directory of a test's own, gone when the test is.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace ballast::test {

class temporary_directory {
public:
  temporary_directory() {
    auto name = testing::TempDir() + "ballast-XXXXXX";
    if (mkdtemp(name.data()) == nullptr)
      throw std::runtime_error{"no temporary directory"};
    path_ = name;
  }
  ~temporary_directory() {
    auto ignored = std::error_code{};
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }

  /// Writes a file and gives it `mode`.
  std::filesystem::path write(const std::string& name, std::string_view text,
                              mode_t mode = 0600) const {
    const auto file = path_ / name;
    auto out = std::ofstream{file, std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (!out || chmod(file.c_str(), mode) != 0)
      throw std::runtime_error{"cannot write " + name};
    return file;
  }

private:
  std::filesystem::path path_;
};

} // namespace ballast::test
