// One batch of markets on its way: which are still to be asked for, which have
// ended, and how.
#pragma once

#include "domain/outcome.hpp"
#include "domain/symbol.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ballast {

class batch_progress {
public:
  batch_progress() = default;
  batch_progress(std::uint64_t id, std::size_t markets)
      : id_{id}, markets_{markets} {}

  std::uint64_t id() const noexcept { return id_; }
  /// One market has been asked for, or will not be.
  /// @returns whether it was the last one.
  bool sent() noexcept { return ++sent_ == markets_; }
  /// One market has ended.
  void ended(symbol which, outcome_kind how) {
    results_.emplace_back(std::move(which), how);
  }
  bool complete() const noexcept { return results_.size() == markets_; }
  const std::vector<std::pair<symbol, outcome_kind>>& results() const noexcept {
    return results_;
  }

private:
  std::uint64_t id_ = 0;
  std::size_t markets_ = 0;
  std::size_t sent_ = 0;
  std::vector<std::pair<symbol, outcome_kind>> results_;
};

} // namespace ballast
