// How far a journal has come, written down beside it.
//
// A write-ahead log that was cut, lost or damaged reads like a shorter one, and
// SQLite says nothing. So each append notes its count and sum in a small file
// of its own: a journal that holds less has lost something. The note is written
// after the journal was flushed and is not flushed itself, so that it costs
// next to nothing, is never ahead of what is durable, and outlives the process.
// It has two places, written in turn: one that is torn leaves the one before.
#pragma once

#include "domain/result.hpp"

#include <cstdint>
#include <filesystem>

namespace ballast::store {

struct journal_mark {
  std::uint64_t identity = 0; ///< Of the journal; no two have the same.
  std::uint64_t count = 0;    ///< Entries in it.
  std::int64_t sum = 0;       ///< Of the last one, and so of all.

  friend bool operator==(const journal_mark&, const journal_mark&) = default;
};

class mark_file {
public:
  /// Makes the file (0600), or makes it anew, with room for both places.
  /// Durable once its directory is flushed.
  /// @returns ec::unavailable when the machine refuses.
  static result<mark_file> create(const std::filesystem::path& path,
                                  const journal_mark& x);
  /// @returns ec::not_found, or ec::unavailable when the machine refuses.
  static result<mark_file> open(const std::filesystem::path& path);

  ~mark_file();
  mark_file(mark_file&& other) noexcept;
  mark_file& operator=(mark_file&& other) noexcept;
  mark_file(const mark_file&) = delete;
  mark_file& operator=(const mark_file&) = delete;

  /// The newest that is whole. @returns ec::corrupt when none is.
  result<journal_mark> read() const;
  /// @returns ec::unavailable when it cannot be written.
  result<done> write(const journal_mark& x) const;

private:
  mark_file(std::filesystem::path path, int file) noexcept;
  fault failed(const char* what) const;

  std::filesystem::path path_;
  int file_ = -1; ///< Descriptor; -1 once moved from.
};

/// Makes what was created, renamed or removed in a directory durable.
/// @returns ec::unavailable when the machine refuses.
result<done> flush_directory(const std::filesystem::path& path);

} // namespace ballast::store
