#include "venues/profile.hpp"

#include "venues/alpaca/adapter.hpp"

namespace ballast::venues {

namespace {

constexpr auto refused
  = std::string_view{"Alpaca refuses the key and its secret"};
constexpr auto copy_both
  = std::string_view{"Copy {0} and {1} again, both of the same key, and say in "
                     "{5} whether they are of the paper account or of the live "
                     "one: each has its own, and a reset of the paper account "
                     "ends its keys."};

profile described() {
  profile x;
  x.name = "alpaca";
  x.title = "Alpaca";
  x.make = &make_alpaca;
  x.has_paper_host = true;
  x.words.rights = "trading, on an account that is active";
  // Source: alpaca.md, the section on errors.
  x.words.sayings = {
    {"HTTP 401", key_trouble::refused, refused, copy_both},
    // So says the host of market data, or one that the key is not of.
    {"forbidden", key_trouble::refused, refused, copy_both},
  };
  return x;
}

} // namespace

const profile& alpaca_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
