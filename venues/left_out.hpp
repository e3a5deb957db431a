// What of a long list could not be used: counted, and named as far as a log
// line takes it.
#pragma once

#include "venues/content.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues {

class left_out {
public:
  /// @param name of the row; empty where it has none, or none worth showing.
  void add(std::string_view name = {}) {
    constexpr std::size_t names_max = 200;
    ++count_;
    if (!name.empty() && names_.size() < names_max)
      names_.append(" ").append(name.substr(0, 32));
  }

  /// "2 markets", or "2 markets, 1 left out as unreadable: BTC-USD".
  /// @param why "left out as unreadable:", or another.
  std::string beside(std::size_t kept, std::string_view what,
                     std::string_view why) const {
    auto text = std::to_string(kept).append(" ").append(what);
    if (count_ != 0)
      text.append(", ")
        .append(std::to_string(count_))
        .append(" ")
        .append(why)
        .append(names_);
    return text;
  }

private:
  std::size_t count_ = 0;
  std::string names_;
};

/// What was kept of a list of `what`, with a remark on the rest. A list of
/// which nothing is left is no list: a venue does not end all at once, but a
/// broken answer looks like that.
template <class T>
content<std::vector<T>>
listed(std::vector<T> kept, std::string_view what, const left_out& others,
       std::string_view why = "left out as unreadable:") {
  auto remark = others.beside(kept.size(), what, why);
  if (kept.empty())
    return unfit{std::move(remark)};
  return {std::move(kept), std::move(remark), false};
}

} // namespace ballast::venues
