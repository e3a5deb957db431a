#include "venues/profile.hpp"

#include "venues/alpaca/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "alpaca";
  x.title = "Alpaca";
  x.make = &make_alpaca;
  x.has_paper_host = true;
  x.words = {"app.alpaca.markets > API Keys",
             "trading, on an account that is active", "status.alpaca.markets"};
  // Source: alpaca.md, the section on errors.
  x.words.sayings = {
    {"HTTP 401", key_trouble::refused, "Alpaca refuses the key and its secret",
     "Copy {0} and {1} again, both of the same key, and say in {5} whether "
     "they are of the paper account or of the live one: each has its own."},
  };
  return x;
}

} // namespace

const profile& alpaca_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
