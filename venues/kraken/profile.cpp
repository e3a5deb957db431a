#include "venues/profile.hpp"

#include "venues/kraken/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "kraken";
  x.title = "Kraken";
  x.make = &make_kraken;
  x.words = {
    "pro.kraken.com > Settings > API",
    "Query funds, Query open orders & trades, Query closed orders & trades, "
    "Create & modify orders, Cancel & close orders and Query ledger entries, "
    "and not Withdraw",
    "status.kraken.com"};
  // Source: the labels of Kraken Pro's form beside the names of "Get API Key
  // Info".
  x.words.right_names = {
    {"query-funds", "Query funds"},
    {"query-open-trades", "Query open orders & trades"},
    {"query-closed-trades", "Query closed orders & trades"},
    {"modify-trades", "Create & modify orders"},
    {"close-trades", "Cancel & close orders"},
    {"query-ledger", "Query ledger entries"},
  };
  return x;
}

} // namespace

const profile& kraken_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
