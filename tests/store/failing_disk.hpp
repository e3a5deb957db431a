// A disk that fails when it is told to, below SQLite.
//
// While one lives, files that SQLite opens go through it to the real ones. It
// counts what changes them (writes, flushes, cuts, removals) and lets the Nth
// fail, once or from then on. It also keeps, of each file, what a loss of power
// would leave: the content at the last flush, and what was written since, of
// which any part may have come down, in sectors, in any order.
#pragma once

#include "domain/random.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ballast::store {

class failing_disk {
public:
  enum class failure : std::uint8_t {
    none,
    write, ///< EIO on the Nth write, half of which is done.
    flush, ///< EIO on the Nth flush; what it was for is never durable.
    full,  ///< ENOSPC on the Nth write.
    power, ///< The Nth change of any kind and all after it do not happen.
  };

  /// At most one lives at a time. Files that are open before are not seen.
  failing_disk();
  ~failing_disk();
  failing_disk(const failing_disk&) = delete;
  failing_disk& operator=(const failing_disk&) = delete;

  /// Counts from here: the `nth` of its kind fails, 1 being the next.
  void fail(failure what, std::uint64_t nth, bool for_good);
  void heal() noexcept { failure_ = failure::none; }
  /// Whether the failure has happened.
  bool has_failed() const noexcept { return failed_; }

  /// Writes the files into `directory` as a loss of power leaves them.
  void leave_after_power_loss(const std::filesystem::path& directory,
                              random_source& random) const;

  // -- for the layer below SQLite ---------------------------------------------

  struct change {
    bool is_cut = false;
    std::int64_t at = 0; ///< Of a cut: the new size.
    std::string bytes;
  };
  struct content {
    std::string durable;
    std::vector<change> pending;
    bool exists = false;
  };
  /// Whether this one is to fail; counts it.
  bool fails(failure what);
  /// Whether a failing write says that there is no space.
  bool is_full() const noexcept { return failure_ == failure::full; }
  bool is_off() const noexcept { return failure_ == failure::power; }
  std::shared_ptr<content> content_of(const std::string& path);
  void removed(const std::string& path);

private:
  std::map<std::string, std::shared_ptr<content>> files_;
  failure failure_ = failure::none;
  std::uint64_t left_ = 0;
  bool for_good_ = false;
  bool failed_ = false;
};

} // namespace ballast::store
