// Answers as MANUAL.md shows them, which stand for recorded ones.
#pragma once

#include <string_view>

namespace ballast::venues::tidewater::bodies {

constexpr auto clock
  = std::string_view{R"({"ok":true,"now_us":"1790000000250000"})"};
constexpr auto pools = std::string_view{
  R"({"ok":true,"pools":[{"pool":"btc~usd","tide":"in","price_step":"0.01",)"
  R"("size_step":"0.0001","least":"0.001","most":"100","worth":"5"},)"
  R"({"pool":"1inch~eur","tide":"slack","price_step":"0.1","size_step":"1",)"
  R"("least":"","most":"","worth":""},)"
  R"({"pool":"eth~usd","tide":"out","price_step":"0.1","size_step":"1",)"
  R"("least":"1","most":"2","worth":"3"},)"
  R"({"pool":"doge~usd","tide":"in","price_step":"0","size_step":"1",)"
  R"("least":"1","most":"2","worth":"3"}]})"};
constexpr auto levels = std::string_view{
  R"({"ok":true,"levels":{"btc~usd":["60000.5","60000","60001","1200.5",)"
  R"("50000"],"eth~usd":["","-1","x",""]}})"};
constexpr auto waves
  = std::string_view{R"({"ok":true,"waves":[[29833330,"2","1","4","3","5"],)"
                     R"([29833335,"3","2.5","3.5","2.75","0"]]})"};
constexpr auto holdings = std::string_view{
  R"({"ok":true,"holdings":[{"coin":"usd","free":"12.5","tied":"0"},)"
  R"({"coin":"btc","free":"1","tied":"0.5"}]})"};
constexpr auto pass
  = std::string_view{R"({"ok":true,"may":["look","trade","move"]})"};
constexpr auto ebb = std::string_view{
  R"({"ok":false,"why":"ebb","say":"Too many calls.","wait":12})"};

} // namespace ballast::venues::tidewater::bodies
