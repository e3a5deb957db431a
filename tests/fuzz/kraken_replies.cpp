// Kraken's answers, any bytes: see replies.hpp.
#include "tests/fuzz/replies.hpp"
#include "venues/kraken/adapter.hpp"

#include <utility>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const auto by = std::move(
    *ballast::venues::make_kraken(ballast::venues::adapter_options{}));
  ballast::fuzz::read_reply(*by, data, size);
  return 0;
}
