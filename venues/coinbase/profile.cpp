#include "venues/profile.hpp"

#include "venues/coinbase/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "coinbase";
  x.title = "Coinbase";
  x.make = &make_coinbase;
  x.secret_is_pem = true;
  x.words = {"portal.cdp.coinbase.com > API keys",
             "View and Trade, and not Transfer", "status.coinbase.com"};
  // Source: the portal's form beside "Get API Key Permissions".
  x.words.right_names = {{"view", "View"}, {"trade", "Trade"}};
  return x;
}

} // namespace

const profile& coinbase_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
