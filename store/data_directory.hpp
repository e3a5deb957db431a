// The directory of one ballast, and of one only.
//
// Its owner holds a lock of the open file description (F_OFD_SETLK), which the
// kernel drops with the process however that ends: there is no stale lock to
// clean up, and closing another descriptor of the same file does not lose it.
#pragma once

#include "domain/result.hpp"

#include <filesystem>
#include <string_view>

namespace ballast::store {

class data_directory {
public:
  /// Takes `path`, which is created with mode 0700 (its parents too) when it is
  /// not there. Writes the number of this process into `lock` in it.
  /// @returns ec::unavailable when another process has it ("… is in use by
  ///          another ballast (pid N) …") or the machine refuses;
  ///          ec::invalid_argument when it is no directory, belongs to another
  ///          user, or others may write in it.
  static result<data_directory> open(const std::filesystem::path& path);

  ~data_directory();
  data_directory(data_directory&& other) noexcept;
  data_directory& operator=(data_directory&& other) noexcept;
  data_directory(const data_directory&) = delete;
  data_directory& operator=(const data_directory&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  /// Where a file of this name lies in it.
  std::filesystem::path file(std::string_view name) const {
    return path_ / name;
  }

private:
  data_directory(std::filesystem::path path, int lock) noexcept;

  std::filesystem::path path_;
  int lock_ = -1; ///< Descriptor that holds the lock; -1 once moved from.
};

} // namespace ballast::store
