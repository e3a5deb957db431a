#include "apps/venue_guide.hpp"

#include "config/credentials.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast::apps {

namespace {

struct known_venue {
  std::string_view name;
  venue_guide guide;
};

constexpr auto venues = std::array{
  known_venue{"coinbase",
              {"portal.cdp.coinbase.com > API keys",
               "View and Trade, and not Transfer", "status.coinbase.com"}},
  known_venue{
    "kraken",
    {"pro.kraken.com > Settings > API",
     "Query funds, Query open orders & trades, Query closed orders & trades, "
     "Create & modify orders, Cancel & close orders and Query ledger entries, "
     "and not Withdraw",
     "status.kraken.com"}},
  known_venue{"okx",
              {"okx.com > Profile > API", "Read and Trade, and not Withdraw",
               "www.okx.com/status"}},
  known_venue{
    "binance",
    {"binance.com > Account > API Management",
     "Enable Reading and Enable Spot & Margin Trading, and not Enable "
     "Withdrawals",
     "www.binance.com/en/support/announcement"}},
  known_venue{"alpaca",
              {"app.alpaca.markets > API Keys",
               "trading, on an account that is active",
               "status.alpaca.markets"}},
};
constexpr auto any_venue
  = venue_guide{"the venue's page of API keys", "view and trade, not withdraw",
                "the venue's status page"};

struct known_right {
  std::string_view venue;
  std::string_view right;
  std::string_view on_page;
};

// Source: the labels of Kraken Pro's form beside the names of "Get API Key
// Info"; Coinbase's portal beside "Get API Key Permissions".
constexpr auto rights = std::array{
  known_right{"kraken", "query-funds", "Query funds"},
  known_right{"kraken", "query-open-trades", "Query open orders & trades"},
  known_right{"kraken", "query-closed-trades", "Query closed orders & trades"},
  known_right{"kraken", "modify-trades", "Create & modify orders"},
  known_right{"kraken", "close-trades", "Cancel & close orders"},
  known_right{"kraken", "query-ledger", "Query ledger entries"},
  known_right{"coinbase", "view", "View"},
  known_right{"coinbase", "trade", "Trade"},
};

} // namespace

const venue_guide& guide_of(std::string_view venue) {
  const auto found
    = std::find_if(venues.begin(), venues.end(),
                   [&](const auto& x) { return x.name == venue; });
  return found == venues.end() ? any_venue : found->guide;
}

std::string right_on_page(std::string_view venue, std::string_view right) {
  const auto found
    = std::find_if(rights.begin(), rights.end(), [&](const auto& x) {
        return x.venue == venue && x.right == right;
      });
  return std::string{found == rights.end() ? right : found->on_page};
}

std::string rest_url_variable(std::string_view venue) {
  auto name = std::string{"BALLAST_"};
  for (const auto x : venue)
    name += static_cast<char>(std::toupper(static_cast<unsigned char>(x)));
  return name + "_REST_URL";
}

std::string credential_variable(std::string_view venue,
                                std::string_view account,
                                std::string_view what) {
  return config::spellings(venue, account, what).front();
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

} // namespace ballast::apps
