// Calls of one account at OKX: where they go, and what proves who sends them.
#pragma once

#include "net/wire.hpp"
#include "venues/okx/signer.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace ballast::venues::okx {

/// What places or amends an order is good for so long, by the venue's clock: a
/// request that was held up on its way is thrown away there instead of trading
/// on a price of the past. Source: "Place order", expTime.
constexpr auto order_request_life = std::chrono::seconds{10};

class caller {
public:
  /// @param by      absent: public calls alone.
  /// @param is_demo whether every call goes to demo trading, which lives at the
  ///                same address and is told apart by a header.
  caller(std::string base, std::optional<signer> by, bool is_demo);

  const signer* by() const noexcept { return by_ ? &*by_ : nullptr; }
  bool is_demo() const noexcept { return is_demo_; }

  net::call get(std::string target) const;

  // Signed ones. Without credentials they go out unsigned: the venue refuses,
  // which says the same as we could. `now` is the venue's time.
  net::call signed_get(std::string target, unix_time now) const;
  net::call signed_post(std::string target, std::string body,
                        unix_time now) const;
  /// The same for what must not come late: see order_request_life.
  net::call timely_post(std::string target, std::string body,
                        unix_time now) const;

private:
  net::call made(std::string method, std::string target) const;
  void add_signature(net::call& to, unix_time now) const;

  std::string base_;
  std::optional<signer> by_;
  bool is_demo_;
};

} // namespace ballast::venues::okx
