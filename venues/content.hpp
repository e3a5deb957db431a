// What reading a body gives, before it becomes an answer.
#pragma once

#include <optional>
#include <string>
#include <utility>

namespace ballast::venues {

/// What came out of a body: a value, or what was missing.
template <class T>
struct content {
  std::optional<T> value;
  std::string text; ///< With a value: a remark. Without: what is wrong.
  /// Something stands beside the value that may tell of an error.
  bool may_be_error = false;
};

/// Content that is not there.
struct unfit {
  std::string text;

  template <class T>
  operator content<T>() && {
    return {std::nullopt, std::move(text), false};
  }
};

} // namespace ballast::venues
