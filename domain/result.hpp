// What can go wrong is a value with a code and a sentence for a person.
#pragma once

#include <cassert>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace ballast {

/// Error codes of domain, venues, store and config. Zero means "no error" to
/// CAF, so none of ours is zero.
enum class ec : std::uint8_t {
  invalid_argument = 1, ///< A value outside its documented range.
  bad_payload,          ///< Bytes from outside that are not what they promise.
  refused,              ///< The other side understood and said no.
  outcome_unknown,      ///< It may have been done all the same.
  not_found,
  unavailable, ///< Not now: file locked, disk full, peer gone.
  corrupt,     ///< Stored state that fails its own checks.
};

const char* to_string(ec x) noexcept;

struct fault {
  ec code = ec::invalid_argument;
  std::string text; ///< For a person: what was wrong and what was expected.
};

/// A value or a fault. std::expected is C++23; this is the part we use of it.
template <class T>
class result {
public:
  result(T x) : content_(std::move(x)) {}
  result(fault x) : content_(std::move(x)) {}

  bool ok() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// @pre ok()
  T& operator*() & {
    assert(ok());
    return *std::get_if<0>(&content_);
  }
  const T& operator*() const& {
    assert(ok());
    return *std::get_if<0>(&content_);
  }
  T&& operator*() && {
    assert(ok());
    return std::move(*std::get_if<0>(&content_));
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  /// @pre !ok()
  const fault& error() const {
    assert(!ok());
    return *std::get_if<1>(&content_);
  }

private:
  std::variant<T, fault> content_;
};

/// Success without a value.
struct done {};

} // namespace ballast
